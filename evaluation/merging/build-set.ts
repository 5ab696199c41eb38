/**
 * Writes `labels.csv` anew from the real files: pairs of records that are one deal, and pairs that look alike and are
 * two. Keys, verdict and reason only. Run with `npx tsx evaluation/merging/build-set.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { textOf } from '../../src/catalogue/merging/facts.ts';
import { loadReferenceData } from '../../src/catalogue/reference-data.ts';
import { shortHash } from '../../src/catalogue/sources/shared/keys.ts';
import { realDataMissing } from '../../test/support/real-data.ts';
import { type FileName, type RealRecord, readCsv, readRealRecords } from './read-facts.ts';

type Label = {
  readonly first: string;
  readonly second: string;
  readonly verdict: 'same' | 'different';
  readonly reason: string;
};

const records = await readRealRecords(await loadReferenceData(join(import.meta.dirname, '../../knowledge')));
if (records === null) throw new Error(realDataMissing);
const all: readonly RealRecord[] = records;

function label(one: RealRecord, other: RealRecord, verdict: Label['verdict'], reason: string): Label {
  const [first = '', second = ''] = [one.id, other.id].sort();
  return { first, second, verdict, reason };
}

/** The same few every time, spread over the whole list. */
function sample(labels: readonly Label[], size: number): Label[] {
  const orderOf = (item: Label) => shortHash([item.first, item.second]);
  return [...labels].sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)).slice(0, size);
}

const of = (file: FileName) =>
  all.filter((entry) => entry.file === file && entry.record.kind !== 'procurement');

/** Same key in two files: the same award id or notice number. */
function sameKey(one: FileName, other: FileName, reason: string): Label[] {
  const known = new Map(of(other).map((entry) => [entry.record.key, entry]));
  return of(one).flatMap((entry) => {
    const twin = known.get(entry.record.key);
    return twin === undefined ? [] : [label(entry, twin, 'same', reason)];
  });
}

/** Rows of the London list with titles carry the number of the notice they were drawn from. */
function drawnFromNotice(): Label[] {
  const byNotice = new Map<string, RealRecord[]>();
  for (const file of ['export-07', 'export-09', 'packages-2019', 'releases-2025'] as const) {
    for (const entry of of(file)) {
      const numbers = [entry.record.noticeId, entry.record.ocid].filter((number) => number !== null);
      for (const number of numbers) {
        const name = number.toLowerCase();
        byNotice.set(name, [...(byNotice.get(name) ?? []), entry]);
      }
    }
  }
  const references = new Map(
    of('titles-london').map((entry) => [entry.record.noticeId?.toLowerCase(), entry]),
  );
  return readCsv('titles-london').flatMap((row) => {
    const reference = (row['reference'] ?? '').toLowerCase();
    const entry = references.get(reference);
    const twins = byNotice.get(reference) ?? [];
    // Two awards of one process: which one the row tells of is not known.
    return entry === undefined || new Set(twins.map((twin) => twin.record.title)).size > 1
      ? []
      : twins.slice(0, 2).map((twin) => label(entry, twin, 'same', 'drawn from the notice of this number'));
  });
}

const dayOf = (entry: RealRecord, field: string) => textOf(entry.facts.contract, field);
const sharesSupplier = (one: RealRecord, other: RealRecord) =>
  one.facts.supplierIds.some((id) => other.facts.supplierIds.includes(id));

/** Rows of the technology list repeat buyer, supplier, dates and value of an award; only where just one award fits. */
function drawnFromAward(): Label[] {
  const nameOf = (entry: RealRecord) =>
    [
      entry.record.buyers[0]?.name,
      entry.record.suppliers.map((supplier) => supplier.name).join('|'),
      dayOf(entry, 'start_date'),
      dayOf(entry, 'end_date'),
      entry.facts.contract['value_amount'],
    ].join('\u001f');
  const awards = new Map<string, RealRecord[]>();
  for (const entry of of('awards-uk'))
    awards.set(nameOf(entry), [...(awards.get(nameOf(entry)) ?? []), entry]);
  return of('technology-uk').flatMap((entry) => {
    const [award, second] = awards.get(nameOf(entry)) ?? [];
    return award === undefined || second !== undefined
      ? []
      : [label(entry, award, 'same', 'drawn from this award, by buyer, supplier, dates and value')];
  });
}

/** Pairs of one publisher under two numbers; a publisher that repeats itself word for word is left out. */
function lookAlikes(file: FileName): Record<string, Label[]> {
  const found: Record<string, Label[]> = {};
  const byBuyer = new Map<string, RealRecord[]>();
  for (const entry of of(file))
    for (const { buyer_id } of entry.facts.participants)
      byBuyer.set(buyer_id, [...(byBuyer.get(buyer_id) ?? []), entry]);
  for (const list of byBuyer.values()) {
    for (const [at, one] of list.slice(0, 400).entries()) {
      for (const other of list.slice(at + 1, 400)) {
        const reason = differenceOf(one, other);
        if (reason !== null)
          found[reason] = [...(found[reason] ?? []), label(one, other, 'different', reason)];
      }
    }
  }
  return found;
}

function differenceOf(one: RealRecord, other: RealRecord): string | null {
  const isSame = (field: string) => dayOf(one, field) === dayOf(other, field);
  const [firstAmount, secondAmount] = [one, other].map((entry) =>
    Number(entry.facts.contract['value_amount'] ?? 0),
  );
  const isSupplier = sharesSupplier(one, other);
  const areDatesSame = isSame('start_date') && isSame('end_date') && dayOf(one, 'end_date') !== null;
  if (!isSupplier && areDatesSame) {
    return one.facts.supplierIds.length > 0 && other.facts.supplierIds.length > 0
      ? 'same buyer and dates, another supplier'
      : null;
  }
  if (!isSupplier) return null;
  const ratio =
    Math.max(firstAmount ?? 0, secondAmount ?? 0) /
    Math.max(1, Math.min(firstAmount ?? 0, secondAmount ?? 0));
  // A second number for the same words and sum may be a second publication, so these are no evidence either way.
  if (areDatesSame) return ratio > 1.25 ? 'same buyer, supplier and dates, another value' : null;
  const [earlier, later] =
    (dayOf(one, 'start_date') ?? '') < (dayOf(other, 'start_date') ?? '') ? [one, other] : [other, one];
  const [end, start] = [dayOf(earlier, 'end_date'), dayOf(later, 'start_date')];
  if (end === null || start === null) return null;
  if (start >= end) return 'same buyer and supplier, begins when the other has ended';
  return ratio > 1.01 && !isSame('start_date') ? 'same buyer and supplier, other dates and value' : null;
}

const judged = parse(readFileSync(join(import.meta.dirname, 'judged.csv')), { columns: true }) as Label[];
const awardPairs = lookAlikes('awards-uk');
const labels = [
  ...judged,
  ...sample(sameKey('awards-london', 'awards-uk', 'same award id'), 70),
  ...sample(sameKey('export-07', 'export-09', 'same notice number'), 40),
  ...sample(sameKey('releases-2025', 'package-2025', 'same award of the same process'), 40),
  ...sample(drawnFromAward(), 70),
  ...drawnFromNotice(),
  ...Object.values(awardPairs).flatMap((pairs) => sample(pairs, 80)),
  ...Object.values(lookAlikes('export-07')).flatMap((pairs) => sample(pairs, 25)),
];
const byPair = new Map<string, Label>();
// Judged by reading comes first and stands.
for (const item of labels) {
  const name = `${item.first}\n${item.second}`;
  if (!byPair.has(name)) byPair.set(name, item);
}
const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
const lines = [...byPair.values()]
  .sort((one, other) => (`${one.first}\n${one.second}` < `${other.first}\n${other.second}` ? -1 : 1))
  .map((item) => [item.first, item.second, item.verdict, item.reason].map(cell).join(','));
writeFileSync(join(import.meta.dirname, 'labels.csv'), `first,second,verdict,reason\n${lines.join('\n')}\n`);
const count = (verdict: string) => [...byPair.values()].filter((item) => item.verdict === verdict).length;
console.log(
  `${count('same')} pairs of one deal, ${count('different')} of two; ${judged.length} judged by reading`,
);
