/** An answer while it is being written: sentences and rows with their citations numbered as they are first used. */

import type { BoroughCoverage } from '../../catalogue/queries/coverage.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate, parseIsoDate } from '../../procurement/iso-date.ts';
import type {
  Answer,
  Citation,
  CoverageSummary,
  Section,
  Sentence,
  TableRow,
  TimelineBar,
} from '../answer.ts';
import { boroughsWords, endDayWords, productWords } from './contract-words.ts';

/** Everything of an answer but what the assistant adds around it. */
export type Draft = Omit<Answer, 'id' | 'planner' | 'writtenByModel' | 'today'>;

/** A draft with nothing in it but what is added. */
export const emptyDraft: Omit<Draft, 'status' | 'title' | 'sentences'> = {
  sections: [],
  timeline: [],
  citations: [],
  coverage: null,
  remarks: [],
  nextActions: [],
  choices: [],
};

/** A draft of sentences alone, which cite nothing; the rest is added to it. */
export function draftOfWords(
  status: Draft['status'],
  title: string,
  texts: readonly string[],
  remarks: readonly string[] = [],
): Draft {
  return {
    ...emptyDraft,
    status,
    title,
    sentences: texts.map((text) => ({ text, citations: [] })),
    remarks,
  };
}

/** Teams shows at most 20 citations in a message. */
const citationLimit = 20;

/** `published 2 June 2025`, as precisely as the source says; else when it was read. */
export function sourceDateWords(publishedDate: string | null, readOn: string | null): string {
  if (publishedDate !== null) {
    const day = parseIsoDate(publishedDate);
    return `published ${day === null ? publishedDate : formatDate(day)}`;
  }
  const read = readOn === null ? null : parseIsoDate(readOn);
  return read === null ? 'date not stated' : `read ${formatDate(read)}`;
}

/** Citations of one answer while it is written, at most 20; `all` gives them in the order of their numbers. */
export type CitationList = {
  /** Number of the contract's first source, or none when it has no source or the list is full. */
  readonly cite: (contract: CatalogueContract) => readonly number[];
  /** The same for a page that is no contract's source; a page cited before keeps its number. */
  readonly citePage: (page: Omit<Citation, 'number'>) => readonly number[];
  readonly all: () => readonly Citation[];
};

/** Numbers citations in order of first use; the same source keeps its number. `most` is what a message may hold. */
export function createCitations(most = citationLimit): CitationList {
  const citations: Citation[] = [];
  const numbers = new Map<string, number>();
  return {
    all: () => citations,
    citePage: (page) => {
      const key = `page ${page.url ?? page.title} ${page.quote}`;
      const known = numbers.get(key);
      if (known !== undefined) return [known];
      if (citations.length >= most) return [];
      const number = citations.length + 1;
      numbers.set(key, number);
      citations.push({ number, ...page });
      return [number];
    },
    cite: (contract) => {
      const [source] = contract.sources;
      if (source === undefined) return [];
      const known = numbers.get(contract.id);
      if (known !== undefined) return [known];
      if (citations.length >= most) return [];
      const number = citations.length + 1;
      numbers.set(contract.id, number);
      const { period } = contract;
      const said = [
        contract.title,
        contract.supplierAsPublished,
        period.datesAsPublished ?? (period.endDate === null ? null : `ends ${endDayWords(contract)}`),
        contract.valueAsPublished,
      ].filter((words) => words !== null);
      citations.push({
        number,
        title: `${boroughsWords(contract)}: ${productWords(contract)}`,
        publisher: source.publisher,
        url: source.url,
        publishedDate: source.publishedDate,
        quote: `${said.join('. ')} (${sourceDateWords(source.publishedDate, source.readOn)}, confidence ${source.confidence})`,
      });
      return [number];
    },
  };
}

/** Counts of the four states, for the 33. */
export function summariseCoverage(
  serviceArea: string | null,
  boroughs: readonly BoroughCoverage[],
): CoverageSummary {
  const count = (state: BoroughCoverage['state']) =>
    boroughs.filter((borough) => borough.state === state).length;
  return {
    serviceArea,
    known: count('known'),
    none: count('none'),
    withheld: count('withheld'),
    unknown: count('unknown'),
    of: 33,
    unknownBoroughs: boroughs
      .filter((borough) => borough.state === 'unknown')
      .map((borough) => borough.shortName),
  };
}

/** The sentence every answer about several boroughs carries. */
export function coverageSentence(coverage: CoverageSummary): Sentence {
  const what =
    coverage.serviceArea === null ? 'at least one record' : `a ${coverage.serviceArea.toLowerCase()} record`;
  const withData = coverage.known + coverage.none;
  const withheld = coverage.withheld === 0 ? '' : ` ${coverage.withheld} withheld theirs.`;
  const rest =
    coverage.unknown === 0
      ? ''
      : `; for ${coverage.unknown} there is no record, which does not mean that they have no system`;
  return { text: `${withData} of the 33 boroughs have ${what} here${rest}.${withheld}`, citations: [] };
}

/** A bar for every dated contract, earliest end first, at most 12. */
export function timelineOf(contracts: readonly CatalogueContract[]): TimelineBar[] {
  return contracts
    .filter(
      (contract) => contract.period.endDate !== null && (contract.period.endPrecision ?? 'day') === 'day',
    )
    .sort((left, right) => (left.period.endDate ?? '').localeCompare(right.period.endDate ?? ''))
    .slice(0, 12)
    .map((contract) => ({
      label: `${boroughsWords(contract)}: ${contract.productName ?? contract.productAsPublished ?? contract.title}`,
      contractId: contract.id,
      startDate: (contract.period.startPrecision ?? 'day') === 'day' ? contract.period.startDate : null,
      endDate: contract.period.endDate,
      maxExtentDate: contract.period.maxExtentDate,
      actBy: contract.actBy,
    }));
}

/** A cell with the text as given and no colour. */
export function plain(text: string): TableRow['cells'][number] {
  return { text, tone: 'plain' };
}

/** A section of exactly these parts; without `sentences` it has none. */
export function section(
  heading: string | null,
  columns: readonly string[],
  rows: readonly TableRow[],
  sentences: readonly Sentence[] = [],
): Section {
  return { heading, sentences, columns, rows };
}
