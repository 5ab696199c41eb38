import { z } from 'zod';
import { parseIsoDate } from '../procurement/iso-date.ts';
import type { WalkDesk } from '../toolkit/desk.ts';
import type { Walker } from '../toolkit/opportunities.ts';
import { bounds, type Opportunity, type WalkChange } from '../toolkit/opportunity.ts';
import { progressOf, stepBefore } from '../toolkit/progress.ts';
import { stepsOf, type Toolkit } from '../toolkit/toolkit.ts';
import * as inputs from './inputs.ts';
import { resolveServiceArea } from './resolve-names.ts';
import { defineTool, type ToolContext } from './tool.ts';
import { type WalkFound, type WalkItem, type WalkList, walkerOf, walkFound } from './walk-result.ts';
import { taskIn } from './walk-tasks.ts';
import { viewOf } from './walk-view.ts';

const which = {
  id: z
    .string()
    .max(20)
    .nullable()
    .describe('The purchase; null for the one that the words fit, or the last one.'),
  words: z
    .string()
    .max(200)
    .nullable()
    .describe('Words of its title, borough or service; null for the last one.'),
};

const showInput = z.object({
  ...which,
  step: z.string().max(80).nullable().describe('A stage or step to look at; null for where it stands.'),
  task: z.string().max(bounds.task).nullable().describe('A task whose owner is asked for.'),
  record: z.boolean().describe('True when the record is to be fetched as a file.'),
});

const changeInput = z.object({
  ...which,
  act: z.enum([
    'next',
    'skip',
    'back',
    'go',
    'answer',
    'add',
    'check',
    'uncheck',
    'owner',
    'decide',
    'target',
    'value',
    'area',
  ]),
  text: z
    .string()
    .max(bounds.answer)
    .nullable()
    .describe('Answer, checklist item, task, decision, stage or service.'),
  owner: z.string().max(bounds.owner).nullable(),
  date: inputs.day,
  amount: inputs.amount,
  per: z.enum(['whole', 'year']).nullable(),
  years: z.number().min(0.1).max(50).nullable(),
  vat: z.enum(['excluding', 'including']).nullable(),
});
type Asked = z.infer<typeof changeInput>;

function itemOf(opportunity: Opportunity, toolkit: Toolkit, { catalogue }: ToolContext): WalkItem {
  return {
    opportunity,
    boroughName: opportunity.boroughId === null ? null : catalogue.boroughName(opportunity.boroughId),
    progress: progressOf(toolkit, opportunity.state),
  };
}

const everyday = new Set([
  'the',
  'our',
  'my',
  'a',
  'an',
  'for',
  'of',
  'system',
  'purchase',
  'procurement',
  'walk',
  'through',
  'walkthrough',
  'toolkit',
  'contract',
  'one',
  'new',
  'with',
  'on',
  'this',
  'that',
  'replacing',
  'replacement',
]);

/** How many of the words stand in the purchase's own. */
function sharedWords(words: string, item: WalkItem): number {
  const own =
    `${item.opportunity.title} ${item.opportunity.serviceArea ?? ''} ${item.opportunity.name ?? ''} ${item.boroughName ?? ''}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !everyday.has(word))
    .filter((word) => own.includes(word.slice(0, 4))).length;
}

/** The purchase that is meant, or those that may be. */
async function find(
  asked: { readonly id: string | null; readonly words: string | null },
  walk: WalkDesk,
  walker: Walker,
  context: ToolContext,
): Promise<Opportunity | readonly WalkItem[]> {
  if (asked.id !== null) return (await walk.opportunities.open(walker, asked.id)) ?? [];
  const items = (await walk.opportunities.list(walker)).map((one) => itemOf(one, walk.toolkit, context));
  const [first] = items;
  if (asked.words === null || first === undefined) return first?.opportunity ?? [];
  const { words } = asked;
  const scored = items
    .map((item) => ({ item, score: sharedWords(words, item) }))
    .filter(({ score }) => score > 0);
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const fitting = scored.filter(({ score }) => score === best).map(({ item }) => item);
  return fitting.length === 1 && fitting[0] !== undefined ? fitting[0].opportunity : fitting;
}

/** The one purchase a tool is to work on, or the answer that says why there is none. */
async function purchaseMeant(
  asked: { readonly id: string | null; readonly words: string | null },
  context: ToolContext,
): Promise<{ readonly walk: WalkDesk; readonly walker: Walker; readonly found: Opportunity } | WalkFound> {
  const { walk } = context;
  const walker = walkerOf(context);
  if (walk === undefined || walker === null) return walkFound('unknown');
  const found = await find(asked, walk, walker, context);
  if ('length' in found)
    return found.length === 0 ? walkFound('unknown') : walkFound('several', { options: found });
  return { walk, walker, found };
}

function stepNamed(toolkit: Toolkit, text: string | null): string | null {
  if (text === null) return null;
  const wanted = text.trim().toLowerCase();
  const all = stepsOf(toolkit);
  const exact = all.find(({ step }) => step.id === wanted || step.title.toLowerCase() === wanted);
  const staged = all.find(({ stage }) => wanted.includes(stage.stage));
  return (
    (exact ?? staged ?? all.find(({ step }) => step.title.toLowerCase().includes(wanted)))?.step.id ?? null
  );
}

/** Opens, resumes or looks at a purchase; changes nothing. */
export const showWalkThrough = defineTool<z.infer<typeof showInput>>({
  name: 'walk_through',
  description:
    'Shows a purchase on its way through the toolkit: where it stands, what is asked, dates and notices.',
  input: showInput,
  run: async (asked, context): Promise<WalkFound> => {
    const meant = await purchaseMeant(asked, context);
    if ('outcome' in meant) return meant;
    const { walk, found } = meant;
    const view = await viewOf(found, walk.toolkit, context, stepNamed(walk.toolkit, asked.step));
    const task = asked.task === null ? null : taskIn(asked.task, view);
    const owner =
      asked.task === null
        ? null
        : {
            task: task ?? asked.task,
            owner:
              found.state.owners.find(
                (known) => known.task.toLowerCase() === (task ?? asked.task ?? '').toLowerCase(),
              )?.owner ?? null,
          };
    const links = asked.record ? await walk.recordLinks(found, context.viewer) : null;
    return walkFound('shown', { view, owner, links });
  },
});

/** The purchases of the officer, or of the channel. */
export const myPurchases = defineTool<Record<string, never>>({
  name: 'my_purchases',
  description: 'Lists the purchases that the officer, or this channel, takes through the toolkit.',
  input: z.object({}),
  run: async (_asked, context): Promise<WalkList> => {
    const { walk } = context;
    const walker = walkerOf(context);
    if (walk === undefined || walker === null) return { outcome: 'walk-throughs', items: [] };
    const all = await walk.opportunities.list(walker);
    return { outcome: 'walk-throughs', items: all.map((one) => itemOf(one, walk.toolkit, context)) };
  },
});

/** The change that is meant, or null when it says too little. */
async function changeOf(
  asked: Asked,
  opportunity: Opportunity,
  context: ToolContext,
): Promise<WalkChange | null> {
  const toolkit = context.walk?.toolkit ?? [];
  const progress = progressOf(toolkit, opportunity.state);
  const step = progress.current.step.id;
  const text = asked.text?.trim() ?? '';
  switch (asked.act) {
    case 'next':
      return { kind: 'finish', step };
    case 'skip':
      return { kind: 'skip', step };
    case 'back': {
      const before = stepBefore(progress);
      return { kind: 'go', step: before?.step.id ?? step };
    }
    case 'go': {
      const named = stepNamed(toolkit, asked.text);
      return named === null ? null : { kind: 'go', step: named };
    }
    case 'answer':
      return text === '' ? null : { kind: 'answer', step, words: text };
    case 'add': {
      // Said without “answer:”, so it never takes the place of what stands there.
      const before = opportunity.state.answers[step];
      const words = before === undefined || before.includes(text) ? text : `${before} ${text}`;
      return text === '' || words.length > bounds.answer ? null : { kind: 'answer', step, words };
    }
    case 'check':
    case 'uncheck': {
      const task = taskIn(text, { progress, shown: progress.current });
      const at = progress.steps.find((one) => one.step.checklist.includes(task ?? ''));
      return task === null || at === undefined
        ? null
        : { kind: 'check', step: at.step.id, item: task, isDone: asked.act === 'check' };
    }
    case 'owner':
      return text === '' || asked.owner === null
        ? null
        : {
            kind: 'owner',
            task: taskIn(text, { progress, shown: progress.current }) ?? text,
            owner: asked.owner.trim(),
          };
    case 'decide':
      return text === '' ? null : { kind: 'decide', words: text, on: context.today };
    case 'target':
      return asked.date === null ? null : { kind: 'target', date: parseIsoDate(asked.date) };
    case 'area': {
      const area = await resolveServiceArea(text, context);
      return area.ok && area.value !== null ? { kind: 'area', serviceArea: area.value } : null;
    }
    case 'value':
      return {
        kind: 'value',
        ...(asked.amount === null || asked.amount <= 0 ? {} : { amount: asked.amount }),
        ...(asked.per === null || asked.amount === null ? {} : { per: asked.per }),
        ...(asked.years === null ? {} : { years: asked.years }),
        ...(asked.vat === null ? {} : { vat: asked.vat }),
      };
  }
}

/** Writes what the officer's message says of a purchase. */
export const changeWalkThrough = defineTool<Asked>({
  name: 'change_walk_through',
  description:
    'Moves a purchase on, or notes an answer, a checked item, an owner, a decision, a date or an amount.',
  input: changeInput,
  run: async (asked, context): Promise<WalkFound> => {
    const meant = await purchaseMeant(asked, context);
    if ('outcome' in meant) return meant;
    const { walk, walker, found } = meant;
    const change = await changeOf(asked, found, context);
    if (change === null) return walkFound('not-now', { view: await viewOf(found, walk.toolkit, context) });
    const outcome = await walk.opportunities.change(walker, found.id, null, [change]);
    if (outcome.kind === 'unknown') return walkFound('unknown');
    return walkFound(outcome.kind, { view: await viewOf(outcome.opportunity, walk.toolkit, context) });
  },
});
