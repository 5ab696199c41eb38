/** What a data-quality rule is: one file each in `rules/`, one page each in `docs/quality/`. */
import type { RawBuilder, SqlBool } from 'kysely';
import type { IsoDate } from '../../procurement/iso-date.ts';

/** What a borough is scored on; `record` is what fits no single field. */
export const qualityFields = [
  'end date',
  'review date',
  'extension options',
  'value',
  'supplier identifier',
  'product',
  'category',
  'source',
  'record',
] as const;
/** One of `qualityFields`. */
export type QualityField = (typeof qualityFields)[number];

/** A condition on the row `contracts`; it may be null, which counts as not met. */
export type Condition = RawBuilder<SqlBool>;

/** One rule; see `docs/quality/README.md`. */
export type QualityRule = {
  /** Kebab-case, never reused: officers, stored scores and addresses of pages know the rule by it. */
  readonly id: string;
  readonly field: QualityField;
  /** A field by itself, a record in itself, or a record beside the others. */
  readonly level: 'field' | 'record' | 'data set';
  /** False for what is worth knowing and is no fault: listed, never scored. */
  readonly isScored: boolean;
  readonly checks: string;
  readonly why: string;
  readonly fix: string;
  /** Records the rule is about. */
  readonly applies: (today: IsoDate) => Condition;
  /** Which of those fail. */
  readonly fails: (today: IsoDate) => Condition;
};
