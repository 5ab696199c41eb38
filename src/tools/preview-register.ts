import { z } from 'zod';
import type { Loaded, Previewed } from '../catalogue/preview/register-desk.ts';
import { defineTool, type ToolContext } from './tool.ts';

/** A file an officer sent: what it would change, or what became of it. */
export type RegisterFileResult =
  | {
      readonly outcome: 'register-preview';
      readonly previewed: Previewed;
      /** Authority taken as the buyer where the file names none. */
      readonly buyer: string | null;
      readonly mayLoad: boolean;
    }
  | { readonly outcome: 'register-loaded'; readonly loaded: Loaded | { readonly kind: 'discarded' } };

const fileId = z
  .string()
  .regex(/^R-[0-9A-F]{10}$/)
  .describe('Id of the file, as given when it was received.');

/** Whose register it is: as said with the file, else the authority the officer works for. */
async function buyerOf(id: string, context: ToolContext): Promise<string | null> {
  if (context.desk === undefined || context.officer === undefined) return null;
  const file = await context.desk.get(context.officer, id);
  const buyerId = file?.buyerId ?? context.viewer.boroughId;
  return buyerId === null ? null : context.catalogue.boroughName(buyerId);
}

const input = z.object({ file_id: fileId });

/** Shows what a received file would change; saves nothing. */
export const previewRegister = defineTool<z.infer<typeof input>>({
  name: 'preview_register',
  description:
    'Shows how the columns and dates of a received contract register were read, which rows were rejected, and what would be new or changed; saves nothing.',
  input,
  run: async (asked, context): Promise<RegisterFileResult> => {
    const { desk, officer } = context;
    if (desk === undefined || officer === undefined)
      return { outcome: 'register-preview', previewed: { kind: 'unknown' }, buyer: null, mayLoad: false };
    const buyer = await buyerOf(asked.file_id, context);
    const previewed = await desk.preview(officer, asked.file_id, buyer);
    const mayLoad =
      previewed.kind === 'preview' && previewed.preview.buyerIds.every((id) => officer.mayActFor(id));
    return { outcome: 'register-preview', previewed, buyer, mayLoad };
  },
});

const decision = z.object({
  file_id: fileId,
  decision: z.enum(['load', 'discard']).describe('What the officer decided.'),
});

/** Loads or discards a received file. Stands apart, like `confirmCorrection`: only the officer's own message runs it. */
export const loadRegister = defineTool<z.infer<typeof decision>>({
  name: 'load_register',
  description: 'Loads a previewed register into the catalogue, or discards it.',
  input: decision,
  run: async (asked, context): Promise<RegisterFileResult> => {
    const { desk, officer } = context;
    if (desk === undefined || officer === undefined)
      return { outcome: 'register-loaded', loaded: { kind: 'unknown' } };
    if (asked.decision === 'discard') {
      const isGone = await desk.discard(officer, asked.file_id);
      return { outcome: 'register-loaded', loaded: { kind: isGone ? 'discarded' : 'unknown' } };
    }
    const buyer = await buyerOf(asked.file_id, context);
    const loaded = await desk.load(officer, asked.file_id, buyer, officer.mayActFor);
    return { outcome: 'register-loaded', loaded };
  },
});
