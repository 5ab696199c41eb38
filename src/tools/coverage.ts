import { z } from 'zod';
import * as inputs from './inputs.ts';
import { resolveServiceArea } from './resolve-names.ts';
import { defineTool } from './tool.ts';

const input = z.object({ service_area: inputs.serviceArea });

/** For how many of the 33 there is a record, and how old it is. */
export const coverage = defineTool<z.infer<typeof input>>({
  name: 'coverage',
  description: 'For which of the 33 boroughs the catalogue has records, and how new they are.',
  input,
  run: async (asked, context) => {
    const area = await resolveServiceArea(asked.service_area, context);
    if (!area.ok) return area.unclear;
    return {
      outcome: 'coverage',
      serviceArea: area.value,
      boroughs: await context.catalogue.coverage(context.viewer, area.value),
    };
  },
});
