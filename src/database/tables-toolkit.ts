/** Tables of purchases on their way through the toolkit. */
import type { ColumnType, Generated } from 'kysely';

/** One purchase; `state` is what officers said of it. */
export type OpportunitiesTable = {
  id: string;
  tenant_id: string;
  /** Conversation whose members share it; null for one person's own. */
  place: string | null;
  borough_id: string | null;
  title: string;
  contract_id: string | null;
  service_area: string | null;
  name: string | null;
  state: ColumnType<unknown, string, string>;
  version: number;
  created_on: string;
  updated_at: Generated<string>;
};

/** What was done, by whom and when; `part` is what a later change of the same part would write over. */
export type OpportunityEventsTable = {
  id: Generated<number>;
  opportunity_id: string;
  version: number;
  /** Null after the officer asked to be forgotten. */
  officer_id: string | null;
  kind: string;
  part: string | null;
  detail: ColumnType<unknown, string, string>;
  happened_at: Generated<string>;
};

/** A way to fetch one record without signing in: the hash of a secret, until a moment. */
export type OpportunityLinksTable = {
  token_hash: string;
  opportunity_id: string;
  viewer: ColumnType<unknown, string, string>;
  expires_at: string;
};
