/** Row types of the tables that figures are counted from; see `catalogue/figures/summaries.ts`. */

import type { Generated } from 'kysely';

/** Which service areas a product of the knowledge folder belongs to, for queries that count by area. */
export type ProductAreasTable = { product_id: string; service_area: string };
/** What one public contract adds to the summaries; see `catalogue/figures/summaries.ts`. */
export type ContractFactsTable = {
  contract_id: string;
  kind: string;
  vendor: string | null;
  start_year: number | null;
  end_year: number | null;
  areas: string[];
  buyers: string[];
  suppliers: string[];
  products: string[];
  value_key: string;
  /** Null where the amount is not believed. */
  amount: number | null;
  end_date: string | null;
  act_by: string | null;
  /** As published, believed or not. */
  value_amount: number | null;
  published_date: string | null;
  /** When one of its public sources was last read. */
  read_on: string | null;
  is_in_house: boolean;
  /** The vendor in small letters. */
  maker: Generated<string | null>;
};
/** What is known of one of the 33 in one service area (`*`: in any); see `catalogue/figures/coverage-cells.ts`. */
export type CoverageCellsTable = {
  buyer_id: string;
  service_area: string;
  contracts: number;
  in_house: number;
  newest: string | null;
  oldest: string | null;
  last_read: string | null;
  is_stale: boolean;
};
/** Totals by key; `*` in `buyer_id` or `service_area` stands for all of London, all areas. */
export type SummaryCellsTable = {
  buyer_id: string;
  service_area: string;
  dimension: string;
  key: string;
  kind: string;
  value_key: string;
  contracts: number;
  amount: number;
};
