/** Reads a JSON file of the knowledge folder. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ReferenceDataError } from './reference-error.ts';

/** The file's content, unchecked; rejects with `ReferenceDataError` when it is missing or is not JSON. */
export async function readReferenceJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const fault = error instanceof SyntaxError ? `it is not JSON (${error.message})` : 'it cannot be read';
    throw new ReferenceDataError(
      basename(path),
      null,
      `${fault}. Check KNOWLEDGE_DIR and correct or restore the file.`,
      { cause: error },
    );
  }
}
