/** Buyer names against three lists of published names. */
import type { ReferenceData } from '../../src/catalogue/reference-data.ts';
import { createBuyerResolver } from '../../src/catalogue/resolve/buyer.ts';
import { realDataFile } from '../../test/support/real-data.ts';
import { readRows } from './read-rows.ts';
import { type Score, scoreOf } from './score.ts';

type Labelled = { readonly name: string; readonly expected: string | null };

function scoreNames(title: string, labelled: readonly Labelled[], reference: ReferenceData): Score {
  const { resolveBuyer } = createBuyerResolver(reference);
  const counts = { correct: 0, wrong: 0, missed: 0 };
  const mistakes: string[] = [];
  for (const { name, expected } of labelled) {
    const resolution = resolveBuyer({ name, identifiers: [] });
    const got = resolution.kind === 'london' ? resolution.buyerId : null;
    if (got !== null && got === expected) counts.correct += 1;
    else if (got !== null) {
      counts.wrong += 1;
      mistakes.push(`wrong: ${name} came to ${got}`);
    } else if (expected !== null) {
      counts.missed += 1;
      mistakes.push(`missed: ${name}`);
    }
  }
  return scoreOf(title, counts, mistakes);
}

/** One score a list; empty when the real data is not on this machine. */
export function scoreBuyers(reference: ReferenceData): Score[] {
  const variants = realDataFile('london-buyer-name-variants.csv');
  const authorities = realDataFile('uk-la-name-variants-mysociety.csv');
  const awards = realDataFile('uk-awards-2016-2022-corporate-suppliers-only.csv');
  if (variants === null || authorities === null || awards === null) return [];
  const byShortName = new Map(reference.boroughs.map(({ buyer }) => [buyer.shortName, buyer.id]));
  const byRegisterCode = new Map(
    reference.boroughs.map(({ registerCode, buyer }) => [registerCode, buyer.id]),
  );
  const published = readRows(variants).map((row) => ({
    name: row['name_as_published'] ?? '',
    expected: byShortName.get(row['borough'] ?? '') ?? null,
  }));
  const known = new Map(published.map(({ name, expected }) => [name.toLowerCase(), expected]));
  const council = readRows(authorities).map((row) => ({
    name: row['la-name'] ?? '',
    expected: byRegisterCode.get(row['local-authority-code'] ?? '') ?? null,
  }));
  const names = new Set(readRows(awards).map((row) => row['buyer'] ?? ''));
  const buyers = [...names].map((name) => ({ name, expected: known.get(name.toLowerCase()) ?? null }));
  return [
    scoreNames('buyer: London names as published', published, reference),
    scoreNames('buyer: names of all UK councils', council, reference),
    scoreNames('buyer: all buyers of UK awards 2016-2022', buyers, reference),
  ];
}
