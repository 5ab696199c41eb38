/** A list of contracts that fit the conditions, with the conditions said. */
import { formatDate } from '../../procurement/iso-date.ts';
import { formatAmount } from '../../procurement/value.ts';
import type { ComposeInput } from './compose.ts';
import { dueColumns, dueRow } from './contract-table.ts';
import {
  coverageSentence,
  createCitations,
  type Draft,
  section,
  summariseCoverage,
  timelineOf,
} from './draft.ts';

/** The filter in words, so that the count can be checked. */
function conditions(input: ComposeInput): string {
  const understood = input.found.at(-1)?.understood;
  if (understood === undefined) return '';
  const parts = [
    understood.subject === null ? null : `about ${understood.subject}`,
    understood.serviceAreas.length === 0 ? null : `for ${understood.serviceAreas.join(' or ').toLowerCase()}`,
    understood.boroughs.length === 0
      ? 'in London'
      : `of ${understood.boroughs.map((borough) => borough.name).join(' or ')}`,
    understood.words === null ? null : `with “${understood.words}” in title, product or supplier`,
    understood.endsFrom === null ? null : `ending on or after ${formatDate(understood.endsFrom)}`,
    understood.endsTo === null ? null : `ending on or before ${formatDate(understood.endsTo)}`,
    understood.amountFrom === null ? null : `of at least ${formatAmount(understood.amountFrom)}`,
    understood.amountTo === null ? null : `of at most ${formatAmount(understood.amountTo)}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/**
 * Lists the last contracts found, in the order of the result, and says when more fit; throws TypeError when this turn
 * lists none.
 */
export function composeFind(input: ComposeInput): Draft {
  const found = input.found.at(-1);
  if (found === undefined) throw new TypeError('find needs a result to compose');
  const citations = createCitations();
  const coverage = summariseCoverage(found.coverage.serviceArea, found.coverage.boroughs);
  const rows = found.contracts.map((contract) => dueRow(contract, input.today, citations));
  const remarks = [...input.remarks];
  if (found.total > found.contracts.length)
    remarks.push(`Showing ${found.contracts.length} of ${found.total}.`);
  if (input.slots.sort === 'value')
    remarks.push(
      'Values are as published: whole life, annual and with or without VAT are not the same thing, so the order is a rough one.',
    );
  return {
    status: rows.length > 0 ? 'answered' : 'no-record',
    title: 'Contracts found',
    sentences: [
      {
        text: `${found.total === 0 ? 'No' : found.total} ${found.total === 1 ? 'record' : 'records'} ${conditions(input)}.`,
        citations: [],
      },
      coverageSentence(coverage),
    ],
    sections: rows.length === 0 ? [] : [section(null, dueColumns, rows)],
    timeline: timelineOf(found.contracts),
    citations: citations.all(),
    coverage,
    remarks,
    nextActions: [],
    choices: [],
  };
}
