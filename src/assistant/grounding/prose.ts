/** Figures that are said of no borough: of a passage, a law, a row of its own. */
import { type Borough, type Claim, type Fault, holds } from './claim.ts';
import type { Facts, Scope } from './facts.ts';
import { plainText } from './plain-text.ts';
import { type ValueFound, valuesIn } from './values.ts';

const littleWords = new Set(
  'a an and are as at be by for from has have in is it its of on or that the this to was were which with'.split(
    ' ',
  ),
);

function contentWords(text: string): string[] {
  return plainText(text)
    .trim()
    .split(' ')
    .filter((word) => word.length > 2 && !littleWords.has(word) && !/\d/.test(word))
    .map((word) => word.slice(0, 6));
}

function wordBefore(text: string): string {
  return plainText(text).trim().split(' ').at(-1) ?? '';
}

function wordAfter(text: string): string {
  return plainText(text).trim().split(' ')[0] ?? '';
}

/** Whether prose says the figure of the same thing: the same word beside it, and two in five words of its sentence. */
function isSaidInProse(text: string, claim: Claim, facts: Facts): boolean {
  const before =
    text
      .slice(0, claim.start)
      .split(/[.;]\s/)
      .at(-1) ?? '';
  const after = text.slice(claim.end).split(/[.;](?:\s|$)/)[0] ?? '';
  const words = new Set(contentWords(`${before} ${after}`));
  const figure = plainText(text.slice(claim.start, claim.end)).trim();
  const neighbours = [`${wordBefore(before)} ${figure}`.trim(), `${figure} ${wordAfter(after)}`.trim()];
  return facts.prose.some((scope) => {
    if (!holds(scope, claim)) return false;
    const own = new Set(contentWords(scope.text));
    const shared = [...words].filter((word) => own.has(word)).length;
    const isNear = words.size === 0 || shared / Math.min(words.size, Math.max(3, own.size)) >= 0.4;
    return isNear && neighbours.some((near) => near !== figure && scope.text.includes(` ${near} `));
  });
}

/** “UK11 is the contract termination notice (section 80)”: held by the row about that code alone; null when there is none. */
export function isDefinedRightly(text: string, facts: Facts): boolean | null {
  const [, code, name = ''] = /^\s*(UK\d{1,2}) is the ([^(.]{6,90}?)\s*[(.]/.exec(text) ?? [];
  const rows = facts.scopes.filter(({ ownCode }) => ownCode !== null);
  if (code === undefined || rows.length === 0) return null;
  return rows.some(
    (scope) =>
      scope.ownCode === code &&
      scope.text.includes(plainText(name)) &&
      valuesIn(text).every((value) => holds(scope, value)),
  );
}

/** Limits: “above £5 million”, “£5,000,000 or more” stand in a row or passage in these words. */
function isWronglyBounded(text: string, claim: Claim, facts: Facts): boolean {
  if (claim.kind !== 'amount' || holds(facts.said, claim)) return false;
  const said = text.slice(claim.start, claim.end);
  const before = /\b(above|over|more than|below|under)\s*$/i.exec(text.slice(0, claim.start))?.[1];
  const after = /^ ?(or more|or less)\b/i.exec(text.slice(claim.end))?.[1];
  const phrase = before !== undefined ? `${before} ${said}` : after !== undefined ? `${said} ${after}` : null;
  return phrase !== null && !facts.world.text.includes(plainText(phrase));
}

/** What stands in brackets behind an amount or a name before a day belongs to the same row. */
function isBesideWrong(text: string, claim: Claim, facts: Facts): boolean {
  const rows = facts.scopes.filter(({ contract }) => contract === null);
  const counted = /^ \((\d+) contracts?\b/.exec(text.slice(claim.end))?.[1];
  if (claim.kind === 'amount' && counted !== undefined)
    return !rows.some((scope) => holds(scope, claim) && scope.numbers.has(Number(counted)));
  if (claim.kind === 'amount' && /\bfrom\s*$/i.test(text.slice(0, claim.start)))
    return ![...facts.scopes, ...facts.prose].some((scope) => holds(scope, claim));
  if (claim.kind !== 'day') return false;
  const lead = /\b(\d{1,3}) months(?:: start by|, so it would have to begin by)\s*$/.exec(
    text.slice(0, claim.start),
  )?.[1];
  const near = rows.filter(({ text: words, days }) => days.size > 0 && words.length < 600);
  const ofLead = lead === undefined ? [] : near.filter(({ numbers }) => numbers.has(Number(lead)));
  if (ofLead.length > 0 && !ofLead.some((scope) => scope.roles.act.has(claim.value))) return true;
  const [clause = ''] = text
    .slice(0, claim.start)
    .split(/[.;]\s/)
    .slice(-1);
  if (!/, by\s*$/.test(clause)) return false;
  const labelled = near.filter(({ labels }) => labels.some((label) => plainText(clause).includes(label)));
  return labelled.length > 0 && !labelled.some((scope) => holds(scope, claim));
}

/** The first figure that a limit, a bracket or a name beside it ties to a row which does not say it. */
export function tiedFault(text: string, claims: readonly Claim[], facts: Facts): Fault {
  const wrong = claims.find(
    (claim) => isWronglyBounded(text, claim, facts) || isBesideWrong(text, claim, facts),
  );
  return wrong === undefined ? null : { kind: 'pairing', text: text.slice(wrong.start, wrong.end) };
}

/** Figures of a sentence that names no borough: each stands in a row with the name or figure beside it, or in prose. */
export function looseFault(text: string, claims: readonly Claim[], facts: Facts): Fault {
  const figures = claims.filter(({ kind }) => kind === 'day' || kind === 'amount' || kind === 'code');
  for (const claim of figures) {
    const isBound = claim.kind === 'amount' && /\bof at (?:least|most)\s*$/i.test(text.slice(0, claim.start));
    if (isBound && !holds(facts.said, claim))
      return { kind: 'pairing', text: text.slice(claim.start, claim.end) };
    if (holds(facts.said, claim) || isSaidInProse(text, claim, facts)) continue;
    const others = claims.filter(
      (other) => other !== claim && (other.kind === 'amount' || other.kind === 'name'),
    );
    const beside =
      others.filter(({ end }) => end <= claim.start).at(-1) ?? others.find(({ start }) => start >= claim.end);
    if (claim.kind === 'code') {
      const words = contentWords(text);
      const rows = facts.scopes.filter((scope) => holds(scope, claim) && scope.text.length < 1_500);
      if (
        !rows.some(
          (scope) => words.filter((word) => scope.text.includes(` ${word}`)).length >= 0.35 * words.length,
        )
      )
        return { kind: 'pairing', text: text.slice(claim.start, claim.end) };
      continue;
    }
    const isEvent = claim.kind === 'day' && /\((?:by|reviewed|in|from)\s*$/.test(text.slice(0, claim.start));
    if (isEvent) {
      const named = claims.filter(({ kind }) => kind === 'name');
      const events = facts.scopes.filter(
        ({ contract, text: words }) => contract === null && words.length < 400,
      );
      if (!events.some((scope) => [claim, ...named].every((part) => holds(scope, part))))
        return { kind: 'pairing', text: text.slice(claim.start, claim.end) };
      continue;
    }
    const isBareYear = claim.kind === 'day' && claim.value.length === 4 && !facts.alone.has(claim.value);
    const rows = facts.scopes.filter((scope) => holds(scope, claim));
    const isBeside =
      beside === undefined || holds(facts.said, beside) || rows.some((scope) => holds(scope, beside));
    if (
      claim.kind === 'amount' &&
      beside?.kind !== 'amount' &&
      rows.length === 0 &&
      holds(facts.world, claim)
    )
      continue;
    if (rows.length === 0 || !isBeside || (isBareYear && beside === undefined))
      return { kind: 'pairing', text: text.slice(claim.start, claim.end) };
  }
  return null;
}

function wordPairs(text: string): string[] {
  const words = plainText(text).trim().split(' ');
  return words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`);
}

function isSame(said: ValueFound, known: ValueFound): boolean {
  if (said.kind === 'day' && known.kind === 'day') return known.value.startsWith(said.value);
  if (said.kind === 'amount' && known.kind === 'amount')
    return Math.abs(said.value - known.value) <= said.slack;
  return (
    said.value === known.value ||
    plainText(String(said.value)).trim() === plainText(String(known.value)).trim()
  );
}

/** Whether the values stand in the sentence quoted, in the order of the quotation. */
function isInOrder(values: readonly ValueFound[], known: readonly ValueFound[]): boolean {
  let at = 0;
  for (const value of values) {
    while (at < known.length && !isSame(value, known[at] ?? value)) at += 1;
    if (at === known.length) return false;
    at += 1;
  }
  return true;
}

/** A sentence that is nearly one of a passage is a quotation of it: every figure, in its order, and every borough must be the passage's. */
export function quotationFault(text: string, facts: Facts, boroughs: readonly Borough[]): Fault {
  // “By when: …”: the label is the assistant's own.
  for (const whole of text.split(/(?<=[.!?;])\s+/)) {
    const piece = whole.replace(/^[^.:;“]{3,40}:\s+/, '');
    const values = valuesIn(piece).filter(({ kind }) => kind !== 'link');
    const words = new Set(contentWords(piece));
    if (values.length === 0 || words.size < 2) continue;
    const shared = (scope: Scope) => [...words].filter((word) => scope.text.includes(` ${word}`)).length;
    const pairs = wordPairs(piece);
    const near = facts.quotable
      .map((scope) => ({ scope, share: shared(scope) / words.size }))
      .filter(({ share }) => share >= (words.size < 4 ? 1 : 0.8))
      .map(({ scope, share }) => ({
        scope,
        share: share + pairs.filter((pair) => scope.text.includes(` ${pair} `)).length / pairs.length,
      }))
      .filter(({ share }) => words.size >= 4 || share >= (words.size === 3 ? 1.5 : 1.6));
    const best = Math.max(...near.map(({ share }) => share));
    const equals = near.filter(({ share }) => share === best).map(({ scope }) => scope);
    const said = boroughs.filter(({ start, end }) => piece.includes(text.slice(start, end)));
    const isHeld = equals.some(
      (scope) => isInOrder(values, scope.sequence) && said.every(({ name }) => scope.text.includes(name)),
    );
    if (equals.length > 0 && !isHeld) return { kind: 'pairing', text: piece };
  }
  return null;
}

/** Sentences that stand word for word in a row or passage need no further proof. */
export function withoutQuoted(text: string, facts: Facts): string {
  return text
    .split(/(?<=[.!?;])\s+|(?<=:)\s+/)
    .map((piece) => (piece.length >= 25 && facts.world.text.includes(plainText(piece)) ? '' : piece))
    .filter((piece) => piece !== '')
    .join(' ');
}
