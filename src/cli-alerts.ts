/** `npm run alerts`: what is due and where it stands, one run by hand, and the switches of sending. */
import { parseArgs } from 'node:util';
import { resend } from './alerts/delivery/conversations.ts';
import { type ExplainedDelivery, explainDeliveries } from './alerts/delivery/explain.ts';
import { type DeliveryStatistics, deliveryStatistics } from './alerts/delivery/statistics.ts';
import { resumeSending, stopSending, whyStopped } from './alerts/delivery/stop.ts';
import type { DeliveryLog } from './alerts/delivery/worker.ts';
import { createConversationStore } from './bot/database-stores.ts';
import type { Product } from './compose.ts';
import type { Config } from './config.ts';
import { type AlertsPart, alertsPart, prepareSending } from './start-alerts.ts';

/** How the command is used. */
export const alertsUsage = `Usage: npm run alerts -- --dry-run | --once | --explain [contract, subscription or delivery] | --status | --conversations
       npm run alerts -- --stop "why" | --resume | --resend failed|ambiguous
       [--json]`;

/** Words of the command line after they were parsed. */
export type AlertsOptions = {
  readonly 'dry-run'?: boolean | undefined;
  readonly once?: boolean | undefined;
  readonly explain?: boolean | undefined;
  readonly status?: boolean | undefined;
  readonly conversations?: boolean | undefined;
  readonly stop?: string | undefined;
  readonly resume?: boolean | undefined;
  readonly resend?: string | undefined;
  readonly json?: boolean | undefined;
};

/** One command as it was read. */
export type AlertsCommand = { readonly words: readonly string[]; readonly options: AlertsOptions };

/** What to print and how the process ends. */
export type AlertsRun = { readonly text: string; readonly isFault: boolean };

const alertsOptions = {
  'dry-run': { type: 'boolean' },
  once: { type: 'boolean' },
  explain: { type: 'boolean' },
  status: { type: 'boolean' },
  conversations: { type: 'boolean' },
  resume: { type: 'boolean' },
  json: { type: 'boolean' },
  stop: { type: 'string' },
  resend: { type: 'string' },
} as const;

const mostShown = 50;
const oncePatience = 5_000;

/** The six states and what stands out, as lines. */
export function statisticsText(statistics: DeliveryStatistics, stopped: string | null): string {
  const { states, total } = statistics;
  const counts = `${states.sent} sent + ${states.queued} queued + ${states.sending} sending + ${states.ambiguous} ambiguous + ${states.failed} failed + ${states.suppressed} suppressed = ${total} messages`;
  return [
    counts,
    ...(stopped === null
      ? []
      : [`All sending is stopped: ${stopped}. Go on with: npm run alerts -- --resume`]),
    ...(statistics.paused === 0 ? [] : [`${statistics.paused} of the queued wait in paused conversations.`]),
    ...(statistics.toRepeat === 0
      ? []
      : [`${statistics.toRepeat} of the ambiguous are posted once more, marked.`]),
    ...(statistics.outdated === 0
      ? []
      : [`${statistics.outdated} of the sent do not show the newest facts yet.`]),
    ...statistics.codes.map(({ state, code, count }) => `  ${count} ${state}: ${code}`),
  ].join('\n');
}

function deliveryText(delivery: ExplainedDelivery): string {
  const next = delivery.nextAttemptAt === null ? '' : `, next try ${delivery.nextAttemptAt}`;
  return `${delivery.key} (${delivery.kind}) in ${delivery.conversationKey}\n  ${delivery.state}, ${delivery.attempts} ${delivery.attempts === 1 ? 'attempt' : 'attempts'}${next}. ${delivery.sentence}`;
}

async function status(product: Product, isJson: boolean): Promise<AlertsRun> {
  const statistics = await deliveryStatistics(product.database.kysely, Date.now());
  const stopped = (await whyStopped(product.database.kysely))?.reason ?? null;
  return {
    text: isJson ? JSON.stringify({ ...statistics, stopped }, null, 2) : statisticsText(statistics, stopped),
    isFault: false,
  };
}

async function list(
  product: Product,
  words: string | null,
  more: readonly string[],
  isJson: boolean,
): Promise<AlertsRun> {
  const deliveries = await explainDeliveries(product.database.kysely, words, mostShown);
  if (isJson) return { text: JSON.stringify({ notes: more, deliveries }, null, 2), isFault: false };
  const none = words === null ? 'No message waits to be sent.' : `No message is known for “${words}”.`;
  const lines = deliveries.length === 0 ? [none] : deliveries.map(deliveryText);
  return { text: [...more, ...lines].join('\n'), isFault: false };
}

async function once(
  product: Product,
  config: Config,
  part: AlertsPart,
  log: DeliveryLog,
  isJson: boolean,
): Promise<AlertsRun> {
  const database = product.database;
  // By hand nobody leads: working out twice at the same time queues nothing twice.
  await part.runDue(new Date(), { fence: 0, assertLeading: async () => undefined });
  const { workers } = await prepareSending(config, database, part, log);
  process.once('SIGINT', () => void workers.stop());
  await workers.drain(oncePatience);
  return status(product, isJson);
}

async function conversations(product: Product, isJson: boolean): Promise<AlertsRun> {
  const stored = await createConversationStore(product.database.kysely).list(null);
  const rows = stored.map(({ reference }) => ({ key: reference.key, scope: reference.scope }));
  if (isJson) return { text: JSON.stringify(rows, null, 2), isFault: false };
  if (rows.length === 0) return { text: 'The assistant is installed nowhere yet.', isFault: false };
  return { text: rows.map(({ key, scope }) => `${scope.padEnd(8)} ${key}`).join('\n'), isFault: false };
}

function isAlertsCommand(words: readonly string[], options: AlertsOptions): boolean {
  const { json: _json, ...asked } = options;
  const isOne = Object.values(asked).filter((value) => value !== undefined).length === 1;
  const isChoice = options.resend === undefined || ['failed', 'ambiguous'].includes(options.resend);
  return isOne && isChoice && options.stop?.trim() !== '' && (words.length === 0 || options.explain === true);
}

/** What was asked, or how to ask, when it fits nothing; looked at before the database is opened. */
export function readAlertsWords(rest: string[]): AlertsCommand | string {
  try {
    const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options: alertsOptions });
    return isAlertsCommand(positionals, values) ? { words: positionals, options: values } : alertsUsage;
  } catch (error) {
    return `${error instanceof Error ? error.message : 'That is no command.'}\n${alertsUsage}`;
  }
}

/** Runs the command; the words after the options name what is to be explained. */
export async function runAlerts(
  product: Product,
  config: Config,
  { words, options }: AlertsCommand,
  log: DeliveryLog,
): Promise<AlertsRun> {
  const isJson = options.json === true;
  const database = product.database.kysely;
  const part = alertsPart(product);
  const subject = words.length === 0 ? null : words.join(' ').slice(0, 300);
  if (options.status === true) return status(product, isJson);
  if (options.conversations === true) return conversations(product, isJson);
  if (options.once === true) return once(product, config, part, log, isJson);
  if (options['dry-run'] === true) return list(product, null, await part.preview(), isJson);
  if (options.explain === true)
    return list(product, subject, subject === null ? [] : await part.explain(subject), isJson);
  if (options.stop !== undefined) {
    await stopSending(database, options.stop.trim().slice(0, 300));
    return {
      text: 'All sending is stopped, on every instance. What was on its way still arrives. Go on with: npm run alerts -- --resume',
      isFault: false,
    };
  }
  if (options.resume === true)
    return {
      text: (await resumeSending(database)) ? 'Sending goes on.' : 'Sending was not stopped.',
      isFault: false,
    };
  const choice = options.resend === 'ambiguous' ? 'ambiguous' : 'failed';
  const count = await resend(database, choice, new Date().toISOString());
  return {
    text: `${count} ${choice} ${count === 1 ? 'message is' : 'messages are'} queued again${choice === 'ambiguous' ? ', marked as possible repeats' : ''}.`,
    isFault: false,
  };
}
