/** Notes a talk with a supplier: first a draft, which the officer's next word saves or discards. */
import { z } from 'zod';
import {
  type Engagement,
  longestSummary,
  mostMonths,
  type Sharing,
  sharings,
  usualMonths,
} from '../engagement/engagement.ts';
import { peopleIn, withoutPeople } from '../engagement/personal-details.ts';
import { addMonths, isoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { readerOf } from './find-engagements.ts';
import * as inputs from './inputs.ts';
import { resolveServiceArea, resolveSubject } from './resolve-names.ts';
import { defineTool, type ToolContext } from './tool.ts';

/** What became of a note. */
export type EngagementResult = {
  readonly outcome: 'engagement';
  /**
   * `drafted`: kept for a day, waits for a yes. `saved`: just now. `saved-before`: nothing changed this time.
   * `removed`: gone for good. `unknown`: no such note of this officer. `unusable`: see `problem`. `not-kept`: nothing
   * can be noted here.
   */
  readonly result: 'drafted' | 'saved' | 'saved-before' | 'removed' | 'unknown' | 'unusable' | 'not-kept';
  readonly engagement: Engagement | null;
  /** With whom it is shared now. */
  readonly sharing: Sharing | null;
  readonly problem: 'future' | 'too-old' | null;
  /** Names of people were left out because nobody said that they agreed. */
  readonly hasLeftOutPeople: boolean;
};

const nothing: EngagementResult = {
  outcome: 'engagement',
  result: 'unknown',
  engagement: null,
  sharing: null,
  problem: null,
  hasLeftOutPeople: false,
};

const input = z.object({
  organisation: z.string().trim().min(1).max(120).describe('Who was met, in the officer’s words.'),
  service_area: inputs.serviceArea,
  met_on: z
    .string()
    .refine((text) => parseIsoDate(text) !== null, 'must be a date like 2026-11-23')
    .describe('Day of the talk, YYYY-MM-DD.'),
  summary: z.string().trim().min(1).max(2_000).describe('What it was about, in the officer’s words.'),
  people: z.string().max(200).nullable().describe('Names of the people met; null for none.'),
  people_agreed: z.boolean().describe('Whether they agreed to be named; without, no name is kept.'),
  sharing: z.enum(sharings).describe('Who may read it: public, boroughs, or owner for the own borough only.'),
  months: z.number().int().min(1).max(mostMonths).nullable().describe('Months it is kept; null for 24.'),
});

/** A reader in a channel gets the note without names: others read along. */
function shown(engagement: Engagement, context: ToolContext): Engagement {
  return context.viewer.isPrivate ? engagement : { ...engagement, people: null };
}

/** Keeps what the officer told as a draft; `formKey` makes a form that is sent again the same draft. */
export async function draftEngagement(
  asked: z.infer<typeof input>,
  context: ToolContext,
  formKey: string | null,
): Promise<EngagementResult> {
  const { engagements, officer, viewer, today } = context;
  if (engagements === undefined || officer === undefined) return { ...nothing, result: 'not-kept' };
  const metOn = isoDate(asked.met_on);
  const expiresOn = addMonths(metOn, asked.months ?? usualMonths);
  if (metOn > today) return { ...nothing, result: 'unusable', problem: 'future' };
  if (expiresOn <= today) return { ...nothing, result: 'unusable', problem: 'too-old' };
  const area = await resolveServiceArea(inputs.areasIn(asked.service_area)[0] ?? null, context);
  const named = await resolveSubject(asked.organisation, area.ok ? area.value : null, context);
  const subject = named.ok ? named.value : null;
  const told = asked.people?.trim() ?? '';
  const people = [...new Set([...(told === '' ? [] : [told]), ...peopleIn(asked.summary)])];
  const engagement = await engagements.draft(
    {
      organisation: asked.organisation,
      // A name of several firms is kept as typed: which of them was met is not for us to say.
      organisationName:
        subject === null || subject.label.includes(' or ') ? null : subject.label.slice(0, 200),
      supplierIds: subject?.subject.supplierIds ?? [],
      productIds: subject?.subject.productIds ?? [],
      serviceArea: area.ok ? area.value : null,
      metOn,
      // The summary is what others read, so names stand beside it, never in it.
      summary: withoutPeople(asked.summary, people).slice(0, longestSummary),
      people: asked.people_agreed && people.length > 0 ? people.join(', ') : null,
      sharing: asked.sharing,
      expiresOn,
    },
    {
      tenantId: officer.tenantId,
      officerId: officer.officerId,
      boroughId: viewer.boroughId,
      isVouched: viewer.isVouchedFor,
    },
    today,
    formKey,
  );
  return {
    ...nothing,
    result: engagement.isDraft ? 'drafted' : 'saved-before',
    engagement: shown(engagement, context),
    sharing: engagement.sharing,
    hasLeftOutPeople: people.length > 0 && !asked.people_agreed,
  };
}

/** Input of `log_engagement`, for forms that ask the same. */
export const engagementInput = input;

/** Stands apart from the tools a planner chooses from: an officer's own message alone runs it. */
export const logEngagement = defineTool<z.infer<typeof input>>({
  name: 'log_engagement',
  description: 'Notes a talk with a supplier as a draft that the officer saves or discards.',
  input,
  run: (asked, context) => draftEngagement(asked, context, null),
});

const decision = z.object({
  engagement_id: z
    .string()
    .regex(/^M-[0-9A-F]{10}$/)
    .describe('Id of the note, as shown with it.'),
  decision: z.enum(['save', 'remove']).describe('What the officer decided.'),
  sharing: z.enum(sharings).nullable().describe('Who may read it; null for as drafted.'),
});

/** Saves a draft or removes a note; only for its author, or for its borough when that is vouched for. */
export const decideEngagement = defineTool<z.infer<typeof decision>>({
  name: 'decide_engagement',
  description: 'Saves or removes a note of market engagement, when the officer says so.',
  input: decision,
  run: async (asked, context): Promise<EngagementResult> => {
    const { engagements, officer, today } = context;
    if (engagements === undefined || officer === undefined) return { ...nothing, result: 'not-kept' };
    const reader = readerOf(context);
    if (asked.decision === 'remove')
      return {
        ...nothing,
        result: (await engagements.remove(asked.engagement_id, reader)) ? 'removed' : 'unknown',
      };
    const isSaved = await engagements.save(asked.engagement_id, asked.sharing, officer);
    // Whether it is theirs does not depend on the place; whether it is shown there does.
    const own = await engagements.byId(asked.engagement_id, { ...reader, isPrivate: true }, today);
    if (own === null || !own.isOwn) return nothing;
    return {
      ...nothing,
      result: isSaved ? 'saved' : own.isDraft ? 'unknown' : 'saved-before',
      engagement: await engagements.byId(asked.engagement_id, reader, today),
      sharing: own.sharing,
    };
  },
});
