/** `npm run index` and `npm run ingest`: the guidance from a terminal, without opening the database. */
import { createInterface } from 'node:readline/promises';
import type { Config } from './config.ts';
import { openEmbeddings } from './embedding-settings.ts';
import { parseIsoDate } from './procurement/iso-date.ts';
import { ingest } from './retrieval/ingest/ingest.ts';
import { documentsFolder, openGuidance } from './retrieval/open-guidance.ts';
import { type Regime, regimes } from './retrieval/passage.ts';

/** What the command line says of a document; missing parts are asked for on a terminal. */
export type IngestOptions = {
  readonly source?: string | undefined;
  readonly date?: string | undefined;
  readonly regime?: string | undefined;
};

type Write = (text: string) => void;

/** Builds the index anew and says what it holds. */
export async function buildGuidanceIndex(config: Config, write: Write): Promise<number> {
  const startedAt = performance.now();
  const { index, fallback } = await openGuidance(
    { knowledgeDir: config.knowledgeDir, dataDir: config.dataDir },
    true,
    await openEmbeddings(config),
  );
  write(
    `Index built: ${index.passages.length} passages, ${index.documentCounts.size} terms, LSA of ${index.lsa.dimension} dimensions${index.dense === null ? '' : `, ${index.dense.dimension} from ${index.dense.modelId}`}, in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s.`,
  );
  if (fallback !== null) write(fallback);
  return 0;
}

function isRegime(text: string): text is Regime {
  return regimes.some((regime) => regime === text);
}

/** Adds documents; source, date and regime are asked for and never guessed. Resolves to the exit code. */
export async function ingestDocuments(
  config: Config,
  path: string,
  options: IngestOptions,
  write: Write,
): Promise<number> {
  const missing = (['source', 'date', 'regime'] as const).filter((name) => options[name] === undefined);
  const given = { ...options };
  if (missing.length > 0) {
    if (!process.stdin.isTTY) {
      process.stderr.write(
        `Say where the document is from, its date and its law: --source "…" --date YYYY-MM-DD --regime ${regimes.join('|')}. Missing: ${missing.join(', ')}.\n`,
      );
      return 2;
    }
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const questions = {
      source: 'Where is it from (address or publisher)? ',
      date: 'Its date (YYYY-MM-DD)? ',
      regime: `Which law does it rest on (${regimes.join(', ')})? `,
    };
    for (const name of missing) given[name] = (await terminal.question(questions[name])).trim();
    terminal.close();
  }
  const { source = '', date = '', regime = '' } = given;
  if (source === '' || parseIsoDate(date) === null || !isRegime(regime)) {
    process.stderr.write(
      `The source must not be empty, the date must be like 2025-02-24, and the regime one of ${regimes.join(', ')}.\n`,
    );
    return 2;
  }
  const results = await ingest(path, documentsFolder(config.dataDir), { source, date, regime });
  for (const { file, passages, problem } of results)
    write(
      problem === null
        ? `${file}: ${passages} passages added as your own document.`
        : `${problem} Nothing was added from it.`,
    );
  if (results.length === 0) write('No Markdown, HTML, DOCX or PDF file was found there.');
  if (results.some(({ problem }) => problem === null)) await buildGuidanceIndex(config, write);
  return results.length > 0 && results.every(({ problem }) => problem === null) ? 0 : 1;
}
