/** The card of one step: its question and checklist as inputs, and what the step rests on. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import {
  askWords,
  contractGone,
  dueWords,
  noticeRuleWords,
  ownerOf,
  placeWords,
  standingWords,
  talkTo,
  walkTitle,
} from '../../assistant/compose/walk-words.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import { bounds } from '../../toolkit/opportunity.ts';
import type { Ask } from '../../toolkit/progress.ts';
import type { WalkView } from '../../tools/walk-view.ts';
import { card, type Element, execute, group, heading, smallText, text } from '../cards/elements.ts';
import { clip, escapeMarkdown, link } from '../cards/escape.ts';
import { markOf } from './card-data.ts';
import { type Banner, head, show } from './cards.ts';
import { choice, dateInput, textInput, ticks } from './inputs.ts';

/** What the officer typed and could not be saved as it was; shown again, so that nothing typed is lost. */
export type Unsaved = {
  readonly answer: string | null;
  readonly owner: string | null;
  readonly money: string | null;
};

function askInput(
  ask: Ask,
  view: WalkView,
  serviceAreas: readonly string[],
  unsaved: Unsaved | null,
): Element {
  const label = escapeMarkdown(askWords(ask, view));
  switch (ask) {
    case 'area':
      return choice(
        'area',
        label,
        serviceAreas.map((area) => ({ title: area, value: area })),
      );
    case 'target':
      return dateInput('target', label, null);
    case 'vat':
      return choice('vat', label, [
        { title: 'Without VAT', value: 'excluding' },
        { title: 'With VAT', value: 'including' },
      ]);
    case 'value':
    case 'years':
      return textInput('money', label, unsaved?.money ?? '', { most: 200, isLong: false });
  }
}

/** What the step rests on: changes of the law with their days, notices, and pages with their sources. */
function background(view: WalkView): Element[] {
  const { step } = view.shown;
  const notices = (view.plan?.notices ?? []).filter(({ code }) => step.notices.includes(code));
  const dated = new Set(notices.map(({ code }) => code));
  const pages = view.passages
    .slice(0, 6)
    .map(({ title, sources }) => link(clip(title, 80), sources[0]?.address ?? null));
  const lines: Element[] = [
    ...step.changed.map(({ from, what }) => text(escapeMarkdown(`Since ${formatDate(from)}: ${what}`))),
    ...notices.map((due) => text(escapeMarkdown(`${due.code}, ${dueWords(due)}: ${due.why}`))),
    ...view.noticeRules
      .filter(({ code }) => !dated.has(code))
      .map((rule) => text(escapeMarkdown(noticeRuleWords(rule)))),
    text(escapeMarkdown(talkTo(view))),
    ...step.pitfalls.map((pitfall) =>
      text(
        escapeMarkdown(`Often goes wrong: ${pitfall.charAt(0).toLowerCase()}${pitfall.slice(1)}`),
        'subtle',
      ),
    ),
    ...(pages.length === 0 ? [] : [smallText(`Rests on: ${pages.join(', ')}`)]),
    ...step.links.slice(0, 4).map(({ title, address }) => smallText(link(clip(title, 100), address))),
  ];
  return [group([heading('What to know'), ...lines])];
}

/** Shows the step `view.shown`; `unsaved` goes back into the inputs it was typed in. */
export function stepCard(
  view: WalkView,
  serviceAreas: readonly string[],
  banner: Banner = null,
  unsaved: Unsaved | null = null,
): IAdaptiveCard {
  const { shown, progress, opportunity } = view;
  const { step } = shown;
  const { state, id, version } = opportunity;
  const answer = state.answers[step.id] ?? '';
  const owner = ownerOf(view, step.title) ?? '';
  const done = state.checks[step.id] ?? [];
  const checks = step.checklist.flatMap((item, at) => (done.includes(item) ? [at] : []));
  const [ask] = view.asks;
  const place = placeWords(progress, shown);
  const save = (label: string, move: 'stay' | 'next' | 'skip' | 'back') =>
    execute(label, {
      verb: 'walk.save',
      id,
      version,
      step: step.id,
      move,
      drawn: {
        list: markOf(step.checklist.join('\n')),
        answer: markOf(answer),
        owner: markOf(owner),
        checks,
      },
    });
  const isFirst = progress.steps[0]?.step.id === step.id;
  const owners = step.checklist.flatMap((item) => {
    const who = ownerOf(view, item);
    return who === null ? [] : [smallText(escapeMarkdown(`${item}: ${who}`))];
  });
  return card({
    body: [
      ...head(view, banner),
      heading(escapeMarkdown(place)),
      smallText(
        escapeMarkdown(
          `This step: ${standingWords(shown)}. ${progress.settled} of ${progress.steps.length} steps settled.`,
        ),
      ),
      text(escapeMarkdown(step.why)),
      ...(view.contractState === 'gone' ? [text(escapeMarkdown(contractGone), 'warning')] : []),
      ...(ask === undefined ? [] : [askInput(ask, view, serviceAreas, unsaved)]),
      textInput('answer', escapeMarkdown(step.question), unsaved?.answer ?? answer, {
        most: bounds.answer,
        isLong: true,
      }),
      ticks('checks', 'Checklist', step.checklist, checks),
      ...owners,
      textInput('owner', 'Who looks after this step (a name or a role)', unsaved?.owner ?? owner, {
        most: bounds.owner,
        isLong: false,
      }),
      ...background(view),
    ],
    actions: [
      save('Save', 'stay'),
      save('Done, next step', 'next'),
      save('Skip', 'skip'),
      ...(isFirst ? [] : [save('Back', 'back')]),
      show('Overview', view, 'overview'),
      show('Dates and notices', view, 'dates'),
    ],
    fallbackText: clip(
      `${walkTitle(view)}. ${place}. ${step.question} Checklist: ${step.checklist.join('; ')}.`,
      1_500,
    ),
    speak: clip(`${place}. ${step.question}`, 400),
  });
}
