/** Figures that are said of no borough: of a passage, a law, a row of its own. */
import { type Borough, type Claim, type Fault, holds } from './claim.ts';
import { type Facts, plainText, type Scope } from './facts.ts';
import { valuesIn } from './values.ts';

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

/** A sentence that is nearly one of a passage is a quotation of it, and then every figure and borough must be the passage's. */
export function quotationFault(text: string, facts: Facts, boroughs: readonly Borough[]): Fault {
  for (const piece of text.split(/(?<=[.!?;])\s+/)) {
    const values = valuesIn(piece).filter(({ kind }) => kind !== 'link');
    const words = new Set(contentWords(piece));
    if (values.length === 0 || words.size < 4) continue;
    const shared = (scope: Scope) => [...words].filter((word) => scope.text.includes(` ${word}`)).length;
    const nearest = facts.prose
      .map((scope) => ({ scope, share: shared(scope) / words.size }))
      .sort((left, right) => right.share - left.share);
    const best = nearest[0]?.share ?? 0;
    if (best < 0.8) continue;
    const equals = nearest.filter(({ share }) => share === best).map(({ scope }) => scope);
    const said = boroughs.filter(({ start, end }) => piece.includes(text.slice(start, end)));
    const isHeld = equals.some(
      (scope) =>
        values.every((value) => holds(scope, value)) && said.every(({ name }) => scope.text.includes(name)),
    );
    if (!isHeld) return { kind: 'pairing', text: piece };
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
