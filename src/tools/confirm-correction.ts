import { z } from 'zod';
import {
  boroughActedFor,
  type CorrectionResult,
  noCorrection,
  publishedValueOf,
} from './propose-correction.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  correction_id: z
    .string()
    .regex(/^K-[0-9A-F]{10}$/)
    .describe('Id of the proposal, as shown with it.'),
  decision: z.enum(['confirm', 'cancel']).describe('What the officer decided.'),
});

/**
 * Decides a proposal. Stands apart from the tools a planner chooses from: it runs only when the officer says so in a
 * message of its own, never because a model or a record suggests it.
 */
export const confirmCorrection = defineTool<z.infer<typeof input>>({
  name: 'confirm_correction',
  description: 'Confirms or cancels a stored proposal; only for an officer of an authority that takes part.',
  input,
  run: async (asked, context): Promise<CorrectionResult> => {
    const { catalogue, viewer, officer, today } = context;
    const found = await catalogue.corrections.byId(asked.correction_id);
    if (found === null || officer === undefined) return noCorrection('unknown');
    const contract = await catalogue.byId(viewer, found.contractId);
    // Who may not see the contract is not told that there is a proposal.
    if (contract === null) return noCorrection('unknown');
    const { author, ...correction } = found;
    const shown = {
      ...noCorrection('not-allowed'),
      correction,
      contract,
      publishedValue: publishedValueOf(contract, found.field),
    };
    const isAuthor = author.tenantId === officer.tenantId && author.officerId === officer.officerId;
    const boroughId = boroughActedFor(contract, officer);
    if (found.state !== 'proposed') return { ...shown, result: 'decided-before' };
    if (boroughId === null && !(isAuthor && asked.decision === 'cancel')) return shown;
    const state = asked.decision === 'confirm' ? 'confirmed' : isAuthor ? 'withdrawn' : 'rejected';
    const decision = await catalogue.corrections.decide(found.id, state, { ...officer, boroughId }, today);
    if (decision.kind === 'unknown') return noCorrection('unknown');
    return {
      ...shown,
      result: decision.kind === 'done' ? 'decided' : 'decided-before',
      correction: decision.correction,
      contract: (await catalogue.byId(viewer, found.contractId)) ?? contract,
      mayConfirm: true,
    };
  },
});
