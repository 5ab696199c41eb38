/** Rows into an answer: one composer a form, all of the same shape. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { ContractsFound, CoverageFound } from '../../tools/tool.ts';
import type { Form, Observation, Slots } from '../planner.ts';
import { composeBoroughSystems } from './borough-systems.ts';
import { composeCoverage } from './coverage.ts';
import { composeDetails } from './details.ts';
import type { Draft } from './draft.ts';
import { composeExpiring } from './expiring.ts';
import { composeFind } from './find.ts';
import { composeWhoUses } from './who-uses.ts';

export type ComposeInput = {
  readonly slots: Slots;
  readonly today: IsoDate;
  readonly borough: { readonly id: string; readonly name: string } | null;
  readonly catalogue: Catalogue;
  /** Results that list contracts, in the order of the calls. */
  readonly found: readonly ContractsFound[];
  readonly coverage: CoverageFound | null;
  readonly remarks: readonly string[];
};

const composers: Readonly<Record<Form, (input: ComposeInput) => Draft>> = {
  'who-uses': composeWhoUses,
  expiring: composeExpiring,
  details: composeDetails,
  'borough-systems': composeBoroughSystems,
  find: composeFind,
  coverage: composeCoverage,
};

/** Writes the answer from this turn's rows alone. */
export function compose(
  form: Form,
  input: Omit<ComposeInput, 'found' | 'coverage'>,
  observations: readonly Observation[],
): Draft {
  const found = observations.flatMap(({ result }) => (result.outcome === 'contracts' ? [result] : []));
  const coverage =
    observations.map(({ result }) => result).find((result) => result.outcome === 'coverage') ?? null;
  return composers[form]({ ...input, found, coverage });
}
