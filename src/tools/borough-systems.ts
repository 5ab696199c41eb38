import { z } from 'zod';
import * as inputs from './inputs.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  borough: inputs.borough,
  service_areas: z
    .array(z.string().max(100))
    .max(20)
    .nullable()
    .describe('Service areas asked about; null for all.'),
});

/** What one authority runs, by service area. */
export const boroughSystems = defineTool<z.infer<typeof input>>({
  name: 'borough_systems',
  description: 'The systems and contracts on record for one borough, by service area.',
  input,
  run: (asked, context) =>
    searchContracts(
      {
        ...wholeCatalogue,
        boroughs: [asked.borough],
        needsCoverage: false,
        serviceAreas: asked.service_areas ?? [],
        criteria: { sort: 'ends', limit: 200 },
      },
      context,
    ),
});
