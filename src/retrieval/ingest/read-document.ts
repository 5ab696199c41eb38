/** Reads a document of one's own (Markdown, HTML, Word, PDF) as headings and paragraphs; its words stay data. */
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { KnowledgeError } from '../passage.ts';

/** A heading with the paragraphs below it. */
export type DocumentPart = { readonly heading: string | null; readonly paragraphs: readonly string[] };

/** What reading one document may cost. */
export type ReadingLimits = {
  readonly milliseconds: number;
  /** Memory of the reader, and how far the whole process may grow while it reads. */
  readonly megabytes: number;
};

const standardLimits: ReadingLimits = { milliseconds: 60_000, megabytes: 1_024 };
const megabyte = 1_048_576;
const mostUnpacked = 100 * megabyte;
const mostPages = 500;

/** Text is all content; the others hold pictures too. */
const kinds: Readonly<
  Record<string, { readonly kind: 'markdown' | 'html' | 'word' | 'pdf'; readonly mostMegabytes: number }>
> = {
  '.md': { kind: 'markdown', mostMegabytes: 5 },
  '.html': { kind: 'html', mostMegabytes: 5 },
  '.htm': { kind: 'html', mostMegabytes: 5 },
  '.docx': { kind: 'word', mostMegabytes: 25 },
  '.pdf': { kind: 'pdf', mostMegabytes: 25 },
};

const reply = z.union([
  z.object({
    parts: z.array(z.object({ heading: z.string().nullable(), paragraphs: z.array(z.string()) })),
  }),
  z.object({ problem: z.enum(['limit', 'unreadable']), words: z.string() }),
]);

const tooMuchMemory = 'needs more memory than a document may, so it was given up. Save the text alone.';

/** Runs the reader until it has said something or gone beyond a limit; resolves to parts, or to words after the name. */
function runReader(workerData: object, limits: ReadingLimits): Promise<readonly DocumentPart[] | string> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./document-worker.mjs', import.meta.url), {
      workerData,
      execArgv: [],
      stderr: true,
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, maxYoungGenerationSizeMb: 64 },
    });
    const memoryBefore = process.memoryUsage.rss();
    const finish = (result: readonly DocumentPart[] | string) => {
      clearTimeout(deadline);
      clearInterval(watch);
      resolve(result);
      void worker.terminate();
    };
    const deadline = setTimeout(
      () =>
        finish(
          `took longer than ${limits.milliseconds / 1_000} s to read, so it was given up. Split it or save the text alone.`,
        ),
      limits.milliseconds,
    );
    // What a library unpacks into buffers stands outside the reader's own memory.
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - memoryBefore > limits.megabytes * megabyte) finish(tooMuchMemory);
    }, 50);
    const unreadable = (words: string) => finish(`cannot be read (${words.slice(0, 120)}). Check the file.`);
    worker.on('message', (message: unknown) => {
      const parsed = reply.safeParse(message);
      if (!parsed.success) unreadable('the reader gave no text');
      else if ('parts' in parsed.data) finish(parsed.data.parts);
      else if (parsed.data.problem === 'limit') finish(parsed.data.words);
      else unreadable(parsed.data.words);
    });
    worker.on('error', (error: Error & { readonly code?: string }) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? finish(tooMuchMemory) : unreadable(error.message),
    );
    worker.on('exit', () => unreadable('the reader ended'));
  });
}

/**
 * Headings and paragraphs; rejects with `KnowledgeError`, one sentence on what is wrong, and takes neither more time
 * nor more memory than `limits` say, whatever the file holds.
 */
export async function readDocument(
  path: string,
  limits: ReadingLimits = standardLimits,
): Promise<readonly DocumentPart[]> {
  const name = basename(path);
  const { size } = await stat(path).catch(() => {
    throw new KnowledgeError(`${name} cannot be found. Check the path.`);
  });
  const known = kinds[extname(path).toLowerCase()];
  if (known === undefined)
    throw new KnowledgeError(`${name} is not Markdown, HTML, DOCX or PDF. Save it as one of these.`);
  if (size > known.mostMegabytes * megabyte)
    throw new KnowledgeError(
      `${name} has ${Math.round(size / megabyte)} MB; at most ${known.mostMegabytes} MB are read. Split it or save it as text.`,
    );
  const result = await runReader({ path, kind: known.kind, mostUnpacked, mostPages }, limits);
  if (typeof result === 'string') throw new KnowledgeError(`${name} ${result}`);
  if (result.length === 0)
    throw new KnowledgeError(
      `${name} holds no text that can be read. Scanned pages need text recognition first.`,
    );
  return result;
}
