/** Firms that boroughs have in common: who signed with both, and whose products both use. */
import { listed } from '../../procurement/list-words.ts';
import type { SharedFirmFound, SharedFirmsFound } from '../../tools/figures-result.ts';
import type { Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { endWords, hasEnded, productWords } from './contract-words.ts';
import { type CitationList, createCitations, type Draft, plain, section } from './draft.ts';
import { counted } from './filter-words.ts';

const shownContracts = 4;

function rowsOf(firm: SharedFirmFound, input: ComposeInput, citations: CitationList): Section['rows'] {
  return firm.boroughs.map(({ name, contracts }, at) => ({
    contractId: contracts[0]?.id ?? null,
    citations: contracts.slice(0, shownContracts).flatMap((contract) => citations.cite(contract)),
    cells: [
      plain(at === 0 ? firm.name : `${firm.name} (also)`),
      plain(name),
      plain(
        [
          ...contracts
            .slice(0, shownContracts)
            .map((contract) => `${productWords(contract)}: ${endWords(contract, input.today)}`),
          ...(contracts.length > shownContracts ? [`and ${contracts.length - shownContracts} more`] : []),
        ].join('\n'),
      ),
    ],
  }));
}

function sectionOf(
  heading: string,
  firms: readonly SharedFirmFound[],
  input: ComposeInput,
  citations: CitationList,
): Section[] {
  if (firms.length === 0) return [];
  return [
    section(
      heading,
      ['Firm', 'Borough', 'Contracts and when they end'],
      firms.flatMap((firm) => rowsOf(firm, input, citations)),
    ),
  ];
}

/** The same contract in both boroughs is one contract they share, not two. */
function jointTitles(found: SharedFirmsFound): string[] {
  const seen = new Map<string, { title: string; count: number }>();
  for (const firm of found.firms) {
    for (const id of new Set(
      firm.boroughs.flatMap(({ contracts }) => contracts.map((contract) => contract.id)),
    )) {
      const holders = firm.boroughs.filter(({ contracts }) =>
        contracts.some((contract) => contract.id === id),
      );
      const contract = holders[0]?.contracts.find((candidate) => candidate.id === id);
      if (holders.length > 1 && contract !== undefined)
        seen.set(id, { title: productWords(contract), count: holders.length });
    }
  }
  return [...new Set([...seen.values()].map(({ title }) => title))];
}

function headSentences(
  found: SharedFirmsFound,
  names: readonly string[],
  today: ComposeInput['today'],
): Sentence[] {
  const area = found.understood.serviceAreas[0]?.toLowerCase();
  const where = area === undefined ? '' : ` for ${area}`;
  if (found.firms.length === 0)
    return [
      {
        text: `No supplier or maker is on record for more than one of ${listed(names)}${where}. That is what the records say; silence is not absence.`,
        citations: [],
      },
    ];
  const suppliers = found.firms.filter((firm) => firm.as === 'supplier').map((firm) => firm.name);
  const makers = found.firms.filter((firm) => firm.as === 'maker').map((firm) => firm.name);
  const isLive = (firm: SharedFirmFound) =>
    firm.boroughs.filter(({ contracts }) => contracts.some((contract) => !hasEnded(contract, today))).length >
    1;
  const live = found.firms.filter(isLive).map((firm) => firm.name);
  return [
    {
      text:
        suppliers.length === 0
          ? `${listed(names)} have no supplier of record in common${where}.`
          : `${listed(names)} have ${counted(suppliers.length, 'supplier')} of record in common${where}: ${listed(suppliers.slice(0, 8))}${suppliers.length > 8 ? ' and more' : ''}.`,
      citations: [],
    },
    ...(makers.length === 0
      ? []
      : [
          {
            text: `Makers whose products more than one of them uses, whoever sold them: ${listed(makers.slice(0, 8))}${makers.length > 8 ? ' and more' : ''}.`,
            citations: [],
          },
        ]),
    {
      text:
        live.length === 0
          ? 'None of these has live or undated records in more than one of them: what they share is past.'
          : `With live or undated records in more than one of them: ${listed([...new Set(live)])}.`,
      citations: [],
    },
  ];
}

/** Firms in common with the contracts that tie them to each borough; a joint contract is said to be one. */
export function composeSharedSuppliers(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'shared-firms');
  if (found === undefined) throw new TypeError('shared-suppliers needs firms to compose');
  const citations = createCitations();
  const names = found.understood.boroughs.map((borough) => borough.name);
  const unknown = names.filter(
    (name) => found.coverage.boroughs.find((borough) => borough.shortName === name)?.records === 0,
  );
  const remarks = [...input.remarks];
  if (unknown.length > 0)
    remarks.push(
      `There is no such record of ${listed(unknown)}, so nothing can be found in common with them.`,
    );
  const joint = jointTitles(found);
  if (joint.length > 0) remarks.push(`Held under one joint contract: ${listed(joint)}.`);
  if (found.total > found.firms.length)
    remarks.push(`Showing ${found.firms.length} of ${found.total} firms.`);
  return {
    status: found.firms.length > 0 ? 'answered' : 'no-record',
    title: `What ${listed(names)} have in common`,
    sentences: headSentences(found, names, input.today),
    sections: [
      ...sectionOf(
        'Suppliers of record',
        found.firms.filter((firm) => firm.as === 'supplier'),
        input,
        citations,
      ),
      ...sectionOf(
        'Makers of what they use',
        found.firms.filter((firm) => firm.as === 'maker'),
        input,
        citations,
      ),
    ],
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks,
    nextActions:
      found.firms.length === 0
        ? []
        : ['Compare prices and option notice dates with each other before either of you renews.'],
    choices: names
      .slice(0, 3)
      .map((name) => ({ label: `Systems of ${name}`, message: `What systems does ${name} have?` })),
  };
}
