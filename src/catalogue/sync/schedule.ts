/** Runs the reading of the feeds at set times. The only home of `croner`, loaded only when a schedule is set. */
import { Cron } from 'croner';

/** The pattern in SYNC_CRON is none; the message says what one looks like. */
export class ScheduleError extends Error {
  readonly code = 'SYNC_CRON';
  override readonly name = 'ScheduleError';
}

/** A running schedule. */
export type Schedule = {
  /** When it runs next; null when never again. */
  readonly nextRun: () => Date | null;
  /** Ends it, and a run that is under way; resolves when that run has come to its end. */
  readonly stop: () => Promise<void>;
};

/**
 * Calls `run` at the times of the pattern, in London's time; a time that comes while a run is under way is left out.
 * What `run` rejects with goes to `onError`, and the schedule goes on. Throws `ScheduleError` for a pattern that is none.
 */
export function startSchedule(
  pattern: string,
  run: (signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void,
): Schedule {
  const controller = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  const once = () => {
    underWay = run(controller.signal).catch(onError);
    return underWay;
  };
  const job = create(pattern, once);
  return {
    nextRun: () => job.nextRun(),
    stop: async () => {
      job.stop();
      controller.abort();
      await underWay;
    },
  };
}

function create(pattern: string, once: () => Promise<void>): Cron {
  try {
    return new Cron(pattern, { timezone: 'Europe/London', protect: true, unref: true }, once);
  } catch (error) {
    throw new ScheduleError(
      `SYNC_CRON is "${pattern.slice(0, 60)}", which is not a schedule (${(error as Error).message}). Write for instance "15 5 * * *" for a quarter past five each morning.`,
    );
  }
}
