/** What the listing tools share: names resolved, one search run, coverage added. */
import { anyContract, type ContractCriteria } from '../catalogue/queries/find-contracts.ts';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { resolveBoroughs, resolveServiceArea, resolveSubject } from './resolve-names.ts';
import type { ContractsFound, ToolContext, Unclear, Understood } from './tool.ts';

/** The widest input; each tool asks for part of it. */
export type Search = {
  readonly name: string | null;
  readonly serviceAreas: readonly string[];
  readonly boroughs: readonly string[];
  readonly excludedBoroughs: readonly string[];
  readonly words: string | null;
  readonly endsAfter: string | null;
  readonly endsBefore: string | null;
  readonly amountFrom: number | null;
  readonly amountTo: number | null;
  readonly liveOnly: boolean;
  /** False where the answer is about one borough and says nothing of the other 32: counting them costs as much as the search. */
  readonly needsCoverage: boolean;
  readonly criteria: Partial<ContractCriteria>;
};

export const wholeCatalogue: Search = {
  name: null,
  serviceAreas: [],
  boroughs: [],
  excludedBoroughs: [],
  words: null,
  endsAfter: null,
  endsBefore: null,
  amountFrom: null,
  amountTo: null,
  liveOnly: false,
  needsCoverage: true,
  criteria: {},
};

function dateOrNull(text: string | null): IsoDate | null {
  return text === null ? null : parseIsoDate(text);
}

type Names = {
  readonly areas: readonly string[];
  readonly boroughs: readonly { id: string; name: string }[];
  readonly excluded: readonly { id: string; name: string }[];
};

async function resolveAll(search: Search, context: ToolContext): Promise<Names | Unclear> {
  const areas: string[] = [];
  for (const name of search.serviceAreas) {
    const area = await resolveServiceArea(name, context);
    if (!area.ok) return area.unclear;
    if (area.value !== null && !areas.includes(area.value)) areas.push(area.value);
  }
  const boroughs = await resolveBoroughs(search.boroughs, context);
  if (!boroughs.ok) return boroughs.unclear;
  const excluded = await resolveBoroughs(search.excludedBoroughs, context);
  if (!excluded.ok) return excluded.unclear;
  return { areas, boroughs: boroughs.value, excluded: excluded.value };
}

/** A search with its names resolved: what to ask the catalogue, and what the answer must say it understood. */
export type ReadSearch = {
  readonly criteria: ContractCriteria;
  readonly understood: Understood;
  /** Service area whose coverage belongs to the answer; null for the whole catalogue. */
  readonly coverageArea: string | null;
};

/** Resolves the names of a search without running it; an unclear name comes back as such instead of a guess. */
export async function readSearch(search: Search, context: ToolContext): Promise<ReadSearch | Unclear> {
  const names = await resolveAll(search, context);
  if ('outcome' in names) return names;
  const onlyArea = names.areas.length === 1 ? (names.areas[0] ?? null) : null;
  const subject = await resolveSubject(
    search.name,
    onlyArea,
    context,
    names.boroughs.map((borough) => borough.id),
  );
  if (!subject.ok) return subject.unclear;
  const { catalogue, today } = context;
  const coverageArea = onlyArea ?? subject.value?.serviceArea ?? null;
  const criteria: ContractCriteria = {
    ...anyContract,
    subject: subject.value?.subject ?? null,
    serviceAreas:
      names.areas.length === 0
        ? null
        : names.areas.map((name) => ({ name, productIds: catalogue.productIdsOf(name) })),
    buyerIds: names.boroughs.length === 0 ? null : names.boroughs.map((borough) => borough.id),
    excludedBuyerIds: names.excluded.map((borough) => borough.id),
    words: search.words,
    endsFrom: dateOrNull(search.endsAfter),
    endsTo: dateOrNull(search.endsBefore),
    amountFrom: search.amountFrom,
    amountTo: search.amountTo,
    liveOn: search.liveOnly ? today : null,
    ...search.criteria,
  };
  return {
    criteria,
    coverageArea,
    understood: {
      subject: subject.value?.label ?? null,
      productIds: subject.value?.subject.productIds ?? [],
      serviceAreas: names.areas,
      boroughs: names.boroughs,
      endsFrom: criteria.endsFrom,
      endsTo: criteria.endsTo,
      amountFrom: criteria.amountFrom,
      amountTo: criteria.amountTo,
      words: search.words,
    },
  };
}

/** Runs one search; an unclear name comes back as such instead of a guess. */
export async function searchContracts(
  search: Search,
  context: ToolContext,
): Promise<ContractsFound | Unclear> {
  const read = await readSearch(search, context);
  if ('outcome' in read) return read;
  const { catalogue, viewer } = context;
  const [found, coverage] = await Promise.all([
    catalogue.find(viewer, read.criteria),
    search.needsCoverage ? catalogue.coverage(viewer, read.coverageArea) : [],
  ]);
  return {
    outcome: 'contracts',
    understood: read.understood,
    contracts: found.contracts,
    total: found.total,
    coverage: { serviceArea: read.coverageArea, boroughs: coverage },
    liveOnly: search.liveOnly,
  };
}
