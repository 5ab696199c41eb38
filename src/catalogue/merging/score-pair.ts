/**
 * How likely two records tell of one deal. The rules and weights are written down in docs/merging.md and measured on
 * `evaluation/merging`: 0.90 and above merges, 0.72 to 0.90 waits for a person, below stays apart.
 */
import { daysBetween, type IsoDate } from '../../procurement/iso-date.ts';
import { normaliseWord, tokenise } from '../names/tokens.ts';
import { numberOf, type RecordFacts, textOf } from './facts.ts';

/** Pairs of this score and above, 0 to 1, merge by themselves unless a rival is close or something keeps them apart. */
export const autoMergeFrom = 0.9;
/** Pairs from this score up to `autoMergeFrom` wait for a person; lower ones stay apart and are not listed. */
export const reviewFrom = 0.72;

/** The verdict on two records, the same whichever comes first. */
export type PairScore = {
  /** 0 to 1. */
  readonly score: number;
  /** What spoke for and against, in words, with its weight. */
  readonly reasons: readonly string[];
  /** True when the two cannot be one deal, so that no third record may bring them together either. */
  readonly isContradicted: boolean;
};

/** `identity` alone names the deal; `support` makes it likely that two with the same parties are one. */
type Evidence = {
  readonly weight: number;
  readonly words: string;
  readonly proof?: 'identity' | 'support';
  /** Leaves the decision to a person, whatever else agrees, or unless the deal is known by its number or product. */
  readonly doubt?: 'always' | 'unless-known';
};

/** Most that a pair can reach which a person must look at. */
const mostForReview = 0.89;

const unrelated: PairScore = { score: 0, reasons: [], isContradicted: false };
const contradicted: PairScore = { score: 0, reasons: [], isContradicted: true };

function sharesAny(left: readonly string[], right: readonly string[]): boolean {
  return left.some((item) => right.includes(item));
}

function daysApart(left: string | null, right: string | null): number | null {
  return left === null || right === null ? null : Math.abs(daysBetween(left as IsoDate, right as IsoDate));
}

function lastDay(facts: RecordFacts): string | null {
  return textOf(facts.contract, 'max_extent_date') ?? textOf(facts.contract, 'end_date');
}

/** A renewal begins where its predecessor ends: the two are never one deal. */
function followsOn(left: RecordFacts, right: RecordFacts): boolean {
  const start = textOf(right.contract, 'start_date');
  const end = textOf(left.contract, 'end_date');
  const ownStart = textOf(left.contract, 'start_date');
  if (start === null || end === null) return false;
  const gap = daysBetween(end as IsoDate, start as IsoDate);
  return (
    gap >= -31 && (ownStart === null || Math.abs(daysBetween(ownStart as IsoDate, start as IsoDate)) > 92)
  );
}

function overlaps(left: RecordFacts, right: RecordFacts): boolean {
  const [leftStart, rightStart] = [textOf(left.contract, 'start_date'), textOf(right.contract, 'start_date')];
  const [leftEnd, rightEnd] = [lastDay(left), lastDay(right)];
  if (leftStart !== null && rightEnd !== null && leftStart > rightEnd) return false;
  return !(rightStart !== null && leftEnd !== null && rightStart > leftEnd);
}

function titleLikeness(left: string, right: string): number {
  const words = (text: string) =>
    new Set(
      tokenise(text)
        .map((token) => normaliseWord(token.word))
        .filter((word) => word.length > 2),
    );
  const [first, second] = [words(left), words(right)];
  if (first.size === 0 || second.size === 0) return 0;
  const shared = [...first].filter((word) => second.has(word)).length;
  return shared / Math.min(first.size, second.size);
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  const [first, second] = [new Set(left), new Set(right)];
  return first.size === second.size && [...first].every((item) => second.has(item));
}

function supplierEvidence(left: RecordFacts, right: RecordFacts, sameProduct: boolean): Evidence[] {
  if (left.supplierIds.length === 0 || right.supplierIds.length === 0) return [];
  if (isSameSet(left.supplierIds, right.supplierIds))
    return [{ weight: sameProduct ? 0.2 : 0.25, words: 'same supplier' }];
  // One of several: perhaps a lot of the notice, perhaps the whole of it.
  if (sharesAny(left.supplierIds, right.supplierIds))
    return [{ weight: 0.15, words: 'one of several suppliers is the same', doubt: 'always' }];
  // A reseller in one record and the maker in the other is possible, and so are sister companies.
  return [{ weight: -0.25, words: 'different suppliers', doubt: 'always' }];
}

function productEvidence(left: RecordFacts, right: RecordFacts, sameProduct: boolean): Evidence[] {
  if (!sameProduct) return [];
  const sameSupplier = sharesAny(left.supplierIds, right.supplierIds);
  return [{ weight: sameSupplier ? 0.15 : 0.2, words: 'same product', proof: 'support' }];
}

function startEvidence(apart: number | null): Evidence[] {
  if (apart === null || (apart > 31 && apart <= 92)) return [];
  if (apart <= 1) return [{ weight: 0.2, words: 'same start' }];
  if (apart <= 31) return [{ weight: 0.12, words: 'starts within a month' }];
  return [{ weight: -0.3, words: 'starts more than three months apart', doubt: 'unless-known' }];
}

function endEvidence(left: RecordFacts, right: RecordFacts, apart: number | null): Evidence[] {
  if (apart === null) return [];
  if (apart <= 1) return [{ weight: 0.2, words: 'same end' }];
  const ends = (facts: RecordFacts) =>
    ['end_date', 'initial_end_date', 'max_extent_date'].map((field) => textOf(facts.contract, field));
  const isCrossed = ends(left).some((one) =>
    ends(right).some((other) => (daysApart(one, other) ?? 999) <= 1),
  );
  if (isCrossed)
    return [{ weight: 0.15, words: 'the end of one is the first term or latest end of the other' }];
  if (apart <= 31) return [{ weight: 0.12, words: 'ends within a month' }];
  return [
    {
      weight: apart > 92 ? -0.15 : 0,
      words: `ends more than ${apart > 92 ? 'three months' : 'a month'} apart`,
      doubt: 'unless-known',
    },
  ];
}

function dateEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const apart = (field: string) => daysApart(textOf(left.contract, field), textOf(right.contract, field));
  const [start, end] = [apart('start_date'), apart('end_date')];
  const evidence = [...startEvidence(start), ...endEvidence(left, right, end)];
  // Orders that follow each other by days have everything alike but the days.
  return (start ?? end ?? 0) > 0 && (end ?? start ?? 0) > 0
    ? [...evidence, { weight: 0, words: 'no date is the same', doubt: 'unless-known' }]
    : evidence;
}

function valueEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const [first, second] = [numberOf(left.contract, 'value_amount'), numberOf(right.contract, 'value_amount')];
  if (first === null || second === null || first <= 1 || second <= 1) return [];
  const ratio = Math.max(first, second) / Math.min(first, second);
  // Two calls under one framework often cost nearly the same; one deal is published with the same figure.
  if (ratio <= 1.0001 || Math.abs(first - second) <= 1)
    return [{ weight: 0.15, words: 'same value', proof: 'support' }];
  // The difference of a fifth is VAT in one figure and not in the other.
  if (Math.abs(ratio - 1.2) <= 0.002)
    return [{ weight: 0.1, words: 'same value with and without VAT', proof: 'support' }];
  if (ratio <= 1.1) return [{ weight: 0.08, words: 'value within a tenth', doubt: 'unless-known' }];
  const isComparable = left.contract['value_basis'] === right.contract['value_basis'];
  if (!isComparable) return [];
  return [{ weight: ratio > 1.5 ? -0.15 : -0.05, words: 'values apart', doubt: 'always' }];
}

/** The publisher's own number of the deal, as registers repeat it; a hash made for want of one is none. */
function referenceOf(facts: RecordFacts): string | null {
  const reference = /^(?:register|contracts-finder):[^:]*:(.+)$/.exec(facts.key)?.[1];
  if (reference === undefined || /^[0-9a-f]{12}(?::\d+)?$/.test(reference)) return null;
  const bare = reference.toLowerCase().replace(/[^a-z0-9]/g, '');
  return bare.length >= 6 && /\d{3}/.test(bare) ? bare : null;
}

/** A title put in where the source has none says nothing of its own. */
function titleOf(facts: RecordFacts): string {
  const title = textOf(facts.contract, 'title') ?? '';
  return /^Contract with /.test(title) ? '' : title;
}

function identityEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const evidence: Evidence[] = [];
  const ocid = textOf(left.contract, 'ocid');
  if (ocid !== null && ocid === textOf(right.contract, 'ocid'))
    evidence.push({ weight: 0.45, words: 'same procurement id (ocid)', proof: 'identity' });
  const reference = referenceOf(left);
  if (reference !== null && reference === referenceOf(right))
    evidence.push({ weight: 0.35, words: 'same reference', proof: 'identity' });
  const [first, second] = [titleOf(left), titleOf(right)];
  if (first === '' || second === '') return evidence;
  const likeness = titleLikeness(first, second);
  if (likeness < 0.3) evidence.push({ weight: -0.05, words: 'titles unlike', doubt: 'unless-known' });
  else if (likeness >= 0.8) evidence.push({ weight: 0.15, words: 'titles nearly alike', proof: 'support' });
  else if (likeness >= 0.5) evidence.push({ weight: 0.08, words: 'titles alike in half their words' });
  return evidence;
}

/** An agreement to buy under and a purchase under it are two things, however alike. */
function kindEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const isFramework = (facts: RecordFacts) => facts.contract['kind'] === 'framework';
  return isFramework(left) === isFramework(right)
    ? []
    : [{ weight: 0, words: 'one is a framework', doubt: 'always' }];
}

/** Symmetric. 0 when nothing can make them one: no shared authority, other products, other times, renewal of one another. */
export function scorePair(left: RecordFacts, right: RecordFacts): PairScore {
  const buyers = (facts: RecordFacts) => facts.participants.map((participant) => participant.buyer_id);
  if (!sharesAny(buyers(left), buyers(right))) return unrelated;
  const agreements = new Set(['contract', 'framework', 'service', 'system']);
  if (!agreements.has(String(left.contract['kind'])) || !agreements.has(String(right.contract['kind'])))
    return contradicted;
  if (!overlaps(left, right) || followsOn(left, right) || followsOn(right, left)) return contradicted;
  const sameProduct = sharesAny(left.productIds, right.productIds);
  if (left.productIds.length > 0 && right.productIds.length > 0 && !sameProduct) return contradicted;
  const evidence: Evidence[] = [
    { weight: 0.3, words: 'same borough' },
    ...supplierEvidence(left, right, sameProduct),
    ...productEvidence(left, right, sameProduct),
    ...dateEvidence(left, right),
    ...valueEvidence(left, right),
    ...identityEvidence(left, right),
    ...kindEvidence(left, right),
  ];
  const sum = evidence.reduce((total, { weight }) => total + weight, 0);
  const isIdentified = evidence.some(({ proof }) => proof === 'identity');
  const sharesSupplier = sharesAny(left.supplierIds, right.supplierIds);
  const isSupported =
    isIdentified || (evidence.some(({ proof }) => proof === 'support') && (sameProduct || sharesSupplier));
  const isKnown = isIdentified || (sameProduct && sharesSupplier);
  const isDoubtful = evidence.some(
    ({ doubt }) => doubt === 'always' || (doubt === 'unless-known' && !isKnown),
  );
  const most = isSupported && !isDoubtful ? 1 : mostForReview;
  return {
    score: Math.round(Math.max(0, Math.min(most, sum)) * 1_000) / 1_000,
    reasons: evidence.map(({ weight, words }) => `${words} (${weight >= 0 ? '+' : ''}${weight})`),
    isContradicted: false,
  };
}
