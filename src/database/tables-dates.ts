/** Columns of a contract that are derived from words and dates; see `catalogue/derive-dates.ts`. */

/** Null precision is “to the day”; a date with `…_from` was read from those words and not published as a date. */
export type DerivedDateColumns = {
  start_precision: string | null;
  end_precision: string | null;
  max_extent_precision: string | null;
  start_from: string | null;
  end_from: string | null;
  max_extent_from: string | null;
  option_months: number | null;
  notice_months: number | null;
  critical_after: string | null;
};
