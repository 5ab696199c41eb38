/** Runs alerts inside the server: one leader works out what is due and reports, every instance sends. */
import type { Kysely } from 'kysely';
import { type Hold, HoldLostError, takeHold } from '../../catalogue/sync/lock.ts';
import type { Tables } from '../../database/tables.ts';
import type { DeliveryClock } from './clock.ts';
import { readMark, writeMark } from './marks.ts';
import { enqueueReport } from './report.ts';
import type { DeliveryLog, DeliveryWorkers } from './worker.ts';

/** Works out what is due at this moment and queues it; doing it twice queues nothing twice. */
export type RunDue = (now: Date, leadership: Leadership) => Promise<unknown>;

/** Proof of leading: the hold's number, and a check for a transaction that must not commit after the lead was lost. */
export type Leadership = {
  readonly fence: number;
  readonly assertLeading: (transaction: Kysely<Tables>) => Promise<void>;
};

/** What the scheduler is made from. */
export type SchedulerParts = {
  readonly database: Kysely<Tables>;
  /** Null: nothing is worked out here, what is queued is sent all the same. */
  readonly runDue: RunDue | null;
  readonly workers: Pick<DeliveryWorkers, 'start' | 'stop'>;
  readonly clock: DeliveryClock;
  readonly log: DeliveryLog;
  /** Key of the conversation the daily report goes to; null: none. */
  readonly adminConversation: string | null;
  /** What is due is worked out once in so many minutes of the hour: 15 stands for :00, :15, :30 and :45. */
  readonly everyMinutes: number;
  readonly holdSeconds?: number;
  readonly tickMilliseconds?: number;
  readonly stopMilliseconds?: number;
  readonly onDue?: (milliseconds: number, isFault: boolean) => void;
  readonly onLead?: (isLeading: boolean) => void;
};

/** A running scheduler. */
export type Scheduler = {
  /** Ends within seconds: gives up the lead, lets what is being worked out come to its end, stops the workers. */
  readonly stop: () => Promise<void>;
  readonly isLeading: () => boolean;
};

const dueMark = 'due';
const reportMark = 'report';
/** The report is for people at the start of their day. */
const reportHour = 8;

/** Whether a boundary of `everyMinutes` lies between the last time and now; also true the first time. */
export function isTimeForDue(lastAt: number | null, now: number, everyMinutes: number): boolean {
  const step = everyMinutes * 60_000;
  // A clock that was set back must not stop the alerts until it has caught up.
  return lastAt === null || lastAt > now + step || Math.floor(now / step) > Math.floor(lastAt / step);
}

function londonHour(now: number): number {
  const hour = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    hour12: false,
  });
  return Number(hour.format(new Date(now)));
}

/** Whether the day's report is to be made: from eight in the morning in London, once a day. */
export function isTimeForReport(lastAt: number | null, now: number): boolean {
  const day = (at: number) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date(at));
  return londonHour(now) >= reportHour && (lastAt === null || day(lastAt) !== day(now));
}

/** Starts the workers and the rounds of leading; faults are logged, and the next round tries again. */
export function startScheduler(parts: SchedulerParts): Scheduler {
  const { database, clock, log } = parts;
  const stopping = new AbortController();
  let hold: Hold | null = null;

  function led(isLeading: boolean): void {
    parts.onLead?.(isLeading);
    log.info({ isLeading, fence: hold?.fence }, 'leading the alerts');
  }

  /** The hold of this instance, taken when it is free and kept while this goes on. */
  async function lead(): Promise<Hold | null> {
    if (hold !== null) {
      try {
        await hold.renew(database);
        return hold;
      } catch (error) {
        if (!(error instanceof HoldLostError)) throw error;
        await hold.release();
        hold = null;
        led(false);
      }
    }
    const taken = await takeHold(database, 'alerts', parts.holdSeconds ?? 60);
    if ('heldUntil' in taken) return null;
    hold = taken;
    led(true);
    return hold;
  }

  async function workOut(leading: Hold, runDue: RunDue): Promise<void> {
    const startedAt = clock.now();
    const last = await readMark(database, dueMark);
    if (!isTimeForDue(last?.at ?? null, startedAt, parts.everyMinutes)) return;
    let isFault = false;
    try {
      await runDue(new Date(startedAt), {
        fence: leading.fence,
        assertLeading: (transaction) => leading.renew(transaction),
      });
      // Noted afterwards: what a crash interrupts is worked out again.
      await writeMark(database, dueMark, 'done', startedAt);
    } catch (error) {
      isFault = true;
      log.error(
        { cause: error instanceof Error ? error.message : typeof error },
        'what is due could not be worked out',
      );
    }
    parts.onDue?.(clock.now() - startedAt, isFault);
  }

  async function report(conversationKey: string): Promise<void> {
    const now = clock.now();
    const last = await readMark(database, reportMark);
    if (!isTimeForReport(last?.at ?? null, now)) return;
    await enqueueReport(database, conversationKey, now);
    await writeMark(database, reportMark, 'queued', now);
  }

  async function rounds(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const leading = await lead();
        if (leading !== null && !stopping.signal.aborted) {
          if (parts.runDue !== null) await workOut(leading, parts.runDue);
          if (parts.adminConversation !== null) await report(parts.adminConversation);
        }
      } catch (error) {
        log.error(
          { cause: error instanceof Error ? error.message : typeof error },
          'a round of the alerts failed',
        );
      }
      await clock.wait(parts.tickMilliseconds ?? 10_000, stopping.signal);
    }
  }

  parts.workers.start();
  const running = rounds();
  return {
    isLeading: () => hold !== null,
    async stop() {
      stopping.abort();
      // A long working-out is not waited for: it writes in one transaction, and is done anew by the next leader.
      const patience = new AbortController();
      await Promise.race([
        Promise.all([running, parts.workers.stop()]),
        clock.wait(parts.stopMilliseconds ?? 8_000, patience.signal),
      ]);
      patience.abort();
      await hold?.release().catch(() => undefined);
      if (hold !== null) parts.onLead?.(false);
      hold = null;
    },
  };
}
