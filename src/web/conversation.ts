/** One chat between a browser and the bot: its log of events and the pages that are listening. */
import type { ChatEvent, PassingEvent } from './chat-event.ts';
import { createEventLog, type EventLogLimits, type LoggedEvent } from './event-log.ts';

/** A page that listens. `id` is null for passing events; `close` ends its stream. */
export type Listener = {
  readonly send: (id: string | null, event: ChatEvent | PassingEvent) => void;
  readonly close: () => void;
};

export type Conversation = {
  /** As the bot sees it: `a:local-…`. */
  readonly id: string;
  /** As the bot sees the officer; stays with the browser session. */
  readonly userId: string;
  /** Keeps the event and tells every page. */
  readonly publish: (event: ChatEvent) => void;
  /** Tells the pages that listen now; keeps nothing. */
  readonly pass: (event: PassingEvent) => void;
  /** Replays what came after `lastId`, then goes on live; returns the way to stop. */
  readonly listen: (listener: Listener, lastId: string | null) => () => void;
  /** True the first time only: the bot is then told that it was installed. */
  readonly openOnce: () => boolean;
  /** A turn may begin (false: too many are running); `endTurn` must follow. */
  readonly beginTurn: () => boolean;
  readonly endTurn: () => void;
  readonly nextActivityId: () => string;
  readonly close: () => void;
};

/** An officer has a tab or two open; more are leftovers, and the oldest is closed. */
const maxListeners = 6;
const maxTurns = 4;

/** What a conversation is made from. */
export type ConversationParts = {
  readonly id: string;
  readonly userId: string;
  /** Begins the ids of its events and activities; no other conversation has it. */
  readonly epoch: string;
  readonly limits?: EventLogLimits;
};

export function createConversation(parts: ConversationParts): Conversation {
  const log = createEventLog(parts.epoch, parts.limits);
  const listeners = new Set<Listener>();
  let isOpened = false;
  let turns = 0;
  let activities = 0;

  function tell(logged: LoggedEvent): void {
    for (const listener of listeners) listener.send(logged.id, logged.event);
  }

  return {
    id: parts.id,
    userId: parts.userId,
    publish: (event) => tell(log.append(event)),
    pass(event) {
      for (const listener of listeners) listener.send(null, event);
    },
    listen(listener, lastId) {
      const { events, hasGap } = log.after(lastId);
      if (hasGap) listener.send(null, { kind: 'gap' });
      for (const { id, event } of events) listener.send(id, event);
      if (turns > 0) listener.send(null, { kind: 'typing', text: null });
      listeners.add(listener);
      if (listeners.size > maxListeners) {
        const [oldest] = listeners;
        if (oldest !== undefined) {
          listeners.delete(oldest);
          oldest.close();
        }
      }
      return () => {
        listeners.delete(listener);
      };
    },
    openOnce() {
      const isFirst = !isOpened;
      isOpened = true;
      return isFirst;
    },
    beginTurn() {
      if (turns >= maxTurns) return false;
      turns += 1;
      return true;
    },
    endTurn() {
      turns = Math.max(0, turns - 1);
      if (turns === 0) for (const listener of listeners) listener.send(null, { kind: 'idle' });
    },
    nextActivityId() {
      activities += 1;
      return `${parts.epoch}-${activities}`;
    },
    close() {
      for (const listener of listeners) listener.close();
      listeners.clear();
    },
  };
}
