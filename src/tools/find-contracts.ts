import { z } from 'zod';
import * as inputs from './inputs.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  name: inputs.name,
  service_area: inputs.serviceArea,
  boroughs: inputs.boroughs,
  except_boroughs: inputs.boroughs.describe('Authorities to leave out; null for none.'),
  words: z
    .string()
    .max(200)
    .nullable()
    .describe('Words to look for in titles, products and suppliers; null for none.'),
  ends_after: inputs.day.describe('First day of the end dates wanted, YYYY-MM-DD; null for any.'),
  ends_before: inputs.day.describe('Last day of the end dates wanted, YYYY-MM-DD; null for any.'),
  min_amount: inputs.amount.describe('Smallest published value in pounds; null for any.'),
  max_amount: inputs.amount.describe('Largest published value in pounds; null for any.'),
  no_end_date: z.boolean().nullable().describe('True finds only records without an end date on record.'),
  live_only: z.boolean().nullable().describe('True leaves out contracts whose end has passed.'),
  sort: inputs.sort,
  limit: z.number().int().min(1).max(200).nullable().describe('Most rows wanted; null for 50.'),
});

/** The general search; every condition given must hold. */
export const findContracts = defineTool<z.infer<typeof input>>({
  name: 'find_contracts',
  description: 'Finds contracts by borough, supplier, product, service area, words, end date and value.',
  input,
  run: (asked, context) =>
    searchContracts(
      {
        ...wholeCatalogue,
        name: asked.name,
        serviceAreas: inputs.areasIn(asked.service_area),
        boroughs: asked.boroughs ?? [],
        excludedBoroughs: asked.except_boroughs ?? [],
        words: asked.words,
        endsAfter: asked.ends_after,
        endsBefore: asked.ends_before,
        amountFrom: asked.min_amount,
        amountTo: asked.max_amount,
        liveOnly: asked.live_only ?? false,
        criteria: {
          hasNoEndDate: asked.no_end_date === true ? true : null,
          sort: asked.sort ?? 'act-by',
          limit: asked.limit ?? 50,
        },
      },
      context,
    ),
});
