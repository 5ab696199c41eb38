/** May a contract be extended or changed: the rules, and what is on record of the contract's own options. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, endWords, hasEnded, latestEndWords, productWords } from './contract-words.ts';
import { type CitationList, createCitations, type Draft, plain, section } from './draft.ts';
import { notCovered } from './guidance.ts';
import { answerOf, noteOnce, restOf } from './passage-words.ts';

/** First day of the Procurement Act: what began before stays under the older rules. */
const actBegins = '2025-02-24';

/** What the record says on when the procurement began: a contract that ran before the Act was bought before it. */
function startSentence(contract: CatalogueContract): string {
  const { startDate } = contract.period;
  if (startDate !== null && startDate < actBegins)
    return `It started on ${formatDate(startDate)}, before 24 February 2025, so its procurement began under the Public Contracts Regulations 2015 and regulation 72 decides on changes.`;
  return 'The record does not say when the procurement started. Before 24 February 2025 it is regulation 72 of the Public Contracts Regulations 2015, from that day section 74 of the Procurement Act 2023.';
}

function contractSection(contract: CatalogueContract, input: ComposeInput, citations: CitationList): Section {
  const { period } = contract;
  const numbers = citations.cite(contract);
  const row = (label: string, text: string) => ({
    contractId: contract.id,
    citations: numbers,
    cells: [plain(label), plain(text)],
  });
  const isLeft =
    period.maxExtentDate !== null && period.endDate !== null && period.maxExtentDate > period.endDate;
  return section(
    `On record: ${boroughsWords(contract)}, ${productWords(contract)}`,
    ['What', 'On record'],
    [
      row('Ends', endWords(contract, input.today)),
      row('Latest possible end', latestEndWords(contract)),
      row(
        'Unused options',
        isLeft
          ? 'the latest possible end is later than the current end, so there may be an unused option: check the contract and its notice date'
          : period.optionsAsPublished === null
            ? 'none published; that does not mean there is none'
            : 'none left on record',
      ),
      ...(period.optionsAsPublished === null ? [] : [row('Options as published', period.optionsAsPublished)]),
    ],
    [{ text: startSentence(contract), citations: numbers }],
  );
}

/**
 * The rules in force on changing a contract, beside the dates and options of the one asked about; `not-covered` when
 * no passage answers, TypeError when guidance was not searched.
 */
export function composeModification(input: ComposeInput): Draft {
  const guidance = input.results.find((result) => result.outcome === 'guidance');
  if (guidance === undefined) throw new TypeError('modification needs passages to compose');
  const citations = createCitations();
  const current = guidance.passages.filter(({ holds }) => holds);
  const [best] = current;
  if (best === undefined || !guidance.isCovered) return notCovered(guidance, input);
  const found = input.found[0]?.contracts ?? [];
  const live = found.filter((contract) => !hasEnded(contract, input.today));
  const [contract, ...others] = live.length > 0 ? live : found;
  const lead = best.passage;
  const shown = new Set([lead.id]);
  const sentences: Sentence[] = [answerOf(lead, guidance, citations)];
  const sections: Section[] = [];
  if (contract !== undefined) sections.push(contractSection(contract, input, citations));
  const rest = restOf(lead, guidance, citations, guidance.role);
  if (rest.length > 0) sections.push(section('What decides it', [], [], rest));
  for (const { passage, score } of current.slice(1)) {
    if (shown.has(passage.id) || score < 0.4 * best.score || sections.length >= 4) continue;
    shown.add(passage.id);
    sections.push(section(passage.heading, [], [], [answerOf(passage, guidance, citations)]));
  }
  const startIsKnown =
    contract?.period.startDate !== undefined &&
    contract.period.startDate !== null &&
    contract.period.startDate < actBegins;
  const second = input.results.findLast((result) => result.outcome === 'guidance');
  const before = (second === guidance ? [] : (second?.passages ?? [])).filter(
    ({ passage, holds }) => holds && !shown.has(passage.id) && passage.regime === 'PA2023',
  );
  if (before.length > 0)
    sections.push(
      section(
        'If the Procurement Act governs the contract',
        [],
        [],
        before.slice(0, 3).map(({ passage }) => {
          const answer = answerOf(passage, guidance, citations);
          return { ...answer, text: `${passage.heading} ${answer.text}` };
        }),
      ),
    );
  const asksStart =
    !startIsKnown &&
    !/\b24 February 2025\b|\bregulation 72\b|\bsection 74\b|\bpcr\b/i.test(guidance.question);
  if (asksStart)
    sentences.push({
      text: 'When did the procurement start: before 24 February 2025, or on or after that day? That decides which law applies.',
      citations: [],
    });
  return {
    status: 'answered',
    title: lead.title,
    sentences,
    sections,
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks: [
      ...input.remarks,
      ...(others.length > 0 ? [`${others.length} more records fit; this is the first of them.`] : []),
      ...(contract === undefined
        ? ['Name the borough and the system, and I put the contract’s own options beside the rules.']
        : []),
      ...noteOnce(input),
    ],
    nextActions: [
      'Find the option clause and its notice date in the signed contract, and write down the decision and its ground before the contract ends.',
    ],
    choices: asksStart
      ? [
          {
            label: 'Before 24 February 2025',
            message: 'How do we extend a contract whose procurement started before 24 February 2025?',
          },
          {
            label: 'Later',
            message: 'No option is left. Can we still extend a contract under the Procurement Act?',
          },
        ]
      : [],
  };
}
