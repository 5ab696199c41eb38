/** “Who else uses this, and when does it expire?” */

import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { listed } from '../../procurement/list-words.ts';
import type { Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { userColumns, userRow } from './contract-table.ts';
import {
  actByWords,
  boroughsWords,
  byLiveThenEnd,
  endWords,
  hasEnded,
  hasStarted,
  latestEndWords,
  productWords,
  routeWords,
  supplierWords,
} from './contract-words.ts';
import {
  type CitationList,
  coverageSentence,
  createCitations,
  type Draft,
  section,
  summariseCoverage,
  timelineOf,
} from './draft.ts';
import { actionsAcross } from './next-actions.ts';
import { systemRows } from './system-rows.ts';

/** Authorities of the 33 among the participants, each once. */
function londonNames(contracts: readonly CatalogueContract[]): string[] {
  const names = new Set<string>();
  for (const contract of contracts) {
    for (const participant of contract.participants)
      if (participant.buyerId.startsWith('E09')) names.add(participant.shortName);
  }
  return [...names].sort();
}

/** The officer's own contract, in one sentence. */
export function ownSentence(
  contract: CatalogueContract,
  boroughName: string,
  today: ComposeInput['today'],
  citations: CitationList,
): Sentence {
  const verb = hasEnded(contract, today) ? 'had' : 'runs';
  const parts = [
    `${boroughName} ${verb} ${productWords(contract)}, supplier of record ${supplierWords(contract)}`,
    hasEnded(contract, today) || contract.period.endDate === null
      ? endWords(contract, today)
      : `current end ${endWords(contract, today)}`,
    latestEndWords(contract),
    routeWords(contract),
    actByWords(contract, today),
  ];
  return { text: `${parts.join('; ')}.`, citations: citations.cite(contract) };
}

function subjectWords(input: ComposeInput, others: ComposeInput['found'][number]): string {
  const { understood } = others;
  if (understood.subject !== null) return understood.subject;
  if (understood.serviceAreas.length > 0)
    return `a ${understood.serviceAreas.join(' or ').toLowerCase()} system`;
  return input.slots.words ?? 'it';
}

/** Users by how sure the dates are: a contract known to run today is one thing, a record without an end another. */
function usersSentences(
  input: ComposeInput,
  others: ComposeInput['found'][number],
  isElse: boolean,
): Sentence[] {
  const { today } = input;
  const own = isElse ? input.borough?.name : undefined;
  const left = input.slots.exceptBoroughs.map((id) => input.catalogue.boroughName(id) ?? id);
  const except = (names: readonly string[], known: readonly string[]) =>
    names.filter((name) => name !== own && !left.includes(name) && !known.includes(name));
  const inUse = others.contracts.filter((contract) => contract.kind !== 'procurement');
  const running = except(
    londonNames(
      inUse.filter(
        (contract) =>
          contract.period.endDate !== null && !hasEnded(contract, today) && hasStarted(contract, today),
      ),
    ),
    [],
  );
  const undated = except(londonNames(inUse.filter((contract) => contract.period.endDate === null)), running);
  const ended = except(londonNames(inUse.filter((contract) => hasEnded(contract, today))), [
    ...running,
    ...undated,
  ]);
  const coming = except(
    londonNames(
      others.contracts.filter((contract) => contract.kind === 'procurement' || !hasStarted(contract, today)),
    ),
    [...running, ...undated],
  );
  const total = running.length + undated.length + ended.length;
  const subject = subjectWords(input, others);
  const other = isElse ? 'other ' : '';
  const head =
    total === 0
      ? `No ${other}borough is on record with ${subject}.`
      : `${total} ${other}${total === 1 ? 'borough is' : 'boroughs are'} on record with ${subject}.`;
  const parts = [
    running.length === 0 ? null : `Contract known to run today: ${listed(running)}.`,
    undated.length === 0
      ? null
      : `On record without an end date, so check that it still holds: ${listed(undated)}.`,
    ended.length === 0 ? null : `Only a record that has ended: ${listed(ended)}.`,
    coming.length === 0 ? null : `Planned, being tendered or not yet started: ${listed(coming)}.`,
  ];
  return [head, ...parts.filter((part) => part !== null)].map((text) => ({ text, citations: [] }));
}

/** “Does Bromley use it?”: yes with the row, or no record with what Bromley is known to have. */
function boroughSentences(
  input: ComposeInput,
  others: ComposeInput['found'][number],
  citations: CitationList,
): Sentence[] {
  const names = input.slots.boroughs.map((id) => input.catalogue.boroughName(id) ?? id);
  return names.map((name) => {
    const rows = others.contracts
      .filter((contract) => contract.participants.some((participant) => participant.shortName === name))
      .sort(byLiveThenEnd(input.today));
    const [first] = rows;
    if (first === undefined) {
      const state = others.coverage.boroughs.find((borough) => borough.shortName === name)?.state;
      const area =
        others.coverage.serviceArea === null ? '' : ` for ${others.coverage.serviceArea.toLowerCase()}`;
      const hasOther =
        state === 'known'
          ? `; ${name} has other records${area}`
          : `; there is no record of ${name}${area} at all, which does not mean that it has none`;
      return {
        text: `No record that ${name} uses ${subjectWords(input, others)}${hasOther}.`,
        citations: [],
      };
    }
    return ownSentence(first, name, input.today, citations);
  });
}

/** Own contract first (when “this” was asked), then the table of users, coverage and what to do. */
export function composeWhoUses(input: ComposeInput): Draft {
  const { today, borough, slots } = input;
  const citations = createCitations();
  const last = input.found.at(-1);
  if (last === undefined) throw new TypeError('who-uses needs a result to compose');
  const others = slots.isLive
    ? { ...last, contracts: last.contracts.filter((contract) => !hasEnded(contract, today)) }
    : last;
  const ownFound = input.found.length > 1 ? input.found[0] : undefined;
  const area = others.understood.serviceAreas[0] ?? others.coverage.serviceArea;
  const ownName =
    ownFound?.understood.boroughs[0]?.name ??
    ownFound?.contracts[0]?.participants[0]?.shortName ??
    borough?.name ??
    null;
  const ownContracts = [...(ownFound?.contracts ?? [])]
    .filter((contract) => contract.kind !== 'procurement' && contract.kind !== 'service')
    .sort(byLiveThenEnd(today))
    .filter(
      (contract) =>
        others.understood.productIds.length === 0 ||
        contract.productIds.some((id) => others.understood.productIds.includes(id)),
    );
  const [own] = ownContracts;
  const coverage = summariseCoverage(others.coverage.serviceArea, others.coverage.boroughs);
  const contracts = [...others.contracts].sort(slots.sort === null ? byLiveThenEnd(today) : () => 0);

  const sentences: Sentence[] = [];
  if (ownFound !== undefined && ownName !== null) {
    if (own === undefined) {
      const what = area === null ? 'system' : `${area.toLowerCase()} system`;
      sentences.push({
        text: `The catalogue has no record of which ${what} ${ownName} runs, so this lists every ${what} on record elsewhere.`,
        citations: [],
      });
    } else {
      sentences.push(ownSentence(own, ownName, today, citations));
    }
  }
  if (slots.boroughs.length > 0 && ownFound === undefined)
    sentences.push(...boroughSentences(input, others, citations));
  sentences.push(...usersSentences(input, others, slots.isElse || ownFound !== undefined));
  sentences.push(coverageSentence(coverage));

  // A list in an order asked for stays in that order; otherwise a system stands once with its contracts.
  const rows =
    slots.sort === null
      ? systemRows(contracts, today, citations)
      : contracts.map((contract) => userRow(contract, today, citations));
  const remarks = [...input.remarks];
  if (slots.exceptBoroughs.length > 0)
    remarks.push(
      `Left out, as you asked: ${slots.exceptBoroughs.map((id) => input.catalogue.boroughName(id) ?? id).join(', ')}.`,
    );
  if (own !== undefined && area !== null && ownFound !== undefined)
    remarks.push(
      `Took ${slots.isThis ? '“this”' : 'it'} to mean ${own.productName ?? productWords(own)}, the ${(others.coverage.serviceArea ?? area).toLowerCase()} system on record for ${ownName}.`,
    );
  if (slots.isLive && last.contracts.length > others.contracts.length)
    remarks.push(
      `Left out, because it has ended: ${last.contracts.length - others.contracts.length} of ${last.total} records.`,
    );
  else if (others.total > others.contracts.length)
    remarks.push(`Showing ${others.contracts.length} of ${others.total} records.`);
  const subject = subjectWords(input, others);
  return {
    status: contracts.length > 0 || own !== undefined ? 'answered' : 'no-record',
    title: own === undefined ? `Who uses ${subject}` : `Who else uses ${subject}`,
    sentences,
    sections: rows.length === 0 ? [] : [section(null, userColumns, rows)],
    timeline: timelineOf([...(own === undefined ? [] : [own]), ...contracts]),
    citations: citations.all(),
    coverage,
    remarks,
    nextActions: actionsAcross(own ?? null, contracts, coverage, today),
    choices: followUps(own ?? contracts[0] ?? null),
  };
}

function followUps(contract: CatalogueContract | null): Draft['choices'] {
  if (contract === null) return [];
  return [
    { label: 'Sort by end date', message: 'sort by end date' },
    {
      label: `More about ${boroughsWords(contract)}`,
      message: `Tell me more about the ${contract.productName ?? contract.productAsPublished ?? contract.title} contract of ${contract.participants[0]?.shortName ?? ''}`,
    },
  ];
}
