/** How much is known, and how old it is. */
import type { Cell } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { coverageSentence, type Draft, plain, section, summariseCoverage } from './draft.ts';

const stateWords = {
  known: { text: 'known', tone: 'good' },
  none: { text: 'none: built in-house', tone: 'plain' },
  withheld: { text: 'withheld', tone: 'warning' },
  unknown: { text: 'no record', tone: 'subtle' },
} as const satisfies Record<string, Cell>;

/** A row for every borough of the result, in its order; throws TypeError when this turn has no coverage. */
export function composeCoverage(input: ComposeInput): Draft {
  const { coverage } = input;
  if (coverage === null) throw new TypeError('coverage needs a result to compose');
  const summary = summariseCoverage(coverage.serviceArea, coverage.boroughs);
  const records = coverage.boroughs.reduce((sum, borough) => sum + borough.records, 0);
  const own =
    input.borough === null
      ? undefined
      : coverage.boroughs.find((borough) => borough.buyerId === input.borough?.id);
  const rows = coverage.boroughs.map((borough) => ({
    contractId: null,
    citations: [],
    cells: [
      plain(borough.shortName),
      stateWords[borough.state],
      plain(String(borough.records)),
      plain(borough.newest ?? '–'),
    ],
  }));
  const ownSentence =
    own === undefined || !input.slots.isOwn
      ? []
      : [
          {
            text:
              own.records === 0
                ? `${own.shortName} has no record here.`
                : `${own.shortName} has ${own.records} ${own.records === 1 ? 'record' : 'records'}, the newest published ${own.newest ?? 'on a day not stated'}.`,
            citations: [],
          },
        ];
  return {
    status: 'answered',
    title:
      coverage.serviceArea === null ? 'What the catalogue knows' : `What is known: ${coverage.serviceArea}`,
    sentences: [
      ...ownSentence,
      coverageSentence(summary),
      {
        text: `${records} entries in all, counting a joint contract once for each borough in it.`,
        citations: [],
      },
    ],
    sections: [section(null, ['Borough', 'State', 'Records', 'Newest publication'], rows)],
    timeline: [],
    citations: [],
    coverage: summary,
    remarks: input.remarks,
    nextActions:
      summary.unknown === 0
        ? []
        : ['Import registers or surveys of the boroughs with no record: npm run import.'],
    choices: [],
  };
}
