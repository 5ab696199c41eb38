import { z } from 'zod';
import * as inputs from './inputs.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  name: inputs.name,
  service_area: inputs.serviceArea,
  except_boroughs: inputs.boroughs.describe(
    'Authorities to leave out, for instance the officer’s own; null for none.',
  ),
  ends_after: inputs.day.describe('First day of the end dates wanted, YYYY-MM-DD; null for any.'),
  ends_before: inputs.day.describe('Last day of the end dates wanted, YYYY-MM-DD; null for any.'),
  sort: inputs.sort,
});

/** Which authorities use a product, or anything in a service area; ended contracts are included and say so. */
export const whoUses = defineTool<z.infer<typeof input>>({
  name: 'who_uses',
  description:
    'Which London boroughs use a product, a maker’s or supplier’s products, or any system for a service, and until when.',
  input,
  run: (asked, context) =>
    searchContracts(
      {
        ...wholeCatalogue,
        name: asked.name,
        serviceAreas: inputs.areasIn(asked.service_area),
        excludedBoroughs: asked.except_boroughs ?? [],
        endsAfter: asked.ends_after,
        endsBefore: asked.ends_before,
        criteria: { sort: asked.sort ?? 'ends', limit: 200 },
      },
      context,
    ),
});
