/** Puts the parts of alerts together for the server and for `npm run alerts`. */
import { expireLeases } from './alerts/delivery/claim.ts';
import { createDatabaseClock } from './alerts/delivery/clock.ts';
import { createDeliveryMetrics } from './alerts/delivery/metrics.ts';
import { defaultPolicy } from './alerts/delivery/policy.ts';
import { type RunDue, type Scheduler, startScheduler } from './alerts/delivery/scheduler.ts';
import { deliveryStatistics } from './alerts/delivery/statistics.ts';
import { whyStopped } from './alerts/delivery/stop.ts';
import { createDeliveryWorkers, type DeliveryLog, type DeliveryWorkers } from './alerts/delivery/worker.ts';
import { describeRun, explainAlerts } from './alerts/describe-run.ts';
import { runDue } from './alerts/run-due.ts';
import { renderDelivery } from './bot/alerts/render-delivery.ts';
import { createConversationStore } from './bot/database-stores.ts';
import type { RenderDelivery } from './bot/delivery-message.ts';
import type { Product } from './compose.ts';
import type { Config } from './config.ts';
import type { Database } from './database/connect.ts';

/** What the part that works out alerts gives. */
export type AlertsPart = {
  readonly runDue: RunDue;
  readonly render: RenderDelivery;
  /** What would be queued at this moment, as lines; nothing is kept. */
  readonly preview: () => Promise<readonly string[]>;
  /** Why a contract or subscription has alerts or has none, as lines. */
  readonly explain: (subject: string) => Promise<readonly string[]>;
};

/** The part of this product that works out alerts; its clock stands still where the product's does. */
export function alertsPart({ database, catalogue, outbox, alerts }: Product): AlertsPart {
  const { kysely } = database;
  return {
    runDue: () => runDue({ database: kysely, catalogue, outbox }, alerts.now()),
    render: renderDelivery,
    preview: () => describeRun(kysely, alerts.now()),
    explain: (subject) => explainAlerts(kysely, catalogue.boroughName, subject, alerts.now()),
  };
}

/** Sending, ready to be started. */
export type Sending = {
  readonly workers: DeliveryWorkers;
  /** Starts it inside a server. */
  readonly start: () => Scheduler;
  readonly metricsPage: () => Promise<{ readonly contentType: string; readonly text: string }>;
};

/** Loads the Teams packages when it is called, which takes a second: call it when the server already answers. */
export async function prepareSending(
  config: Config,
  database: Database,
  part: AlertsPart,
  log: DeliveryLog,
): Promise<Sending> {
  const { createProactiveSender } = await import('./bot/proactive-sender.ts');
  const { renderWithReport } = await import('./bot/render-report.ts');
  const kysely = database.kysely;
  const conversations = createConversationStore(kysely);
  const clock = createDatabaseClock(kysely);
  const metrics = createDeliveryMetrics();
  // An embedded database has one process: whatever was on its way when it opened was with one that died.
  if (database.kind === 'embedded')
    await expireLeases(kysely, clock.now() + defaultPolicy.lease, {
      ambiguousWait: defaultPolicy.ambiguousWait - defaultPolicy.lease,
    });
  const workers = createDeliveryWorkers({
    database: kysely,
    sender: createProactiveSender({
      bot: config.bot,
      conversations,
      render: renderWithReport(part.render),
      log,
      clock: { now: () => new Date() },
    }),
    clock,
    random: Math.random,
    policy: defaultPolicy,
    log,
    conversationEnded: (key) => conversations.markUninstalled(key),
    onAttempt: metrics.attempted,
  });
  return {
    workers,
    start: () =>
      startScheduler({
        database: kysely,
        runDue: part.runDue,
        workers,
        clock,
        log,
        adminConversation: config.alerts.adminConversation,
        everyMinutes: 15,
        onDue: metrics.workedOut,
        onLead: metrics.leading,
      }),
    async metricsPage() {
      const [statistics, stopped] = await Promise.all([
        deliveryStatistics(kysely, clock.now()),
        whyStopped(kysely),
      ]);
      return metrics.page(statistics, stopped !== null, workers.inFlight());
    },
  };
}
