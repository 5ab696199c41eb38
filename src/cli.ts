/** The same assistant from a terminal: `ask`, `import`, `sync`, `reviews`, `feedback` and `alerts`. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerAsText, sectionText } from './assistant/answer-text.ts';
import { previewSections, previewSentence } from './assistant/compose/register-file.ts';
import type { ImportReport } from './catalogue/import-contracts.ts';
import { feedReportText, isComplete } from './catalogue/sync/report.ts';
import { alertsUsage, readAlertsWords, runAlerts } from './cli-alerts.ts';
import { engagementUsage, runEngagement } from './cli-engagement.ts';
import { feedbackReport, feedbackUsage } from './cli-feedback.ts';
import { reviewsUsage, runReviews } from './cli-reviews.ts';
import { runWalkThrough, walkThroughUsage } from './cli-walk-through.ts';
import { composeProduct, type Product } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';
import { buildGuidanceIndex, ingestDocuments } from './guidance-commands.ts';
import { createLogger } from './log.ts';
import { plainMessage } from './plain-message.ts';
import { parseIsoDate } from './procurement/iso-date.ts';

/** The command line was used wrongly; the message says how it is used. */
class UsageError extends Error {
  readonly code = 'USAGE';
  override readonly name = 'UsageError';
}

const usage = {
  ask: 'Usage: npm run ask -- "who uses NEC housing?" [--borough Lambeth] [--thread NAME] [--json]',
  import:
    'Usage: npm run import -- <file or address>… [--format auto|ocds|contracts-finder|register|systems] [--buyer NAME] [--dry-run [--diff]] [--json]',
  sync: 'Usage: npm run sync [-- --from YYYY-MM-DD] [--again] [--json]',
  reviews: reviewsUsage,
  alerts: alertsUsage,
  engagement: engagementUsage,
  feedback: feedbackUsage,
  'walk-through': walkThroughUsage,
} as const;

function isCommand(word: string | undefined): word is keyof typeof usage {
  return word !== undefined && Object.hasOwn(usage, word);
}

/** Local mode has one officer; with `--thread` the next command goes on from this one, without it each stands alone. */
const localOfficer = { tenantId: 'local', userId: 'terminal' };

function write(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

async function boroughIdOf(name: string, product: Product): Promise<string> {
  const names = await product.catalogue.names();
  const meaning = names
    .find(name)
    .flatMap((mention) => mention.meanings)
    .find((candidate) => candidate.kind === 'borough');
  if (meaning?.kind === 'borough' && meaning.buyerIds.length === 1 && meaning.buyerIds[0] !== undefined)
    return meaning.buyerIds[0];
  const options =
    meaning?.kind === 'borough'
      ? meaning.buyerIds.map((id) => product.catalogue.boroughName(id)).join(', ')
      : 'one of London’s 33 authorities, such as Hillingdon';
  throw new UsageError(`--borough ${name.slice(0, 60)} is not clear: name ${options}.`);
}

async function ask(
  product: Product,
  text: string,
  options: { borough?: string | undefined; thread?: string | undefined; json?: boolean | undefined },
): Promise<number> {
  const boroughHint = options.borough === undefined ? null : await boroughIdOf(options.borough, product);
  const answer = await product.assistant.answer({
    text,
    officer: localOfficer,
    threadId: options.thread ?? randomUUID(),
    scope: 'terminal',
    boroughHint,
  });
  write(
    options.json === true
      ? JSON.stringify(answer, null, 2)
      : answerAsText(answer, Math.min(process.stdout.columns ?? 100, 120)),
  );
  return 0;
}

/** The import's outcome as a person reads it. */
function reportText(report: ImportReport): string {
  const lines = [
    `${report.origin} (${report.source})${report.dryRun ? ': dry run, nothing was saved' : ''}`,
    `  read ${report.read}, kept ${report.kept} (${report.added} new, ${report.changed} changed, ${report.unchanged} unchanged), merged ${report.merged}, dropped ${report.dropped.reduce((sum, entry) => sum + entry.count, 0)}`,
    `  ${report.london} of them with one of London’s 33 authorities`,
    ...(report.joined === 0
      ? []
      : [`  ${report.joined} joined with what other sources say of the same contract`]),
  ];
  for (const { reason, count, lines: at } of report.dropped) {
    const where = at.length === 0 ? '' : ` (line ${at.join(', ')}${count > at.length ? ', …' : ''})`;
    lines.push(`  dropped ${count}: ${reason}${where}`);
  }
  return lines.join('\n');
}

async function importFiles(
  product: Product,
  files: readonly string[],
  options: {
    format?: string | undefined;
    buyer?: string | undefined;
    'dry-run'?: boolean | undefined;
    diff?: boolean | undefined;
    json?: boolean | undefined;
  },
): Promise<number> {
  // A comparison that also saved would be gone before it is read.
  if (options.diff === true && options['dry-run'] !== true)
    throw new UsageError(`--diff goes with --dry-run.\n${usage.import}`);
  const reports: object[] = [];
  let failures = 0;
  for (const file of files) {
    try {
      if (options.diff === true) {
        const preview = await product.previewFile(file, {
          format: options.format === undefined || options.format === 'auto' ? null : options.format,
          buyer: options.buyer ?? null,
        });
        reports.push(preview);
        if (options.json !== true)
          write(
            [
              `${preview.fileName} (${preview.format}): dry run`,
              previewSentence(preview),
              ...previewSections(preview).flatMap((part) =>
                sectionText(part, Math.min(process.stdout.columns ?? 100, 120)),
              ),
            ].join('\n'),
          );
        continue;
      }
      const report = await product.importFile(file, {
        format: options.format === undefined || options.format === 'auto' ? null : options.format,
        buyer: options.buyer ?? null,
        dryRun: options['dry-run'] ?? false,
        onProgress: (read) => process.stderr.write(`${file}: ${read.toLocaleString('en-GB')} read\n`),
      });
      reports.push(report);
      if (options.json !== true) write(reportText(report));
    } catch (error) {
      failures += 1;
      reports.push({ origin: file, error: plainMessage(error) });
      process.stderr.write(`${file}: ${plainMessage(error)} Nothing was saved from it.\n`);
    }
  }
  if (options.json === true) write(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2));
  await product.scoreRecords();
  return failures === 0 ? 0 : 1;
}

/** Reads the official feeds; ended with Ctrl-C it keeps what has arrived, and the next run goes on. */
async function sync(
  product: Product,
  from: string | null,
  options: { again?: boolean | undefined; json?: boolean | undefined },
): Promise<number> {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  const report = await product.sync({
    from,
    isAgain: options.again ?? false,
    signal: controller.signal,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  await product.scoreRecords();
  if (options.json === true) write(JSON.stringify(report, null, 2));
  else if (report.kind === 'ran') write(report.feeds.map(feedReportText).join('\n'));
  const problems =
    report.kind === 'busy' ? [report.message] : report.feeds.flatMap(({ message }) => message ?? []);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return isComplete(report) ? 0 : 1;
}

/** Prints what a command with words of its own came to, or says how it is used. */
function shown(
  command: keyof typeof usage,
  outcome: { readonly text: string; readonly isFault: boolean } | null,
  options: { out?: string | undefined; json?: boolean | undefined } = {},
): number {
  if (outcome === null) throw new UsageError(usage[command]);
  if (outcome.isFault && options.json !== true) process.stderr.write(`${outcome.text}\n`);
  else if (options.out === undefined || outcome.isFault) write(outcome.text);
  else writeFileSync(options.out, outcome.text);
  return outcome.isFault ? 1 : 0;
}

function parse(command: keyof typeof usage, rest: string[]) {
  try {
    return parseArgs({
      args: rest,
      allowPositionals: true,
      options: {
        borough: { type: 'string' },
        thread: { type: 'string' },
        format: { type: 'string' },
        buyer: { type: 'string' },
        'dry-run': { type: 'boolean' },
        diff: { type: 'boolean' },
        json: { type: 'boolean' },
        from: { type: 'string' },
        again: { type: 'boolean' },
        reason: { type: 'string' },
        out: { type: 'string' },
        questions: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage[command]}`);
  }
}

async function alerts(rest: string[]): Promise<number> {
  const read = readAlertsWords(rest);
  if (typeof read === 'string') throw new UsageError(read);
  const config = readConfig(process.env);
  const product = await composeProduct(config);
  try {
    const outcome = await runAlerts(product, config, read, createLogger(config.logLevel));
    write(outcome.text);
    return outcome.isFault ? 1 : 0;
  } finally {
    await product.close();
  }
}

async function runIngest(rest: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: { source: text, date: text, regime: text },
  });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0)
    throw new UsageError(
      'Usage: npm run ingest -- <file or folder> --source "…" --date YYYY-MM-DD --regime PA2023|PCR2015|neutral',
    );
  return ingestDocuments(readConfig(process.env), path, values, write);
}

async function run(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  if (command === 'index') return buildGuidanceIndex(readConfig(process.env), write);
  if (command === 'ingest') return runIngest(rest);
  if (command === 'alerts') return alerts(rest);
  if (!isCommand(command)) throw new UsageError(Object.values(usage).join('\n'));
  const { values, positionals } = parse(command, rest);
  const takesNothing = command === 'sync' || command === 'feedback';
  const readsItsOwn = command === 'reviews' || command === 'engagement' || command === 'walk-through';
  if (!readsItsOwn && (positionals.length === 0) !== takesNothing) throw new UsageError(usage[command]);
  if (values.from !== undefined && parseIsoDate(values.from) === null)
    throw new UsageError(`--from must be a date like 2026-08-01.\n${usage[command]}`);
  const config = readConfig(process.env);
  const product = await composeProduct(config);
  try {
    if (command === 'feedback') {
      write(await feedbackReport(product, values));
      return 0;
    }
    if (command === 'reviews')
      return shown(command, await runReviews(product, positionals, values), { json: values.json });
    if (command === 'engagement') {
      const boroughId = values.borough === undefined ? null : await boroughIdOf(values.borough, product);
      return shown(command, await runEngagement(product, positionals, boroughId), { out: values.out });
    }
    if (command === 'walk-through') return shown(command, await runWalkThrough(product, positionals, values));
    if (command === 'sync') return await sync(product, values.from ?? config.sync.from, values);
    return command === 'ask'
      ? await ask(product, positionals.join(' '), values)
      : await importFiles(product, positionals, values);
  } finally {
    await product.close();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : plainMessage(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
