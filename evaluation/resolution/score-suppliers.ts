/** Supplier names against groups of names that share a company number. */
import { isNearName } from '../../src/catalogue/resolve/near-name.ts';
import {
  createSupplierIndex,
  normaliseSupplierName,
  supplierNameKey,
} from '../../src/catalogue/resolve/supplier.ts';
import { realDataFile } from '../../test/support/real-data.ts';
import { readRows } from './read-rows.ts';
import { type Score, scoreOf } from './score.ts';

type Named = {
  readonly name: string;
  readonly numbers: ReadonlySet<string>;
  readonly key: string;
  readonly normalised: string;
};
type Alias = { readonly number: string; readonly name: string; readonly seen: number };

function sharesNumber(left: Named, right: Named): boolean {
  for (const number of left.numbers) if (right.numbers.has(number)) return true;
  return false;
}

function scorePairs(
  title: string,
  names: readonly Named[],
  isSame: (left: Named, right: Named) => boolean,
): Score {
  const counts = { correct: 0, wrong: 0, missed: 0 };
  const mistakes: string[] = [];
  const missed: string[] = [];
  for (const [position, left] of names.entries()) {
    for (const right of names.slice(position + 1)) {
      const expected = sharesNumber(left, right);
      const got = isSame(left, right);
      if (got && expected) counts.correct += 1;
      else if (got) {
        counts.wrong += 1;
        mistakes.push(
          `merged: ${left.name} (${[...left.numbers]}) with ${right.name} (${[...right.numbers]})`,
        );
      } else if (expected) {
        counts.missed += 1;
        missed.push(`kept apart: ${left.name} and ${right.name}`);
      }
    }
  }
  return scoreOf(title, counts, [...mistakes, ...missed]);
}

/** The most frequent name of each number is known; does each further spelling, without its number, find it? */
function scoreLookUps(aliases: readonly Alias[]): Score {
  const best = new Map<string, Alias>();
  for (const alias of aliases) {
    if (alias.seen > (best.get(alias.number)?.seen ?? 0)) best.set(alias.number, alias);
  }
  const index = createSupplierIndex(
    [...best.values()].map(({ number, name }) => ({
      companyNumber: number,
      name,
      otherNames: [],
      identifiers: [],
    })),
  );
  const numbersOf = new Map<string, Set<string>>();
  for (const { number, name } of aliases) numbersOf.set(name, (numbersOf.get(name) ?? new Set()).add(number));
  const counts = { correct: 0, wrong: 0, missed: 0 };
  const mistakes: string[] = [];
  for (const { number, name } of aliases) {
    if (best.get(number)?.name === name) continue;
    const { companyNumber } = index.resolve({ name, identifiers: [] });
    if (companyNumber === null) counts.missed += 1;
    else if (numbersOf.get(name)?.has(companyNumber)) counts.correct += 1;
    else {
      counts.wrong += 1;
      mistakes.push(`wrong: ${name} (${number}) came to ${companyNumber}`);
    }
  }
  return scoreOf('supplier: further spellings find the known firm', counts, mistakes);
}

/** Pairwise scores of grouping by name alone; empty when the real data is not on this machine. */
export function scoreSuppliers(): Score[] {
  const path = realDataFile('supplier-aliases-by-company-number.csv');
  if (path === null) return [];
  const aliases = readRows(path)
    .map((row) => ({
      number: row['company_number'] ?? '',
      name: row['name_as_published'] ?? '',
      seen: Number(row['n_awards'] ?? '0'),
    }))
    // Not a company number: a placeholder under which unlike names were filed.
    .filter(({ number }) => number !== '00000000');
  const numbers = new Map<string, Set<string>>();
  for (const { number, name } of aliases) numbers.set(name, (numbers.get(name) ?? new Set()).add(number));
  const names = [...numbers].map(([name, ofName]) => ({
    name,
    numbers: ofName,
    key: supplierNameKey(name),
    normalised: normaliseSupplierName(name),
  }));
  return [
    scorePairs('supplier: pairs by same name', names, (left, right) => left.key === right.key),
    scorePairs(
      'supplier: pairs by same or near name',
      names,
      (left, right) => left.key === right.key || isNearName(left.normalised, right.normalised),
    ),
    scoreLookUps(aliases),
  ];
}
