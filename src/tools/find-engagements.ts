/** What officers noted of their talks with suppliers, as far as the viewer may read it. */
import { z } from 'zod';
import type { Engagement, EngagementReader } from '../engagement/engagement.ts';
import * as inputs from './inputs.ts';
import { resolveBoroughs, resolveServiceArea, resolveSubject } from './resolve-names.ts';
import { defineTool, type ToolContext } from './tool.ts';

/** Notes found, newest talk first. */
export type EngagementsFoundResult = {
  readonly outcome: 'engagements';
  /** False where this assistant keeps no notes. */
  readonly isKept: boolean;
  /** What was looked for, as understood. */
  readonly subject: string | null;
  readonly serviceArea: string | null;
  readonly words: string | null;
  readonly boroughs: readonly { readonly id: string; readonly name: string }[];
  readonly engagements: readonly Engagement[];
  readonly total: number;
  /** No note has all of the words; these have some. */
  readonly isPartial: boolean;
  /** Whether notes shared with the boroughs only were looked at as well. */
  readonly withShared: boolean;
};

/** The reader of notes behind a tool's context. */
export function readerOf({ viewer, officer }: ToolContext): EngagementReader {
  return {
    ...viewer,
    officer: officer === undefined ? null : { tenantId: officer.tenantId, officerId: officer.officerId },
  };
}

const input = z.object({
  name: z
    .string()
    .max(200)
    .nullable()
    .describe('Supplier, maker or product that was talked to or about; null for any.'),
  service_area: inputs.serviceArea,
  words: z
    .string()
    .max(200)
    .nullable()
    .describe('What it was about, for instance damp sensors; null for anything.'),
  boroughs: inputs.boroughs,
  except_borough: inputs.borough.nullable().describe('Authority to leave out; null for none.'),
});

/** Who has met whom in the market, about what; only notes whose officer shared them with this reader. */
export const findEngagements = defineTool<z.infer<typeof input>>({
  name: 'find_engagements',
  description:
    'Market engagement noted by officers: which borough met which supplier, when, about what, as far as they share it.',
  input,
  run: async (asked, context) => {
    const area = await resolveServiceArea(inputs.areasIn(asked.service_area)[0] ?? null, context);
    const boroughs = await resolveBoroughs(asked.boroughs ?? [], context);
    if (!boroughs.ok) return boroughs.unclear;
    const except =
      asked.except_borough === null ? null : await resolveBoroughs([asked.except_borough], context);
    const subject = await resolveSubject(asked.name, area.ok ? area.value : null, context);
    const named = subject.ok ? subject.value : null;
    const result: EngagementsFoundResult = {
      outcome: 'engagements',
      isKept: context.engagements !== undefined,
      subject: named?.label ?? asked.name,
      serviceArea: area.ok ? area.value : asked.service_area,
      words: asked.words,
      boroughs: boroughs.value,
      engagements: [],
      total: 0,
      isPartial: false,
      withShared:
        context.viewer.isPrivate && context.viewer.isVouchedFor && context.viewer.boroughId !== null,
    };
    if (context.engagements === undefined) return result;
    const found = await context.engagements.find(
      {
        supplierIds: named?.subject.supplierIds ?? [],
        productIds: named?.subject.productIds ?? [],
        organisation: asked.name,
        serviceArea: area.ok ? area.value : null,
        words: asked.words,
        boroughIds: boroughs.value.map(({ id }) => id),
        exceptBoroughId: except?.ok === true ? (except.value[0]?.id ?? null) : null,
      },
      readerOf(context),
      context.today,
    );
    return { ...result, ...found };
  },
});
