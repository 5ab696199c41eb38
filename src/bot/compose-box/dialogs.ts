/** The action commands: a note of market engagement by form, and an answer about a message somebody wrote. */
import { z } from 'zod';
import { type Engagement, type Sharing, sharings } from '../../engagement/engagement.ts';
import { readerOf } from '../../tools/find-engagements.ts';
import { decideEngagement, draftEngagement, engagementInput } from '../../tools/log-engagement.ts';
import type { ToolContext } from '../../tools/tool.ts';
import { cleanText, cut } from '../clean-text.ts';
import type { Visit } from '../features.ts';
import type { InvokeAnswer } from '../invokes.ts';
import { dialogAnswer, dialogMessage, hitsAnswer } from './extension-answer.ts';
import {
  emptyForm,
  engagementForm,
  engagementReview,
  type FormValues,
  noArea,
  quotedAnswerCard,
} from './form-cards.ts';
import { type ComposeBoxServices, inTime } from './services.ts';

/** Action commands as the app package lists them. */
export const actionCommands = [
  {
    id: 'logEngagement',
    title: 'Log market engagement',
    description: 'Note whom you met in the market, about what, and who may read it.',
    context: ['compose', 'commandBox', 'message'],
  },
  {
    id: 'askAboutMessage',
    title: 'Ask about this message',
    description: 'Answers the question in a message from the records and the guidance.',
    context: ['message'],
  },
] as const;

/** Dialogs have five seconds; a model may take longer. */
export const answerMilliseconds = 4_000;

const line = (most: number) =>
  z
    .string()
    .max(20_000)
    .nullish()
    .transform((text) => cut(cleanText(text ?? ''), most));
const messagePayload = z.object({ body: z.object({ content: z.string().max(262_144).nullish() }).nullish() });
const action = z.object({
  commandId: z.string().max(64).nullish(),
  messagePayload: messagePayload.nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});
const id = z.string().regex(/^M-[0-9A-F]{10}$/);
const pressed = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('engagement.form') }),
  z.object({
    verb: z.literal('engagement.review'),
    formKey: z.string().regex(/^[\w-]{8,64}$/),
    organisation: line(120),
    metOn: line(10),
    serviceArea: line(100),
    summary: line(1_000),
    people: line(200),
    peopleAgreed: z
      .union([z.string().max(10), z.boolean()])
      .nullish()
      .transform((given) => String(given) === 'true'),
    sharing: z.enum(sharings).catch('owner'),
    months: z.coerce.number().int().min(1).max(60).catch(24),
  }),
  z.object({ verb: z.literal('engagement.save'), id }),
  z.object({ verb: z.literal('engagement.change'), id }),
  z.object({ verb: z.literal('engagement.discard'), id }),
  z.object({ verb: z.literal('ask.insert'), answerId: z.string().regex(/^[^\p{C}]{1,100}$/u) }),
]);

const title = 'Log market engagement';
const olderForm = 'This form is an older one. Please open it again.';
const whichBorough =
  'Tell me first which borough you work for: write “I work for Hillingdon” in a chat with me, then open this again.';
const tooLong = 'The answer takes longer than this window waits. Please ask the question in a chat with me.';
const problems = {
  future: 'That day has not come yet. Give the day on which you met.',
  'too-old': 'That talk is longer ago than a note would be kept.',
} as const;

function textOf(value: z.infer<typeof action>): string {
  return cleanText(value.messagePayload?.body?.content ?? '');
}

/** The dialogs over the given services; each resolves to null when the value is none of theirs. */
export function createDialogs(services: ComposeBoxServices) {
  const { catalogue, engagements, today } = services;

  /** A dialog is seen by the officer alone, so it is as private as a chat with the assistant. */
  async function contextOf(visit: Visit): Promise<ToolContext> {
    const { officer } = visit;
    const boroughId = await services.boroughOf(officer);
    const isVouched = boroughId !== null && services.isVouchedFor(officer, boroughId);
    return {
      catalogue,
      engagements,
      today: today(),
      viewer: { boroughId, isVouchedFor: isVouched, isPrivate: true },
      officer: {
        tenantId: officer.tenantId,
        officerId: officer.userId,
        boroughId: isVouched ? boroughId : null,
        mayActFor: (buyerId) => services.isVouchedFor(officer, buyerId),
      },
    };
  }

  function form(
    context: ToolContext,
    values: FormValues,
    formKey: string,
    problem: string | null,
  ): InvokeAnswer {
    const boroughName = catalogue.boroughName(context.viewer.boroughId ?? '') ?? 'your borough';
    const serviceAreas = [...catalogue.reference.serviceAreas].sort();
    return dialogAnswer(
      title,
      engagementForm(values, { formKey, serviceAreas, borough: boroughName, today: context.today, problem }),
    );
  }

  async function openForm(visit: Visit, summary: string): Promise<InvokeAnswer> {
    const context = await contextOf(visit);
    if (context.viewer.boroughId === null) return dialogMessage(whichBorough);
    const values = { ...emptyForm(context.today), summary: cut(summary, 1_000) };
    return form(context, values, services.newKey(), null);
  }

  async function review(
    data: Extract<Pressed, { verb: 'engagement.review' }>,
    visit: Visit,
  ): Promise<InvokeAnswer> {
    const context = await contextOf(visit);
    if (context.viewer.boroughId === null) return dialogMessage(whichBorough);
    const { formKey, months, sharing, peopleAgreed, organisation, metOn, serviceArea, summary, people } =
      data;
    const values: FormValues = {
      ...{ organisation, metOn, serviceArea, summary, people, sharing },
      peopleAgreed: String(peopleAgreed),
      months: String(months),
    };
    const parsed = engagementInput.safeParse({
      organisation,
      service_area: serviceArea === '' || serviceArea === noArea ? null : serviceArea,
      met_on: metOn,
      summary,
      people: people === '' ? null : people,
      people_agreed: peopleAgreed,
      sharing,
      months,
    });
    if (!parsed.success)
      return form(context, values, formKey, 'Please fill in whom you met, on which day and about what.');
    const result = await draftEngagement(parsed.data, context, formKey);
    if (result.result === 'unusable')
      return form(context, values, formKey, problems[result.problem ?? 'future']);
    if (result.engagement === null) return dialogMessage(olderForm);
    if (result.result === 'saved-before') return dialogMessage(savedWords(result.engagement));
    const remarks = result.hasLeftOutPeople
      ? ['Names of people are left out, because the form does not say that they agreed.']
      : [];
    return dialogAnswer(title, engagementReview(result.engagement, remarks));
  }

  async function change(noteId: string, visit: Visit): Promise<InvokeAnswer> {
    const context = await contextOf(visit);
    const note = await engagements.byId(noteId, readerOf(context), context.today);
    if (note === null || !note.isDraft) return dialogMessage(olderForm);
    await engagements.remove(noteId, readerOf(context));
    const values: FormValues = {
      organisation: note.organisation,
      metOn: note.metOn,
      serviceArea: note.serviceArea ?? noArea,
      summary: note.summary,
      people: note.people ?? '',
      peopleAgreed: String(note.people !== null),
      sharing: note.sharing,
      months: String(monthsBetween(note)),
    };
    return form(context, values, services.newKey(), null);
  }

  async function decide(noteId: string, decision: 'save' | 'remove', visit: Visit): Promise<InvokeAnswer> {
    const input = { engagement_id: noteId, decision, sharing: null };
    const result = await decideEngagement.run(input, await contextOf(visit));
    if (result.outcome !== 'engagement') return dialogMessage(olderForm);
    if (result.engagement !== null) return dialogMessage(savedWords(result.engagement));
    return dialogMessage(decision === 'remove' ? 'The note is discarded.' : olderForm);
  }

  /** The message is read as data: nothing is remembered or changed for it, and the answer holds what all may see. */
  async function askAbout(quoted: string, visit: Visit): Promise<InvokeAnswer> {
    if (quoted === '') return dialogMessage('That message holds no text I can read.');
    const answer = await inTime(
      services.assistant.answer({
        text: quoted,
        officer: visit.officer,
        threadId: `message extension ${visit.threadId}`.slice(0, 1_000),
        scope: 'group',
        boroughHint: null,
        isQuoted: true,
      }),
      answerMilliseconds,
      services.wait,
    );
    if (answer === null) return dialogMessage(tooLong);
    await services.answers.keep(answer, placeOf(visit));
    return dialogAnswer('Ask about this message', quotedAnswerCard(answer, quoted));
  }

  async function insert(answerId: string, visit: Visit): Promise<InvokeAnswer> {
    const answer = await services.answers.get(answerId, placeOf(visit));
    if (answer === null) return dialogMessage('This answer is no longer kept. Please ask again.');
    const text = answer.sentences[0]?.text ?? answer.title;
    return hitsAnswer([{ title: answer.title, text, card: quotedAnswerCard(answer, null) }]);
  }

  async function press(data: unknown, visit: Visit): Promise<InvokeAnswer> {
    const parsed = pressed.safeParse(data);
    if (!parsed.success) return dialogMessage(olderForm);
    switch (parsed.data.verb) {
      case 'engagement.form':
        return await openForm(visit, '');
      case 'engagement.review':
        return await review(parsed.data, visit);
      case 'engagement.change':
        return await change(parsed.data.id, visit);
      case 'engagement.save':
        return await decide(parsed.data.id, 'save', visit);
      case 'engagement.discard':
        return await decide(parsed.data.id, 'remove', visit);
      case 'ask.insert':
        return await insert(parsed.data.answerId, visit);
    }
  }

  return {
    /** Opens the dialog of an action command. */
    async fetch(value: unknown, visit: Visit): Promise<InvokeAnswer | null> {
      const parsed = action.safeParse(value);
      if (!parsed.success) return null;
      if (parsed.data.commandId === 'logEngagement') return await openForm(visit, textOf(parsed.data));
      return parsed.data.commandId === 'askAboutMessage' ? await askAbout(textOf(parsed.data), visit) : null;
    },
    /** A button inside a dialog, however often it arrives: Teams sends it up to three times. */
    async submit(value: unknown, visit: Visit): Promise<InvokeAnswer | null> {
      const parsed = action.safeParse(value);
      if (!parsed.success || parsed.data.data == null) return null;
      const verb = parsed.data.data['verb'];
      const isOurs = typeof verb === 'string' && /^(?:engagement|ask)\./.test(verb);
      return isOurs ? await press(parsed.data.data, visit) : null;
    },
  };
}

type Pressed = z.infer<typeof pressed>;

function placeOf(visit: Visit) {
  return { tenantId: visit.officer.tenantId, conversationKey: visit.conversationKey };
}

function monthsBetween({ metOn, expiresOn }: Engagement): number {
  const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return months(expiresOn) - months(metOn);
}

const readers: Readonly<Record<Sharing, string>> = {
  public: 'anyone',
  boroughs: 'officers of the boroughs',
  owner: 'your borough only',
};

function savedWords(note: Engagement): string {
  return `Saved as ${note.id}, shown to ${readers[note.sharing]}. To take it back, write to me: Withdraw engagement ${note.id}`;
}
