import { z } from 'zod';
import type { CoverageCell } from '../catalogue/quality/coverage-matrix.ts';
import * as inputs from './inputs.ts';
import { resolveBoroughs } from './resolve-names.ts';
import { defineTool } from './tool.ts';

/** What is known by service area; what has no cell is unknown. */
export type CoverageMatrixFound = {
  readonly outcome: 'coverage-matrix';
  readonly borough: { readonly id: string; readonly name: string } | null;
  /** Every service area of the catalogue, alphabetical. */
  readonly serviceAreas: readonly string[];
  readonly cells: readonly CoverageCell[];
  readonly page: number;
};

const input = z.object({
  borough: inputs.borough.nullable().describe('Authority to look at; null for all 33.'),
  page: z.number().int().min(1).max(100).nullable().describe('Page of service areas; null for the first.'),
});

/** Known, none, withheld and unknown for every service area, with the age of what is known. */
export const coverageMatrix = defineTool<z.infer<typeof input>>({
  name: 'coverage_matrix',
  description:
    'For every service area, for how many of the 33 boroughs something is known, none, withheld or unknown, and how old it is.',
  input,
  run: async (asked, context) => {
    const boroughs = await resolveBoroughs(asked.borough === null ? [] : [asked.borough], context);
    if (!boroughs.ok) return boroughs.unclear;
    const borough = boroughs.value[0] ?? null;
    const cells = await context.catalogue.coverageCells(context.viewer);
    return {
      outcome: 'coverage-matrix',
      borough,
      serviceAreas: [...context.catalogue.reference.serviceAreas].sort((left, right) =>
        left.localeCompare(right),
      ),
      cells: borough === null ? cells : cells.filter((cell) => cell.buyerId === borough.id),
      page: asked.page ?? 1,
    };
  },
});
