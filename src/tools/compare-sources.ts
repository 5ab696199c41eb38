import { z } from 'zod';
import { anyContract } from '../catalogue/queries/find-contracts.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import type { ContractSayings } from '../catalogue/queries/records-of.ts';
import * as inputs from './inputs.ts';
import { readSearch, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  contract_id: z
    .string()
    .max(40)
    .nullable()
    .describe('Id from an earlier result; null to look the contract up by the other fields.'),
  borough: inputs.borough.nullable(),
  name: inputs.name,
  service_area: inputs.serviceArea,
});

/** One contract with everything its sources say. */
export type ComparedContract = { readonly contract: CatalogueContract; readonly sayings: ContractSayings };

/** Contracts with what each of their sources says. */
export type SourcesCompared = {
  readonly outcome: 'sources';
  /** Contracts known from several sources first. */
  readonly compared: readonly ComparedContract[];
  readonly total: number;
};

const shownContracts = 3;

async function contractsAsked(
  asked: z.infer<typeof input>,
  context: ToolContext,
): Promise<{ contracts: readonly CatalogueContract[]; total: number } | Unclear> {
  const { catalogue, viewer } = context;
  if (asked.contract_id !== null) {
    const contract = await catalogue.byId(viewer, asked.contract_id);
    return { contracts: contract === null ? [] : [contract], total: contract === null ? 0 : 1 };
  }
  const read = await readSearch(
    {
      ...wholeCatalogue,
      name: asked.name,
      serviceAreas: inputs.areasIn(asked.service_area),
      boroughs: asked.borough === null ? [] : [asked.borough],
    },
    context,
  );
  if ('outcome' in read) return read;
  return catalogue.find(viewer, { ...anyContract, ...read.criteria, sort: 'ends', limit: 50 });
}

async function compare(
  asked: z.infer<typeof input>,
  context: ToolContext,
): Promise<SourcesCompared | Unclear> {
  const found = await contractsAsked(asked, context);
  if ('outcome' in found) return found;
  const byCount = [...found.contracts].sort((left, right) => right.sources.length - left.sources.length);
  const compared: ComparedContract[] = [];
  for (const contract of byCount.slice(0, shownContracts)) {
    const sayings = await context.catalogue.recordsOf(context.viewer, contract.id);
    if (sayings !== null) compared.push({ contract, sayings });
  }
  return { outcome: 'sources', compared, total: found.total };
}

/** What each source says of one contract, field by field, and which one counts. */
export const compareSources = defineTool<z.infer<typeof input>>({
  name: 'compare_sources',
  description:
    'The sources of one contract side by side: where they agree, where they differ, which one counts and why.',
  input,
  run: compare,
});
