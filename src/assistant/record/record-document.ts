/** The record of a purchase as one neutral document: every form it is written in is made from this. */
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import type { StepProgress } from '../../toolkit/progress.ts';
import { walkStages } from '../../toolkit/toolkit.ts';
import type { WalkPassage, WalkView } from '../../tools/walk-view.ts';
import { type CitationList, createCitations, sourceDateWords } from '../compose/draft.ts';
import {
  askWords,
  citePassage,
  contractGone,
  dueWords,
  filledFacts,
  ownerOf,
  rolesWords,
  stageCounts,
  standingWords,
  walkTitle,
} from '../compose/walk-words.ts';

/** Plain text throughout; each writer escapes for its own form. */
export type RecordPart = {
  readonly heading: string;
  readonly level: 1 | 2;
  readonly paragraphs: readonly string[];
  readonly items: readonly { readonly text: string; readonly isDone: boolean }[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

/** A day for a calendar. */
export type RecordDay = {
  readonly uid: string;
  readonly day: IsoDate;
  readonly title: string;
  readonly text: string;
};

/** The whole record; `sources` are what the marks `[1]` stand for. */
export type RecordDocument = {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly parts: readonly RecordPart[];
  readonly sources: readonly {
    readonly number: number;
    readonly text: string;
    readonly url: string | null;
  }[];
  readonly days: readonly RecordDay[];
};

/** A record cites more than a message may. */
const mostSources = 500;

function part(heading: string, level: 1 | 2, rest: Partial<RecordPart>): RecordPart {
  return { heading, level, paragraphs: [], items: [], columns: [], rows: [], ...rest };
}

function marks(numbers: readonly number[]): string {
  return [...new Set(numbers)].map((number) => ` [${number}]`).join('');
}

function summary(view: WalkView, citations: CitationList): RecordPart[] {
  const facts = filledFacts(view, citations);
  return [
    part('Where it stands', 1, {
      paragraphs: [
        `${view.progress.settled} of ${view.progress.steps.length} steps are settled. Now: ${view.progress.current.stage.title}, ${view.progress.current.step.title}.`,
        ...(view.contractState === 'gone' ? [contractGone] : []),
        ...view.asks.map((ask) => `Still to be said: ${askWords(ask, view)}`),
      ],
      columns: ['Stage', 'Steps settled'],
      rows: stageCounts(view.progress).map(({ title, settled, of }) => [title, `${settled} of ${of}`]),
    }),
    ...(facts.length === 0
      ? []
      : [
          part('Filled in from the records', 1, {
            columns: ['Fact', 'What is known', 'From'],
            rows: facts.map(({ label, text, origin, citations: numbers }) => [
              label,
              `${text}${marks(numbers)}`,
              origin,
            ]),
          }),
        ]),
  ];
}

function dates({ plan }: WalkView): RecordPart[] {
  if (plan === null) return [];
  return [
    part('Dates, worked backwards', 1, {
      paragraphs: [
        `How the start was worked out: ${plan.steps.join('; ')}.`,
        'Lead times and the days for evaluation and approval are proposals your borough can change. Days fall on working days in England.',
      ],
      columns: ['Latest day', 'Step', 'Why'],
      rows: plan.milestones.map(({ latest, name, notice, why }) => [
        formatDate(latest),
        notice === null ? name : `${name} (${notice})`,
        why,
      ]),
    }),
    part('Notices due', 1, {
      columns: ['Notice', 'When', 'Why', 'Page'],
      rows: plan.notices.map((due) => [
        due.isDuty ? due.code : `${due.code} (may not apply)`,
        dueWords(due),
        due.why,
        due.page,
      ]),
    }),
  ];
}

function stepPart(
  one: StepProgress,
  view: WalkView,
  passagesFor: (pages: readonly string[]) => readonly WalkPassage[],
  citations: CitationList,
): RecordPart {
  const { step } = one;
  const { state } = view.opportunity;
  const passages = passagesFor([...step.pages, ...step.law]);
  const rests = (pages: readonly string[]) =>
    marks(
      passages.filter(({ id }) => pages.includes(id)).flatMap((passage) => citePassage(passage, citations)),
    );
  const answer = state.answers[step.id];
  const owner = ownerOf(view, step.title);
  return part(`${step.title} (${standingWords(one)})`, 2, {
    paragraphs: [
      `${step.question}${rests(step.pages)}`,
      answer === undefined ? 'Answer: none yet.' : `Answer: ${answer}`,
      `Who: ${owner === null ? `nobody is named yet; the toolkit names ${rolesWords(step.roles)}` : owner}.`,
      ...step.changed.map(({ from, what, page }) => `Since ${formatDate(from)}: ${what}${rests([page])}`),
      ...(step.notices.length === 0 ? [] : [`Notices of this step: ${step.notices.join(', ')}.`]),
    ],
    items: step.checklist.map((item) => {
      const who = ownerOf(view, item);
      return {
        text: who === null ? item : `${item} (${who})`,
        isDone: state.checks[step.id]?.includes(item) ?? false,
      };
    }),
  });
}

function team({ opportunity: { state } }: WalkView): RecordPart[] {
  return [
    part('Who does what', 1, {
      paragraphs: state.owners.length === 0 ? ['Nobody is named yet.'] : [],
      columns: state.owners.length === 0 ? [] : ['Task', 'Who'],
      rows: state.owners.map(({ task, owner }) => [task, owner]),
    }),
    part('Decisions', 1, {
      paragraphs: state.decisions.length === 0 ? ['None yet.'] : [],
      columns: state.decisions.length === 0 ? [] : ['Day', 'Decision'],
      rows: state.decisions.map(({ on, words }) => [formatDate(on), words]),
    }),
  ];
}

function daysOf({ plan, opportunity }: WalkView): RecordDay[] {
  if (plan === null) return [];
  const { id, title } = opportunity;
  return [
    ...plan.milestones.map(({ latest, name, notice, why }, at) => ({
      uid: `${id}-step-${at + 1}`,
      day: latest,
      title: `${title}: ${notice === null ? name : `${name} (${notice})`}`,
      text: why,
    })),
    ...plan.notices.flatMap(({ code, by, why, isDuty }) =>
      by === null
        ? []
        : [
            {
              uid: `${id}-${code}`,
              day: by,
              title: `${title}: ${code} at the latest${isDuty ? '' : ', if it applies'}`,
              text: why,
            },
          ],
    ),
  ];
}

/** Writes down all that is known and said of the purchase; `passagesFor` finds the pages a step rests on. */
export function recordDocument(
  view: WalkView,
  passagesFor: (pages: readonly string[]) => readonly WalkPassage[],
): RecordDocument {
  const citations = createCitations(mostSources);
  const parts: RecordPart[] = [...summary(view, citations), ...dates(view), ...team(view)];
  for (const stage of walkStages) {
    const steps = view.progress.steps.filter((one) => one.stage.stage === stage);
    const [first] = steps;
    if (first === undefined) continue;
    parts.push(
      part(`Stage ${walkStages.indexOf(stage) + 1}: ${first.stage.title}`, 1, {
        paragraphs: [first.stage.purpose],
      }),
    );
    for (const one of steps) parts.push(stepPart(one, view, passagesFor, citations));
  }
  const { opportunity, today } = view;
  return {
    id: opportunity.id,
    title: walkTitle(view),
    subtitle: `Record of the toolkit walk-through ${opportunity.id}, begun ${formatDate(opportunity.createdOn)}, as of ${formatDate(today)}. Guidance, not legal advice.`,
    parts,
    sources: citations.all().map(({ number, title, publisher, url, publishedDate }) => ({
      number,
      text: `${publisher}: ${title} (${sourceDateWords(publishedDate, null)})`,
      url,
    })),
    days: daysOf(view),
  };
}
