/** Cards of dialogs: the form of a note, its review, an answer about a message. Dialogs submit; they cannot execute. */
import type {
  IAdaptiveCard,
  IChoiceSetInput,
  IDateInput,
  ISubmitAction,
  ITextInput,
  IToggleInput,
} from '@microsoft/teams.cards';
import type { Answer } from '../../assistant/answer.ts';
import { sharingWords } from '../../assistant/compose/engagement.ts';
import { type Engagement, longestSummary, type Sharing, usualMonths } from '../../engagement/engagement.ts';
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { answerCard } from '../cards/answer-card.ts';
import { card, type Element, facts, heading, smallText, text } from '../cards/elements.ts';
import { clip, escapeMarkdown } from '../cards/escape.ts';

type Input = ITextInput | IDateInput | IChoiceSetInput | IToggleInput;

function submit(title: string, data: Readonly<Record<string, unknown>>): ISubmitAction {
  return { type: 'Action.Submit', title, data: { ...data } };
}

/** A card whose body has inputs and whose buttons submit. */
function dialogCard(
  body: readonly (Element | Input)[],
  actions: readonly ISubmitAction[],
  words: string,
): IAdaptiveCard {
  const plain = card({ body: [], actions: [], fallbackText: words, speak: words });
  return { ...plain, body: [...body], ...(actions.length === 0 ? {} : { actions: [...actions] }) };
}

/** Stands for no service area: a choice needs a value. */
export const noArea = 'none';

/** What the form holds when it opens, as typed so far. */
export type FormValues = {
  readonly organisation: string;
  readonly metOn: string;
  readonly serviceArea: string;
  readonly summary: string;
  readonly people: string;
  readonly peopleAgreed: string;
  readonly sharing: Sharing;
  readonly months: string;
};

/** An empty form; the day is today, the note is for the own borough. */
export function emptyForm(today: IsoDate): FormValues {
  return {
    organisation: '',
    metOn: today,
    serviceArea: noArea,
    summary: '',
    people: '',
    peopleAgreed: 'false',
    sharing: 'owner',
    months: String(usualMonths),
  };
}

const keptMonths = [6, 12, 24, 36, 60];

/** The form of a note; `problem` says what to put right. */
export function engagementForm(
  values: FormValues,
  options: {
    readonly formKey: string;
    readonly serviceAreas: readonly string[];
    readonly borough: string;
    readonly today: IsoDate;
    readonly problem: string | null;
  },
): IAdaptiveCard {
  const { formKey, serviceAreas, borough, today, problem } = options;
  const sharings: readonly Sharing[] = ['owner', 'boroughs', 'public'];
  const inputs: Input[] = [
    {
      type: 'Input.Text',
      id: 'organisation',
      label: 'Whom did you meet? The organisation, not the person',
      value: values.organisation,
      maxLength: 120,
      isRequired: true,
      errorMessage: 'Name the organisation you met.',
    },
    {
      type: 'Input.Date',
      id: 'metOn',
      label: 'When?',
      value: values.metOn,
      max: today,
      isRequired: true,
      errorMessage: 'Give a day that is not in the future.',
    },
    {
      type: 'Input.ChoiceSet',
      id: 'serviceArea',
      label: 'About which service?',
      style: 'compact',
      value: values.serviceArea,
      choices: [
        { title: 'Not said', value: noArea },
        ...serviceAreas.map((area) => ({ title: area, value: area })),
      ],
    },
    {
      type: 'Input.Text',
      id: 'summary',
      label: 'What was it about? Without names of people',
      isMultiline: true,
      value: values.summary,
      maxLength: longestSummary,
      isRequired: true,
      errorMessage: 'Say in a few words what it was about.',
    },
    {
      type: 'Input.Text',
      id: 'people',
      label: 'Names of people met (seen in your borough only; leave empty if in doubt)',
      value: values.people,
      maxLength: 200,
    },
    {
      type: 'Input.Toggle',
      id: 'peopleAgreed',
      label: 'Consent',
      title: 'The people named agreed that their names are kept',
      value: values.peopleAgreed,
      valueOn: 'true',
      valueOff: 'false',
    },
    {
      type: 'Input.ChoiceSet',
      id: 'sharing',
      label: 'Who may read it?',
      style: 'expanded',
      value: values.sharing,
      choices: sharings.map((sharing) => ({ title: sharingWords(sharing, borough), value: sharing })),
    },
    {
      type: 'Input.ChoiceSet',
      id: 'months',
      label: 'How long is it kept?',
      style: 'compact',
      value: values.months,
      choices: keptMonths.map((months) => ({ title: `${months} months`, value: String(months) })),
    },
  ];
  return dialogCard(
    [
      ...(problem === null ? [] : [text(escapeMarkdown(problem), 'attention')]),
      text('Keep out prices marked confidential, bids and scores.'),
      ...inputs,
    ],
    [submit('Review', { verb: 'engagement.review', formKey })],
    'A form to note a talk with a supplier: organisation, day, service, summary, who may read it.',
  );
}

/** The draft as it would be saved. */
export function engagementReview(note: Engagement, remarks: readonly string[]): IAdaptiveCard {
  const words = `To be saved: ${note.organisation}, ${formatDate(note.metOn)}, shown to ${sharingWords(note.sharing, note.borough)} until ${formatDate(note.expiresOn)}.`;
  const value = (said: string) => escapeMarkdown(clip(said, longestSummary));
  return dialogCard(
    [
      heading('Save this note?', 'title'),
      text('Nothing is saved yet.'),
      facts([
        {
          name: 'Met',
          value: value(
            note.organisationName === null
              ? note.organisation
              : `${note.organisation} (${note.organisationName})`,
          ),
        },
        { name: 'When', value: value(formatDate(note.metOn)) },
        { name: 'Service', value: value(note.serviceArea ?? 'not said') },
        { name: 'About', value: value(note.summary) },
        { name: 'People', value: value(note.people ?? 'none named') },
        { name: 'Who may read it', value: value(sharingWords(note.sharing, note.borough)) },
        { name: 'Shown until', value: value(formatDate(note.expiresOn)) },
      ]),
      ...remarks.map((remark) => smallText(escapeMarkdown(remark))),
    ],
    [
      submit('Save', { verb: 'engagement.save', id: note.id }),
      submit('Change', { verb: 'engagement.change', id: note.id }),
      submit('Discard', { verb: 'engagement.discard', id: note.id }),
    ],
    words,
  );
}

/** An answer inside a dialog, its buttons replaced: by one that puts it into the chat, or by none. */
export function quotedAnswerCard(answer: Answer, quoted: string | null): IAdaptiveCard {
  const drawn = answerCard({ ...answer, choices: [] }, { page: 1, withProse: true });
  const { actions: _dropped, ...rest } = drawn;
  const about =
    quoted === null ? [] : [smallText(`About the message: “${escapeMarkdown(clip(quoted, 300))}”`)];
  return {
    ...rest,
    body: [...about, ...(rest.body ?? [])],
    ...(quoted === null
      ? {}
      : { actions: [submit('Put this answer into the chat', { verb: 'ask.insert', answerId: answer.id })] }),
  };
}
