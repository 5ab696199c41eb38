/** Several questions of one message answered in one answer: a headed part each, in the order they were asked. */
import type { AnswerStatus, Citation, Section, Sentence } from './answer.ts';
import type { Draft } from './compose/draft.ts';
import { partsWords } from './wording.ts';

/** Teams shows at most 20 citations in a message. */
const mostCitations = 20;
const mostActions = 6;
const mostChoices = 6;

/** Of several outcomes the one that tells most: an answer before a question back, and that before a refusal. */
const order: readonly AnswerStatus[] = [
  'answered',
  'no-record',
  'clarify',
  'noted',
  'not-covered',
  'declined',
  'out-of-scope',
  'unavailable',
  'help',
  'greeting',
];

type Renumbering = (numbers: readonly number[]) => readonly number[];

/** Gives the citations of one part their numbers in the whole; the same page keeps one number, those past the limit have none. */
function takeIn(own: readonly Citation[], all: Citation[]): Renumbering {
  const numbers = new Map<number, number>();
  for (const citation of own) {
    const known = all.find(
      ({ title, url, quote }) => title === citation.title && url === citation.url && quote === citation.quote,
    );
    if (known !== undefined) numbers.set(citation.number, known.number);
    else if (all.length < mostCitations) {
      all.push({ ...citation, number: all.length + 1 });
      numbers.set(citation.number, all.length);
    }
  }
  return (cited) => [
    ...new Set(
      cited.flatMap((number) => {
        const found = numbers.get(number);
        return found === undefined ? [] : [found];
      }),
    ),
  ];
}

function renumber(section: Section, numbers: Renumbering): Section {
  const cite = <T extends { readonly citations: readonly number[] }>(item: T): T => ({
    ...item,
    citations: numbers(item.citations),
  });
  return { ...section, sentences: section.sentences.map(cite), rows: section.rows.map(cite) };
}

/** A part's sentences under its own heading, with its first table when that has none, then the rest of it. */
function sectionsOf(draft: Draft, place: number, numbers: Renumbering): Section[] {
  const sentences: Sentence[] = draft.sentences.map((sentence) => ({
    ...sentence,
    citations: numbers(sentence.citations),
  }));
  const remarks: Sentence[] = draft.remarks.map((text) => ({ text: `(${text})`, citations: [] }));
  const [first, ...others] = draft.sections.map((section) => renumber(section, numbers));
  const heading = partsWords.heading(place, draft.title);
  const lead: Section = { heading, sentences: [...remarks, ...sentences], columns: [], rows: [] };
  if (first === undefined) return [lead];
  return first.heading === null
    ? [{ ...first, heading, sentences: [...lead.sentences, ...first.sentences] }, ...others]
    : [lead, first, ...others];
}

/** One answer of all parts; the first sentence says how many questions were read. Needs at least one part. */
export function joinParts(drafts: readonly Draft[], leftOut: number): Draft {
  const citations: Citation[] = [];
  const sections = drafts.flatMap((draft, at) =>
    sectionsOf(draft, at + 1, takeIn(draft.citations, citations)),
  );
  const statuses = drafts.map(({ status }) => status);
  const covered = drafts.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  const asksBack = drafts.filter(({ status }) => status === 'clarify');
  const choices = (asksBack.length > 0 ? asksBack : drafts).flatMap((draft) =>
    draft.choices.slice(0, asksBack.length > 0 ? mostChoices : 2),
  );
  const actions = [...new Set(drafts.flatMap(({ nextActions }) => nextActions.slice(0, 3)))];
  return {
    status: order.find((status) => statuses.includes(status)) ?? 'answered',
    title: partsWords.title(drafts.length),
    sentences: [{ text: partsWords.lead(drafts.length, leftOut), citations: [] }],
    sections,
    timeline: drafts.flatMap(({ timeline }) => timeline).slice(0, 12),
    citations,
    coverage: covered.length === 1 ? (covered[0] ?? null) : null,
    remarks: [],
    nextActions: actions.slice(0, mostActions),
    choices: choices.slice(0, mostChoices),
  };
}
