/** The walk-through as data: the five stages and their steps, read from `knowledge/toolkit.json` and checked. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';

/** The five stages, in order. */
export const walkStages = ['preparation', 'strategy', 'design', 'execution', 'management'] as const;
/** One of them. */
export type WalkStage = (typeof walkStages)[number];

const page = z.string().regex(/^(?:guidance|law)\/[a-z0-9/-]+$/);
const line = z.string().min(1).max(300);
const day = z.string().transform((text, context): IsoDate => {
  const date = parseIsoDate(text);
  if (date === null) context.addIssue('must be a date like 2025-02-24');
  return date ?? z.NEVER;
});

const stepSchema = z.object({
  id: z.string().regex(/^[a-z]+(?:-[a-z]+)+$/),
  title: line,
  question: line,
  why: line,
  roles: z.array(z.string().regex(/^[a-z-]+$/)).min(1),
  checklist: z.array(line).min(1).max(12),
  notices: z.array(z.string().regex(/^UK(?:[1-9]|1[0-7])$/)),
  law: z.array(page),
  pitfalls: z.array(line),
  pages: z.array(page).min(1),
  links: z.array(z.object({ title: line, address: z.url({ protocol: /^https?$/ }) })),
  origin: z.enum(['toolkit', 'other public guidance']),
  /** Steps to settle first. */
  needs: z.array(z.string()),
  /** What is different since the toolkit was written in 2020, from which day, and the page that says so. */
  changed: z.array(z.object({ from: day, what: line, page })),
});
const toolkitSchema = z
  .array(
    z.object({
      stage: z.enum(walkStages),
      title: line,
      purpose: line,
      steps: z.array(stepSchema).min(1),
    }),
  )
  .superRefine((stages, context) => {
    if (stages.map(({ stage }) => stage).join(' ') !== walkStages.join(' '))
      context.addIssue('must hold the five stages, each once and in order');
    const known = new Set<string>();
    for (const { id, needs, changed, law, pages, checklist } of stages.flatMap(({ steps }) => steps)) {
      if (known.has(id)) context.addIssue(`step ${id} is there twice`);
      if (new Set(checklist).size < checklist.length) context.addIssue(`step ${id} lists one check twice`);
      // A step may only wait for earlier ones, so that nothing waits in a circle.
      for (const need of needs)
        if (!known.has(need)) context.addIssue(`step ${id} needs ${need}, which is no earlier step`);
      for (const change of changed)
        if (![...law, ...pages].includes(change.page))
          context.addIssue(`step ${id} tells of a change whose page ${change.page} it does not name`);
      known.add(id);
    }
  });

/** One step: a question to the officer, a checklist, and the pages that every word of it rests on. */
export type ToolkitStep = z.output<typeof stepSchema>;
/** One of the five stages with its steps. */
export type ToolkitStage = Omit<z.output<typeof toolkitSchema>[number], 'steps'> & {
  readonly steps: readonly ToolkitStep[];
};
/** The stages, in order; every step names at least one page. */
export type Toolkit = readonly ToolkitStage[];

/** `knowledge/toolkit.json` cannot be used; the message says what is wrong with it. */
export class ToolkitError extends Error {
  readonly code = 'TOOLKIT_INVALID';
  override readonly name = 'ToolkitError';
}

/** Checks data as read from the file; rejects with `ToolkitError`. */
export function parseToolkit(data: unknown, file: string): Toolkit {
  const parsed = toolkitSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ToolkitError(
    `${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Correct the file.`,
  );
}

/** Reads the file; rejects with `ToolkitError`, whose message can be shown as it is. */
export async function readToolkit(file: string): Promise<Toolkit> {
  let data: unknown;
  try {
    data = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new ToolkitError(`${file} cannot be read. Check KNOWLEDGE_DIR and that it is JSON.`, {
      cause: error,
    });
  }
  return parseToolkit(data, file);
}

/** All steps in their order, each with its stage. */
export function stepsOf(
  toolkit: Toolkit,
): readonly { readonly stage: ToolkitStage; readonly step: ToolkitStep }[] {
  return toolkit.flatMap((stage) => stage.steps.map((step) => ({ stage, step })));
}

/** The step of that id with its stage, or null when this toolkit has none. */
export function stepOf(
  toolkit: Toolkit,
  id: string,
): { readonly stage: ToolkitStage; readonly step: ToolkitStep } | null {
  return stepsOf(toolkit).find(({ step }) => step.id === id) ?? null;
}
