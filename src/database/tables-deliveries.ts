/** Row types of what is posted without being asked. */
import type { Generated, JSONColumnType } from 'kysely';

/** One message to be posted, or posted; see `alerts/delivery/delivery.ts` for its states. */
export type DeliveriesTable = {
  key: string;
  tenant_id: string;
  conversation_key: string;
  kind: string;
  content: JSONColumnType<Record<string, unknown>>;
  state: Generated<string>;
  /** Why it failed, waits, or was suppressed. */
  code: string | null;
  not_before: string;
  /** Set exactly while a post or an update is still to be tried. */
  next_attempt_at: string | null;
  /** Every time a worker took it; tells a late outcome from that of a newer attempt. */
  attempts: Generated<number>;
  /** Attempts that Teams put off. */
  retries: Generated<number>;
  revision: Generated<number>;
  /** Revision of the content that is shown; 0 before the first post. */
  sent_revision: Generated<number>;
  activity_id: string | null;
  /** Posted again, with the mark that says so, after an attempt nobody knows the end of. */
  may_repeat: Generated<boolean>;
  is_smaller: Generated<boolean>;
  worker: string | null;
  lease_until: string | null;
  enqueued_at: Generated<string>;
  changed_at: Generated<string>;
};

/** The pace of a tenant; `blocked_until` is what Teams asked for or what a row of faults makes us wait. */
export type DeliveryTenantsTable = {
  tenant_id: string;
  next_at: Generated<string>;
  blocked_until: string | null;
  faults: Generated<number>;
};

/** The pace of a conversation; nothing is posted there while `paused_code` is set. */
export type DeliveryConversationsTable = {
  key: string;
  tenant_id: string;
  next_at: Generated<string>;
  paused_code: string | null;
  /** Another host than the stored reference names, where Teams said so. */
  service_url: string | null;
};

/** Small facts about sending as a whole. */
export type DeliveryMarksTable = { name: string; value: string; marked_at: string };
