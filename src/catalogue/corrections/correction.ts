/** What an officer says a record should hold, beside what was published. */
import type { IsoDate } from '../../procurement/iso-date.ts';

/** Fields an officer can correct. */
export const correctableFields = [
  'endDate',
  'maxExtentDate',
  'startDate',
  'value',
  'supplier',
  'product',
] as const;
/** One of `correctableFields`. */
export type CorrectableField = (typeof correctableFields)[number];

/** How the fields are called in sentences. */
export const fieldWords: Readonly<Record<CorrectableField, string>> = {
  endDate: 'end date',
  maxExtentDate: 'latest possible end',
  startDate: 'start date',
  value: 'value',
  supplier: 'supplier',
  product: 'product',
};

/** `proposed` waits for a person who may confirm; the other three are final. */
export type CorrectionState = 'proposed' | 'confirmed' | 'rejected' | 'withdrawn';

/** How much of a date was said; null for what is not a date. */
export type Precision = 'day' | 'month' | 'year';

/**
 * A source record of its own: it stands beside the published value and never takes its place. Publisher
 * `<Borough> officer`, confidence medium.
 */
export type Correction = {
  /** `K-1A2B3C4D`, as officers type it. */
  readonly id: string;
  readonly contractId: string;
  readonly contractTitle: string;
  readonly field: CorrectableField;
  /** What the catalogue held when it was proposed; null for nothing. */
  readonly publishedValue: string | null;
  /** `2029`, `2029-03`, `2029-03-31`, an amount such as `250000`, or a name. */
  readonly value: string;
  readonly precision: Precision | null;
  /** The officer's words, without e-mail addresses and telephone numbers. */
  readonly words: string;
  readonly evidence: 'statement' | 'address';
  readonly sourceUrl: string | null;
  readonly publisher: string;
  readonly confidence: 'medium';
  readonly state: CorrectionState;
  readonly proposedOn: IsoDate;
  readonly decidedOn: IsoDate | null;
};
