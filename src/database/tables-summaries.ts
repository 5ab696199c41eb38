/** Row types of the tables that figures are counted from; see `catalogue/figures/summaries.ts`. */

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
  amount: number | null;
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
