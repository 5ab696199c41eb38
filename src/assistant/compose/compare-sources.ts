/** One contract as its sources tell it, field by field, with which one counts and why. */
import { formatDate, parseIsoDate } from '../../procurement/iso-date.ts';
import { formatAmount } from '../../procurement/value.ts';
import type { ComparedContract } from '../../tools/compare-sources.ts';
import type { Section, Sentence, TableRow } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, productWords } from './contract-words.ts';
import { type CitationList, createCitations, type Draft, plain, section, sourceDateWords } from './draft.ts';

/** Fields worth comparing, in the order officers ask about them. */
const fields = [
  ['title', 'Title'],
  ['supplier_as_published', 'Supplier'],
  ['product_as_published', 'Product as published'],
  ['start_date', 'Start'],
  ['initial_end_date', 'End of the first term'],
  ['end_date', 'End'],
  ['max_extent_date', 'Latest possible end'],
  ['options_as_published', 'Options'],
  ['dates_as_published', 'Dates as published'],
  ['value_amount', 'Value'],
  ['value_basis', 'What the value covers'],
  ['vat', 'VAT'],
  ['route', 'Route'],
  ['framework', 'Framework'],
  ['status', 'Status'],
] as const;

function valueWords(field: string, value: string | number | undefined): string | null {
  if (value === undefined) return null;
  if (typeof value === 'number') return field === 'value_amount' ? formatAmount(value) : String(value);
  const day = parseIsoDate(value);
  return day === null ? value : formatDate(day);
}

type Row = { readonly isDifferent: boolean; readonly row: TableRow };

function rowOf(compared: ComparedContract, field: (typeof fields)[number]): Row[] {
  const [name, label] = field;
  const { sayings } = compared.sayings;
  const said = sayings.flatMap((saying, at) => {
    const words = valueWords(name, saying.fields[name]);
    return words === null ? [] : [{ at, words, key: saying.key }];
  });
  if (said.length === 0) return [];
  const different = new Set(said.map(({ words }) => words.toLowerCase().replace(/\s+/g, ' ')));
  const conflict = compared.sayings.conflicts.find((candidate) => candidate.field === name);
  const isDifferent = different.size > 1;
  const counts =
    conflict === undefined ? -1 : sayings.findIndex((saying) => saying.key === conflict.chosenKey);
  const verdict = !isDifferent
    ? said.length === 1
      ? 'only one source says it'
      : 'they agree'
    : conflict === undefined
      ? 'they differ'
      : `source ${counts + 1} counts: ${conflict.why}`;
  return [
    {
      isDifferent,
      row: {
        contractId: null,
        citations: [],
        cells: [
          plain(label),
          plain(said.map(({ at, words }) => `${at + 1}: ${words}`).join('\n')),
          { text: verdict, tone: isDifferent ? 'warning' : 'plain' },
        ],
      },
    },
  ];
}

function sectionOf(compared: ComparedContract, citations: CitationList): Section[] {
  const { contract, sayings } = compared;
  const rows = fields.flatMap((field) => rowOf(compared, field));
  const ordered = [...rows.filter((row) => row.isDifferent), ...rows.filter((row) => !row.isDifferent)];
  const sources = sayings.sayings.map((saying, at) => ({
    text: `Source ${at + 1}: ${saying.publisher}, ${sourceDateWords(saying.publishedDate, saying.readOn)}, confidence ${saying.confidence}.`,
    citations: citations.citePage({
      title: `${boroughsWords(contract)}: ${productWords(contract)}`,
      publisher: saying.publisher,
      url: saying.url,
      publishedDate: saying.publishedDate,
      quote: `Record ${saying.key} (confidence ${saying.confidence})`,
    }),
  }));
  return [
    section(
      `${boroughsWords(contract)}: ${productWords(contract)}`,
      ordered.length === 0 ? [] : ['What', 'As each source says it', 'Which counts'],
      ordered.map(({ row }) => row),
      sources,
    ),
  ];
}

function sentenceOf(compared: ComparedContract, citations: CitationList): Sentence {
  const { contract, sayings } = compared;
  const whose = `${boroughsWords(contract)}: ${productWords(contract)}`;
  if (sayings.sayings.length === 1)
    return {
      text: `${whose} is known from one source only (${sayings.sayings[0]?.publisher}), so there is nothing to compare it with.`,
      citations: citations.cite(contract),
    };
  const different = fields.filter((field) => rowOf(compared, field)[0]?.isDifferent === true);
  const names = different.map(([, label]) => label.toLowerCase());
  return {
    text:
      names.length === 0
        ? `${whose} is known from ${sayings.sayings.length} sources, and they agree on everything both state.`
        : `${whose} is known from ${sayings.sayings.length} sources; they differ on ${names.join(', ')}.`,
    citations: [],
  };
}

/** Says for each contract whether its sources agree; a table follows only where there are several. */
export function composeCompareSources(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'sources');
  if (found === undefined) throw new TypeError('compare-sources needs sources to compose');
  const citations = createCitations();
  const [first] = found.compared;
  const several = found.compared.filter(({ sayings }) => sayings.sayings.length > 1);
  const shown = several.length > 0 ? several : found.compared.slice(0, 1);
  const withheld = shown.reduce((sum, { sayings }) => sum + sayings.withheld, 0);
  const remarks = [...input.remarks];
  if (withheld > 0)
    remarks.push(
      `${withheld} further ${withheld === 1 ? 'source is' : 'sources are'} withheld from this view.`,
    );
  if (found.total > shown.length && first !== undefined)
    remarks.push(`${found.total} records fit; the ones known from most sources are shown.`);
  const sections = several.flatMap((compared) => sectionOf(compared, citations));
  return {
    status: first === undefined ? 'no-record' : 'answered',
    title: 'Sources side by side',
    sentences:
      first === undefined
        ? [
            {
              text: 'There is no such contract on record here, which does not mean that there is none.',
              citations: [],
            },
          ]
        : shown.map((compared) => sentenceOf(compared, citations)),
    sections,
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks,
    nextActions:
      several.length === 0
        ? []
        : [
            'Ask the contract owner which is right and propose a correction; nothing published is overwritten.',
          ],
    choices: [],
  };
}
