/** Starts the assistant: the web server first, then the database and everything on it. */

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createDeliveryConversations } from './alerts/delivery/conversations.ts';
import type { Scheduler } from './alerts/delivery/scheduler.ts';
import { alertsFeature } from './bot/alerts/feature.ts';
import { createAnswerButtons } from './bot/answer-buttons.ts';
import { createComposeBox } from './bot/compose-box/compose-box.ts';
import {
  createAnswerStore,
  createConversationStore,
  createFeedbackStore,
  createSeenActivities,
} from './bot/database-stores.ts';
import { createFileAttachments } from './bot/file-attachments.ts';
import { metricsRoute } from './bot/metrics-route.ts';
import type { BotServices } from './bot/ports.ts';
import { createToolkitFeature } from './bot/toolkit/toolkit-feature.ts';
import type { Schedule } from './catalogue/sync/schedule.ts';
import type { Product } from './compose.ts';
import { answerButtonParts } from './compose-buttons.ts';
import { ConfigError, readConfig } from './config.ts';
import { databaseLocation, openDatabase } from './database/connect.ts';
import { createLogger } from './log.ts';
import { plainMessage } from './plain-message.ts';
import type { Sending } from './start-alerts.ts';
import { createLocalChat } from './web/local-chat.ts';
import { recordRoute } from './web/record-route.ts';

function readSettings() {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

const config = readSettings();
const log = createLogger(config.logLevel);
const abandon = (error: unknown): never => {
  process.stderr.write(`${plainMessage(error)}\n`);
  log.debug({ error }, 'start failed');
  process.exit(1);
};

// The database opens in its own thread while the packages load, which take as long.
const database = openDatabase(databaseLocation(config), (cause) => {
  log.fatal({ cause: cause.message }, 'the lock on the data folder was lost');
  process.exit(1);
});
database.catch(abandon);
const { createServer } = await import('./bot/server.ts');

let product: Product | null = null;
const opening = import('./compose.ts').then(({ composeProduct }) => composeProduct(config, database));
const services: Promise<BotServices> = opening.then((opened) => {
  product = opened;
  const database = opened.database.kysely;
  const answers = createAnswerStore(database);
  const composeBox = createComposeBox({
    ...opened,
    answers,
    wait: (milliseconds) => wait(milliseconds, undefined, { ref: false }),
    newKey: randomUUID,
  });
  const buttons = answerButtonParts(opened);
  return {
    assistant: opened.assistant,
    seen: createSeenActivities(database),
    conversations: createConversationStore(database),
    answers,
    feedback: createFeedbackStore(database),
    deliveries: createDeliveryConversations(database),
    boroughs: buttons.boroughs,
    features: [
      composeBox,
      createAnswerButtons({ ...buttons, answers }),
      createToolkitFeature(opened),
      alertsFeature({ alerts: opened.alerts, boroughName: opened.catalogue.boroughName }),
    ],
    files: createFileAttachments({ desk: opened.desk, isLocal: config.bot === null, fetch }),
  };
});
services.catch(abandon);

const localChat =
  config.bot === null
    ? createLocalChat({
        boroughs: opening.then((opened) => opened.reference.boroughs.map(({ buyer }) => buyer.shortName)),
        log,
      })
    : null;
const records = recordRoute({
  walk: opening.then(({ walk }) => walk),
  write: async (form, opportunity, viewer) => {
    const opened = await opening;
    const { writeRecord } = await import('./assistant/record/write-record.ts');
    return writeRecord(form, opportunity, { ...opened, viewer, today: opened.today() }, new Date());
  },
  now: () => new Date(),
});
let sending: Sending | null = null;
let alerts: Scheduler | null = null;
const server = createServer({
  config,
  services,
  log,
  clock: { now: () => new Date() },
  notReady: () => (product === null ? ['database'] : []),
  routes: [
    ...(localChat?.routes ?? []),
    records,
    metricsRoute(async () => (await sending?.metricsPage()) ?? null),
  ],
});

let schedule: Schedule | null = null;
/** Reads the official feeds at the times of SYNC_CRON; another instance reading them already is no fault. */
async function startSync(pattern: string, opened: Product): Promise<Schedule> {
  const { startSchedule } = await import('./catalogue/sync/schedule.ts');
  const run = async (signal: AbortSignal) => {
    const onProgress = (line: string) => log.debug({ line }, 'reading the feeds');
    const report = await opened.sync({ from: config.sync.from, isAgain: false, signal, onProgress });
    if (report.kind === 'busy') log.info('the feeds are being read by another instance');
    else
      for (const { feed, outcome, message, counts } of report.feeds)
        log[outcome === 'failed' ? 'warn' : 'info']({ feed, outcome, counts, message }, 'feed read');
    await opened.scoreRecords();
  };
  return startSchedule(pattern, run, (error) => log.error({ error }, 'reading the feeds failed'));
}

/** Sends what is queued, and works out what is due, once the server answers. */
async function startAlerts(opened: Product): Promise<void> {
  const { alertsPart, prepareSending } = await import('./start-alerts.ts');
  sending = await prepareSending(config, opened.database, alertsPart(opened), log);
  if (config.alerts.isOn && !isStopping) alerts = sending.start();
}

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  localChat?.close();
  await Promise.all([server.close(), schedule?.stop(), alerts?.stop()]);
  await product?.close();
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());

try {
  const { url } = await server.listen();
  process.stdout.write(`Starting. The assistant will answer at ${url}\n`);
  const opened = await opening;
  for (const note of opened.startNotes) log.warn(note);
  await opened.database.announce(url);
  if (config.bot === null) opened.announce(url);
  else if (config.publicUrl !== null) opened.announce(config.publicUrl);
  if (config.sync.cron !== null) schedule = await startSync(config.sync.cron, opened);
  await server.loaded();
  const mode =
    config.bot === null
      ? 'Local mode: only this machine can use it, because no bot credentials are set (BOT_ID, BOT_PASSWORD).\n'
      : '';
  const open =
    config.bot === null
      ? `Ready. Open ${url} in a browser to ask questions.\n`
      : `Ready for Teams at ${url}/api/messages\n`;
  process.stdout.write(`${mode}${open}`);
  startAlerts(opened).catch((error: unknown) => log.error({ error }, 'alerts could not be started'));
  // Nobody waits for it: a score that is missing now is made at the next start.
  opened.scoreRecords().catch((error: unknown) => {
    if (!isStopping) log.warn({ error }, 'the records could not be scored');
  });
} catch (error) {
  abandon(error);
}
