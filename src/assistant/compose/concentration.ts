/** How far a market is in few hands, in plain words, with what the figure rests on. */
import { formatAmount } from '../../procurement/value.ts';
import type { MarketFound, MarketMeasure } from '../../tools/figures-result.ts';
import type { Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { coverageSentence, type Draft, plain, section, summariseCoverage } from './draft.ts';
import { counted, valueKindWords } from './filter-words.ts';

const firmWords = {
  supplier: { one: 'supplier', many: 'suppliers', title: 'Supplier' },
  vendor: { one: 'maker', many: 'makers', title: 'Maker' },
} as const;

function basisOf(measure: MarketMeasure): string {
  return measure.by === 'contracts'
    ? `number of agreements (${measure.contracts})`
    : `published value (${valueKindWords((measure.basis ?? 'unknown') as never, (measure.vat ?? 'unknown') as never)}; ${counted(measure.contracts, 'agreement')})`;
}

function sentenceOf(measure: MarketMeasure, found: MarketFound): Sentence {
  const [largest] = measure.shares;
  const firms = firmWords[found.by];
  return {
    text: `By ${basisOf(measure)} the market is ${measure.words}: ${largest?.label ?? 'the largest'} has ${measure.topOnePercent}%, the largest three ${measure.topThreePercent}% and the largest five ${measure.topFivePercent}% of ${counted(measure.firms, firms.one, firms.many)}; the Herfindahl-Hirschman index is ${measure.index.toLocaleString('en-GB')} on a scale to 10,000.`,
    citations: [],
  };
}

function tableOf(measure: MarketMeasure, found: MarketFound): Section {
  return section(
    `By ${basisOf(measure)}`,
    [firmWords[found.by].title, measure.by === 'contracts' ? 'Agreements' : 'Sum', 'Share'],
    measure.shares.map((share) => ({
      contractId: null,
      citations: [],
      cells: [
        plain(share.label),
        plain(measure.by === 'contracts' ? String(share.amount) : formatAmount(share.amount)),
        plain(`${share.percent}%`),
      ],
    })),
  );
}

/** Pairs of firms in the table that are one firm under an older and a newer name. */
function renamedAmong(found: MarketFound, input: ComposeInput): [string, string][] {
  const labels = [
    ...new Set(found.measures.flatMap((measure) => measure.shares.map((share) => share.label))),
  ];
  const isCalled = (label: string, names: string) =>
    names.split(';').some((name) => label.toLowerCase().startsWith(name.trim().toLowerCase()));
  return input.catalogue.reference.lineage.flatMap((event): [string, string][] => {
    const { to } = event;
    if (event.kind !== 'renamed' || to === null) return [];
    const older = labels.find((label) => isCalled(label, event.from));
    const newer = labels.find((label) => isCalled(label, to));
    return older === undefined || newer === undefined || older === newer ? [] : [[older, newer]];
  });
}

/** Says who holds how much, by agreements and by one comparable kind of value, and on how many records that rests. */
export function composeConcentration(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'market');
  if (found === undefined) throw new TypeError('concentration needs a market to compose');
  const coverage = summariseCoverage(found.coverage.serviceArea, found.coverage.boroughs);
  const area = found.understood.serviceAreas[0]?.toLowerCase() ?? null;
  const remarks = [
    ...input.remarks,
    found.by === 'supplier'
      ? 'Counted by who signed: contracts, frameworks and services. A reseller hides the maker behind it; ask for makers to see those.'
      : 'Counted by who makes the product: contracts, frameworks and systems in use, whoever sold them.',
  ];
  if (found.withoutFirm > 0)
    remarks.push(
      `${counted(found.withoutFirm, 'agreement')} without a known ${firmWords[found.by].one} ${found.withoutFirm === 1 ? 'is' : 'are'} left out of the shares.`,
    );
  for (const [older, newer] of renamedAmong(found, input))
    remarks.push(
      `${older} and ${newer} stand apart as published, but the one became the other: read their shares together, or ask by maker.`,
    );
  if (found.measures.length > 0)
    remarks.push(
      'Ended contracts are counted too; an agreement with several suppliers counts for each of them.',
    );
  return {
    status: found.measures.length > 0 ? 'answered' : 'no-record',
    title: area === null ? 'How concentrated the market is' : `How concentrated the market is: ${area}`,
    sentences: [
      ...(found.measures.length === 0
        ? [
            {
              text: `There is no record${area === null ? '' : ` for ${area}`} with a known ${firmWords[found.by].one}, so nothing can be said about the market.`,
              citations: [],
            },
          ]
        : found.measures.map((measure) => sentenceOf(measure, found))),
      coverageSentence(coverage),
    ],
    sections: found.measures.map((measure) => tableOf(measure, found)),
    timeline: [],
    citations: [],
    coverage,
    remarks,
    nextActions: [],
    choices: [
      {
        label: 'List the records',
        message: area === null ? 'List the largest contracts' : `List contracts for ${area}`,
      },
      found.by === 'supplier'
        ? { label: 'By maker', message: `How concentrated is the ${area ?? ''} market by maker?` }
        : { label: 'By supplier', message: `How concentrated is the ${area ?? ''} market by supplier?` },
    ],
  };
}
