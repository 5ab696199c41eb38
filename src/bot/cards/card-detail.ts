/** How much of an answer a card shows. Later entries show less and are used when the card would be too large. */

/** Upper bounds; lengths in UTF-16 units. */
export type Detail = {
  readonly rowsPerPage: number;
  readonly columns: number;
  readonly withNarrow: boolean;
  readonly withTimeline: boolean;
  /** What only this form of answer has; the plain table says the same. */
  readonly withPicture: boolean;
  readonly sentences: number;
  readonly sections: number;
  readonly sentenceLimit: number;
  readonly cellLimit: number;
  readonly sources: number;
  readonly sourceLimit: number;
  readonly fallbackLimit: number;
  readonly choices: number;
};

const full: Detail = {
  rowsPerPage: 10,
  columns: 12,
  withNarrow: true,
  withTimeline: true,
  withPicture: true,
  sentences: 12,
  sections: 8,
  sentenceLimit: 1_200,
  cellLimit: 200,
  sources: 20,
  sourceLimit: 160,
  fallbackLimit: 4_000,
  choices: 6,
};
const lean: Detail = { ...full, withNarrow: false };
const small: Detail = {
  ...lean,
  rowsPerPage: 3,
  withTimeline: false,
  withPicture: false,
  sentences: 4,
  sections: 3,
  sentenceLimit: 300,
  cellLimit: 100,
  sourceLimit: 60,
  fallbackLimit: 800,
};

/** The least any card shows; it fits whatever the answer holds. */
export const leastDetail: Detail = {
  ...small,
  rowsPerPage: 1,
  columns: 4,
  sentences: 2,
  sections: 1,
  sentenceLimit: 120,
  cellLimit: 30,
  sources: 5,
  sourceLimit: 30,
  fallbackLimit: 200,
  choices: 2,
};

/** From everything to the least; prose is cut only after rows have gone to further pages. */
export const details: readonly Detail[] = [
  full,
  { ...full, rowsPerPage: 7, fallbackLimit: 2_000 },
  { ...full, rowsPerPage: 5, fallbackLimit: 1_500 },
  lean,
  { ...lean, rowsPerPage: 6, fallbackLimit: 2_000 },
  { ...lean, rowsPerPage: 6, withTimeline: false, fallbackLimit: 2_000 },
  {
    ...lean,
    rowsPerPage: 3,
    withTimeline: false,
    withPicture: false,
    sentenceLimit: 600,
    fallbackLimit: 1_000,
  },
  small,
  leastDetail,
];
