/** Row types of alerts. Days are `YYYY-MM-DD` text, instants ISO text. */
import type { ColumnType, Generated } from 'kysely';

/** Written as JSON text, read back as whatever stands there: the reader checks it. */
type Json = ColumnType<unknown, string | undefined, string>;

/** What a conversation wants to be told of, and when. */
export type SubscriptionsTable = {
  id: string;
  tenant_id: string;
  conversation_key: string;
  scope: string;
  made_by: string;
  owner_id: string | null;
  filter: Json;
  ladder: Json;
  measured_from: string;
  /** 1 is Monday, 5 is Friday, 0 every working day. */
  digest_day: number;
  digest_time: string;
  state: string;
  proposed_at: string;
  changed_at: string;
  confirmed_on: string | null;
  /** Planned day of the last digest that was made. */
  digested_on: string | null;
};

/** One contract of which one conversation was told once. */
export type AlertsTable = {
  key: string;
  tenant_id: string;
  conversation_key: string;
  subscription_id: string;
  contract_id: string;
  delivery_key: string;
  kind: string;
  measured_from: string;
  rung: number;
  is_reminder: boolean;
  relevant_date: string;
  reached_on: string;
  made_on: string;
  told_end_date: string | null;
  told_act_by: string | null;
  end_date: string | null;
  act_by: string | null;
  state: string;
  acknowledged_on: string | null;
  acknowledged_by: string | null;
  owner_id: string | null;
  owner_words: string | null;
  snoozed_until: string | null;
  snooze_reason: string | null;
  correction_id: string | null;
  history: Generated<unknown>;
  /** Null until the sender has taken the delivery it is part of. */
  queued_at: string | null;
};
