import { z } from 'zod';
import { findJoint, type JointFound } from '../catalogue/joint/find-joint.ts';
import type { BoroughCoverage } from '../catalogue/queries/coverage.ts';
import { addMonths, type IsoDate, isoDate } from '../procurement/iso-date.ts';
import * as inputs from './inputs.ts';
import { readSearch, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear, type Understood } from './tool.ts';

const input = z.object({
  service_area: inputs.serviceArea,
  name: inputs.name.describe('Product, when only its users are wanted; null for the whole service area.'),
  borough: inputs.borough.nullable().describe('The officer’s own authority; null when not known.'),
  starts_after: inputs.day.describe('First day on which the joint contract could start; null for today.'),
  starts_before: inputs.day.describe('Last such day; null for 24 months from today.'),
});

/** Boroughs that could buy together, with the window and the lead time used. */
export type JointOpportunities = {
  readonly outcome: 'joint';
  readonly understood: Understood;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly leadMonths: number;
  /** Lead time counted back from the best day; null without one. */
  readonly beginBy: IsoDate | null;
  readonly own: { readonly id: string; readonly name: string } | null;
  readonly joint: JointFound;
  readonly records: number;
  readonly coverage: { readonly serviceArea: string | null; readonly boroughs: readonly BoroughCoverage[] };
};

/** More rows than any one service has in 33 boroughs with honest records; the answer says when it was cut. */
const mostContracts = 2_000;

async function opportunities(
  asked: z.infer<typeof input>,
  context: ToolContext,
): Promise<JointOpportunities | Unclear> {
  if (asked.service_area === null && asked.name === null)
    return { outcome: 'unclear', field: 'service_area', text: '', options: [] };
  const { catalogue, viewer, today } = context;
  const read = await readSearch(
    {
      ...wholeCatalogue,
      name: asked.name,
      serviceAreas: inputs.areasIn(asked.service_area),
      criteria: { limit: mostContracts, sort: 'ends' },
    },
    context,
  );
  if ('outcome' in read) return read;
  const ownSearch =
    asked.borough === null
      ? null
      : await readSearch({ ...wholeCatalogue, boroughs: [asked.borough] }, context);
  if (ownSearch !== null && 'outcome' in ownSearch) return ownSearch;
  const own = ownSearch?.understood.boroughs[0] ?? null;
  const [found, coverage] = await Promise.all([
    catalogue.find(viewer, read.criteria),
    catalogue.coverage(viewer, read.coverageArea),
  ]);
  const { leadTimes, neighbours } = catalogue.reference;
  const area = read.coverageArea;
  const isCore = area !== null && leadTimes.coreServiceAreas.includes(area);
  const leadMonths = leadTimes.months[isCore ? 'core-joint-or-large' : 'joint'];
  const from = asked.starts_after === null ? today : isoDate(asked.starts_after);
  const to = asked.starts_before === null ? addMonths(today, 24) : isoDate(asked.starts_before);
  const joint = findJoint({
    contracts: found.contracts,
    coverage,
    today,
    from,
    to,
    leadMonths,
    ownId: own?.id ?? null,
    neighbourIds: own === null ? [] : (neighbours.get(own.id) ?? []),
  });
  return {
    outcome: 'joint',
    understood: read.understood,
    from,
    to,
    leadMonths,
    own,
    joint,
    beginBy: joint.best === null ? null : addMonths(joint.best.day, -leadMonths),
    records: found.total,
    coverage: { serviceArea: read.coverageArea, boroughs: coverage },
  };
}

/** Boroughs whose contracts for the same need could be aligned, with the day that suits most of them. */
export const jointOpportunities = defineTool<z.infer<typeof input>>({
  name: 'joint_opportunities',
  description:
    'Which boroughs could buy together: contracts for the same service or product whose ends can be aligned, the best common day, what each would have to extend, and what stands in the way.',
  input,
  run: opportunities,
});
