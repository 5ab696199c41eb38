/** What a planner is given and what it may decide. Planners decide; the assistant runs. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { NameIndex } from '../catalogue/names/name-index.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Role } from '../retrieval/passage.ts';
import type { SplitBy } from '../tools/figures-result.ts';
import type { ToolResult } from '../tools/tool.ts';
import type { Choice } from './answer.ts';
import type { NoticeName } from './wording.ts';

/** What an officer wants, as far as tools can give it. */
export const intents = [
  'who-uses',
  'expiring',
  'details',
  'borough-systems',
  'find',
  'coverage',
  'advise',
  'count',
  'concentration',
  'joint',
  'shared-suppliers',
  'compare-sources',
  'lineage',
  'timeline',
  'quality',
  'coverage-matrix',
  'correct',
  'decide-correction',
  'register-file',
  'guidance',
  'threshold',
  'notice',
  'modification',
  'set-up-alerts',
  'manage-alerts',
  'log-engagement',
  'decide-engagement',
  'find-engagement',
  'walk-through',
] as const;

/** One of them. */
export type Intent = (typeof intents)[number];

/** Facts of a contract that are asked for by themselves. */
export const askedFacts = ['value', 'supplier', 'route', 'start'] as const;

/** One of them. */
export type AskedFact = (typeof askedFacts)[number];

/** A question in slots: what the next message of the thread can add to, change or take away. */
export type Slots = {
  readonly intent: Intent;
  /** Product, maker or supplier in the words of the catalogue. */
  readonly name: string | null;
  /** Product, maker or supplier to leave out: “not using Idox”. */
  readonly exceptName: string | null;
  readonly serviceAreas: readonly string[];
  /** Borough names or codes to leave out. */
  readonly exceptBoroughs: readonly string[];
  /** Borough names or codes. */
  readonly boroughs: readonly string[];
  /** Asked about the officer's own borough (“us”, “our”). */
  readonly isOwn: boolean;
  /** “This system”: the thing meant must be found first. */
  readonly isThis: boolean;
  /** “Who else”: the officer's own borough is not part of the answer. */
  readonly isElse: boolean;
  /** “Just the live ones”: contracts whose end has passed are left out. */
  readonly isLive: boolean;
  /** “With no end date”: only records whose end is not on record. */
  readonly isUndated: boolean;
  readonly endsFrom: string | null;
  readonly endsTo: string | null;
  readonly amountFrom: number | null;
  readonly amountTo: number | null;
  readonly words: string | null;
  readonly sort: 'act-by' | 'ends' | 'value' | 'title' | null;
  /** “Cheapest”, “newest first”: the other way round than usual. */
  readonly isReversed: boolean;
  readonly limit: number | null;
  readonly contractId: string | null;
  /** “How many”: the count is the answer. */
  readonly isCount: boolean;
  /** “By supplier”, “split per borough”: what the figures are split by. */
  readonly splitBy: SplitBy | null;
  /** The one fact of a contract that was asked for: “what does it cost?”; it is said first. */
  readonly fact: AskedFact | null;
  /** “How much in all”: money is asked for, not only a number of contracts. */
  readonly isSum: boolean;
  /** What the officer said of a contract's dates and options, kept while the thread works them out. */
  readonly dealWords: string | null;
  /** The question about guidance or law in the officer's words, kept so that “and below threshold?” can add to it. */
  readonly asked: string | null;
  /** The officer's part in procurement, where they said it. */
  readonly role: Role | null;
  /** The purchase that the thread takes through the toolkit. */
  readonly walkId: string | null;
};

/** What a thread is about; kept per officer and thread, and forgotten after a day. */
export type Focus = {
  readonly slots: Slots;
  /** Contracts of the last answer, in its order. */
  readonly contractIds: readonly string[];
  /** A question the assistant asked back and what the answers stand for. */
  readonly pending: {
    readonly field: 'borough' | 'name' | 'service_area' | 'own-borough';
    readonly options: readonly string[];
  } | null;
  /** “Guidance, not legal advice” has been said in this thread. */
  readonly isAdviceNoted?: boolean;
};

/**
 * All that a planner may know of one message; the same through the turn until a borough is remembered, and null where
 * nothing is known.
 */
export type Turn = {
  readonly text: string;
  readonly today: IsoDate;
  /** The officer's authority, when known. */
  readonly borough: { readonly id: string; readonly name: string } | null;
  readonly focus: Focus | null;
  readonly names: NameIndex;
  readonly catalogue: Catalogue;
  /** How well the guidance matches the words of the message, 0 to 1; null when there is no guidance. */
  readonly guidanceStrength?: number | null;
  /** This is one question of a message with several; it is not divided again. */
  readonly isPart?: boolean;
};

/** A call of this turn that ran: the input as planned, and what the tool found. */
export type Observation = { readonly tool: string; readonly input: unknown; readonly result: ToolResult };

/** Forms an answer can take; each has one composer. */
export type Form =
  | 'who-uses'
  | 'not-using'
  | 'quality'
  | 'coverage-matrix'
  | 'correction'
  | 'register-file'
  | 'expiring'
  | 'details'
  | 'borough-systems'
  | 'find'
  | 'coverage'
  | 'count'
  | 'concentration'
  | 'joint'
  | 'shared-suppliers'
  | 'compare-sources'
  | 'lineage'
  | 'timeline'
  | 'guidance'
  | 'threshold'
  | 'notice'
  | 'modification'
  | 'alerts'
  | 'engagement'
  | 'engagements'
  | 'walk-through';

/** What an answer can be: composed of rows, or what is kept of the officer. */
export type AnswerForm = Form | 'profile';

/**
 * What to do next; `call` leads to another step, `split` to the steps of its parts, `remember-borough` to one when words
 * are left to answer, and all others end the turn.
 */
export type Step =
  | { readonly kind: 'call'; readonly tool: string; readonly input: unknown }
  /** The rows observed are enough: compose them in this form. `remarks` say assumptions and repairs openly. */
  | {
      readonly kind: 'compose';
      readonly form: Form;
      readonly slots: Slots;
      readonly remarks: readonly string[];
    }
  /** One short question back. `slots` keeps what was understood, so that the reply need only name the missing part. */
  | {
      readonly kind: 'ask';
      readonly question: string;
      readonly choices: readonly Choice[];
      readonly slots: Slots | null;
      readonly pending: Focus['pending'];
      readonly form?: AnswerForm;
    }
  /** Calls that do not depend on each other, run at once; their results are observed in this order. */
  | {
      readonly kind: 'calls';
      readonly calls: readonly { readonly tool: string; readonly input: unknown }[];
    }
  /** A model's words over what was observed; each sentence is shown only if the rows bear it out. */
  | {
      readonly kind: 'say';
      readonly sentences: readonly { readonly text: string; readonly evidence: readonly SaidEvidence[] }[];
    }
  /** The model cannot answer this turn, for this reason; the planner that needs none starts it anew. */
  | { readonly kind: 'hand-over'; readonly reason: HandOver }
  /** The message holds several questions: settle each as a turn of its own, in this order, and answer them together. */
  | { readonly kind: 'split'; readonly parts: readonly string[] }
  /** Remember the officer's borough, then go on with the rest of the message if there is one. */
  | { readonly kind: 'remember-borough'; readonly buyerId: string; readonly rest: string | null }
  /** Remove everything that is kept about the officer. */
  | { readonly kind: 'forget' }
  /** Fixed wording for what is not answered from rows. */
  | { readonly kind: 'notice'; readonly notice: NoticeName };

/** What a model's sentence says it rests on. */
export type SaidEvidence =
  | { readonly contractId: string }
  | { readonly passageId: string }
  | { readonly url: string };

/** Why a model does not answer a turn; `own-words` is no fault, its officer's words alone may change a record. */
export type HandOver =
  | 'model-down'
  | 'model-rejected'
  | 'model-slow'
  | 'model-refused'
  | 'model-limit'
  | 'model-unfounded'
  | 'own-words';

/** Decides the steps of a turn, one at a time, from the turn and what was observed alone. */
export type Planner = {
  readonly name: 'embedded' | 'openai';
  /** The next step given what has been observed so far in this turn. Never runs anything itself. */
  readonly next: (
    turn: Turn,
    observations: readonly Observation[],
    /** Told each sentence of a model as it arrives; nothing says yet that it holds. */
    onSentence?: (text: string) => void,
  ) => Promise<Step>;
};
