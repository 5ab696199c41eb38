/** The best passage's own answer first, today's rule beside what has lapsed, and near passages after it. */
import { formatDate } from '../../procurement/iso-date.ts';
import type { GuidanceFound, PassageFound } from '../../tools/search-guidance.ts';
import type { Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { userColumns, userRow } from './contract-table.ts';
import { coverageSentence, createCitations, type Draft, section, summariseCoverage } from './draft.ts';
import { groundsSection } from './grounds.ts';
import {
  answerOf,
  briefSection,
  lawWords,
  linesForRole,
  noteOnce,
  readable,
  restOf,
  roleWords,
} from './passage-words.ts';

/** Said when nothing answers the question; near pages are offered, never quoted as an answer. */
export function notCovered(found: GuidanceFound, input: ComposeInput): Draft {
  const near = found.passages.filter(({ strength }) => strength >= 0.25).slice(0, 3);
  return {
    status: 'not-covered',
    title: 'The knowledge does not cover this',
    sentences: [
      {
        text: 'The knowledge does not cover this: no passage of the toolkit, the law pages or the research here answers it, so I will not guess. Ask your procurement or legal team.',
        citations: [],
      },
    ],
    sections: [],
    timeline: [],
    citations: [],
    coverage: null,
    remarks: [...input.remarks],
    nextActions: [],
    choices: near.map(({ passage }) => ({ label: passage.heading.slice(0, 60), message: passage.heading })),
  };
}

/** Whether the officer asks what the toolkit or the old rules said, rather than what to do. */
function asksForOld(question: string): boolean {
  return /\btool ?kit\b|\b2020\b|\bsay about\b|\bold\b|\bpcr|\bstill (?:right|valid|legal|ok|current|good)\b|\bused to\b/i.test(
    question,
  );
}

/** A lapsed passage gives way to today's, unless the old one was asked for. */
function leadOf(
  best: PassageFound,
  found: GuidanceFound,
): { lead: PassageFound['passage']; old: PassageFound['passage'] | null } {
  if (best.replacement === null || asksForOld(found.question)) return { lead: best.passage, old: null };
  return { lead: best.replacement, old: best.passage };
}

/**
 * Answers in the words of passages, a lapsed one never without today’s rule where there is one; `not-covered` when
 * none answers, TypeError when guidance was not searched. `citations` may be added to afterwards.
 */
export function composeGuidance(input: ComposeInput, citations = createCitations()): Draft {
  const found = input.results.find((result) => result.outcome === 'guidance');
  if (found === undefined) throw new TypeError('guidance needs passages to compose');
  const [best] = found.passages;
  if (best === undefined || !found.isCovered) return notCovered(found, input);
  const { lead, old } = leadOf(best, found);
  const sentences: Sentence[] = [answerOf(lead, found, citations)];
  const forRole = linesForRole(lead, found, citations, found.role);
  if (found.role !== null && forRole.length > 0) sentences.push(...forRole);
  if (lead.whatChanged !== null)
    sentences.push({
      text: `What changed: ${readable(lead.whatChanged, found.pageTitles)}`,
      citations: sentences[0]?.citations ?? [],
    });
  const sections: Section[] = [];
  const rest = restOf(lead, found, citations, found.role, found.grounds.length === 0);
  if (rest.length > 0) sections.push(section('More on this', [], [], rest));
  if (found.grounds.length > 0) sections.push(groundsSection(found.grounds, citations));
  const shown = new Set([lead.id]);
  if (lead === best.passage && best.replacement !== null) {
    shown.add(best.replacement.id);
    sections.push(
      section(
        `Today’s rule: ${best.replacement.heading}`,
        [],
        [],
        [answerOf(best.replacement, found, citations)],
      ),
    );
  }
  if (old !== null) {
    shown.add(old.id);
    const changed =
      old.whatChanged === null
        ? []
        : [{ text: `What changed: ${readable(old.whatChanged, found.pageTitles)}`, citations: [] }];
    sections.push(section(`In 2020: ${old.heading}`, [], [], [...changed, answerOf(old, found, citations)]));
  }
  const others = found.passages
    .slice(1)
    .filter(
      ({ passage, score, strength }) =>
        !shown.has(passage.id) && score >= 0.55 * best.score && strength >= 0.5,
    );
  for (const { passage, replacement } of others.slice(0, 2)) {
    // A lapsed passage never stands alone: today's is shown in its place.
    const current = replacement ?? passage;
    if (shown.has(current.id)) continue;
    shown.add(current.id);
    sections.push(briefSection(current, found, citations));
  }
  const ending = input.found[0];
  if (ending !== undefined)
    sections.push(
      section(
        `Published contracts that end by ${formatDate(ending.understood.endsTo ?? input.today)}`,
        [...userColumns],
        ending.contracts.map((contract) => userRow(contract, input.today, citations)),
        [
          {
            text: `${ending.total === 0 ? 'None is' : `${ending.total} ${ending.total === 1 ? 'is' : 'are'}`} on record here.`,
            citations: [],
          },
          coverageSentence(summariseCoverage(ending.coverage.serviceArea, ending.coverage.boroughs)),
        ],
      ),
    );
  const remarks = [
    ...input.remarks,
    ...(found.role === null || forRole.length > 0
      ? []
      : [`Nothing in this passage is addressed to ${roleWords[found.role]} alone.`]),
    ...(lead.notKnown === null ? [] : [`Not known: ${readable(lead.notKnown, found.pageTitles)}`]),
    ...lawWords(lead),
    ...noteOnce(input),
  ];
  return {
    status: 'answered',
    title: lead.title,
    sentences,
    sections,
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks,
    nextActions: [],
    choices: found.passages
      .filter(({ passage, strength }) => !shown.has(passage.id) && strength >= 0.35)
      .slice(0, 3)
      .map(({ passage }) => ({ label: passage.heading.slice(0, 60), message: passage.heading })),
  };
}
