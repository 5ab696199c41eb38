/** A number of contracts and what they are worth, with the filter said and the rows one press away. */
import { formatAmount } from '../../procurement/value.ts';
import type { FiguresFound, LabelledPart, SplitBy } from '../../tools/figures-result.ts';
import type { Choice, Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { coverageSentence, type Draft, plain, section, summariseCoverage } from './draft.ts';
import { counted, filterWords, valueKindWords } from './filter-words.ts';

const splitWords: Readonly<Record<SplitBy, { one: string; many: string; unknown: string }>> = {
  supplier: { one: 'Supplier', many: 'suppliers', unknown: 'Supplier not published' },
  vendor: { one: 'Maker', many: 'makers', unknown: 'Maker not known' },
  product: { one: 'Product', many: 'products', unknown: 'Product not known' },
  borough: { one: 'Borough', many: 'boroughs', unknown: 'Borough not known' },
  service_area: { one: 'Service area', many: 'service areas', unknown: 'Service area not known' },
  start_year: { one: 'Start in', many: 'years', unknown: 'Start not published' },
  end_year: { one: 'End in', many: 'years', unknown: 'End not published, or not to be believed' },
};

const surplusWords: Readonly<Partial<Record<SplitBy, string>>> = {
  borough:
    'A joint contract is counted once in the total and once for each borough in it, with its whole value',
  supplier: 'A contract with several suppliers is counted once for each of them',
  product: 'A contract about several products is counted once for each of them',
  service_area: 'A contract that serves several areas is counted once for each of them',
};

const kindWords: Readonly<Record<FiguresFound['kinds'][number]['kind'], [string, string]>> = {
  contract: ['contract', 'contracts'],
  system: ['system in use without a contract on record', 'systems in use without a contract on record'],
  procurement: ['planned or being tendered', 'planned or being tendered'],
  framework: ['framework', 'frameworks'],
  service: ['outsourced or implementation service', 'outsourced or implementation services'],
};

/** `63 %` for officers: whole per cent, and “under 1” rather than nothing. */
export function percentWords(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 1 ? 'under 1%' : `${Math.round(percent)}%`;
}

function sumsTable(found: FiguresFound): Section[] {
  const { sums } = found.total;
  if (sums.length === 0) return [];
  return [
    section(
      'Published values, one sum for each kind',
      ['Kind of value', 'Records', 'Sum'],
      sums.map((sum) => ({
        contractId: null,
        citations: [],
        cells: [
          plain(valueKindWords(sum.basis, sum.vat)),
          plain(String(sum.contracts)),
          plain(formatAmount(sum.amount, sum.currency)),
        ],
      })),
      [
        {
          text: 'Sums of different kinds are never added together: a yearly price, a whole-life price and a maximum are not the same thing.',
          citations: [],
        },
      ],
    ),
  ];
}

function splitTable(found: FiguresFound): Section[] {
  const { splitBy } = found;
  if (splitBy === null || found.parts.length === 0) return [];
  const [kind] = found.total.sums;
  const words = splitWords[splitBy];
  const sumOf = (part: LabelledPart): string => {
    const own = part.sums.find(
      (sum) => sum.currency === kind?.currency && sum.basis === kind.basis && sum.vat === kind.vat,
    );
    return own === undefined
      ? 'none of this kind'
      : `${formatAmount(own.amount, own.currency)} (${counted(own.contracts, 'record')})`;
  };
  return [
    section(
      `By ${words.one.toLowerCase()}`,
      [
        words.one,
        'Records',
        'Share of records',
        ...(kind === undefined ? [] : [`Value: ${valueKindWords(kind.basis, kind.vat)}`]),
      ],
      found.parts.map((part) => ({
        contractId: null,
        citations: [],
        cells: [
          plain(part.label ?? words.unknown),
          plain(String(part.contracts)),
          plain(percentWords(part.contracts, found.total.contracts)),
          ...(kind === undefined ? [] : [plain(sumOf(part))]),
        ],
      })),
    ),
  ];
}

function sentencesOf(found: FiguresFound, isSum: boolean): Sentence[] {
  const { total } = found;
  const filter = filterWords(found.understood, found.liveOnly);
  const kinds = found.kinds.map(
    ({ kind, contracts }) => `${contracts} ${kindWords[kind][contracts === 1 ? 0 : 1]}`,
  );
  const count: Sentence[] = [
    {
      text: `${total.contracts === 0 ? 'No' : total.contracts.toLocaleString('en-GB')} ${total.contracts === 1 ? 'record' : 'records'} ${filter}.`,
      citations: [],
    },
    ...(kinds.length > 1 ? [{ text: `Of these: ${kinds.join('; ')}.`, citations: [] }] : []),
  ];
  const [largest, ...others] = total.sums;
  const missing = [
    total.withoutValue === 0 ? null : `${counted(total.withoutValue, 'record')} without a published value`,
    total.implausible === 0
      ? null
      : `${counted(total.implausible, 'record')} with a value that cannot be right, kept as published`,
  ].filter((part) => part !== null);
  const money: Sentence[] =
    largest === undefined
      ? isSum
        ? [{ text: 'None of them has a published value that could be added.', citations: [] }]
        : []
      : [
          {
            text: `The commonest kind of published value (${valueKindWords(largest.basis, largest.vat)}) adds up to ${formatAmount(largest.amount, largest.currency)} over ${counted(largest.contracts, 'record')}${others.length === 0 ? '' : `; ${counted(others.length, 'other kind')} ${others.length === 1 ? 'is' : 'are'} listed apart`}.`,
            citations: [],
          },
        ];
  const left =
    missing.length === 0 ? [] : [{ text: `Not in any sum: ${missing.join('; ')}.`, citations: [] }];
  const [top] = found.parts;
  const first: Sentence[] =
    found.splitBy === null || top?.label === null || top === undefined || found.order === 'key'
      ? []
      : [
          {
            text: `${top.label} ${found.order === 'value' ? 'has the largest sum of that kind' : 'stands first'}, with ${counted(top.contracts, 'record')} (${percentWords(top.contracts, total.contracts)}), of ${counted(found.partCount, splitWords[found.splitBy].one.toLowerCase(), splitWords[found.splitBy].many)} on record.`,
            citations: [],
          },
        ];
  return isSum ? [...money, ...count, ...first, ...left] : [...count, ...first, ...money, ...left];
}

function choicesOf(found: FiguresFound): Choice[] {
  if (found.total.contracts === 0) return [];
  const choices: Choice[] = [{ label: 'List them', message: 'List these contracts' }];
  const top = found.parts[0]?.label ?? null;
  if (top !== null && (found.splitBy === 'supplier' || found.splitBy === 'vendor'))
    choices.push({ label: `List those of ${top}`, message: `List contracts with ${top}` });
  const others: readonly [SplitBy, string][] = [
    ['supplier', 'supplier'],
    ['product', 'product'],
    ['borough', 'borough'],
    ['end_year', 'year'],
  ];
  for (const [splitBy, word] of others)
    if (splitBy !== found.splitBy) choices.push({ label: `By ${word}`, message: `And by ${word}?` });
  return choices.slice(0, 6);
}

/** The number first (or the money, when money was asked for), then the split, then one sum for each kind of value. */
export function composeCount(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'figures');
  if (found === undefined) throw new TypeError('count needs figures to compose');
  const coverage = summariseCoverage(found.coverage.serviceArea, found.coverage.boroughs);
  const remarks = [...input.remarks];
  const surplus = found.splitBy === null ? undefined : surplusWords[found.splitBy];
  if (found.surplus > 0 && surplus !== undefined)
    remarks.push(`${surplus}, so the parts add up to ${found.surplus} more than the total.`);
  const shared = found.parts.reduce((sum, part) => sum + part.sharedValue, 0);
  if (shared > 0)
    remarks.push(
      'Where several suppliers or products share one value, it is in none of their sums: the source does not say whose part is how large.',
    );
  const listed = found.parts.filter((part) => part.label !== null).length;
  if (found.partCount > listed) remarks.push(`Showing ${listed} of ${found.partCount}.`);
  return {
    status: found.total.contracts > 0 ? 'answered' : 'no-record',
    title:
      found.splitBy === null
        ? 'How many, and worth how much'
        : `Contracts by ${splitWords[found.splitBy].one.toLowerCase()}`,
    sentences: [...sentencesOf(found, input.slots.isSum), coverageSentence(coverage)],
    sections: [...splitTable(found), ...sumsTable(found)],
    timeline: [],
    citations: [],
    coverage,
    remarks,
    nextActions: [],
    choices: choicesOf(found),
  };
}
