/** A list of contracts that fit the conditions, with the conditions said. */
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
import { filterWords } from './filter-words.ts';

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
        text: `${found.total === 0 ? 'No' : found.total} ${found.total === 1 ? 'record' : 'records'} ${filterWords(found.understood, false)}.`,
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
