/** A proposal and what became of it. */
import { fieldWords } from '../../catalogue/corrections/correction.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { CorrectionResult } from '../../tools/propose-correction.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, productWords } from './contract-words.ts';
import { correctedWords, valueInWords } from './correction-words.ts';
import { createCitations, type Draft, plain, section } from './draft.ts';

const stateWords = {
  proposed: 'waits for a confirmation',
  confirmed: 'is confirmed',
  rejected: 'was rejected',
  withdrawn: 'was withdrawn',
} as const;

function statusOf(result: CorrectionResult['result']): Draft['status'] {
  if (result === 'not-allowed') return 'declined';
  if (result === 'unknown') return 'no-record';
  return result === 'proposed' ? 'clarify' : result === 'unusable' ? 'clarify' : 'noted';
}

function mainSentence({ result, correction, publishedValue }: CorrectionResult): string {
  if (result === 'unusable')
    return 'That value does not fit the field. Give a date between 1990 and 2099, an amount in pounds, or a name.';
  if (correction === null)
    return result === 'same'
      ? `The record says so already: ${publishedValue ?? 'nothing'}.`
      : 'I have no such record or proposal that you can see. Nothing was changed.';
  const what = `${fieldWords[correction.field]} ${valueInWords(correction.field, correction.value)}`;
  if (result === 'proposed')
    return `Proposed: ${what}${publishedValue === null ? ', where nothing is published' : ` instead of ${valueInWords(correction.field, publishedValue)} as published`}. Nothing is changed until it is confirmed, and the published value stays on record.`;
  if (result === 'not-allowed')
    return 'This waits for somebody who may confirm it: an officer of a borough in the contract, vouched for by its tenant.';
  if (result === 'decided-before')
    return `This was decided before: correction ${correction.id} (${what}) ${stateWords[correction.state]}. Nothing was changed now.`;
  if (correction.state === 'confirmed')
    return `Confirmed: ${what}. It is shown with its date beside what is published (${valueInWords(correction.field, publishedValue)}) and takes its place nowhere: act-by dates and totals still follow what was published.`;
  return `The proposal ${stateWords[correction.state]}; nothing was changed.`;
}

/** The published value; where there is none, the words the source has about dates. */
function publishedWords({ correction, contract, publishedValue }: CorrectionResult): string {
  const words = contract?.period.datesAsPublished ?? null;
  if (publishedValue !== null || words === null || correction === null || !/Date$/.test(correction.field))
    return valueInWords(correction?.field ?? 'product', publishedValue);
  return `no date; the source says “${words}”`;
}

/** Answers a proposal with buttons to confirm or cancel it, and a decision with what it did. */
export function composeCorrection(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'correction');
  if (found === undefined) throw new TypeError('a correction needs a result to compose');
  const { correction, contract, result } = found;
  const citations = createCitations();
  const cited = contract === null ? [] : citations.cite(contract);
  const rows =
    correction === null
      ? []
      : (
          [
            [
              'Contract',
              contract === null
                ? correction.contractTitle
                : `${boroughsWords(contract)}: ${productWords(contract)}`,
            ],
            ['Field', fieldWords[correction.field]],
            ['Published', publishedWords(found)],
            ['Proposed', valueInWords(correction.field, correction.value)],
            ['Known to the', correction.precision],
            ['Officer’s words', `“${correction.words}”`],
            ['Evidence', correction.sourceUrl ?? 'the officer’s statement'],
            [
              'State',
              `${correction.id} ${stateWords[correction.state]}; proposed ${formatDate(correction.proposedOn)}`,
            ],
            ['Shown as', correction.state === 'confirmed' ? correctedWords(correction) : null],
          ] as const
        ).flatMap(([name, value]) =>
          value === null
            ? []
            : [
                {
                  contractId: contract?.id ?? null,
                  citations: name === 'Published' ? cited : [],
                  cells: [plain(name), plain(value)],
                },
              ],
        );
  const waits = correction !== null && correction.state === 'proposed';
  return {
    status: statusOf(result),
    title: correction === null ? 'Correction' : `Correction: ${fieldWords[correction.field]}`,
    sentences: [{ text: mainSentence(found), citations: cited }],
    sections: rows.length === 0 ? [] : [section(null, ['Fact', 'In this proposal'], rows)],
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks: input.remarks,
    nextActions:
      waits && !found.mayConfirm && result !== 'decided'
        ? [
            `Ask an officer of ${contract === null ? 'the borough' : boroughsWords(contract)} to say: Confirm correction ${correction.id}`,
          ]
        : [],
    choices: waits
      ? [
          ...(found.mayConfirm ? [{ label: 'Confirm', message: `Confirm correction ${correction.id}` }] : []),
          { label: 'Cancel', message: `Cancel correction ${correction.id}` },
        ]
      : [],
  };
}
