/**
 * Nothing is said that is not in this turn's rows: every date, amount and number in a sentence must occur in the rows
 * observed or be a count of them. A sentence that fails is dropped, and the drop is said.
 */
import { nextRenewal } from '../procurement/act-by.ts';
import { formatDate, type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { formatAmount } from '../procurement/value.ts';
import type { Sentence } from './answer.ts';
import type { Draft } from './compose/draft.ts';
import type { Observation } from './planner.ts';

const dateInWords =
  /\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/g;
const amountInWords = /£\d[\d,]*(?:\.\d+)?/g;

function collectText(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') {
    into.add(value);
    const day = parseIsoDate(value.slice(0, 10));
    if (day !== null) into.add(formatDate(day));
  } else if (typeof value === 'number') {
    into.add(formatAmount(value));
  } else if (Array.isArray(value)) {
    for (const item of value) collectText(item, into);
  } else if (value !== null && typeof value === 'object') {
    for (const item of Object.values(value)) collectText(item, into);
  }
}

/** What the rows say, as text in which the parts of a sentence can be looked up. */
function factsOf(observations: readonly Observation[], extra: readonly string[]): string {
  const facts = new Set<string>(extra);
  for (const { result, input } of observations) {
    collectText(result, facts);
    collectText(input, facts);
  }
  return [...facts].join('\n');
}

/** Days on which the rolling contracts of the rows renew next: worked out from a published anniversary or start. */
function renewalsIn(observations: readonly Observation[], today: IsoDate): string[] {
  const contracts = observations.flatMap(({ result }) => {
    if (result.outcome === 'contracts') return result.contracts;
    return result.outcome === 'act-by' && result.contract !== null ? [result.contract] : [];
  });
  return contracts.flatMap(({ period }) => {
    const next = period.term === 'rolling' ? nextRenewal(period, today) : null;
    return next === null ? [] : [formatDate(next)];
  });
}

/** Whether every date and amount of the sentence stands in the facts. */
export function isSupported(sentence: Sentence, facts: string): boolean {
  const claims = [...sentence.text.matchAll(dateInWords), ...sentence.text.matchAll(amountInWords)].map(
    (match) => match[0],
  );
  return claims.every((claim) => facts.includes(claim));
}

/** Drops unsupported sentences from an answer made of rows; counts are checked where they are made. */
export function ground(draft: Draft, observations: readonly Observation[], today: IsoDate): Draft {
  const anniversaries = draft.nextActions.flatMap((action) =>
    [...action.matchAll(dateInWords)].map((match) => match[0]),
  );
  const facts = factsOf(observations, [...anniversaries, ...renewalsIn(observations, today)]);
  const kept = draft.sentences.filter((sentence) => isSupported(sentence, facts));
  const dropped = draft.sentences.length - kept.length;
  if (dropped === 0) return draft;
  return {
    ...draft,
    sentences:
      kept.length > 0 ? kept : [{ text: 'The rows below are what the catalogue has.', citations: [] }],
    remarks: [
      ...draft.remarks,
      `${dropped} ${dropped === 1 ? 'sentence was' : 'sentences were'} left out because the records did not bear ${dropped === 1 ? 'it' : 'them'} out.`,
    ],
  };
}
