/** Whether a text says only what the rows of this turn say, and says it of the right one. */
import type { NameIndex } from '../../catalogue/names/name-index.ts';
import { type Claim, type Fault, holds } from './claim.ts';
import { miscounted, partsAddUp } from './counts.ts';
import { sumsAreRight } from './days.ts';
import type { Facts } from './facts.ts';
import { misplaced } from './joint-places.ts';
import { afterMark, boroughsOf, formsOf, quoteFault, unknownNames } from './names.ts';
import { ownTerms, withoutOwnPhrases } from './own-terms.ts';
import { pairingFault } from './pairing.ts';
import { plainText } from './plain-text.ts';
import { isDefinedRightly, quotationFault, tiedFault, withoutQuoted } from './prose.ts';
import { type Span, valuesIn } from './values.ts';

function isOwnTerm(name: string): boolean {
  const plain = plainText(name).trim();
  return ownTerms.has(plain) || plain.split(' ').every((word) => ownTerms.has(word));
}

function isWritten(name: string, facts: Facts): boolean {
  return facts.world.text.includes(plainText(name)) || isOwnTerm(name);
}

/** The first thing in the text that the rows do not bear out. Pure. */
export function faultIn(
  text: string,
  facts: Facts,
  names: NameIndex,
  boroughName: (id: string) => string | null,
): Fault {
  const wrongQuote = quoteFault(withoutOwnPhrases(text), facts);
  if (wrongQuote !== null) return wrongQuote;
  const left = withoutQuoted(withoutOwnPhrases(text), facts);
  if (left === '') return null;
  const mentions = names.find(left);
  const isNamed = (value: Span) =>
    mentions.some(
      (mention) =>
        mention.start <= value.start &&
        mention.end >= value.end &&
        mention.meanings.some(({ kind }) => kind === 'product' || kind === 'firm'),
    );
  const values = valuesIn(left).filter((value) => value.kind !== 'code' || !isNamed(value));
  const boroughs = boroughsOf(mentions, boroughName);
  const named = mentions.filter(
    (mention) =>
      /^\P{Ll}/u.test(mention.text) &&
      mention.meanings.some(({ kind }) => kind === 'product' || kind === 'firm') &&
      !boroughs.some(({ start }) => start === mention.start) &&
      !values.some((value) => value.start < mention.end && value.end > mention.start) &&
      !(
        afterMark.test(left.slice(0, mention.start)) &&
        names.spelling.isKnown(mention.text.toLowerCase()) &&
        !/\s/.test(mention.text)
      ) &&
      !isOwnTerm(mention.text),
  );
  const claims: Claim[] = [
    ...values,
    ...named.map((mention) => ({
      kind: 'name' as const,
      forms: formsOf(mention),
      start: mention.start,
      end: mention.end,
    })),
  ];
  for (const claim of claims) {
    const said = left.slice(claim.start, claim.end);
    const isHeld =
      claim.kind === 'link'
        ? facts.links.has(claim.value)
        : holds(facts.world, claim) || (claim.kind === 'code' && isOwnTerm(said));
    if (!isHeld) return { kind: claim.kind === 'name' ? 'name' : 'value', text: said };
  }
  const taken = [...values, ...named, ...boroughs];
  for (const name of unknownNames(left, taken, names))
    if (
      !isWritten(name, facts) &&
      !name.split(/\s+and\s+|\s*[&,]\s*/).every((part) => isWritten(part, facts))
    )
      return { kind: 'name', text: name };
  for (const { name } of boroughs)
    if (!facts.world.text.includes(name) && !facts.asked.includes(name))
      return { kind: 'name', text: name.trim() };
  const isDefined = isDefinedRightly(left, facts);
  if (isDefined === false) return { kind: 'pairing', text: left };
  if (isDefined === true) return null;
  const tied = tiedFault(left, values, facts);
  if (tied !== null) return tied;
  const misquoted = quotationFault(left, facts, boroughs);
  if (misquoted !== null) return misquoted;
  if (!sumsAreRight(left, values) || !partsAddUp(left)) return { kind: 'value', text: left };
  const wrongCount = miscounted(left, values, facts.counts, facts.world.text);
  if (wrongCount !== null) return { kind: 'value', text: left.slice(wrongCount.start, wrongCount.end + 20) };
  const wrongPlace = facts.joint === null ? null : misplaced(left, boroughs, facts.joint);
  if (wrongPlace !== null) return { kind: 'pairing', text: wrongPlace.name.trim() };
  return pairingFault(left, boroughs, claims, facts);
}

/** The same for a line of a table about one contract: every day, amount and code must be in that contract's row. */
export function rowFault(contractId: string, cells: readonly string[], facts: Facts): Fault {
  // A plan worked out for the contract names it.
  const name = plainText(contractId);
  const own = facts.scopes.filter(({ id, text }) => (id === null ? text.includes(name) : id === contractId));
  if (own.length === 0) return null;
  const text = withoutOwnPhrases(cells.join('\n'));
  const wrong = valuesIn(text).find(
    (value) =>
      (value.kind === 'day' || value.kind === 'amount') &&
      ![...own, facts.said].some((scope) => holds(scope, value)),
  );
  return wrong === undefined ? null : { kind: 'value', text: text.slice(wrong.start, wrong.end) };
}
