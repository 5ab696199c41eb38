/**
 * One system on several contracts is one system: its row comes first and its contracts stand beneath it. Contracts of
 * one borough belong together when they name the same product; a service without a product joins the only system its
 * borough has for the same service.
 */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { TableRow } from '../answer.ts';
import { userRow } from './contract-table.ts';
import { boroughsWords, endWords, hasEnded } from './contract-words.ts';
import { type CitationList, plain } from './draft.ts';
import { counted } from './filter-words.ts';

/** A product in use by the same participants, with every record of it; without a product each record is alone. */
export type SystemGroup = {
  readonly product: string | null;
  readonly contracts: readonly CatalogueContract[];
  /** Services for the same service area that name no product. */
  readonly services: readonly CatalogueContract[];
};

function buyersOf(contract: CatalogueContract): string {
  return contract.participants
    .map((participant) => participant.buyerId)
    .sort()
    .join(' ');
}

/** Groups in the order of their first contract; every contract stands in exactly one. */
export function groupBySystem(contracts: readonly CatalogueContract[]): SystemGroup[] {
  type Draft = { product: string | null; contracts: CatalogueContract[]; services: CatalogueContract[] };
  const groups = new Map<string, Draft>();
  const systemsOf = new Map<string, Set<string>>();
  const placeOf = (contract: CatalogueContract) => `${buyersOf(contract)} / ${contract.serviceArea ?? ''}`;
  const joins = (contract: CatalogueContract) =>
    contract.productIds.length === 0 && contract.kind === 'service';
  const systemKey = (contract: CatalogueContract) => `${buyersOf(contract)} ${contract.productIds.join(' ')}`;
  for (const contract of contracts) {
    if (contract.productIds.length === 0 || contract.kind === 'procurement') continue;
    const place = placeOf(contract);
    systemsOf.set(place, (systemsOf.get(place) ?? new Set()).add(systemKey(contract)));
  }
  const groupFor = (key: string, product: string | null): Draft => {
    const known = groups.get(key);
    if (known !== undefined) return known;
    const made: Draft = { product, contracts: [], services: [] };
    groups.set(key, made);
    return made;
  };
  for (const contract of contracts) {
    const systems = systemsOf.get(placeOf(contract));
    const [only, ...more] = systems ?? [];
    if (joins(contract) && contract.serviceArea !== null && only !== undefined && more.length === 0)
      groupFor(only, null).services.push(contract);
    else if (contract.productIds.length === 0 || contract.kind === 'procurement')
      groupFor(contract.id, null).contracts.push(contract);
    else {
      const group = groupFor(systemKey(contract), contract.productName);
      group.product ??= contract.productName;
      group.contracts.push(contract);
    }
  }
  return [...groups.values()];
}

function summaryRow(group: SystemGroup, today: IsoDate): TableRow {
  const all = [...group.contracts, ...group.services];
  const [first] = group.contracts;
  const running = all.filter((contract) => contract.period.endDate !== null && !hasEnded(contract, today));
  const undated = all.filter((contract) => contract.period.endDate === null).length;
  const ended = all.length - running.length - undated;
  const latest = [...running].sort((left, right) =>
    (right.period.endDate ?? '').localeCompare(left.period.endDate ?? ''),
  )[0];
  const states = [
    running.length === 0 ? null : `${running.length} with an end ahead`,
    undated === 0 ? null : `${undated} without an end on record`,
    ended === 0 ? null : `${ended} ended`,
  ].filter((state) => state !== null);
  const services =
    group.services.length === 0
      ? ''
      : `, ${group.services.length} of them ${group.services.length === 1 ? 'a service' : 'services'} for the same service area`;
  return {
    contractId: null,
    citations: [],
    cells: [
      plain(first === undefined ? '' : boroughsWords(first)),
      plain(`${group.product ?? 'One system'}: one system on ${counted(all.length, 'record')}${services}`),
      plain(
        latest === undefined
          ? states.join(', ')
          : `last one ends ${endWords(latest, today)}\n${states.join(', ')}`,
      ),
      plain('see each record below'),
    ],
  };
}

/** Rows of the who-uses table. A system on one record is that record’s row, as before. */
export function systemRows(
  contracts: readonly CatalogueContract[],
  today: IsoDate,
  citations: CitationList,
): TableRow[] {
  return groupBySystem(contracts).flatMap((group) => {
    const all = [...group.contracts, ...group.services];
    if (all.length === 1 || group.contracts.length === 0)
      return all.map((contract) => userRow(contract, today, citations));
    return [
      summaryRow(group, today),
      ...all.map((contract, at) => {
        const row = userRow(contract, today, citations);
        const [place, product, ...rest] = row.cells;
        return {
          ...row,
          cells: [
            plain(`${place?.text ?? ''}\nrecord ${at + 1} of ${all.length}`),
            plain(`${contract.title}\n${product?.text ?? ''}`),
            ...rest,
          ],
        };
      }),
    ];
  });
}
