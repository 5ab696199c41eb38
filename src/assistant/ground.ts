/**
 * Nothing is said that is not in this turn's rows and passages: every day, amount, number, name, code and link of a
 * sentence must stand in them or be a count or sum of them, and stand in the row of the borough it is said of. What
 * fails is left out, and that is said.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { NameIndex } from '../catalogue/names/name-index.ts';
import type { Sentence, TableRow } from './answer.ts';
import type { Draft } from './compose/draft.ts';
import { faultIn, rowFault } from './grounding/check.ts';
import type { Fault } from './grounding/claim.ts';
import { type Facts, factsOf } from './grounding/facts.ts';
import { plainText } from './grounding/plain-text.ts';
import type { Observation, Turn } from './planner.ts';

/** Tells what is wrong with a text or a line of a table; null when it is borne out. */
export type Grounding = {
  readonly sentence: (text: string) => Fault;
  readonly row: (row: TableRow) => Fault;
  /** Whether a row or passage of this turn has the address. */
  readonly hasLink: (url: string) => boolean;
};

type GroundingTurn = Pick<Turn, 'today' | 'text' | 'borough'> & {
  readonly names: NameIndex;
  readonly catalogue: Pick<Catalogue, 'boroughName'>;
};

function withAskedBoroughs(facts: Facts, turn: GroundingTurn): Facts {
  const codes = facts.asked.toUpperCase().match(/E09\d{6}/g) ?? [];
  const named = codes.map((code) => turn.catalogue.boroughName(code) ?? '');
  const mentioned = turn.names
    .find(turn.text)
    .flatMap(({ meanings }) =>
      meanings.flatMap((meaning) => (meaning.kind === 'borough' ? meaning.buyerIds : [])),
    )
    .map((id) => turn.catalogue.boroughName(id) ?? '');
  const own = turn.borough === null ? [] : [turn.borough.name];
  return { ...facts, asked: `${facts.asked} ${[...named, ...mentioned, ...own].map(plainText).join(' ')}` };
}

/** Reads the rows of a turn once; the same rows always give the same verdicts. */
export function groundingOf(observations: readonly Observation[], turn: GroundingTurn): Grounding {
  const facts = withAskedBoroughs(factsOf(observations, turn.text, turn.today), turn);
  const boroughName = (id: string) => turn.catalogue.boroughName(id);
  return {
    sentence: (text) => faultIn(text, facts, turn.names, boroughName),
    row: (row) => {
      const cells = row.cells.map(({ text }) => text);
      return row.contractId === null ? null : rowFault(row.contractId, cells, facts);
    },
    hasLink: (url) => facts.links.has(url),
  };
}

/** What these did is told in fixed words; a sentence about it that went missing would leave the officer in doubt. */
const acts: ReadonlySet<string> = new Set([
  'propose_correction',
  'confirm_correction',
  'preview_register',
  'load_register',
  'propose_alerts',
  'change_alerts',
  'show_alerts',
  'log_engagement',
  'decide_engagement',
  'start_walk_through',
  'change_walk_through',
  'walk_through',
  'my_purchases',
]);

/** Leaves out what the rows do not bear out and says how much that was; an emptied answer keeps its table. */
export function ground(draft: Draft, observations: readonly Observation[], turn: GroundingTurn): Draft {
  if (observations.length === 0 || observations.some(({ tool }) => acts.has(tool))) return draft;
  const grounding = groundingOf(observations, turn);
  let dropped = 0;
  const keep = (isFine: boolean): boolean => {
    if (!isFine) dropped += 1;
    return isFine;
  };
  const keepSentence = ({ text }: Sentence) => keep(grounding.sentence(text) === null);
  const sentences = draft.sentences.filter(keepSentence);
  const sections = draft.sections.map((section) => ({
    ...section,
    sentences: section.sentences.filter(keepSentence),
    rows: section.rows.filter((row) => keep(grounding.row(row) === null)),
  }));
  const nextActions = draft.nextActions.filter((text) => keep(grounding.sentence(text) === null));
  if (dropped === 0) return draft;
  return {
    ...draft,
    sentences:
      sentences.length > 0
        ? sentences
        : [{ text: 'The rows below are what the catalogue has.', citations: [] }],
    sections,
    nextActions,
    remarks: [
      ...draft.remarks,
      `${dropped} ${dropped === 1 ? 'statement was' : 'statements were'} left out because the records did not bear ${dropped === 1 ? 'it' : 'them'} out.`,
    ],
  };
}
