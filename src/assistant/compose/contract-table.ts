/** Tables of contracts, four columns at most so that they fit a phone. */
import { fieldWords } from '../../catalogue/corrections/correction.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { TableRow } from '../answer.ts';
import {
  actByDay,
  actByTone,
  boroughsWords,
  endWords,
  latestEndWords,
  productWords,
  routeWords,
  supplierWords,
  valueWords,
} from './contract-words.ts';
import { correctedWords, standingCorrection } from './correction-words.ts';
import { type CitationList, plain } from './draft.ts';

/** Titles for the cells of `userRow`, in their order. */
export const userColumns = ['Borough', 'Product and supplier', 'Ends', 'Act by and route'] as const;
/** Titles for the cells of `dueRow`, in their order. */
export const dueColumns = ['Contract', 'Ends', 'Act by', 'Value and route'] as const;

const kindWords: Readonly<Partial<Record<CatalogueContract['kind'], string>>> = {
  procurement: 'planned or being tendered',
  system: 'in use; no contract on record',
  service: 'a service, not a system',
  framework: 'framework',
};

function lines(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n');
}

function endCell(contract: CatalogueContract, today: IsoDate): string {
  const dates = contract.period.endDate === null ? contract.period.datesAsPublished : null;
  return lines(
    endWords(contract, today),
    dates === null ? null : `as published: ${dates}`,
    latestEndWords(contract),
    ...(['endDate', 'maxExtentDate'] as const).map((field) => {
      const correction = standingCorrection(contract, field);
      return correction === null ? null : `${fieldWords[field]} ${correctedWords(correction)}`;
    }),
  );
}

/** Who uses it: one row a contract. */
export function userRow(contract: CatalogueContract, today: IsoDate, citations: CitationList): TableRow {
  return {
    contractId: contract.id,
    citations: citations.cite(contract),
    cells: [
      plain(boroughsWords(contract)),
      plain(lines(productWords(contract), supplierWords(contract), kindWords[contract.kind] ?? null)),
      plain(endCell(contract, today)),
      { text: lines(actByDay(contract, today), routeWords(contract)), tone: actByTone(contract, today) },
    ],
  };
}

/** What ends when: one row a contract, act-by first in mind. */
export function dueRow(contract: CatalogueContract, today: IsoDate, citations: CitationList): TableRow {
  return {
    contractId: contract.id,
    citations: citations.cite(contract),
    cells: [
      plain(
        lines(
          `${boroughsWords(contract)}: ${productWords(contract)}`,
          supplierWords(contract),
          kindWords[contract.kind] ?? null,
        ),
      ),
      plain(endCell(contract, today)),
      { text: actByDay(contract, today), tone: actByTone(contract, today) },
      plain(lines(valueWords(contract), routeWords(contract))),
    ],
  };
}
