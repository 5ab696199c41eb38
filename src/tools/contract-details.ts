import { z } from 'zod';
import * as inputs from './inputs.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { type ContractsFound, defineTool } from './tool.ts';

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

/** Everything on record about one contract, or the few that fit; live ones first. */
export const contractDetails = defineTool<z.infer<typeof input>>({
  name: 'contract_details',
  description: 'Everything on record about one contract: dates, options, value, supplier, route, sources.',
  input,
  run: async (asked, context) => {
    if (asked.contract_id === null) {
      return searchContracts(
        {
          ...wholeCatalogue,
          name: asked.name,
          serviceAreas: inputs.areasIn(asked.service_area),
          boroughs: asked.borough === null ? [] : [asked.borough],
          criteria: { sort: 'ends', limit: 50 },
        },
        context,
      );
    }
    const contract = await context.catalogue.byId(context.viewer, asked.contract_id);
    const serviceArea = contract?.serviceArea ?? null;
    const found: ContractsFound = {
      outcome: 'contracts',
      understood: {
        subject: null,
        productIds: contract?.productIds ?? [],
        serviceAreas: [],
        boroughs: [],
        endsFrom: null,
        endsTo: null,
        amountFrom: null,
        amountTo: null,
        words: null,
      },
      contracts: contract === null ? [] : [contract],
      total: contract === null ? 0 : 1,
      coverage: { serviceArea, boroughs: await context.catalogue.coverage(context.viewer, serviceArea) },
      liveOnly: false,
    };
    return found;
  },
});
