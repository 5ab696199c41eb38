/** Supplier names made comparable, so that only what tells two firms apart is left. */
import { comparable } from './words.ts';

/** "X t/a Y", "X trading as Y": the registered name comes first. */
const tradingAs =
  /\s*[,(]?\s*\b(?:t\s*\/\s*a|l\s*\/\s*a|ta(?=\s+[A-Z][a-z])|trading\s+as|operating\s+as|formerly|formally|previously)\b[\s\S]*$/i;
/** "Glue Reply (a trading division of Reply Ltd)". */
const divisionOf =
  /\s*[,(]?\s*\b(?:a|part of)\s+(?:the\s+)?(?:trading\s+)?(?:division\s+of)?\b.*\b(?:division|part)\s+of\b.*$/i;
/** A telephone number and address that slipped into the name field. */
const telephone = /\s{2,}0\d[\d ]{6,}.*$/;

/** "Tetra Tech Limited (WYG Engineering Limited)": what stands in brackets behind the legal form is a remark. */
const remark = /\b(limited|ltd|llp|plc)\.?\s*\([\s\S]*$/i;
/** "Ernst & Young (EY) LLP": letters in brackets that repeat the initials say nothing new. */
const bracketedInitials = /\s*\(([A-Z]{2,5})\)\s*/;

const legalForms = new Set([
  'limited',
  'ltd',
  'limted',
  'limtied',
  'limite',
  'lmited',
  'limitied',
  'llp',
  'plc',
  'lp',
  'inc',
  'incorporated',
  'llc',
  'cic',
  'cio',
]);
const legalPhrases = [
  ' public limited company',
  ' community interest company',
  ' limited liability partnership',
];
/** "Company" at the end says no more than the legal form; "UK" stays, for it often parts a subsidiary from its parent. */
const registerNoise = new Set(['company', 'co']);

function joinInitials(words: readonly string[]): string[] {
  const joined: string[] = [];
  let initials = '';
  for (const word of words) {
    if (word.length === 1 && /[a-z]/.test(word)) {
      initials += word;
      continue;
    }
    if (initials !== '') joined.push(initials);
    initials = '';
    joined.push(word);
  }
  if (initials !== '') joined.push(initials);
  return joined;
}

/**
 * The name without case, punctuation, legal form and "trading as": `Civica UK Ltd.` and `CIVICA (U.K.) LIMITED` are
 * both `civica uk`. Initials are joined (`C.L.C.` is `clc`). Applied to its own answer it changes nothing. Empty
 * when the name holds no letter or digit.
 */
export function normaliseSupplierName(name: string): string {
  const registered = withoutInitials(
    name.replace(telephone, '').replace(tradingAs, '').replace(divisionOf, '').replace(remark, '$1'),
  );
  const text = comparable(registered.trim() === '' ? name : registered).replace(/\bunited kingdom\b/g, 'uk');
  return settle(joinInitials(text.split(' ').filter((word) => word !== '')), text);
}

function withoutInitials(name: string): string {
  const match = bracketedInitials.exec(name);
  if (match === null) return name;
  const before = comparable(name.slice(0, match.index)).split(' ');
  const initials = before
    .filter((word) => word !== 'and')
    .map((word) => word[0])
    .join('');
  return initials === match[1]?.toLowerCase()
    ? `${name.slice(0, match.index)} ${name.slice(match.index + match[0].length)}`
    : name;
}

function settle(start: readonly string[], fallback: string): string {
  let words = [...start];
  if (words.length > 1 && words[0] === 'the') words = words.slice(1);
  for (let changed = true; changed && words.length > 1; ) {
    changed = false;
    const joined = ` ${words.join(' ')}`;
    const phrase = legalPhrases.find((ending) => joined.endsWith(ending) && joined.length > ending.length);
    if (phrase !== undefined) {
      words = joined.slice(1, -phrase.length).split(' ');
      changed = true;
      continue;
    }
    const last = words.at(-1) ?? '';
    // "CDW Limited UK" is "CDW UK Limited".
    const lastButOne = words.at(-2) ?? '';
    if (last === 'uk' && words.length > 2 && legalForms.has(lastButOne)) {
      words = [...words.slice(0, -2), 'uk'];
      changed = true;
      continue;
    }
    if (legalForms.has(last) || registerNoise.has(last) || last === 'and') {
      words = words.slice(0, -1);
      changed = true;
    }
  }
  return words.length === 0 ? fallback : joinInitials(words).join(' ');
}

/** The normalised name without blanks and "and": `Price Waterhouse Coopers` and `PricewaterhouseCoopers` share it. */
export function supplierNameKey(name: string): string {
  return keyOfNormalisedName(normaliseSupplierName(name));
}

/** `supplierNameKey` of a name that is normalised already. */
export function keyOfNormalisedName(normalisedName: string): string {
  return normalisedName.replaceAll(/(?<=.)\band\b(?=.)/g, '').replaceAll(' ', '');
}
