/** How good the records are, beside the median borough, and what to repair first. */
import { populationWords } from '../../catalogue/quality/population.ts';
import type { QualityReport } from '../../catalogue/quality/quality.ts';
import { qualityRules, ruleById } from '../../catalogue/quality/rules.ts';
import { overallShare, sumCounts } from '../../catalogue/quality/scorecard.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import { formatValue } from '../../procurement/value.ts';
import type { FailingRowsFound, QualityFound } from '../../tools/data-quality.ts';
import type { Cell, Choice, Section, TableRow } from '../answer.ts';
import { ageWords } from './age-words.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, endWords, productWords, valueWords } from './contract-words.ts';
import { type CitationList, createCitations, type Draft, plain, section } from './draft.ts';

const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)}%`);
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function tone(share: number | null, median: number | null): Cell['tone'] {
  if (share === null || median === null) return 'subtle';
  return share < median - 0.05 ? 'attention' : share > median + 0.05 ? 'good' : 'plain';
}

function scoreRows(report: QualityReport): TableRow[] {
  return report.fields.map(({ field, count, share, median }) => {
    const against =
      share === null || median === null
        ? ''
        : share < median
          ? ' (below)'
          : share > median
            ? ' (above)'
            : ' (equal)';
    return {
      contractId: null,
      citations: [],
      cells: [
        plain(field),
        {
          text:
            share === null
              ? 'nothing to score'
              : `${percent(share)} (${count.records - count.failing} of ${count.records})`,
          tone: tone(share, median),
        },
        plain(`${percent(median)}${against}`),
        plain(String(count.failing)),
      ],
    };
  });
}

function ruleCounts(report: QualityReport): { id: string; failing: number; records: number }[] {
  const scores = report.borough === null ? report.boroughs : [report.borough];
  return qualityRules
    .map((rule) => ({
      id: rule.id,
      ...sumCounts(scores.map(({ rules }) => rules[rule.id] ?? { records: 0, failing: 0 })),
    }))
    .filter(({ failing }) => failing > 0)
    .sort((left, right) => right.failing - left.failing);
}

function ruleSection(counts: ReturnType<typeof ruleCounts>): Section {
  return section(
    'Rules with failing rows',
    ['Rule', 'Rows failing', 'Why it matters', 'How to fix'],
    counts.map(({ id, failing, records }) => {
      const rule = ruleById(id);
      const cells = [
        plain(id),
        plain(`${failing} of ${records}${rule?.isScored === false ? ' (not scored)' : ''}`),
        plain(rule?.why ?? ''),
        plain(rule?.fix ?? ''),
      ];
      return { contractId: null, citations: [], cells };
    }),
  );
}

function fixSection({ fixes }: QualityReport, citations: CitationList): Section[] {
  if (fixes.ranked === null) return [];
  const { basis, vat } = fixes.ranked;
  const kind = `${basis} figures, ${vat === 'unknown' ? 'VAT not stated' : `${vat} VAT`}`;
  const left = [
    fixes.otherBasis === 0 ? null : `${fixes.otherBasis} with a figure of another kind`,
    fixes.withoutValue === 0 ? null : `${fixes.withoutValue} without a usable figure`,
  ].filter((part) => part !== null);
  const leftOut =
    left.length === 0 ? '' : ` Left out, because they cannot be compared: ${left.join(' and ')}.`;
  return [
    section(
      fixes.fixes.length < 10 ? 'Fixes worth most money first' : 'Ten fixes worth most money first',
      ['Contract', 'Value', 'What to repair', 'How'],
      fixes.fixes.map(({ contract, ruleIds }) => ({
        contractId: contract.id,
        citations: citations.cite(contract),
        cells: [
          plain(`${boroughsWords(contract)}: ${productWords(contract)}`),
          plain(contract.value === null ? valueWords(contract) : formatValue(contract.value)),
          plain(ruleIds.join('\n')),
          plain(ruleById(ruleIds[0] ?? '')?.fix ?? ''),
        ],
      })),
      [
        {
          text: `Ranked among ${plural(fixes.ranked.contracts, 'record', 'records')} to repair with ${kind}.${leftOut}`,
          citations: [],
        },
      ],
    ),
  ];
}

function boroughSection(report: QualityReport): Section {
  const rows = report.boroughs
    .map((score) => ({ score, share: overallShare(score.fields) }))
    .sort((left, right) => (left.share ?? 2) - (right.share ?? 2))
    .map(({ score, share }) => ({
      contractId: null,
      citations: [],
      cells: [
        plain(score.shortName),
        plain(share === null ? 'no record' : percent(share)),
        plain(String(score.records)),
        plain(String(Object.values(score.fields).reduce((sum, count) => sum + count.failing, 0))),
      ],
    }));
  return section('By borough, lowest first', ['Borough', 'Score', 'Records', 'Fields to repair'], rows);
}

function trendSection(report: QualityReport): Section[] {
  if (report.trend.length === 0) return [];
  const rows = report.trend.map((point) => ({
    contractId: null,
    citations: [],
    cells: [plain(formatDate(point.scoredOn)), plain(percent(point.share)), plain(point.origin)],
  }));
  return [
    section('Trend: public records, after each import', ['Scored on', 'Score', 'After import of'], rows),
  ];
}

function listChoice(id: string, borough: QualityFound['borough']): Choice {
  return {
    label: `List: ${id.replaceAll('-', ' ')}`.slice(0, 60),
    message: `Show rows failing ${id}${borough === null ? '' : ` for ${borough.name}`}`,
  };
}

function composeReport({ report, borough }: QualityFound, input: ComposeInput): Draft {
  const scored = report.boroughs.filter(({ records }) => records > 0);
  const records =
    report.borough?.records ??
    sumCounts(scored.map((score) => ({ records: score.records, failing: 0 }))).records;
  const silent = report.boroughs.length - scored.length;
  const about = `Counted are ${populationWords}; a joint contract counts for each borough in it.`;
  const whose = borough?.name ?? 'London';
  const base = { timeline: [], coverage: null, remarks: input.remarks };
  if (borough !== null && records === 0) {
    return {
      ...base,
      status: 'no-record',
      title: `Data quality: ${whose}`,
      sentences: [{ text: `${whose} has no record that could be scored. ${about}`, citations: [] }],
      sections: [],
      citations: [],
      nextActions: ['Send the contract register as a CSV file, or have it loaded with npm run import.'],
      choices: [],
    };
  }
  const weakest = report.fields
    .filter(({ share }) => share !== null)
    .sort((left, right) => (left.share ?? 0) - (right.share ?? 0))
    .slice(0, 3)
    .map(({ field, share }) => `${field} (${percent(share)})`);
  const counts = ruleCounts(report);
  const citations = createCitations();
  const sections = [
    section('Scorecard', ['Field', whose, 'Median borough', 'Records to repair'], scoreRows(report)),
    ...fixSection(report, citations),
    ...(borough === null ? [boroughSection(report)] : []),
    ruleSection(counts),
    ...trendSection(report),
  ];
  return {
    ...base,
    status: 'answered',
    title: `Data quality: ${whose}`,
    sentences: [
      {
        text: `${whose} scores ${percent(report.share)} over ${plural(records, 'record', 'records')}; the median of the ${scored.length} boroughs with records is ${percent(report.medianShare)} (public records, counted on ${formatDate(report.scoredOn)}). Weakest: ${weakest.join(', ')}.`,
        citations: [],
      },
      {
        text: `${scored.length} of the 33 boroughs have records to score${silent === 0 ? '' : `; ${silent} without a record ${silent === 1 ? 'is' : 'are'} counted neither as good nor as bad`}. ${about}`,
        citations: [],
      },
    ],
    sections,
    citations: citations.all(),
    nextActions: [
      'Start with the fixes at the top: they concern the most money. A wrong value can be put right by saying so, for instance “the end date for … is wrong, it’s 2029”.',
    ],
    choices: counts.slice(0, 6).map(({ id }) => listChoice(id, borough)),
  };
}

function composeRows(found: FailingRowsFound, input: ComposeInput): Draft {
  const { rule, borough, contracts, total, page, pageSize } = found;
  const citations = createCitations();
  const first = (page - 1) * pageSize + 1;
  const shown =
    total <= pageSize
      ? ''
      : contracts.length === 0
        ? ' This page is past the last.'
        : ` Shown: ${first} to ${first + contracts.length - 1}, largest published value first.`;
  const message = `Show rows failing ${rule.id}${borough === null ? '' : ` for ${borough.name}`} page`;
  return {
    status: 'answered',
    title: `Rows failing ${rule.id}${borough === null ? '' : `: ${borough.name}`}`,
    sentences: [
      {
        text: `${plural(total, 'record fails', 'records fail')} “${rule.checks}”${borough === null ? ' in London' : ` for ${borough.name}`}.${shown}`,
        citations: [],
      },
      { text: `${rule.why} To repair: ${rule.fix}`, citations: [] },
    ],
    sections:
      contracts.length === 0
        ? []
        : [
            section(
              null,
              ['Contract', 'Ends', 'Value', 'Source and age'],
              contracts.map((contract) => ({
                contractId: contract.id,
                citations: citations.cite(contract),
                cells: [
                  plain(`${boroughsWords(contract)}: ${productWords(contract)}`),
                  plain(endWords(contract, input.today)),
                  plain(valueWords(contract)),
                  plain(
                    contract.sources[0] === undefined
                      ? 'no source'
                      : ageWords(contract.sources[0], input.today),
                  ),
                ],
              })),
            ),
          ],
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks: [...input.remarks, `Counted are ${populationWords}.`],
    nextActions: [],
    choices: [
      ...(page * pageSize < total ? [{ label: 'Next page', message: `${message} ${page + 1}` }] : []),
      ...(page > 1 ? [{ label: 'Previous page', message: `${message} ${page - 1}` }] : []),
      { label: 'Whole scorecard', message: `How good is the data of ${borough?.name ?? 'London'}?` },
    ],
  };
}

/** The scorecard, or the rows of one rule. */
export function composeQuality(input: ComposeInput): Draft {
  for (const result of input.results) {
    if (result.outcome === 'quality') return composeReport(result, input);
    if (result.outcome === 'failing-rows') return composeRows(result, input);
  }
  throw new TypeError('data quality needs a result to compose');
}
