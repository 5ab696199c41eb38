/** A list of contracts that fit the conditions, with the conditions said. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import type { Slots } from '../planner.ts';
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

/** The whole list from its other end, records without the day or amount still last, cut to the number asked for. */
function turnedRound(
  contracts: readonly CatalogueContract[],
  { sort, limit }: Slots,
): readonly CatalogueContract[] {
  const isKnown = (contract: CatalogueContract) =>
    sort === 'value' ? contract.value !== null : sort === 'ends' ? contract.period.endDate !== null : true;
  const turned = [...contracts.filter(isKnown).reverse(), ...contracts.filter((item) => !isKnown(item))];
  return limit === null ? turned : turned.slice(0, limit);
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
  const isTurned = input.slots.isReversed && found.total <= found.contracts.length;
  const shown = isTurned ? turnedRound(found.contracts, input.slots) : found.contracts;
  const rows = shown.map((contract) => dueRow(contract, input.today, citations));
  const remarks = [...input.remarks];
  if (found.total > shown.length) remarks.push(`Showing ${shown.length} of ${found.total}.`);
  if (input.slots.isReversed && !isTurned)
    remarks.push('In the usual order: the list is too long to be turned round here. Narrow it down first.');
  if (input.slots.sort === 'value')
    remarks.push(
      'Values are as published: whole life, annual and with or without VAT are not the same thing, so the order is a rough one.',
    );
  return {
    status: rows.length > 0 ? 'answered' : 'no-record',
    title: 'Contracts found',
    sentences: [
      {
        text: `${found.total === 0 ? 'No' : found.total} ${found.total === 1 ? 'record' : 'records'} ${filterWords(found.understood, false)}${input.slots.isUndated ? ', without an end date on record' : ''}.`,
        citations: [],
      },
      coverageSentence(coverage),
    ],
    sections: rows.length === 0 ? [] : [section(null, dueColumns, rows)],
    timeline: timelineOf(shown),
    citations: citations.all(),
    coverage,
    remarks,
    nextActions: [],
    choices: [],
  };
}
