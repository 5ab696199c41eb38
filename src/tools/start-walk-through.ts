import { z } from 'zod';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import * as inputs from './inputs.ts';
import { resolveBoroughs, resolveServiceArea } from './resolve-names.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext } from './tool.ts';
import { walkerOf, walkFound } from './walk-result.ts';
import { viewOf } from './walk-view.ts';

const input = z.object({
  contract_id: z.string().max(40).nullable().describe('The contract to be replaced; null to look for it.'),
  borough: inputs.borough.nullable(),
  name: inputs.name,
  service_area: inputs.serviceArea,
  title: z
    .string()
    .max(200)
    .nullable()
    .describe('What is bought, in the officer’s words; null to name it by its service.'),
  amount: inputs.amount,
  per: z.enum(['whole', 'year']),
  years: z.number().min(0.1).max(50).nullable(),
  vat: z.enum(['excluding', 'including', 'unknown']),
  target: inputs.day.describe('Day by which the new contract must work, when the officer said one.'),
});
type Asked = z.infer<typeof input>;

const agreements: ReadonlySet<string> = new Set(['contract', 'framework', 'service']);

function fits(contract: CatalogueContract, today: IsoDate): boolean {
  const { endDate } = contract.period;
  return agreements.has(contract.kind) && (endDate === null || endDate >= today);
}

/** The contract that is most likely meant, and how many more fit: one with an end goes before one without. */
async function contractFor(
  asked: Asked,
  serviceArea: string | null,
  context: ToolContext,
): Promise<{ contract: CatalogueContract | null; others: number }> {
  const { catalogue, viewer, today } = context;
  if (asked.contract_id !== null)
    return { contract: await catalogue.byId(viewer, asked.contract_id), others: 0 };
  if (asked.borough === null || (asked.name === null && serviceArea === null))
    return { contract: null, others: 0 };
  const found = await searchContracts(
    {
      ...wholeCatalogue,
      name: asked.name,
      serviceAreas: serviceArea === null ? [] : [serviceArea],
      boroughs: [asked.borough],
      needsCoverage: false,
      criteria: { limit: 20, sort: 'ends' },
    },
    context,
  );
  if (found.outcome !== 'contracts') return { contract: null, others: 0 };
  const fitting = found.contracts
    // Of a service alone only a dated agreement is taken: an undated one may be for something else, and tells nothing.
    .filter((contract) => fits(contract, today) && (asked.name !== null || contract.period.endDate !== null))
    .sort((left, right) => Number(left.period.endDate === null) - Number(right.period.endDate === null));
  return { contract: fitting[0] ?? null, others: Math.max(0, fitting.length - 1) };
}

/** The area said, else that of the product named when its products agree. */
async function areaFor(asked: Asked, context: ToolContext): Promise<string | null> {
  const said = inputs.areasIn(asked.service_area)[0] ?? null;
  const resolved = await resolveServiceArea(said ?? asked.name, context);
  return resolved.ok ? resolved.value : null;
}

function titleFor(asked: Asked, serviceArea: string | null, contract: CatalogueContract | null): string {
  if (asked.title !== null && asked.title.trim() !== '') return asked.title.trim();
  if (serviceArea !== null) return `${serviceArea} system`;
  return contract?.productName ?? asked.name ?? 'New system';
}

async function boroughIdOf(name: string, context: ToolContext): Promise<string | null> {
  const resolved = await resolveBoroughs([name], context);
  return resolved.ok ? (resolved.value[0]?.id ?? null) : null;
}

/** Begins a purchase; what the catalogue knows is looked up, not asked. */
export const startWalkThrough = defineTool<Asked>({
  name: 'start_walk_through',
  description:
    'Begins a guided walk through the five stages of the toolkit for one purchase, filled from the contract on record.',
  input,
  run: async (asked, context) => {
    const { walk, today } = context;
    const walker = walkerOf(context);
    if (walk === undefined || walker === null) return walkFound('unknown');
    const area = await areaFor(asked, context);
    const { contract, others } = await contractFor(asked, area, context);
    // Asked about by its id, and gone or hidden: nothing is begun on a contract nobody here can see.
    if (asked.contract_id !== null && contract === null) return walkFound('unknown');
    const serviceArea = area ?? contract?.serviceArea ?? null;
    const boroughId =
      asked.borough === null
        ? (contract?.participants.find(({ buyerId }) => buyerId.startsWith('E09'))?.buyerId ?? null)
        : await boroughIdOf(asked.borough, context);
    const opportunity = await walk.opportunities.start(
      walker,
      {
        boroughId,
        title: titleFor(asked, serviceArea, contract),
        contractId: contract?.id ?? null,
        serviceArea,
        name: asked.name,
        amount: asked.amount === null || asked.amount <= 0 ? null : asked.amount,
        per: asked.per,
        years: asked.years,
        vat: asked.vat,
        target: asked.target === null ? null : parseIsoDate(asked.target),
      },
      today,
      asked.contract_id !== null,
    );
    return walkFound(opportunity.version === 1 ? 'started' : 'shown', {
      view: await viewOf(opportunity, walk.toolkit, context),
      others,
    });
  },
});
