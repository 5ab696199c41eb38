import { z } from 'zod';
import {
  type CorrectableField,
  type Correction,
  correctableFields,
} from '../catalogue/corrections/correction.ts';
import { isUsableValue } from '../catalogue/corrections/read-words.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import { defineTool } from './tool.ts';

/** What became of a proposal or of the decision on it. */
export type CorrectionResult = {
  readonly outcome: 'correction';
  /**
   * `proposed`: stored, waits for a yes. `same`: the record says so already. `unusable`: the value does not fit.
   * `unknown`: no such contract or proposal here. `not-allowed`: somebody else must decide. `decided`: just now.
   * `decided-before`: nothing was changed this time.
   */
  readonly result:
    | 'proposed'
    | 'same'
    | 'unusable'
    | 'unknown'
    | 'not-allowed'
    | 'decided'
    | 'decided-before';
  readonly correction: Correction | null;
  readonly contract: CatalogueContract | null;
  /** What the contract holds now, as published; null is nothing. */
  readonly publishedValue: string | null;
  /** Whether this officer may confirm it. */
  readonly mayConfirm: boolean;
};

/** What the catalogue holds in the field, in the form in which corrections are written. */
export function publishedValueOf(contract: CatalogueContract, field: CorrectableField): string | null {
  if (field === 'value') return contract.value === null ? null : String(contract.value.amount);
  if (field === 'supplier') return contract.supplierAsPublished;
  if (field === 'product') return contract.productAsPublished ?? contract.productName;
  return contract.period[field];
}

/** The result when there is nothing to show. */
export function noCorrection(result: CorrectionResult['result']): CorrectionResult {
  return {
    outcome: 'correction',
    result,
    correction: null,
    contract: null,
    publishedValue: null,
    mayConfirm: false,
  };
}

const input = z.object({
  contract_id: z.string().max(40).describe('Id of the contract, from an earlier result.'),
  field: z.enum(correctableFields).describe('Which field is wrong.'),
  value: z
    .string()
    .min(1)
    .max(200)
    .describe('What it should hold: 2029, 2029-03, 2029-03-31, an amount or a name.'),
  precision: z
    .enum(['day', 'month', 'year'])
    .nullable()
    .describe('How much of a date is known; null for no date.'),
  words: z.string().max(2_000).describe('The officer’s own words.'),
  source_url: z
    .string()
    .max(500)
    .regex(/^https?:\/\/\S+$/)
    .nullable()
    .describe('Address that shows it, when the officer gave one.'),
});

/** Stores what an officer says is wrong as a proposal; published values are never changed. */
export const proposeCorrection = defineTool<z.infer<typeof input>>({
  name: 'propose_correction',
  description:
    'Stores an officer’s correction of one field of a contract as a proposal, to be confirmed by a person; changes nothing that was published.',
  input,
  run: async (asked, context) => {
    const contract = await context.catalogue.byId(context.viewer, asked.contract_id);
    if (contract === null || context.officer === undefined) return noCorrection('unknown');
    const publishedValue = publishedValueOf(contract, asked.field);
    const shown = { ...noCorrection('unusable'), contract, publishedValue };
    if (!isUsableValue(asked.field, asked.value, asked.precision)) return shown;
    if (publishedValue === asked.value) return { ...shown, result: 'same' };
    const { officer } = context;
    const correction = await context.catalogue.corrections.propose(
      {
        contractId: contract.id,
        contractTitle: contract.title,
        field: asked.field,
        publishedValue,
        value: asked.value.trim(),
        precision: asked.precision,
        words: asked.words,
        sourceUrl: asked.source_url,
      },
      { ...officer, boroughId: boroughActedFor(contract, officer) },
      context.today,
    );
    if (correction === null) return noCorrection('unknown');
    const mayConfirm = contract.participants.some(({ buyerId }) => officer.mayActFor(buyerId));
    return { ...shown, result: 'proposed', correction, mayConfirm };
  },
});

/** The officer's own authority when it takes part, else the first for which the officer may speak; null for none. */
export function boroughActedFor(
  contract: CatalogueContract,
  officer: { readonly boroughId: string | null; readonly mayActFor: (buyerId: string) => boolean },
): string | null {
  const allowed = contract.participants.filter(({ buyerId }) => officer.mayActFor(buyerId));
  const own = allowed.find(({ buyerId }) => buyerId === officer.boroughId);
  return (own ?? allowed[0])?.buyerId ?? null;
}
