/** “When do I need to start?”: the day, the choices, the plan worked backwards, and the arithmetic. */

import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { classWords } from '../../procurement/lead-times.ts';
import { monthWords } from '../../procurement/length-words.ts';
import { dayWords } from '../../procurement/published-dates.ts';
import type { ActByFound, ActByPlan } from '../../tools/act-by-plans.ts';
import type { Citation, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, nextAnniversary, productWords } from './contract-words.ts';
import { createCitations, type Draft, timelineOf } from './draft.ts';
import { arithmetic, choicesSection, past, planSection } from './timeline-sections.ts';

function subjectWords(found: ActByFound): string {
  if (found.contract !== null) return `${productWords(found.contract)} of ${boroughsWords(found.contract)}`;
  const what = found.productName ?? found.serviceArea?.toLowerCase() ?? null;
  return `the ${what === null ? '' : `${what} `}contract${found.boroughName === null ? '' : ` of ${found.boroughName}`}`;
}

/** The direct answer: the start-by day, with the later or earlier one where something decisive is not known. */
function startSentences(found: ActByFound, plan: ActByPlan, today: IsoDate): string[] {
  const { actBy } = plan;
  if (!actBy.known) return [];
  const end = dayWords(plan.endDate, found.endPrecision);
  const first = `To replace ${subjectWords(found)} when it ends on ${end}, start by ${formatDate(actBy.startBy)}${past(actBy.startBy, today)}: ${actBy.leadMonths} months for ${classWords[actBy.leadClass]}.`;
  const sentences = [found.endPrecision === 'day' ? first : first.replace('ends on', 'ends about')];
  if (actBy.otherwise !== null)
    sentences.push(
      `If it is ${actBy.otherwise.when}, it takes ${actBy.otherwise.leadMonths} months: start by ${formatDate(actBy.otherwise.startBy)}${past(actBy.otherwise.startBy, today)}.`,
    );
  if (plan.state === 'late')
    sentences.push(
      'So you are late for a full replacement at that end: extend, take a quicker route, or do both.',
    );
  if (plan.state === 'critical')
    sentences.push(
      `It is critical: a tender begun after ${formatDate(actBy.criticalAfter)} cannot be signed before the end. Extend or bridge, and start now.`,
    );
  if (plan.state === 'soon') sentences.push('That is within three months: start now.');
  if (plan.state === 'ended') sentences.push('That end has passed: check what is in force now.');
  return sentences;
}

function latestSentence(found: ActByFound): string | null {
  if (found.maxExtentDate === null || found.endDate === null || found.maxExtentDate <= found.endDate)
    return null;
  const options = found.options
    .map(({ months, count }) => (count === 1 ? monthWords(months) : `${count} × ${monthWords(months)}`))
    .join(' + ');
  return `The latest possible end is ${dayWords(found.maxExtentDate, found.endPrecision)}${options === '' ? '' : ` if every option is used (${options})`}; options are limits, not a plan, until somebody decides to use them.`;
}

function noticeSentence(found: ActByFound, plan: ActByPlan): string | null {
  if (found.maxExtentDate === null || found.endDate === null || found.maxExtentDate <= found.endDate)
    return null;
  if (plan.actBy.known && plan.actBy.optionNotice !== null)
    return `To take up an option, notice must be sent by ${formatDate(plan.actBy.optionNotice.deadline)} (${found.noticeMonths} months before the end, with working days for delivery).`;
  return 'The date for giving notice of an option is not known: what does the contract say? Tell me, for instance “notice is 6 months”.';
}

/** Two plans at most: the current end, and the first extension when the current end is too near. */
function plansShown(found: ActByFound): readonly ActByPlan[] {
  const [current, next] = found.plans;
  if (current === undefined) return [];
  const isLate = current.state === 'late' || current.state === 'critical';
  return isLate && next !== undefined ? [current, next] : [current];
}

function evidenceOf(found: ActByFound, from: number): Citation[] {
  return found.evidence.map((entry, at) => ({
    number: from + at + 1,
    title: entry.case,
    publisher: 'Published record of the case',
    url: entry.url,
    publishedDate: null,
    quote: `${entry.case}: ${entry.observed}`,
  }));
}

function unknownDraft(found: ActByFound, input: ComposeInput): Draft {
  const citations = createCitations();
  const { contract } = found;
  const numbers = contract === null ? [] : citations.cite(contract);
  const next = contract?.period.term === 'rolling' ? nextAnniversary(contract, input.today) : null;
  const sentences: Sentence[] = [
    {
      text: `Not enough is known to say by when to start for ${subjectWords(found)}, because ${found.because ?? 'its end date is not known'}.`,
      citations: numbers,
    },
  ];
  if (next !== null)
    sentences.push({
      text: `It renews next on ${formatDate(next)}: give notice before then if it is not to go on.`,
      citations: numbers,
    });
  return {
    status: contract === null ? 'no-record' : 'answered',
    title: 'When to start',
    sentences,
    sections: [],
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks: input.remarks,
    nextActions: [
      ...(next === null
        ? []
        : [
            `Find the notice period in the contract and decide before ${formatDate(next)} whether to keep it.`,
          ]),
      'Say when it ends and what options it has, for instance “ends 31 March 2028 with 2 x 12 months, notice 6 months”, and I will work out the dates from that.',
    ],
    choices: [],
  };
}

/** Writes the answer; the officer’s own dates are said to be so, and what is not known is asked for. */
export function composeTimeline(input: ComposeInput): Draft {
  const found = input.results.findLast((result) => result.outcome === 'act-by');
  if (found === undefined) throw new TypeError('timeline needs a result to compose');
  const [current] = found.plans;
  if (current === undefined || !current.actBy.known) return unknownDraft(found, input);
  const { today } = input;
  const citations = createCitations();
  const numbers = found.contract === null ? [] : citations.cite(found.contract);
  const evidence = evidenceOf(found, citations.all().length);
  const texts = [
    ...startSentences(found, current, today),
    latestSentence(found),
    noticeSentence(found, current),
  ].filter((text) => text !== null);
  const sentences: Sentence[] = texts.map((text) => ({ text, citations: numbers }));
  for (const [at, entry] of found.evidence.entries())
    sentences.push({
      text: `How long it took elsewhere: ${entry.case}, ${entry.observed}.`,
      citations: [evidence[at]?.number ?? 0],
    });
  const sections = [
    choicesSection(found, today),
    ...plansShown(found).map((plan) => planSection(found, plan, today)),
  ];
  const sum = arithmetic(current);
  if (sum !== null) sections.push(sum);
  const remarks = [...input.remarks];
  if (found.basis === 'officer')
    remarks.push(
      `Worked out from the dates in your message${found.serviceArea === null ? '' : `, for ${found.productName ?? 'a system'} in ${found.serviceArea.toLowerCase()}`}; they were not looked up in the catalogue and nothing was saved.`,
    );
  if (found.others.length > 0)
    remarks.push(
      `${found.others.length} other ${found.others.length === 1 ? 'record fits' : 'records fit'} too; this is the one to act on first.`,
    );
  remarks.push(
    'Lead times and the days for evaluation, approval and mobilisation are proposals your borough can change; 25 days for tenders and 8 working days of standstill are the law. Days fall on working days in England. Your contract standing orders may ask for more.',
  );
  const subject = found.productName;
  return {
    status: 'answered',
    title: `When to start: ${subjectWords(found)}`,
    sentences,
    sections,
    timeline: found.contract === null ? [] : timelineOf([found.contract]),
    citations: [...citations.all(), ...evidence],
    coverage: null,
    remarks,
    nextActions: actions(found, current, today),
    choices: [
      ...(subject === null
        ? []
        : [{ label: `Who else uses ${subject}?`.slice(0, 60), message: `Who else uses ${subject}?` }]),
      ...(found.options.length > 0 && found.noticeMonths === null
        ? [3, 6].map((months) => ({
            label: `Notice is ${months} months`,
            message: `notice is ${months} months`,
          }))
        : []),
    ],
  };
}

function actions(found: ActByFound, current: ActByPlan, today: IsoDate): string[] {
  const list: string[] = [];
  const isLate = current.state === 'late' || current.state === 'critical';
  if (found.options.length > 0 && found.noticeMonths === null)
    list.push(
      'Look up the notice period of the extension option in the signed contract; it may come before every other date.',
    );
  if (isLate && found.options.length > 0)
    list.push('Decide whether to extend, take a quicker route, or both, and write the reasons down.');
  if (isLate && found.options.length === 0)
    list.push('No option is known: check the contract for one, and what a change to it would need.');
  const next = current.milestones.find((milestone) => milestone.latest >= today);
  if (next !== undefined)
    list.push(
      `Next step in the plan for the current end: ${next.name.toLowerCase()}, by ${formatDate(next.latest)}.`,
    );
  return list;
}
