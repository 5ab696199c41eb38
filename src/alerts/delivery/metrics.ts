/** Counts and durations of sending for a monitoring system. The only home of `prom-client`. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveryStatistics } from './statistics.ts';
import type { AttemptReport } from './worker.ts';

/** What is measured; no name, no key and no text is ever a label. */
export type DeliveryMetrics = {
  readonly attempted: (report: AttemptReport) => void;
  readonly workedOut: (milliseconds: number, isFault: boolean) => void;
  readonly leading: (isLeading: boolean) => void;
  /** The page in the text form of Prometheus; `statistics` are looked up when it is asked for. */
  readonly page: (
    statistics: DeliveryStatistics,
    isStopped: boolean,
    inFlight: number,
  ) => Promise<{ readonly contentType: string; readonly text: string }>;
};

/** Counters start at zero with the process; what stands in the database is counted there. */
export function createDeliveryMetrics(): DeliveryMetrics {
  const registers = [new Registry()];
  const registry = registers[0] ?? new Registry();
  const deliveries = new Gauge({
    name: 'procurement_deliveries',
    help: 'Deliveries by state; the states add up to all of them.',
    labelNames: ['state'],
    registers,
  });
  const waiting = new Gauge({
    name: 'procurement_deliveries_waiting',
    help: 'Of the queued those in paused conversations, of the ambiguous those to be repeated, of the sent those with older facts.',
    labelNames: ['why'],
    registers,
  });
  const overdue = new Gauge({
    name: 'procurement_delivery_overdue_seconds',
    help: 'How long the longest waiting delivery is overdue.',
    registers,
  });
  const stopped = new Gauge({
    name: 'procurement_delivery_stopped',
    help: '1 while all sending is stopped.',
    registers,
  });
  const flying = new Gauge({
    name: 'procurement_delivery_in_flight',
    help: 'Messages of this instance on their way.',
    registers,
  });
  const leader = new Gauge({
    name: 'procurement_alerts_leader',
    help: '1 on the instance that works out what is due.',
    registers,
  });
  const attempts = new Counter({
    name: 'procurement_delivery_attempts_total',
    help: 'Posts and updates of this instance by what became of them.',
    labelNames: ['outcome', 'code', 'update'],
    registers,
  });
  const duration = new Histogram({
    name: 'procurement_delivery_attempt_seconds',
    help: 'How long Teams took to answer, outcome written down.',
    labelNames: ['outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers,
  });
  const due = new Histogram({
    name: 'procurement_alerts_due_seconds',
    help: 'How long working out what is due took.',
    labelNames: ['result'],
    buckets: [0.1, 0.5, 1, 5, 15, 30, 60],
    registers,
  });
  leader.set(0);
  return {
    attempted({ outcome, code, isUpdate, milliseconds }) {
      attempts.inc({ outcome, code: code ?? 'none', update: String(isUpdate) });
      duration.observe({ outcome }, milliseconds / 1_000);
    },
    workedOut: (milliseconds, isFault) =>
      due.observe({ result: isFault ? 'fault' : 'done' }, milliseconds / 1_000),
    leading: (isLeading) => leader.set(isLeading ? 1 : 0),
    async page(statistics, isStopped, inFlight) {
      for (const [state, count] of Object.entries(statistics.states)) deliveries.set({ state }, count);
      waiting.set({ why: 'paused' }, statistics.paused);
      waiting.set({ why: 'to-repeat' }, statistics.toRepeat);
      waiting.set({ why: 'outdated' }, statistics.outdated);
      overdue.set(statistics.overdueSeconds);
      stopped.set(isStopped ? 1 : 0);
      flying.set(inFlight);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
