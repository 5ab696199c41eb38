/**
 * How likely two records tell of one deal. The rules and weights are written down in docs/merging.md and measured on
 * `evaluation/merging`: 0.90 and above merges, 0.72 to 0.90 waits for a person, below stays apart.
 */
import { daysBetween, type IsoDate } from '../../procurement/iso-date.ts';
import { normaliseWord, tokenise } from '../names/tokens.ts';
import { numberOf, type RecordFacts, textOf } from './facts.ts';

export const autoMergeFrom = 0.9;
export const reviewFrom = 0.72;

export type PairScore = {
  /** 0 to 1. */
  readonly score: number;
  /** What spoke for and against, in words, with its weight. */
  readonly reasons: readonly string[];
  /** True when the two cannot be one deal, so that no third record may bring them together either. */
  readonly isContradicted: boolean;
};

type Evidence = { weight: number; words: string };

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

function partyEvidence(left: RecordFacts, right: RecordFacts): Evidence[] | null {
  const sameSupplier = sharesAny(left.supplierIds, right.supplierIds);
  const sameProduct = sharesAny(left.productIds, right.productIds);
  const productsDiffer = left.productIds.length > 0 && right.productIds.length > 0 && !sameProduct;
  if (productsDiffer) return null;
  const suppliersDiffer = left.supplierIds.length > 0 && right.supplierIds.length > 0 && !sameSupplier;
  const evidence: Evidence[] = [];
  if (sameSupplier) evidence.push({ weight: sameProduct ? 0.2 : 0.25, words: 'same supplier' });
  if (sameProduct) evidence.push({ weight: sameSupplier ? 0.15 : 0.2, words: 'same product' });
  // A reseller in one record and the maker in the other is possible, so a person decides.
  if (suppliersDiffer) evidence.push({ weight: -0.25, words: 'different suppliers' });
  return evidence;
}

function dateEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const evidence: Evidence[] = [];
  const start = daysApart(textOf(left.contract, 'start_date'), textOf(right.contract, 'start_date'));
  if (start !== null) {
    if (start <= 7) evidence.push({ weight: 0.2, words: 'same start' });
    else if (start <= 31) evidence.push({ weight: 0.12, words: 'starts within a month' });
    else if (start > 92) evidence.push({ weight: -0.3, words: 'starts more than three months apart' });
  }
  const ends = (facts: RecordFacts) =>
    ['end_date', 'initial_end_date', 'max_extent_date'].map((field) => textOf(facts.contract, field));
  const end = daysApart(ends(left)[0] ?? null, ends(right)[0] ?? null);
  if (end === null) return evidence;
  if (end <= 7) return [...evidence, { weight: 0.2, words: 'same end' }];
  const crossed = ends(left).some((one) => ends(right).some((other) => (daysApart(one, other) ?? 999) <= 7));
  if (crossed)
    evidence.push({ weight: 0.15, words: 'the end of one is the first term or latest end of the other' });
  else if (end <= 31) evidence.push({ weight: 0.12, words: 'ends within a month' });
  else if (end > 92) evidence.push({ weight: -0.15, words: 'ends more than three months apart' });
  return evidence;
}

function valueEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const [first, second] = [numberOf(left.contract, 'value_amount'), numberOf(right.contract, 'value_amount')];
  if (first === null || second === null || first <= 1 || second <= 1) return [];
  const ratio = Math.max(first, second) / Math.min(first, second);
  if (ratio <= 1.01) return [{ weight: 0.15, words: 'same value' }];
  // The difference of a fifth is VAT in one figure and not in the other.
  if (Math.abs(ratio - 1.2) <= 0.002) return [{ weight: 0.1, words: 'same value with and without VAT' }];
  if (ratio <= 1.1) return [{ weight: 0.08, words: 'value within a tenth' }];
  const isComparable = left.contract['value_basis'] === right.contract['value_basis'];
  return ratio > 1.5 && isComparable ? [{ weight: -0.15, words: 'values far apart' }] : [];
}

function identityEvidence(left: RecordFacts, right: RecordFacts): Evidence[] {
  const evidence: Evidence[] = [];
  const ocid = textOf(left.contract, 'ocid');
  if (ocid !== null && ocid === textOf(right.contract, 'ocid'))
    evidence.push({ weight: 0.45, words: 'same procurement id (ocid)' });
  const likeness = titleLikeness(textOf(left.contract, 'title') ?? '', textOf(right.contract, 'title') ?? '');
  if (likeness >= 0.8) evidence.push({ weight: 0.15, words: 'titles nearly alike' });
  else if (likeness >= 0.5) evidence.push({ weight: 0.08, words: 'titles alike in half their words' });
  return evidence;
}

/** Symmetric. 0 when nothing can make them one: no shared authority, other products, other times, renewal of one another. */
export function scorePair(left: RecordFacts, right: RecordFacts): PairScore {
  const buyers = (facts: RecordFacts) => facts.participants.map((participant) => participant.buyer_id);
  if (!sharesAny(buyers(left), buyers(right))) return unrelated;
  const agreements = new Set(['contract', 'framework', 'service', 'system']);
  if (!agreements.has(String(left.contract['kind'])) || !agreements.has(String(right.contract['kind'])))
    return contradicted;
  if (!overlaps(left, right) || followsOn(left, right) || followsOn(right, left)) return contradicted;
  const parties = partyEvidence(left, right);
  if (parties === null) return contradicted;
  const evidence = [
    { weight: 0.3, words: 'same borough' },
    ...parties,
    ...dateEvidence(left, right),
    ...valueEvidence(left, right),
    ...identityEvidence(left, right),
  ];
  const sum = evidence.reduce((total, { weight }) => total + weight, 0);
  const isSupported =
    parties.some(({ weight }) => weight > 0) || evidence.some(({ words }) => words.includes('ocid'));
  // Without the same supplier, product or procurement id nothing merges by itself, however alike the rest.
  const score = Math.max(0, Math.min(1, isSupported ? sum : Math.min(sum, 0.89)));
  return {
    score: Math.round(score * 1_000) / 1_000,
    reasons: evidence.map(({ weight, words }) => `${words} (${weight > 0 ? '+' : ''}${weight})`),
    isContradicted: false,
  };
}
