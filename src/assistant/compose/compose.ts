/** Rows into an answer: one composer a form, all of the same shape. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { ContractsFound, CoverageFound, ToolResult } from '../../tools/tool.ts';
import type { Form, Observation, Slots } from '../planner.ts';
import { composeAlerts } from './alerts.ts';
import { composeBoroughSystems } from './borough-systems.ts';
import { composeCompareSources } from './compare-sources.ts';
import { composeConcentration } from './concentration.ts';
import { composeCorrection } from './correction.ts';
import { composeCount } from './count.ts';
import { composeCoverage } from './coverage.ts';
import { composeCoverageMatrix } from './coverage-matrix.ts';
import { composeDetails } from './details.ts';
import type { Draft } from './draft.ts';
import { composeEngagement, composeEngagements } from './engagement.ts';
import { composeExpiring } from './expiring.ts';
import { composeFind } from './find.ts';
import { composeGuidance } from './guidance.ts';
import { composeJoint } from './joint.ts';
import { composeLineage } from './lineage.ts';
import { composeModification } from './modification.ts';
import { composeNotUsing } from './not-using.ts';
import { composeNotice } from './notice.ts';
import { composeQuality } from './quality.ts';
import { composeRegisterFile } from './register-file.ts';
import { composeSharedSuppliers } from './shared-suppliers.ts';
import { composeThreshold } from './threshold.ts';
import { composeTimeline } from './timeline.ts';
import { composeWalkThrough } from './walk-through.ts';
import { composeWhoUses } from './who-uses.ts';

/**
 * All that a composer may write from; `borough` is null where the officer’s is not known, `coverage` where this turn
 * did not ask for it.
 */
export type ComposeInput = {
  readonly slots: Slots;
  readonly today: IsoDate;
  readonly borough: { readonly id: string; readonly name: string } | null;
  readonly catalogue: Catalogue;
  /** Every result of this turn, in the order of the calls. */
  readonly results: readonly ToolResult[];
  /** Those of them that list contracts. */
  readonly found: readonly ContractsFound[];
  readonly coverage: CoverageFound | null;
  readonly remarks: readonly string[];
  /** “Guidance, not legal advice” was said earlier in the thread. */
  readonly isAdviceNoted: boolean;
};

const composers: Readonly<Record<Form, (input: ComposeInput) => Draft>> = {
  'who-uses': composeWhoUses,
  'not-using': composeNotUsing,
  expiring: composeExpiring,
  details: composeDetails,
  'borough-systems': composeBoroughSystems,
  find: composeFind,
  coverage: composeCoverage,
  timeline: composeTimeline,
  count: composeCount,
  concentration: composeConcentration,
  joint: composeJoint,
  'shared-suppliers': composeSharedSuppliers,
  'compare-sources': composeCompareSources,
  lineage: composeLineage,
  quality: composeQuality,
  'coverage-matrix': composeCoverageMatrix,
  correction: composeCorrection,
  'register-file': composeRegisterFile,
  guidance: composeGuidance,
  threshold: composeThreshold,
  notice: composeNotice,
  modification: composeModification,
  alerts: composeAlerts,
  engagement: composeEngagement,
  engagements: composeEngagements,
  'walk-through': composeWalkThrough,
};

/** Writes the answer from this turn's rows alone. */
export function compose(
  form: Form,
  input: Omit<ComposeInput, 'results' | 'found' | 'coverage'>,
  observations: readonly Observation[],
): Draft {
  const results = observations.map(({ result }) => result);
  const found = results.filter((result) => result.outcome === 'contracts');
  const coverage = results.find((result) => result.outcome === 'coverage') ?? null;
  const isRestricted = found.some(({ contracts }) => contracts.some((contract) => contract.isRestricted));
  return {
    ...composers[form]({ ...input, results, found, coverage }),
    form,
    ...(isRestricted ? { isRestricted } : {}),
  };
}
