/** An amount against the threshold of a day: VAT both ways, options counted, what smaller contracts still need. */
import { formatDate } from '../../procurement/iso-date.ts';
import type { Threshold } from '../../procurement/thresholds.ts';
import { formatAmount } from '../../procurement/value.ts';
import type { ThresholdCase, ThresholdFound } from '../../tools/check-threshold.ts';
import type { Section, Sentence, TableRow } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { type CitationList, createCitations, type Draft, plain, section } from './draft.ts';
import { answerOf, noteOnce } from './passage-words.ts';

const kindWords: Readonly<Record<ThresholdFound['kind'], string>> = {
  'goods-and-services': 'council contracts for goods and services',
  works: 'works contracts',
  concession: 'concession contracts',
  'light-touch': 'light touch contracts',
  'light-touch-concession': 'light touch concessions',
  utilities: 'utilities contracts',
  'defence-and-security': 'defence and security contracts',
  notifiable: 'council contracts that must be published although they are below the threshold',
  'transparency-code': 'the register of the Local Government Transparency Code',
  'key-performance-indicators': 'contracts that need key performance indicators',
  'pipeline-contract': 'contracts in a pipeline notice',
};

function publisherOf(address: string): string {
  return new URL(address).hostname.replace(/^www\./, '');
}

/** The first of the row's sources; how sure it is stands in the quotation. */
function cite(citations: CitationList, row: Threshold | null): readonly number[] {
  const [address] = row?.sources ?? [];
  if (row === null || address === undefined) return [];
  return citations.citePage({
    title: `Threshold in force from ${formatDate(row.validFrom)}`,
    publisher: publisherOf(address),
    url: address,
    publishedDate: null,
    quote: `${formatAmount(row.amount)} ${row.includesVat ? 'including' : 'without'} VAT, in force from ${formatDate(row.validFrom)}${row.validTo === null ? '' : ` to ${formatDate(row.validTo)}`} (${row.confidence}, checked ${formatDate(row.checkedOn)})`,
  });
}

function ruleSentence(found: ThresholdFound, row: Threshold, citations: CitationList): Sentence {
  const until = row.validTo === null ? 'in force since' : `in force from`;
  const end = row.validTo === null ? '' : ` to ${formatDate(row.validTo)}`;
  return {
    text: `The threshold for ${kindWords[found.kind]} on ${formatDate(found.onDate)} ${found.later === null ? 'is' : 'was'} ${formatAmount(row.amount)} ${row.includesVat ? 'including' : 'without'} VAT (${until} ${formatDate(row.validFrom)}${end}).`,
    citations: cite(citations, row),
  };
}

function caseWords(one: ThresholdCase): string {
  const given = formatAmount(one.amount);
  const worked =
    one.vat === 'excluding'
      ? `${given} without VAT is ${formatAmount(one.includingVat)} with VAT`
      : `${given} including VAT`;
  return one.verdict === 'above'
    ? `${worked}${one.vat === 'excluding' ? ', which' : ''} reaches the threshold${one.difference > 0 ? ` (by ${formatAmount(one.difference)})` : ''}`
    : `${worked}${one.vat === 'excluding' ? ', which' : ''} is below it (by ${formatAmount(one.difference)})`;
}

function verdictSentences(found: ThresholdFound): string[] {
  const { asked, cases } = found;
  if (asked === null) return [];
  const term =
    asked.per === 'year' && asked.years !== null
      ? `${formatAmount(asked.amount)} a year for ${asked.years} ${asked.years === 1 ? 'year' : 'years'} counts as one amount. `
      : '';
  const [first, second] = cases;
  if (found.yearsToReach !== null)
    return [
      `It depends on the whole term: ${formatAmount(asked.amount)} a year reaches the threshold in year ${found.yearsToReach.excluding} if VAT comes on top, in year ${found.yearsToReach.including} if it is included. How long is the contract, with all options?`,
    ];
  if (first === undefined) return [];
  if (second !== undefined)
    return first.verdict === second.verdict
      ? [
          `${term}${first.verdict === 'above' ? 'Yes' : 'No'}, with or without VAT: ${caseWords(first)}; ${caseWords(second)}.`,
        ]
      : [
          `${term}It depends on VAT: ${caseWords(first)}; ${caseWords(second)}. Is the amount with or without VAT?`,
        ];
  return [
    `${term}${first.verdict === 'above' ? 'Yes, the full rules apply' : 'No, not under the Act'}: ${caseWords(first)}.`,
  ];
}

function rowOf(label: string, row: Threshold, citations: CitationList): TableRow {
  return {
    contractId: null,
    citations: cite(citations, row),
    cells: [
      plain(label),
      plain(
        `${formatAmount(row.amount)} ${row.includesVat ? 'including' : 'without'} VAT, ${formatDate(row.validFrom)} to ${row.validTo === null ? 'now' : formatDate(row.validTo)}`,
      ),
    ],
  };
}

function passageSections(input: ComposeInput, citations: CitationList): Section[] {
  const guidance = input.results.find((result) => result.outcome === 'guidance');
  if (guidance?.isCovered !== true) return [];
  return guidance.passages
    .filter(({ holds, strength, passage }) => holds && strength >= 0.45 && passage.stage === 'law')
    .slice(0, 2)
    .map(({ passage }) => section(passage.heading, [], [], [answerOf(passage, guidance, citations)]));
}

/** What to say about an amount when it is below, above, or not settled. */
function dutySentences(found: ThresholdFound, citations: CitationList): Sentence[] {
  if (found.asked === null)
    return [
      {
        text: 'The whole-life value counts: all years, options and extensions. Your council’s own standing orders may ask for quotes or a tender at a lower amount; I do not know them.',
        citations: [],
      },
    ];
  const canBeBelow = found.cases.length === 0 || found.cases.some(({ verdict }) => verdict === 'below');
  const canBeAbove = found.cases.length === 0 || found.cases.some(({ verdict }) => verdict === 'above');
  const sentences: Sentence[] = [];
  if (canBeAbove)
    sentences.push({
      text: 'From the threshold up, the full rules of the Act apply: an open or competitive flexible procedure, or a call-off from a framework or a direct award where one is allowed.',
      citations: [],
    });
  if (canBeBelow && found.notifiable !== null)
    sentences.push({
      text: `Below the threshold no full tender is required, but from ${formatAmount(found.notifiable.amount)} including VAT the contract must be published in a contract details notice (UK7), and a competition that is advertised needs a below-threshold tender notice first.`,
      citations: cite(citations, found.notifiable),
    });
  sentences.push({
    text: 'What counts is the estimated whole-life value: all years, options and extensions, VAT included. Your council’s own standing orders also apply and may ask for quotes or a tender at a lower amount; I do not know them.',
    citations: [],
  });
  return sentences;
}

/**
 * Names an amount only from a row in force on the day asked about, else `no-record`; throws TypeError when no
 * threshold was looked up.
 */
export function composeThreshold(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'threshold');
  if (found === undefined) throw new TypeError('threshold needs a threshold to compose');
  const citations = createCitations();
  const { row, previous, later } = found;
  const base = {
    status: 'answered',
    timeline: [],
    coverage: null,
    nextActions: [],
    title: `Threshold on ${formatDate(found.onDate)}`,
  } as const;
  if (row === null)
    return {
      ...base,
      status: 'no-record',
      sentences: [
        {
          text: `I have no row for ${kindWords[found.kind]} in force on ${formatDate(found.onDate)}, so I will not name an amount.`,
          citations: [],
        },
      ],
      sections: [],
      citations: [],
      remarks: [...input.remarks],
      choices: [{ label: 'Today’s threshold', message: 'What is the threshold for goods and services now?' }],
    };
  const verdicts = verdictSentences(found).map((text) => ({ text, citations: cite(citations, row) }));
  const sentences = [...verdicts, ruleSentence(found, row, citations), ...dutySentences(found, citations)];
  const rows = [
    ...(previous === null ? [] : [rowOf('Before', previous, citations)]),
    rowOf(formatDate(found.onDate), row, citations),
    ...(later === null ? [] : [rowOf('After', later, citations)]),
  ];
  const isOpen = found.cases.length > 1 && found.cases[0]?.verdict !== found.cases[1]?.verdict;
  const amount = found.asked === null ? '' : formatAmount(found.asked.amount);
  const term = found.asked?.per === 'year' ? ` a year for ${found.asked.years ?? 4} years` : '';
  const choice = (vat: string) => ({
    label: `${amount} ${vat} VAT`,
    message: `Do I have to do a full tender for ${amount}${term} ${vat} VAT?`,
  });
  return {
    ...base,
    sentences,
    sections: [
      ...(rows.length > 1 ? [section('Dated amounts', ['When', 'Amount'], rows)] : []),
      ...(found.others.length > 0
        ? [
            section(
              `Other kinds of contract on ${formatDate(found.onDate)}`,
              ['Kind', 'Amount'],
              found.others.map((other) =>
                rowOf(
                  `${kindWords[other.kind as ThresholdFound['kind']].replace(/^./, (letter) => letter.toUpperCase())}`,
                  other,
                  citations,
                ),
              ),
            ),
          ]
        : []),
      ...passageSections(input, citations),
    ],
    citations: citations.all(),
    remarks: [
      ...input.remarks,
      ...(row.note === null ? [] : [`About the figure: ${row.note}`]),
      ...(found.kind === 'goods-and-services' && found.asked !== null
        ? ['Taken as goods and services; works, light touch and concessions have other thresholds.']
        : []),
      ...noteOnce(input),
    ],
    choices: isOpen ? [choice('excluding'), choice('including')] : [],
  };
}
