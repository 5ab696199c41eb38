/** Rows of data quality, corrections and registers that wait to be loaded. */
import type { Generated } from 'kysely';

/** How many records of a borough failed a field's rules, counted after an import. */
export type QualityScoresTable = {
  import_id: string;
  buyer_id: string;
  field: string;
  scored_on: string;
  records: number;
  failing: number;
};
/** What an officer says a record should hold; the published value stays beside it. */
export type CorrectionsTable = {
  id: string;
  contract_id: string;
  /** Key of the source record it was made on; finds the contract again after an import or a merge. */
  record_key: string;
  contract_title: string;
  field: string;
  published_value: string | null;
  value: string;
  precision: string | null;
  words: string;
  evidence: string;
  source_url: string | null;
  borough_id: string | null;
  tenant_id: string;
  officer_id: string;
  /** Openness of the row it was made on: a correction tells no more people than that row. */
  visibility: string;
  state: string;
  proposed_on: string;
  decided_on: string | null;
  decided_by: string | null;
  created_at: Generated<string>;
};
/** A file an officer sent, held until it is loaded, cancelled or a day old; `content` is base64. */
export type RegisterFilesTable = {
  id: string;
  tenant_id: string;
  officer_id: string;
  buyer_id: string | null;
  file_name: string;
  content: string;
  content_hash: string;
  received_at: Generated<string>;
};
