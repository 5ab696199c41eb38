import { z } from 'zod';
import type { QualityReport } from '../catalogue/quality/quality.ts';
import type { QualityRule } from '../catalogue/quality/rule.ts';
import { qualityRules, ruleById } from '../catalogue/quality/rules.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import * as inputs from './inputs.ts';
import { resolveBoroughs } from './resolve-names.ts';
import { defineTool } from './tool.ts';

/** The scorecard of one borough, or of all of them. */
export type QualityFound = {
  readonly outcome: 'quality';
  readonly borough: { readonly id: string; readonly name: string } | null;
  readonly report: QualityReport;
};

/** The rows behind one count of the scorecard. */
export type FailingRowsFound = {
  readonly outcome: 'failing-rows';
  readonly rule: Pick<QualityRule, 'id' | 'field' | 'isScored' | 'checks' | 'why' | 'fix'>;
  readonly borough: { readonly id: string; readonly name: string } | null;
  readonly contracts: readonly CatalogueContract[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
};

/** Rows on a page of failing rows. */
const pageSize = 20;

const ruleIds = qualityRules.map((rule) => rule.id) as [string, ...string[]];
const input = z.object({
  borough: inputs.borough.nullable().describe('Authority to score; null for all of them.'),
  rule: z.enum(ruleIds).nullable().describe('Rule whose failing rows are wanted; null for the scorecard.'),
  page: z.number().int().min(1).max(10_000).nullable().describe('Page of failing rows; null for the first.'),
});

/** How good the records are: per field beside the median borough, with the repairs worth most money first. */
export const dataQuality = defineTool<z.infer<typeof input>>({
  name: 'data_quality',
  description:
    'Scores the quality of a borough’s contract records per field beside the median borough, or lists the rows that fail one rule.',
  input,
  run: async (asked, context) => {
    const boroughs = await resolveBoroughs(asked.borough === null ? [] : [asked.borough], context);
    if (!boroughs.ok) return boroughs.unclear;
    const borough = boroughs.value[0] ?? null;
    const { catalogue, viewer, today } = context;
    const rule = asked.rule === null ? null : ruleById(asked.rule);
    if (rule === null) {
      const report = await catalogue.quality.report(viewer, borough?.id ?? null, today);
      return { outcome: 'quality', borough, report };
    }
    const page = asked.page ?? 1;
    const found = await catalogue.quality.failing(viewer, {
      rule,
      buyerId: borough?.id ?? null,
      today,
      limit: pageSize,
      offset: (page - 1) * pageSize,
    });
    const { id, field, isScored, checks, why, fix } = rule;
    return {
      outcome: 'failing-rows',
      rule: { id, field, isScored, checks, why, fix },
      borough,
      ...found,
      page,
      pageSize,
    };
  },
});
