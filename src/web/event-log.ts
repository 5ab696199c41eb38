/** The bounded list of what happened in one conversation, with ids a browser can resume from. */
import type { ChatEvent } from './chat-event.ts';

/** `id` is `<epoch>-<number>`: the epoch belongs to one life of the conversation, the number grows by one. */
export type LoggedEvent = { readonly id: string; readonly event: ChatEvent };

/** Most events and most bytes of them kept for one conversation. */
export type EventLogLimits = { readonly maxEvents: number; readonly maxBytes: number };

/** A conversation page of some hundred answers, and well under what a browser shows with ease. */
export const defaultEventLogLimits: EventLogLimits = { maxEvents: 300, maxBytes: 2 * 1024 * 1024 };

export type EventLog = {
  readonly append: (event: ChatEvent) => LoggedEvent;
  /** Everything kept after `lastId`, or everything when it is null or of another epoch; `hasGap` when some is gone. */
  readonly after: (lastId: string | null) => {
    readonly events: readonly LoggedEvent[];
    readonly hasGap: boolean;
  };
};

/** Drops the oldest events when a limit is passed; the newest is always kept. */
export function createEventLog(epoch: string, limits: EventLogLimits = defaultEventLogLimits): EventLog {
  const kept: { readonly number: number; readonly bytes: number; readonly logged: LoggedEvent }[] = [];
  let lastNumber = 0;
  let bytes = 0;
  return {
    append(event) {
      lastNumber += 1;
      const logged = { id: `${epoch}-${lastNumber}`, event };
      const size = Buffer.byteLength(JSON.stringify(event));
      kept.push({ number: lastNumber, bytes: size, logged });
      bytes += size;
      while (kept.length > 1 && (kept.length > limits.maxEvents || bytes > limits.maxBytes))
        bytes -= kept.shift()?.bytes ?? 0;
      return logged;
    },
    after(lastId) {
      const [lastEpoch, digits] = lastId?.split('-') ?? [];
      const seen = lastEpoch === epoch && /^\d{1,15}$/.test(digits ?? '') ? Number(digits) : 0;
      const oldest = kept[0]?.number ?? lastNumber + 1;
      return {
        events: kept.filter(({ number }) => number > seen).map(({ logged }) => logged),
        hasGap: seen < oldest - 1,
      };
    },
  };
}
