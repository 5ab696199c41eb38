/** What is to be posted, and where it stands: the border between working out alerts and sending them. */

/** What a delivery is: the day's digest of a conversation, one urgent alert, or the daily report of the sender itself. */
export type DeliveryKind = 'digest' | 'urgent' | 'report';

/**
 * `queued`; `sending` (written before the post); `sent`; `ambiguous` (posted, and nobody knows whether it was taken);
 * `failed` (with the code of the refusal); `suppressed` (no longer true or wanted before it was sent).
 */
export type DeliveryState = 'queued' | 'sending' | 'sent' | 'ambiguous' | 'failed' | 'suppressed';

/** One message to be posted. `content` is plain JSON that is drawn as a card when it is sent, never before. */
export type DeliveryRequest = {
  /** Unique for ever; asking again with a known key queues nothing. */
  readonly key: string;
  readonly tenantId: string;
  /** Key of the installed conversation. */
  readonly conversationKey: string;
  readonly kind: DeliveryKind;
  readonly content: unknown;
  /** Nothing is posted before this moment (ISO 8601 with zone). */
  readonly notBefore: string;
};

/** The outbox as those see it who work out what is due. */
export type Outbox = {
  /** Keeps the requests that are new, all or none; resolves to how many were. */
  readonly enqueue: (requests: readonly DeliveryRequest[]) => Promise<number>;
  /**
   * Gives a delivery other content: before it is sent in place of the old, afterwards as an update of the posted
   * message. `unknown` when there is no such delivery, or it failed.
   */
  readonly revise: (key: string, content: unknown) => Promise<'replaced' | 'update-queued' | 'unknown'>;
  /** Takes back what was not sent yet; false when it was, or is unknown. */
  readonly suppress: (key: string, reason: string) => Promise<boolean>;
  readonly stateOf: (key: string) => Promise<DeliveryState | null>;
};
