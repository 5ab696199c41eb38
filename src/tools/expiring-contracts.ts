import { z } from 'zod';
import { addMonths } from '../procurement/iso-date.ts';
import * as inputs from './inputs.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  boroughs: inputs.boroughs,
  service_area: inputs.serviceArea,
  name: inputs.name,
  within_months: z
    .number()
    .int()
    .min(1)
    .max(240)
    .nullable()
    .describe('Ends within so many months from today; null for 12 unless dates are given.'),
  ends_after: inputs.day.describe('First day of the end dates wanted, YYYY-MM-DD; null for today.'),
  ends_before: inputs.day.describe('Last day of the end dates wanted, YYYY-MM-DD; null for within_months.'),
  sort: inputs.sort,
});

/** Live contracts by when somebody must act; those without a known end are counted apart by the answer. */
export const expiringContracts = defineTool<z.infer<typeof input>>({
  name: 'expiring_contracts',
  description: 'Contracts that end within a period, those to act on first at the top.',
  input,
  run: (asked, context) => {
    const endsAfter = asked.ends_after ?? context.today;
    return searchContracts(
      {
        ...wholeCatalogue,
        name: asked.name,
        serviceAreas: inputs.areasIn(asked.service_area),
        boroughs: asked.boroughs ?? [],
        endsAfter,
        endsBefore: asked.ends_before ?? addMonths(context.today, asked.within_months ?? 12),
        liveOnly: false,
        criteria: { sort: asked.sort ?? 'act-by', limit: 200, kinds: ['contract', 'framework', 'service'] },
      },
      context,
    );
  },
});
