/** “Who is not using it?”: those on record with something else, and apart those of whom nothing is known. */

import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { listed } from '../../procurement/list-words.ts';
import type { ComposeInput } from './compose.ts';
import { userColumns } from './contract-table.ts';
import { byLiveThenEnd, hasEnded } from './contract-words.ts';
import {
  coverageSentence,
  createCitations,
  type Draft,
  section,
  summariseCoverage,
  timelineOf,
} from './draft.ts';
import { systemRows } from './system-rows.ts';

function namesOf(contracts: readonly CatalogueContract[]): Set<string> {
  return new Set(
    contracts.flatMap((contract) =>
      contract.participants
        .filter((participant) => participant.buyerId.startsWith('E09'))
        .map((participant) => participant.shortName),
    ),
  );
}

/**
 * Parts the boroughs of a service area into users of a product, users of something else and not known, and never takes
 * the last for the second; throws TypeError when this turn did not look up both.
 */
export function composeNotUsing(input: ComposeInput): Draft {
  const [users, all] = input.found;
  if (users === undefined || all === undefined) throw new TypeError('not-using needs two results to compose');
  const { today } = input;
  const citations = createCitations();
  const subject = users.understood.subject ?? input.slots.exceptName ?? 'it';
  const area = (all.coverage.serviceArea ?? all.understood.serviceAreas[0] ?? 'this service').toLowerCase();
  const used = users.contracts.filter((contract) => contract.kind !== 'procurement');
  const current = namesOf(used.filter((contract) => !hasEnded(contract, today)));
  const ended = namesOf(used.filter((contract) => hasEnded(contract, today)));
  const userIds = new Set(users.contracts.map(({ id }) => id));
  const left = new Set(input.slots.exceptBoroughs.map((id) => input.catalogue.boroughName(id) ?? id));
  const others = all.contracts
    .filter(
      (contract) =>
        !userIds.has(contract.id) &&
        contract.kind !== 'procurement' &&
        !hasEnded(contract, today) &&
        contract.participants.some(({ shortName }) => !current.has(shortName) && !left.has(shortName)),
    )
    .sort(byLiveThenEnd(today));
  const withOther = [...namesOf(others)].filter((name) => !current.has(name) && !left.has(name)).sort();
  const coverage = summariseCoverage(all.coverage.serviceArea, all.coverage.boroughs);
  const formerly = [...ended].filter((name) => !current.has(name)).sort();
  const parts = [
    withOther.length === 0
      ? `No borough is on record with another ${area} system and without ${subject}.`
      : `${withOther.length} ${withOther.length === 1 ? 'borough is' : 'boroughs are'} on record with something else for ${area} and not with ${subject}: ${listed(withOther)}.`,
    current.size === 0
      ? `No borough is on record with ${subject} today.`
      : `On record with ${subject}: ${listed([...current].sort())}.`,
    formerly.length === 0 ? null : `Only a record that has ended with ${subject}: ${listed(formerly)}.`,
    'A borough with no record here may use it all the same: not known is not the same as not using.',
  ];
  const rows = systemRows(others, today, citations);
  return {
    status: withOther.length > 0 ? 'answered' : 'no-record',
    title: `Who is on record without ${subject}`,
    sentences: [
      ...parts.filter((text) => text !== null).map((text) => ({ text, citations: [] })),
      coverageSentence(coverage),
    ],
    sections: rows.length === 0 ? [] : [section(null, userColumns, rows)],
    timeline: timelineOf(others),
    citations: citations.all(),
    coverage,
    remarks: [...input.remarks],
    nextActions: [],
    choices: [],
  };
}
