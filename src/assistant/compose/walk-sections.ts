/** Sections of a purchase: the step, what changed since 2020, the dates and notices. */
import { formatDate } from '../../procurement/iso-date.ts';
import type { WalkView } from '../../tools/walk-view.ts';
import type { Section, Sentence } from '../answer.ts';
import { type CitationList, plain, section } from './draft.ts';
import {
  citeNotice,
  citePassage,
  dueWords,
  noticeRuleWords,
  ownerOf,
  placeWords,
  talkTo,
} from './walk-words.ts';

/** A line of a table that stands for no contract. */
export function row(cells: readonly string[], citations: readonly number[] = []): Section['rows'][number] {
  return { contractId: null, cells: cells.map(plain), citations };
}

/** A sentence with its sources. */
export function said(text: string, citations: readonly number[] = []): Sentence {
  return { text, citations };
}

/** The step: its question, what to do, and what rests on which page. */
export function stepSection(view: WalkView, citations: CitationList): Section {
  const { step } = view.shown;
  const done = view.opportunity.state.checks[step.id] ?? [];
  const answer = view.opportunity.state.answers[step.id];
  const rests = view.passages.slice(0, 3).flatMap((passage) => citePassage(passage, citations));
  return section(
    placeWords(view.progress, view.shown),
    ['Checklist', 'State', 'Who'],
    step.checklist.map((item) =>
      row([item, done.includes(item) ? 'done' : 'open', ownerOf(view, item) ?? '–']),
    ),
    [
      said(step.question, rests),
      said(step.why),
      ...(answer === undefined ? [] : [said(`Your answer: ${answer}`)]),
      ...view.noticeRules.map((rule) => said(noticeRuleWords(rule), citeNotice(rule, citations))),
      said(talkTo(view)),
      ...step.pitfalls.map((pitfall) =>
        said(`Often goes wrong: ${pitfall.charAt(0).toLowerCase()}${pitfall.slice(1)}.`),
      ),
    ],
  );
}

/** What the toolkit of 2020 could not know, with the day it holds from. */
export function changedSection(view: WalkView, citations: CitationList): Section[] {
  const { changed } = view.shown.step;
  if (changed.length === 0) return [];
  return [
    section(
      'What changed since the toolkit of 2020',
      [],
      [],
      changed.map(({ from, what, page }) => {
        const passage = view.passages.find(({ id }) => id === page);
        return said(
          `Since ${formatDate(from)}: ${what}`,
          passage === undefined ? [] : citePassage(passage, citations),
        );
      }),
    ),
  ];
}

/** The plan worked backwards, and the notices with it; nothing while no day is known to work back from. */
export function planSections({ plan }: WalkView): Section[] {
  if (plan === null) return [];
  return [
    section(
      'Dates, worked backwards',
      ['Latest day', 'Step', 'Why'],
      plan.milestones.map(({ latest, name, notice, why }) =>
        row([formatDate(latest), notice === null ? name : `${name} (${notice})`, why]),
      ),
      [
        said(`How the start was worked out: ${plan.steps.join('; ')}.`),
        ...(plan.fits
          ? []
          : [said('The steps take longer than the lead time: start earlier, or take a quicker route.')]),
      ],
    ),
    section(
      'Notices due',
      ['Notice', 'When', 'Why'],
      plan.notices.map((due) =>
        row([due.isDuty ? due.code : `${due.code} (may not apply)`, dueWords(due), due.why]),
      ),
    ),
  ];
}
