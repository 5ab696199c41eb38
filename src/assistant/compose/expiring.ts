/** “What is expiring?”: by act-by, late ones first, with what has no end date named apart. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { Section, Sentence } from '../answer.ts';
import { alertChoices } from './alert-choice.ts';
import type { ComposeInput } from './compose.ts';
import { dueColumns, dueRow } from './contract-table.ts';
import { actByStateOf, hasEnded } from './contract-words.ts';
import {
  coverageSentence,
  createCitations,
  type Draft,
  section,
  summariseCoverage,
  timelineOf,
} from './draft.ts';
import { actionsFor } from './next-actions.ts';

function scopeWords(input: ComposeInput, isOne: boolean): string {
  const [found] = input.found;
  const boroughs = found?.understood.boroughs.map((borough) => borough.name) ?? [];
  const subject = found?.understood.subject ?? null;
  const areas = found?.understood.serviceAreas ?? [];
  const what = subject ?? (areas.length > 0 ? areas.join(' and ').toLowerCase() : null);
  return `${what === null ? '' : `${what} `}${isOne ? 'contract' : 'contracts'}${boroughs.length === 0 ? ' in London' : ` of ${boroughs.join(' and ')}`}`;
}

function periodWords(input: ComposeInput): string {
  const [found] = input.found;
  const from = found?.understood.endsFrom ?? null;
  const to = found?.understood.endsTo ?? null;
  if (to === null || to >= '2099-12-31') return from === null ? '' : ` on or after ${formatDate(from)}`;
  if (from === null) return ` up to ${formatDate(to)}`;
  return ` between ${formatDate(from)} and ${formatDate(to)}`;
}

/**
 * What ends in the period, then apart what ends later but must be acted on now and what has no end date; throws
 * TypeError when this turn lists no contracts.
 */
export function composeExpiring(input: ComposeInput): Draft {
  const { today } = input;
  const [found, rest] = input.found;
  if (found === undefined) throw new TypeError('expiring needs a result to compose');
  const citations = createCitations();
  const shown = found.contracts;
  const shownIds = new Set(shown.map((contract) => contract.id));
  const agreements = (rest?.contracts ?? []).filter(
    (contract) => !shownIds.has(contract.id) && ['contract', 'framework', 'service'].includes(contract.kind),
  );
  const lateButLonger = agreements.filter((contract) =>
    ['late', 'critical', 'soon'].includes(actByStateOf(contract, today) ?? ''),
  );
  const undated = agreements.filter((contract) => contract.period.endDate === null);
  const late = shown.filter((contract) => ['late', 'critical'].includes(actByStateOf(contract, today) ?? ''));
  const coverage = summariseCoverage(found.coverage.serviceArea, found.coverage.boroughs);
  const one = found.total === 1;
  const sentences: Sentence[] = [
    {
      text: `${found.total === 0 ? 'No' : found.total} ${scopeWords(input, one)} on record ${one ? 'ends' : 'end'}${periodWords(input)}.`,
      citations: [],
    },
  ];
  if (late.length > 0)
    sentences.push({
      text: `For ${late.length} of them the day to act by has already passed.`,
      citations: [],
    });
  if (lateButLonger.length > 0) {
    sentences.push({
      text: `${lateButLonger.length} more ${lateButLonger.length === 1 ? 'ends' : 'end'} later, but the day to act by is past or near, because replacing them takes long.`,
      citations: [],
    });
  }
  if (undated.length > 0)
    sentences.push({
      text: `${undated.length} ${undated.length === 1 ? 'contract has' : 'contracts have'} no end date on record and may end in this period too.`,
      citations: [],
    });
  if (rest === undefined) sentences.push(coverageSentence(coverage));

  const table = (contracts: readonly CatalogueContract[]) =>
    contracts.map((contract) => dueRow(contract, today, citations));
  const sections: Section[] = [];
  if (shown.length > 0) sections.push(section(null, dueColumns, table(shown)));
  if (lateButLonger.length > 0)
    sections.push(section('Ends later, act now', dueColumns, table(lateButLonger)));
  if (undated.length > 0) sections.push(section('No end date on record', dueColumns, table(undated)));
  const pressing = [...shown, ...lateButLonger, ...undated]
    .filter((contract) => !hasEnded(contract, today))
    .slice(0, 3);
  const remarks = [
    ...input.remarks,
    'Sorted by the day to act by: the end less the lead time of that kind of contract. Lead times are proposals your borough can change.',
  ];
  if (found.total > shown.length) remarks.push(`Showing ${shown.length} of ${found.total}.`);
  return {
    status: shown.length + lateButLonger.length + undated.length > 0 ? 'answered' : 'no-record',
    title: `Ending${periodWords(input)}`,
    sentences,
    sections,
    timeline: timelineOf([...shown, ...lateButLonger]),
    citations: citations.all(),
    coverage: rest === undefined ? coverage : null,
    remarks,
    nextActions: pressing.flatMap((contract) => actionsFor(contract, today).slice(0, 1)),
    choices: alertChoices(found.understood),
  };
}
