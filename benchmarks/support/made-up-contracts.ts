/** Writes made-up contracts to a file. They are for load tests only and are never shipped: each says that it is made up. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReferenceData } from '../../src/catalogue/reference-data.ts';
import { createMarket } from './made-up-market.ts';
import { madeUpRelease } from './made-up-release.ts';
import { createRandom } from './random.ts';

export type MadeUpForm = 'json-lines' | 'release-package';

export type MadeUpOptions = {
  readonly contracts: number;
  readonly seed: number;
  readonly form: MadeUpForm;
};

const linesEach = 500;

/** The text in pieces; the same bytes for the same options and reference data, and the same releases in both forms. */
export function* madeUpText(reference: ReferenceData, options: MadeUpOptions): Generator<string> {
  const random = createRandom(options.seed);
  const market = createMarket(reference, random);
  const isPackage = options.form === 'release-package';
  if (isPackage)
    yield '{"uri":"https://made-up.example.invalid/package","version":"1.1","publisher":{"name":"Made-up data for load tests"},"releases":[';
  let lines: string[] = [];
  for (let number = 1; number <= options.contracts; number += 1) {
    const text = JSON.stringify(madeUpRelease(number, market, random));
    lines.push(isPackage ? `${number === 1 ? '' : ','}\n${text}` : `${text}\n`);
    if (lines.length < linesEach && number < options.contracts) continue;
    yield lines.join('');
    lines = [];
  }
  if (isPackage) yield '\n]}\n';
}

/** Resolves when the file is complete. */
export async function writeMadeUpContracts(
  path: string,
  reference: ReferenceData,
  options: MadeUpOptions,
): Promise<void> {
  await pipeline(Readable.from(madeUpText(reference, options)), createWriteStream(path));
}
