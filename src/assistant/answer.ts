/** What the assistant says, as data: cards, text and the audit record are all made from one `Answer`. */
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Panel } from './panel.ts';
import type { AnswerForm } from './planner.ts';

/**
 * Every outcome has a name. `answered`; `no-record` (we looked and the catalogue says nothing); `clarify` (one short
 * question back); `not-covered` (in our field, but nothing here answers it); `out-of-scope`; `declined` (would reveal,
 * change or send what it must not); `noted` (profile or preference saved); `greeting`; `help`; `unavailable`.
 */
export type AnswerStatus =
  | 'answered'
  | 'no-record'
  | 'clarify'
  | 'not-covered'
  | 'out-of-scope'
  | 'declined'
  | 'noted'
  | 'greeting'
  | 'help'
  | 'unavailable';

/** Plain text (no Markdown); `citations` are numbers in the answer's citation list. */
export type Sentence = { readonly text: string; readonly citations: readonly number[] };

/** Plain text of a table; `\n` starts a new line, and nothing in it is Markdown. */
export type Cell = {
  readonly text: string;
  /** `late` and `critical` are said in words too; colour is never the only sign. */
  readonly tone: 'plain' | 'good' | 'warning' | 'attention' | 'subtle';
};

/** A line of a table, with one cell for each of its section’s `columns`, in that order. */
export type TableRow = {
  /** Contract the row stands for, or null for a row about a borough with no record. */
  readonly contractId: string | null;
  readonly cells: readonly Cell[];
  readonly citations: readonly number[];
};

/**
 * A part below the direct answer, in reading order: sentences, a table or both; `heading` is null where it needs
 * none.
 */
export type Section = {
  readonly heading: string | null;
  readonly sentences: readonly Sentence[];
  /** Column titles; empty when the section has no table. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
};

/** A bar per contract: start to current end, then to the latest possible end. Dates may be missing. */
export type TimelineBar = {
  readonly label: string;
  readonly contractId: string;
  readonly startDate: IsoDate | null;
  readonly endDate: IsoDate | null;
  readonly maxExtentDate: IsoDate | null;
  readonly actBy: IsoDate | null;
};

/** A source as shown under the answer; `url` and `publishedDate` are null where the source states none. */
export type Citation = {
  /** 1-based, in order of first use, at most 20 in an answer. */
  readonly number: number;
  readonly title: string;
  readonly publisher: string;
  readonly url: string | null;
  readonly publishedDate: string | null;
  /** What the source says, as published, short. */
  readonly quote: string;
};

/** How much is known for the question's service area (or the whole catalogue); the four numbers add up to `of`. */
export type CoverageSummary = {
  readonly serviceArea: string | null;
  readonly known: number;
  readonly none: number;
  readonly withheld: number;
  readonly unknown: number;
  readonly of: 33;
  readonly unknownBoroughs: readonly string[];
};

/** A button: pressing it asks `message` on the officer's behalf. */
export type Choice = { readonly label: string; readonly message: string };

/**
 * One whole answer as plain JSON values; every number in a `citations` list of its sentences and rows is that of one
 * of its own citations.
 */
export type Answer = {
  /** Reference number, shown to officers on request and in errors. */
  readonly id: string;
  readonly status: AnswerStatus;
  readonly title: string;
  /** The direct answer first. Never empty. */
  readonly sentences: readonly Sentence[];
  readonly sections: readonly Section[];
  readonly timeline: readonly TimelineBar[];
  readonly citations: readonly Citation[];
  readonly coverage: CoverageSummary | null;
  /** Assumptions and spelling repairs, said openly: `Read “mosiac” as Mosaic.` */
  readonly remarks: readonly string[];
  /** What to do next, as sentences. */
  readonly nextActions: readonly string[];
  /** Answers to a question back, or follow-ups worth asking; at most six. */
  readonly choices: readonly Choice[];
  /** Drawn by its own card in place of the table; missing for answers that are sentences and rows alone. */
  readonly panel?: Panel;
  /** What kind of answer it is, so that a card can draw the right picture; missing for fixed words and several questions at once. */
  readonly form?: AnswerForm;
  /** A record that not everybody may see stands behind it. */
  readonly isRestricted?: true;
  readonly planner: 'embedded' | 'openai';
  /** True when a language model wrote any of the wording: the card then carries the AI label. */
  readonly writtenByModel: boolean;
  readonly today: IsoDate;
};
