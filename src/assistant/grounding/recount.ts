/** Counts and sums of the rows, made anew from the rows themselves, so that a number in a sentence can be compared. */

import { overallShare } from '../../catalogue/quality/scorecard.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { actByState } from '../../procurement/act-by.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { hasEnded, hasStarted } from '../compose/contract-words.ts';
import type { Observation } from '../planner.ts';

type Group = { readonly name: string; readonly contracts: readonly CatalogueContract[] };

function groupBy(
  contracts: readonly CatalogueContract[],
  keys: (contract: CatalogueContract) => readonly string[],
): Group[] {
  const groups = new Map<string, CatalogueContract[]>();
  for (const contract of contracts)
    for (const key of keys(contract)) groups.set(key, [...(groups.get(key) ?? []), contract]);
  return [...groups].map(([name, members]) => ({ name, contracts: members }));
}

function inLondon(contract: CatalogueContract): string[] {
  return contract.participants
    .filter(({ buyerId }) => buyerId.startsWith('E09'))
    .map(({ shortName }) => shortName);
}

function isLate(contract: CatalogueContract, today: IsoDate): boolean {
  const { endDate } = contract.period;
  if (contract.actBy === null || endDate === null) return false;
  return ['late', 'critical', 'soon'].includes(
    actByState(contract.actBy, endDate, today, contract.criticalAfter),
  );
}

/** Groups that sentences count: by state, by kind, by product, by supplier, by borough. */
function groupsOf(contracts: readonly CatalogueContract[], today: IsoDate): Group[] {
  const state = (contract: CatalogueContract) => {
    const { endDate } = contract.period;
    const states = [contract.kind === 'procurement' ? 'planned' : 'in use'];
    if (hasEnded(contract, today)) states.push('ended');
    else states.push('live or undated');
    if (endDate === null) states.push('undated');
    else if (!hasEnded(contract, today)) states.push(hasStarted(contract, today) ? 'running' : 'coming');
    if (isLate(contract, today)) states.push('late');
    return states;
  };
  return [
    { name: 'all', contracts },
    ...groupBy(contracts, state),
    ...groupBy(contracts, ({ kind }) => [`kind ${kind}`]),
    ...groupBy(contracts, ({ productIds }) => productIds.map((id) => `product ${id}`)),
    ...groupBy(contracts, ({ supplierAsPublished }) => [`supplier ${supplierAsPublished ?? ''}`]),
    ...groupBy(contracts, ({ serviceArea }) => [`area ${serviceArea ?? ''}`]),
    ...groupBy(contracts, (contract) => contract.participants.map(({ shortName }) => `borough ${shortName}`)),
  ];
}

function sumsOf(contracts: readonly CatalogueContract[]): number[] {
  const kinds = new Map<string, number>();
  for (const { value } of contracts) {
    if (value === null) continue;
    const kind = `${value.currency} ${value.basis} ${value.vat}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + value.amount);
  }
  return [...kinds.values()].map((sum) => Math.round(sum * 100) / 100);
}

type Stated = { readonly shortName: string; readonly state: string };

function statesIn(value: unknown): Stated[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(statesIn);
  if ('shortName' in value && 'state' in value) return [value as Stated];
  return Object.values(value).flatMap(statesIn);
}

/** Per cent: of fractions in the rows, and of the parts of a count. */
function sharesOf(result: Observation['result']): number[] {
  if (result.outcome === 'figures')
    return result.parts.map(({ contracts }) =>
      Math.round((contracts / Math.max(1, result.total.contracts)) * 100),
    );
  const shares: number[] = [];
  const read = (value: unknown): void => {
    if (typeof value === 'number' && value >= 0 && value <= 1) shares.push(Math.round(value * 100));
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(read);
  };
  if (result.outcome === 'quality') {
    read(result);
    const { boroughs } = result.report;
    const scored = boroughs.filter(({ fields }) => overallShare(fields) !== null).length;
    shares.push(scored, boroughs.length - scored, boroughs.length);
  }
  return shares;
}

/** A matrix of boroughs and service areas: its cells by state, whole and for each borough or area. */
function cellCounts(result: Observation['result']): number[] {
  if (result.outcome !== 'coverage-matrix') return [];
  const groups = [
    result.cells,
    ...result.serviceAreas.map((area) => result.cells.filter(({ serviceArea }) => serviceArea === area)),
  ];
  const areas = result.serviceAreas.length;
  const whole = result.borough === null ? areas * 33 : areas;
  return groups.flatMap((cells, at) => {
    const known = cells.filter(({ state }) => state === 'known' || state === 'none').length;
    return [cells.length, known, (at === 0 ? whole : 33) - known, whole];
  });
}

const byState: ReadonlySet<string> = new Set([
  'all',
  'planned',
  'in use',
  'ended',
  'live or undated',
  'undated',
  'running',
  'coming',
  'late',
]);

/** Whole numbers and amounts that the rows add up to, though none of them says so. */
export type Recount = {
  /** All of these counts, and shares in per cent. */
  readonly counts: readonly number[];
  readonly boroughs: readonly number[];
  readonly records: readonly number[];
  /** Records of a whole list, and of its parts by state. */
  readonly whole: readonly number[];
  /** Boroughs of which nothing is on record. */
  readonly withoutRecord: readonly number[];
  readonly sums: readonly number[];
};

/** Counts and sums made anew from the rows: by state, kind, product, supplier, service area and borough. */
export function countsAndSums(observations: readonly Observation[], today: IsoDate): Recount {
  const boroughs = new Set<number>([33]);
  const records = new Set<number>();
  const whole = new Set<number>();
  const withoutRecord = new Set<number>();
  const others: number[] = [];
  const sums: number[] = [];
  const lists = observations.flatMap(({ result }) => (result.outcome === 'contracts' ? [result] : []));
  for (const { contracts, total } of lists) {
    records.add(total);
    whole.add(total);
    for (const { participants } of contracts) boroughs.add(participants.length - 1);
    for (const group of groupsOf(contracts, today)) {
      const { length } = group.contracts;
      const having = new Set(group.contracts.flatMap(inLondon)).size;
      if (byState.has(group.name)) whole.add(length);
      boroughs.add(having).add(Math.max(0, having - 1));
      records
        .add(length)
        .add(length - 1)
        .add(Math.max(0, total - length));
      sums.push(...sumsOf(group.contracts));
    }
  }
  for (const { result } of observations) {
    others.push(...sharesOf(result));
    if (result.outcome === 'quality') for (const count of sharesOf(result)) boroughs.add(count);
    for (const count of cellCounts(result)) boroughs.add(count);
    for (const list of Object.values(result))
      if (Array.isArray(list)) {
        boroughs.add(list.length);
        records.add(list.length);
      }
    const states = statesIn('coverage' in result ? result.coverage : result);
    for (const group of ['known', 'none', 'withheld', 'unknown']) {
      const of = states.filter(({ state }) => state === group).length;
      boroughs.add(of).add(states.length - of);
      if (group === 'unknown' && states.length > 0) withoutRecord.add(of);
    }
    boroughs.add(states.filter(({ state }) => state === 'known' || state === 'none').length);
  }
  return {
    counts: [...new Set([...boroughs, ...records, ...others])],
    boroughs: [...boroughs],
    records: [...records],
    whole: [...whole],
    withoutRecord: [...withoutRecord],
    sums,
  };
}
