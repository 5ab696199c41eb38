/** A purchase in the toolkit as an answer: where it stands, what was filled in, what is asked, dates, what is next. */
import { formatDate } from '../../procurement/iso-date.ts';
import type { WalkFound, WalkItem, WalkList } from '../../tools/walk-result.ts';
import type { WalkView } from '../../tools/walk-view.ts';
import type { Choice, Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { type CitationList, createCitations, type Draft, draftOfWords, section } from './draft.ts';
import { changedSection, planSections, row, said, stepSection } from './walk-sections.ts';
import { askWords, contractGone, filledFacts, stageCounts, standingWords, walkTitle } from './walk-words.ts';

function filledSection(view: WalkView, citations: CitationList): Section[] {
  const facts = filledFacts(view, citations);
  return facts.length === 0
    ? []
    : [
        section(
          'Filled in for you',
          ['Fact', 'What is known', 'From'],
          facts.map(({ label, text, origin, citations: numbers }) => row([label, text, origin], numbers)),
        ),
      ];
}

function teamSection({ opportunity: { state } }: WalkView): Section[] {
  const rows = [
    ...state.owners.map(({ task, owner }) => row(['Owner', `${task}: ${owner}`])),
    ...state.decisions.slice(-10).map(({ on, words }) => row([`Decided ${formatDate(on)}`, words])),
  ];
  return rows.length === 0 ? [] : [section('Who does what, and decisions', ['What', 'Entry'], rows)];
}

function leads(found: WalkFound, view: WalkView): string {
  const { shown, progress, opportunity } = view;
  switch (found.result) {
    case 'started':
      return `Begun and saved as ${opportunity.id}: ${progress.steps.length} steps in five stages. Say “carry on with the ${opportunity.title} purchase” whenever you come back.`;
    case 'not-now':
      return shown.standing === 'blocked'
        ? `This step ${standingWords(shown)}. Settle or skip that first; nothing was changed.`
        : 'I could not tell what to change, or it does not fit here. Nothing was changed.';
    case 'same':
      return 'That was so already; nothing was changed.';
    case 'conflict':
      return 'Somebody else has changed this meanwhile. Nothing of theirs was written over; here is how it stands now.';
    case 'changed':
      return `Saved. ${progress.settled} of ${progress.steps.length} steps are settled.`;
    default:
      return `${progress.settled} of ${progress.steps.length} steps are settled.`;
  }
}

function ownerSentence(found: WalkFound): Sentence[] {
  if (found.owner === null) return [];
  const { task, owner } = found.owner;
  return [
    said(
      owner === null
        ? `Nobody is named for “${task}” yet. Say, for instance, “assign ${task.charAt(0).toLowerCase()}${task.slice(1)} to Sam”.`
        : `“${task}” is looked after by ${owner}.`,
    ),
  ];
}

function recordSentences(found: WalkFound, view: WalkView): Sentence[] {
  if (found.links === null) return [];
  if (found.links.length === 0)
    return [
      said(
        `The record can be written to a file where the assistant runs: npm run walk-through -- export ${view.opportunity.id} --format docx --out record.docx (or pdf, md, ics).`,
      ),
    ];
  return [
    said('The record can be fetched for a day by whoever has these links:'),
    ...found.links.map(({ label, address }) => said(`${label}: ${address}`)),
  ];
}

function choicesOf(view: WalkView): Choice[] {
  return [
    { label: 'Next', message: 'next' },
    { label: 'Skip', message: 'skip' },
    { label: 'Back', message: 'back' },
    { label: 'Record as a file', message: 'export it' },
    { label: 'My purchases', message: 'my purchases' },
  ].filter(({ message }) => message !== 'back' || view.progress.steps[0]?.step.id !== view.shown.step.id);
}

function composeView(found: WalkFound, view: WalkView, input: ComposeInput): Draft {
  const citations = createCitations();
  const [ask] = view.asks;
  const isFirstLook = found.result === 'started' || found.result === 'shown';
  const sections = [
    ...filledSection(view, citations),
    stepSection(view, citations),
    ...changedSection(view, citations),
    ...planSections(view),
    ...teamSection(view),
  ];
  const { next } = view.progress;
  return {
    status: found.result === 'not-now' || found.result === 'conflict' ? 'clarify' : 'answered',
    title: walkTitle(view),
    sentences: [
      ...ownerSentence(found),
      ...recordSentences(found, view),
      said(leads(found, view)),
      ...(view.contractState === 'gone' ? [said(contractGone)] : []),
      ...(ask === undefined ? [] : [said(`One thing I need from you: ${askWords(ask, view)}`)]),
    ],
    sections,
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks: [
      ...input.remarks,
      ...(found.others > 0
        ? [
            `${found.others} other ${found.others === 1 ? 'record fits' : 'records fit'} too; name the product if you mean another.`,
          ]
        : []),
      ...(isFirstLook ? [adviceRemark] : []),
    ],
    nextActions: [
      'Answer with “answer: …”, tick an item with “tick …”, name somebody with “assign … to …”, or keep a decision with “log a decision: …”.',
      next === null
        ? 'No further step is open. Say “export it” for the record.'
        : `Say “next” when this step is done; then comes “${next.step.title}”. Or “skip”, “back”, “go to design”.`,
    ],
    choices: choicesOf(view),
    panel: { kind: 'walk-through', id: view.opportunity.id },
  };
}

const adviceRemark =
  'Guidance, not legal advice. The toolkit is of 2020, with today’s law laid over it; lead times are proposals your borough can change.';

function empty(
  status: Draft['status'],
  title: string,
  text: string,
  input: ComposeInput,
  choices: Draft['choices'] = [],
): Draft {
  return { ...draftOfWords(status, title, [text], input.remarks), choices };
}

const howToStart =
  'Begin one by saying what you need, for instance “I need to buy a new planning system, circa 600k over 4 years”, or “walk me through replacing our housing contract”.';

function listRow({ opportunity, boroughName, progress }: WalkItem): Section['rows'][number] {
  const counts = stageCounts(progress).map(({ settled, of }) => `${settled}/${of}`);
  return row([
    `${walkTitle({ opportunity, boroughName })}\n${opportunity.id}, begun ${formatDate(opportunity.createdOn)}`,
    `${progress.current.stage.title}: ${progress.current.step.title}`,
    `${progress.settled} of ${progress.steps.length} (${counts.join(' · ')})`,
  ]);
}

function resume(item: WalkItem): Choice {
  return { label: item.opportunity.title.slice(0, 60), message: `Continue ${item.opportunity.id}` };
}

function composeList({ items }: Pick<WalkList, 'items'>, lead: string, input: ComposeInput): Draft {
  return {
    ...empty('answered', 'Purchases in the toolkit', lead, input, items.slice(0, 6).map(resume)),
    sections: [section(null, ['Purchase', 'Where it stands', 'Steps settled'], items.map(listRow))],
  };
}

/** Writes the answer; what cannot be opened here is not told apart from what does not exist. */
export function composeWalkThrough(input: ComposeInput): Draft {
  const list = input.results.findLast((result) => result.outcome === 'walk-throughs');
  if (list !== undefined)
    return list.items.length === 0
      ? empty(
          'no-record',
          'Purchases in the toolkit',
          `No purchase is on its way here yet. ${howToStart}`,
          input,
          [{ label: 'What is expiring for us?', message: 'What is expiring in the next 24 months for us?' }],
        )
      : composeList(
          list,
          'These purchases are on their way through the toolkit, the last one touched first.',
          input,
        );
  const found = input.results.findLast((result) => result.outcome === 'walk-through');
  if (found === undefined) throw new TypeError('a walk-through needs a result to compose');
  if (found.result === 'several')
    return composeList({ items: found.options }, 'Several purchases fit. Which do you mean?', input);
  if (found.view === null)
    return empty(
      'no-record',
      'No such purchase',
      `I have no such purchase that you can open here. ${howToStart}`,
      input,
      [{ label: 'My purchases', message: 'my purchases' }],
    );
  return composeView(found, found.view, input);
}
