/** Everything on record about one contract, or the few that fit. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { dayWords } from '../../procurement/published-dates.ts';
import type { Sentence, TableRow } from '../answer.ts';
import { askedSentence } from './asked-fact.ts';
import type { ComposeInput } from './compose.ts';
import { userColumns, userRow } from './contract-table.ts';
import {
  actByStateOf,
  boroughsWords,
  byLiveThenEnd,
  endDayWords,
  endWords,
  hasEnded,
  hasStarted,
  latestEndWords,
  nextAnniversary,
  productWords,
  routeWords,
  supplierWords,
  valueWords,
} from './contract-words.ts';
import { correctedWords, correctionLines, standingCorrection } from './correction-words.ts';
import {
  createCitations,
  type Draft,
  plain,
  section,
  sourceDateWords,
  summariseCoverage,
  timelineOf,
} from './draft.ts';
import { actionsFor } from './next-actions.ts';

function endSentence(contract: CatalogueContract, today: IsoDate): string {
  const whose = `${boroughsWords(contract)}: ${productWords(contract)}`;
  const { period } = contract;
  const published = period.datesAsPublished === null ? '' : ` The source says: “${period.datesAsPublished}”.`;
  if (contract.kind === 'procurement')
    return `${whose} is planned or being tendered; it is not a contract yet.${published}`;
  if (period.term === 'rolling') {
    const next = nextAnniversary(contract, today);
    return `${whose} has no fixed end: it rolls on until notice is given${next === null ? '' : `, next anniversary ${formatDate(next)}`}; the notice period is not on record.${published}`;
  }
  if (period.term === 'event') return `${whose} ends with an event, not on a date.${published}`;
  if (period.endDate === null) return `${whose}: the end date is not on record.${published}`;
  const verb = hasEnded(contract, today)
    ? 'ended'
    : hasStarted(contract, today)
      ? 'ends'
      : 'starts later and ends';
  return `${whose} ${verb} ${(period.endPrecision ?? 'day') === 'day' ? 'on ' : ''}${endDayWords(contract)}; ${latestEndWords(contract)}.${hasEnded(contract, today) ? ' No successor is on record.' : ''}`;
}

function actBySentence(contract: CatalogueContract, today: IsoDate): string | null {
  const state = actByStateOf(contract, today);
  const { endDate } = contract.period;
  if (contract.actBy === null || endDate === null || state === null || state === 'ended') return null;
  const late = state === 'late' || state === 'critical' ? ', which has already passed' : '';
  return `The day to act by is ${formatDate(contract.actBy)}${late}: the end less the lead time for this kind of contract, moved back to a working day.`;
}

/** Facts as rows of two columns: what, and as published. */
function factRows(contract: CatalogueContract, today: IsoDate, citation: readonly number[]): TableRow[] {
  const { period } = contract;
  const facts: [string, string | null][] = [
    [
      'Borough',
      contract.participants
        .map((participant) =>
          contract.participants.length > 1
            ? `${participant.shortName} (${participant.role})`
            : participant.shortName,
        )
        .join(', '),
    ],
    ['Product', productWords(contract)],
    ['Supplier of record', supplierWords(contract)],
    ['Service', contract.serviceArea],
    ['Start', period.startDate === null ? null : dayWords(period.startDate, period.startPrecision ?? 'day')],
    ['Current end', endWords(contract, today)],
    [
      'First term ended',
      period.initialEndDate === null || period.initialEndDate === period.endDate
        ? null
        : formatDate(period.initialEndDate),
    ],
    ['Latest possible end', latestEndWords(contract)],
    ['Dates as published', period.datesAsPublished],
    ['Options as published', period.optionsAsPublished],
    ['Act by', contract.actBy === null ? null : formatDate(contract.actBy)],
    ['Value', valueWords(contract)],
    ['Value as published', contract.value === null ? null : contract.valueAsPublished],
    ['Route', routeWords(contract)],
    [
      'Law',
      contract.regime === 'PA2023'
        ? 'Procurement Act 2023'
        : contract.regime === 'PCR2015'
          ? 'Public Contracts Regulations 2015'
          : null,
    ],
    ['Corrections', correctionLines(contract)],
    ['Notes', contract.notes],
    [
      'Sources',
      contract.sources
        .map(
          (source) =>
            `${source.publisher}, ${sourceDateWords(source.publishedDate, source.readOn)}, confidence ${source.confidence}`,
        )
        .join('\n'),
    ],
  ];
  return facts.flatMap(([name, value]) =>
    value === null || value === ''
      ? []
      : [
          {
            contractId: contract.id,
            citations: name === 'Sources' ? citation : [],
            cells: [plain(name), plain(value)],
          },
        ],
  );
}

function nothingFound(input: ComposeInput): Draft {
  const [found] = input.found;
  const borough = found?.understood.boroughs[0]?.name ?? input.borough?.name ?? null;
  const what = found?.understood.subject ?? found?.understood.serviceAreas.join(' or ').toLowerCase() ?? '';
  const coverage =
    found === undefined ? null : summariseCoverage(found.coverage.serviceArea, found.coverage.boroughs);
  return {
    status: 'no-record',
    title: 'No record',
    sentences: [
      {
        text: `The catalogue has no ${what === '' ? '' : `${what} `}record${borough === null ? '' : ` for ${borough}`}. That does not mean there is no contract.`,
        citations: [],
      },
    ],
    sections: [],
    timeline: [],
    citations: [],
    coverage,
    remarks: input.remarks,
    nextActions: [
      'Ask the contract owner, or import your contract register so that the answer is here next time.',
    ],
    choices:
      borough === null || found === undefined
        ? []
        : [{ label: `What is on record for ${borough}?`, message: `What systems does ${borough} have?` }],
  };
}

/**
 * Tells one record in full, live ones before ended ones, and lists at most 20 others that fit; `no-record` when there
 * is none.
 */
export function composeDetails(input: ComposeInput): Draft {
  const { today } = input;
  const [found] = input.found;
  const contracts = [...(found?.contracts ?? [])].sort(byLiveThenEnd(today));
  const [main, ...others] = contracts;
  if (found === undefined || main === undefined) return nothingFound(input);
  const citations = createCitations();
  const citation = citations.cite(main);
  const sentences: Sentence[] = [{ text: endSentence(main, today), citations: citation }];
  const asked = askedSentence(main, input.slots.fact);
  if (asked !== null) sentences.unshift({ text: asked, citations: citation });
  const corrected = standingCorrection(main, 'endDate');
  if (corrected !== null)
    sentences.push({
      text: `The end date was ${correctedWords(corrected)}; what is published stands beside it.`,
      citations: [],
    });
  const actBy = actBySentence(main, today);
  if (actBy !== null) sentences.push({ text: actBy, citations: citation });
  // “So do we need to do anything?” wants the advice first, then the facts it rests on.
  const actions = actionsFor(main, today);
  if (input.slots.intent === 'advise')
    sentences.unshift(...actions.map((text) => ({ text, citations: citation })));
  if (others.length > 0)
    sentences.push({
      text: `${others.length} other ${others.length === 1 ? 'record fits' : 'records fit'} the question; see below.`,
      citations: [],
    });
  const sections = [section(null, ['Fact', 'On record'], factRows(main, today, citation))];
  if (others.length > 0)
    sections.push(
      section(
        'Also on record',
        userColumns,
        others.slice(0, 20).map((contract) => userRow(contract, today, citations)),
      ),
    );
  const subject = main.productName ?? main.productAsPublished;
  return {
    status: 'answered',
    title: `${boroughsWords(main)}: ${productWords(main)}`,
    sentences,
    sections,
    timeline: timelineOf(contracts.slice(0, 6)),
    citations: citations.all(),
    coverage: null,
    remarks: input.remarks,
    nextActions: input.slots.intent === 'advise' ? [] : actions,
    choices:
      subject === null
        ? []
        : [{ label: `Who else uses ${subject}?`.slice(0, 60), message: `Who else uses ${subject}?` }],
  };
}
