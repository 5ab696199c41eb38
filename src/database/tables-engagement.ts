/** Row type of what officers noted of their talks with the market; see `engagement/store.ts`. */
import type { ColumnType, Generated } from 'kysely';

/** One talk with one organisation, as an officer told it. */
export type EngagementsTable = {
  id: string;
  /** Key of the form it came from: a form sent twice is one note. */
  form_key: string | null;
  /** `draft` waits for the officer's yes and is seen by nobody else. */
  state: string;
  organisation: string;
  /** The firm or maker of the catalogue that the name was taken to mean. */
  organisation_name: string | null;
  supplier_ids: string[];
  product_ids: string[];
  service_area: string | null;
  met_on: string;
  summary: string;
  /** Who was met; only with their consent, and only for the borough itself. */
  people: string | null;
  sharing: string;
  borough_id: string | null;
  /** Somebody other than the officer vouched for the borough when it was noted. */
  is_vouched: boolean;
  tenant_id: string;
  officer_id: string;
  logged_on: string;
  /** From this day on it is shown to nobody. */
  expires_on: string;
  created_at: Generated<string>;
  /** Made by the database from organisation, service area and summary. */
  search: ColumnType<string, never, never>;
};
