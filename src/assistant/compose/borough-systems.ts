/** What one borough runs, a section for each service asked about; “no record” is said for each. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import type { Section, Sentence } from '../answer.ts';
import { askedSentence } from './asked-fact.ts';
import type { ComposeInput } from './compose.ts';
import { dueColumns, dueRow } from './contract-table.ts';
import { byLiveThenEnd, hasEnded } from './contract-words.ts';
import { createCitations, type Draft, section, timelineOf } from './draft.ts';
import { actionsFor } from './next-actions.ts';

/** Records whose asked fact is said before the table; the table holds it for the rest. */
const mostAsked = 5;

/** All of a few; of many, those that publish a value when that was asked. */
function askedAbout(
  contracts: readonly CatalogueContract[],
  { slots }: ComposeInput,
): readonly CatalogueContract[] {
  const telling = contracts.filter(
    ({ value, valueAsPublished }) =>
      contracts.length <= mostAsked || slots.fact !== 'value' || value !== null || valueAsPublished !== null,
  );
  return telling.slice(0, mostAsked);
}

function inArea(contract: CatalogueContract, area: string, input: ComposeInput): boolean {
  return (
    contract.serviceArea === area ||
    contract.productIds.some((id) => input.catalogue.productById(id)?.serviceArea === area)
  );
}

function summary(
  name: string,
  contracts: readonly CatalogueContract[],
  input: ComposeInput,
  total: number,
): Sentence {
  if (contracts.length === 0)
    return {
      text: `The catalogue has no such record for ${name}, which does not mean that it has none.`,
      citations: [],
    };
  const live = contracts.filter((contract) => !hasEnded(contract, input.today)).length;
  return {
    text: `${name} has ${total} ${total === 1 ? 'record' : 'records'} here; ${live} ${live === 1 ? 'is' : 'are'} live or undated, ${contracts.length - live} ended.`,
    citations: [],
  };
}

/**
 * A sentence for each borough asked about and a section for each of its service areas; those with no record are
 * named, and `no-record` when all are empty.
 */
export function composeBoroughSystems(input: ComposeInput): Draft {
  const { today } = input;
  const citations = createCitations();
  const sentences: Sentence[] = [];
  const sections: Section[] = [];
  const all: CatalogueContract[] = [];
  for (const found of input.found) {
    const name = found.understood.boroughs[0]?.name ?? 'This borough';
    const contracts = [...found.contracts].sort(byLiveThenEnd(today));
    all.push(...contracts);
    for (const contract of askedAbout(contracts, input)) {
      const text = askedSentence(contract, input.slots.fact);
      if (text !== null) sentences.push({ text, citations: citations.cite(contract) });
    }
    sentences.push(summary(name, contracts, input, found.total));
    const several = input.found.length > 1 ? `${name}: ` : '';
    const areas =
      found.understood.serviceAreas.length > 0
        ? found.understood.serviceAreas
        : [...new Set(contracts.map((contract) => contract.serviceArea ?? 'Other'))].sort();
    for (const area of areas) {
      const rows = contracts.filter(
        (contract) => inArea(contract, area, input) || (area === 'Other' && contract.serviceArea === null),
      );
      const none = {
        text: `No record for ${area.toLowerCase()}. Silence is not absence: it may be part of an outsourced service, or nobody has told us.`,
        citations: [],
      };
      sections.push(
        section(
          `${several}${area}`,
          rows.length === 0 ? [] : dueColumns,
          rows.map((contract) => dueRow(contract, today, citations)),
          rows.length === 0 ? [none] : [],
        ),
      );
    }
  }
  const names = input.found
    .map((found) => found.understood.boroughs[0]?.name ?? '')
    .filter((name) => name !== '');
  const pressing = all
    .filter((contract) => contract.actBy !== null && !hasEnded(contract, today))
    .sort((left, right) => (left.actBy ?? '').localeCompare(right.actBy ?? ''));
  return {
    status: all.length > 0 ? 'answered' : 'no-record',
    title: `Systems of ${names.join(' and ')}`,
    sentences,
    sections,
    timeline: timelineOf(all.filter((contract) => !hasEnded(contract, today))),
    citations: citations.all(),
    coverage: null,
    remarks: input.remarks,
    nextActions: pressing.slice(0, 3).flatMap((contract) => actionsFor(contract, today).slice(0, 1)),
    choices:
      names.length === 1
        ? [
            {
              label: 'What should be acted on first?',
              message: `What is expiring in the next 24 months for ${names[0]}?`,
            },
          ]
        : [],
  };
}
