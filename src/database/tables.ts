/** Row types of every table, as Kysely reads them. Dates are `YYYY-MM-DD` text, instants ISO text, amounts numbers. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { SyncFeedsTable, SyncLocksTable, SyncPagesTable, SyncReleasesTable } from './sync-tables.ts';
import type { AlertsTable, SubscriptionsTable } from './tables-alerts.ts';
import type { DerivedDateColumns } from './tables-dates.ts';
import type {
  DeliveriesTable,
  DeliveryConversationsTable,
  DeliveryMarksTable,
  DeliveryTenantsTable,
} from './tables-deliveries.ts';
import type { EngagementsTable } from './tables-engagement.ts';
import type { CorrectionsTable, QualityScoresTable, RegisterFilesTable } from './tables-records.ts';
import type {
  ContractFactsTable,
  CoverageCellsTable,
  ProductAreasTable,
  SummaryCellsTable,
} from './tables-summaries.ts';
import type { OpportunitiesTable, OpportunityEventsTable, OpportunityLinksTable } from './tables-toolkit.ts';

type Instant = ColumnType<string, string | undefined, string>;
type Json = JSONColumnType<Record<string, unknown>>;

/** Authorities and other bodies that buy. */
export type BuyersTable = {
  id: string;
  short_name: string;
  official_name: string;
  in_london_33: boolean;
};

/** Organisations that sign. `canonical_id` points at the same firm's row with a company number, else at itself. */
export type SuppliersTable = {
  id: string;
  name: string;
  normalised_name: string;
  company_number: string | null;
  canonical_id: string;
};

/** One row a deal, as its newest source record tells it. */
export type ContractsTable = DerivedDateColumns & {
  id: string;
  record_key: string;
  record_hash: string;
  kind: string;
  title: string;
  service_area: string | null;
  product_as_published: string | null;
  vendor: string | null;
  supplier_as_published: string | null;
  route: string | null;
  framework: string | null;
  regime: string;
  status: string;
  start_date: string | null;
  initial_end_date: string | null;
  end_date: string | null;
  max_extent_date: string | null;
  term: string;
  dates_as_published: string | null;
  options_as_published: string | null;
  value_amount: number | null;
  value_currency: string | null;
  value_basis: string | null;
  vat: string | null;
  value_as_published: string | null;
  ocid: string | null;
  cpv: string | null;
  notes: string | null;
  flags: string | null;
  visibility: string;
  published_date: string | null;
  /** Derived from dates and lead times when the record is written; see `procurement/act-by.ts`. */
  act_by: string | null;
  /** The deal this row is a view of; null when it is the only one. */
  deal_id: Generated<string | null>;
  /** A fuller row of the same deal exists for officers of the boroughs. */
  hidden_from_officers: Generated<boolean>;
  /** A fuller row of the same deal exists for the boroughs that take part. */
  hidden_from_owner: Generated<boolean>;
  /** Authorities for which there is a fuller row, or, on that row, those that may see it. */
  owners: Generated<string[] | null>;
  /** A procurement whose contract is on record: id of that contract. */
  replaced_by: Generated<string | null>;
  /** Fields on which the sources disagree; see `catalogue/merging/facts.ts`. */
  conflicts: Generated<unknown[] | null>;
  /** Words searched by `find_contracts`; made by the database. */
  search: ColumnType<string, never, never>;
};

/** The authorities that take part in a contract. */
export type ParticipantsTable = {
  contract_id: string;
  buyer_id: string;
  role: string;
  name_as_published: string;
  /** End in force of the contract, so that one index finds what ends for a buyer. */
  end_date: string | null;
};
/** Every organisation that signed, in published order; `position` 0 is the supplier of record. */
export type ContractSuppliersTable = { contract_id: string; supplier_id: string; position: number };
/** The products a contract is about; ids are those of `knowledge/products.csv`. */
export type ContractProductsTable = { contract_id: string; product_id: string };

/** Where each fact was read, with the record as the source gave it. `contract_id` names the deal. */
export type SourceRecordsTable = {
  key: string;
  contract_id: string;
  source: string;
  publisher: string;
  url: string | null;
  published_date: string | null;
  read_on: string | null;
  confidence: string;
  notice_id: string | null;
  record: Json;
  import_id: string;
  /** Kind of source, with the publisher's numbering for OCDS; see `provenanceOf`. */
  provenance: Generated<string>;
  /** Least open level of what the record says. */
  level: Generated<string>;
  /** Set, with `facts`, for records that share a deal with others or are not wholly public. */
  record_hash: Generated<string | null>;
  facts: Generated<Record<string, unknown> | null>;
};

/** One row a finished import; dry runs and repeats leave none. */
export type ImportsTable = {
  id: string;
  source: string;
  origin: string;
  content_hash: string | null;
  finished_at: Instant;
  report: Json;
};

/** The authority an officer said to work for. */
export type OfficerProfilesTable = {
  tenant_id: string;
  user_id: string;
  borough_id: string | null;
  updated_at: Instant;
};
/** What an officer’s thread is about, so that “this” and “they” can be understood. */
export type ThreadFocusTable = {
  tenant_id: string;
  thread_id: string;
  user_id: string;
  focus: Json;
  updated_at: Instant;
};
/** Where a message can be posted to without being asked, and whether it was welcomed. */
export type ConversationsTable = {
  key: string;
  tenant_id: string;
  scope: string;
  reference: Json;
  welcomed_at: string | null;
  uninstalled_at: string | null;
  updated_at: Instant;
};
/** Ids of activities already taken in, so that none is answered twice. */
export type SeenActivitiesTable = { key: string; seen_at: Generated<string> };
/** Every answer given, with its steps, for audit and feedback. */
export type AnswersTable = {
  id: string;
  tenant_id: string;
  user_id: string;
  thread_id: string;
  question: string;
  status: string;
  planner: string;
  answer: Json;
  steps: ColumnType<unknown[], string, string>;
  milliseconds: number;
  answered_at: Instant;
  /** Where it was shown, and the activity that carried it; null for the terminal. */
  conversation_key: string | null;
  activity_id: string | null;
  /** The officer's message it answers. */
  asked_activity_id: string | null;
};
/** One reaction an officer and answer; a later one replaces it. */
export type FeedbackTable = {
  tenant_id: string;
  conversation_key: string;
  activity_id: string;
  user_id: string;
  answer_id: string | null;
  reaction: string;
  comment: string;
  given_at: string;
};
/** Small facts about the database itself: which knowledge files it was last loaded from. */
export type SettingsTable = { name: string; value: string };

/** What records of one deal share; see `catalogue/merging/match-keys.ts`. */
export type MatchKeysTable = { match_key: number; record_key: string; provenance: string };
/** A person's word that two records are one deal, or are not; keys in alphabetical order. */
export type MergeDecisionsTable = {
  first_key: string;
  second_key: string;
  is_same: boolean;
  decided_by: string;
  reason: string;
  decided_at: Generated<string>;
};
/** Pairs that look alike but not enough to merge by themselves. */
export type MergeReviewsTable = {
  first_key: string;
  second_key: string;
  score: number;
  reasons: JSONColumnType<string[]>;
  found_at: Generated<string>;
};

/** Every table by its name in the database. */
export type Tables = {
  buyers: BuyersTable;
  suppliers: SuppliersTable;
  contracts: ContractsTable;
  participants: ParticipantsTable;
  contract_suppliers: ContractSuppliersTable;
  contract_products: ContractProductsTable;
  source_records: SourceRecordsTable;
  imports: ImportsTable;
  officer_profiles: OfficerProfilesTable;
  thread_focus: ThreadFocusTable;
  conversations: ConversationsTable;
  seen_activities: SeenActivitiesTable;
  answers: AnswersTable;
  feedback: FeedbackTable;
  settings: SettingsTable;
  quality_scores: QualityScoresTable;
  corrections: CorrectionsTable;
  engagements: EngagementsTable;
  register_files: RegisterFilesTable;
  match_keys: MatchKeysTable;
  merge_decisions: MergeDecisionsTable;
  merge_reviews: MergeReviewsTable;
  product_areas: ProductAreasTable;
  contract_facts: ContractFactsTable;
  summary_cells: SummaryCellsTable;
  coverage_cells: CoverageCellsTable;
  sync_feeds: SyncFeedsTable;
  sync_pages: SyncPagesTable;
  sync_releases: SyncReleasesTable;
  sync_locks: SyncLocksTable;
  subscriptions: SubscriptionsTable;
  alerts: AlertsTable;
  opportunities: OpportunitiesTable;
  opportunity_events: OpportunityEventsTable;
  opportunity_links: OpportunityLinksTable;
  deliveries: DeliveriesTable;
  delivery_tenants: DeliveryTenantsTable;
  delivery_conversations: DeliveryConversationsTable;
  delivery_marks: DeliveryMarksTable;
};
