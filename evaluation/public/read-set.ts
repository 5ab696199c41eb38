/** Reads public test sets of retrieval from a folder: the layout of BEIR, or the files of Cranfield. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Texts, questions, and which texts answer which question. */
export type PublicSet = {
  readonly texts: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly questions: readonly { readonly id: string; readonly text: string }[];
  /** Gains by question and text; what is not here is not relevant. */
  readonly relevant: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** A folder that holds no set, or one that is not in form; the message says what is wanted. */
export class PublicSetError extends Error {
  readonly code = 'PUBLIC_SET';
  override readonly name = 'PublicSetError';
}

const textRow = z.object({ _id: z.string(), title: z.string().prefault(''), text: z.string() });
const questionRow = z.object({ _id: z.string(), text: z.string() });

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

function relevanceOf(rows: readonly (readonly [string, string, number])[]): PublicSet['relevant'] {
  const relevant = new Map<string, Map<string, number>>();
  for (const [question, text, gain] of rows) {
    if (!(gain > 0)) continue;
    const gains = relevant.get(question) ?? new Map<string, number>();
    gains.set(text, gain);
    relevant.set(question, gains);
  }
  return relevant;
}

function readBeir(folder: string, split: string): PublicSet {
  const texts = linesOf(join(folder, 'corpus.jsonl')).map((line) => {
    const { _id: id, title, text } = textRow.parse(JSON.parse(line));
    return { id, title, text };
  });
  const questions = linesOf(join(folder, 'queries.jsonl')).map((line) => {
    const { _id: id, text } = questionRow.parse(JSON.parse(line));
    return { id, text };
  });
  const judged = linesOf(join(folder, 'qrels', `${split}.tsv`)).slice(1);
  const relevant = relevanceOf(
    judged.map((line) => {
      const [question = '', text = '', gain = ''] = line.split('\t');
      return [question, text, Number(gain)];
    }),
  );
  return { texts, questions: questions.filter(({ id }) => relevant.has(id)), relevant };
}

/** `.I 1`, then fields that start with `.T`, `.A`, `.B` or `.W`. */
function readRecords(path: string): { readonly id: string; readonly fields: ReadonlyMap<string, string> }[] {
  return readFileSync(path, 'utf8')
    .replaceAll('\r', '')
    .split(/^\.I\s+/m)
    .slice(1)
    .map((record) => {
      const [id = '', ...parts] = record.split(/^\.([TABW])[ \t]*\n/m);
      const fields = new Map<string, string>();
      for (let at = 0; at + 1 < parts.length; at += 2)
        fields.set(parts[at] ?? '', (parts[at + 1] ?? '').replace(/\s+/g, ' ').trim());
      return { id: String(Number(id)), fields };
    });
}

function readCranfield(folder: string): PublicSet {
  const texts = readRecords(join(folder, 'cran.all.1400')).map(({ id, fields }) => {
    const title = fields.get('T') ?? '';
    const text = fields.get('W') ?? '';
    // The text begins with the title again.
    return { id, title, text: text.startsWith(title) ? text.slice(title.length).trim() : text };
  });
  // The judgements count the questions from 1 in the order of the file, whatever number stands at them.
  const questions = readRecords(join(folder, 'cran.qry')).map(({ fields }, at) => ({
    id: String(at + 1),
    text: fields.get('W') ?? '',
  }));
  // Codes 1 to 4 are degrees of relevance; what the codes mean is told both ways round, so each counts the same.
  const relevant = relevanceOf(
    linesOf(join(folder, 'cranqrel')).map((line) => {
      const [question = '', text = '', code = ''] = line.trim().split(/\s+/);
      return [question, text, Number(code) >= 1 && Number(code) <= 4 ? 1 : 0];
    }),
  );
  return { texts, questions: questions.filter(({ id }) => relevant.has(id)), relevant };
}

/** The set in the folder; `split` chooses the judgements of a BEIR set. Throws `PublicSetError` when there is none. */
export function readPublicSet(folder: string, split = 'test'): PublicSet {
  const isCranfield = existsSync(join(folder, 'cran.all.1400'));
  if (!isCranfield && !existsSync(join(folder, 'corpus.jsonl')))
    throw new PublicSetError(
      `${folder} holds neither corpus.jsonl (with queries.jsonl and qrels/${split}.tsv) nor cran.all.1400 (with cran.qry and cranqrel).`,
    );
  try {
    return isCranfield ? readCranfield(folder) : readBeir(folder, split);
  } catch (error) {
    throw new PublicSetError(`${folder} is not in form: ${(error as Error).message.slice(0, 200)}`, {
      cause: error,
    });
  }
}
