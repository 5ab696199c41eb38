/** What became of a product or a maker; the published name is always shown, and so is what was not checked. */
import { formatDate, parseIsoDate } from '../../procurement/iso-date.ts';
import type { LineageFound } from '../../tools/product-lineage.ts';
import type { Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, endWords, supplierWords } from './contract-words.ts';
import { type CitationList, createCitations, type Draft, plain, section } from './draft.ts';

type LineageEvent = LineageFound['events'][number];

const monthNames =
  'January February March April May June July August September October November December'.split(' ');

/** `17 August 2017`, `October 2008`, `by 2024`, or that no date was read. */
export function eventDateWords(event: Pick<LineageEvent, 'date' | 'precision' | 'dateMeans'>): string {
  const means = event.dateMeans === null ? '' : `${event.dateMeans} `;
  return event.date === null ? 'date not read' : `${means}${dateWords(event.date, event.precision)}`;
}

function dateWords(date: string, precision: LineageEvent['precision']): string {
  const day = parseIsoDate(date);
  if (day !== null) return formatDate(day);
  const [year, month] = date.split('-');
  if (month !== undefined) return `${monthNames[Number(month) - 1]} ${year}`;
  return precision === 'by' ? `by ${year}` : `${year}`;
}

const evidenceWords = {
  seen: 'page read',
  partly: 'only partly borne out by the page',
  unverified: 'not checked',
} as const;

function eventWords(event: LineageEvent): string {
  switch (event.kind) {
    case 'bought':
      return `${event.from} was bought by ${event.to}`;
    case 'offered':
      return `${event.to} made an offer for ${event.from}`;
    case 'renamed':
      return `${event.from} became ${event.to}`;
    case 'succeeded':
      return `${event.from} was succeeded by ${event.to}`;
    case 'ended':
      return `${event.from}: the supplier was leaving the market`;
  }
}

function cite(event: LineageEvent, citations: CitationList): readonly number[] {
  return citations.citePage({
    title: eventWords(event),
    publisher: new URL(event.sourceUrl).hostname.replace(/^www\./, ''),
    url: event.sourceUrl,
    publishedDate: null,
    quote: `${event.words} (${evidenceWords[event.evidence]})`,
  });
}

function makerSentence(product: LineageFound['products'][number], citations: CitationList): Sentence {
  const former = [...product.formerNames, ...product.formerVendors];
  const maker =
    product.vendor === null ? 'has no maker known for today' : `is made by ${product.vendor} today`;
  const caution = product.evidence === 'unverified' ? ' (from a product list, not checked on a page)' : '';
  const names = former.length === 0 ? '' : `; earlier names and makers: ${former.join(', ')}`;
  const [page] = product.sourceUrls;
  return {
    text: `${product.name} (${product.serviceArea}) ${maker}${caution}${names}.`,
    citations:
      page === undefined || product.evidence === 'unverified'
        ? []
        : citations.citePage({
            title: product.name,
            publisher: new URL(page).hostname.replace(/^www\./, ''),
            url: page,
            publishedDate: null,
            quote: product.notes ?? `${product.name} (${evidenceWords[product.evidence]})`,
          }),
  };
}

function sentencesOf(found: LineageFound, citations: CitationList): Sentence[] {
  const makers = () => found.products.slice(0, 4).map((product) => makerSentence(product, citations));
  const events = () =>
    found.events.slice(0, 4).map((event) => ({
      text: `${eventWords(event)} (${eventDateWords(event)}).`,
      citations: cite(event, citations),
    }));
  // One product asked about: who makes it comes first. A firm: what happened to it does.
  return found.products.length <= 2 ? [...makers(), ...events()] : [...events(), ...makers()];
}

/** Who makes it today, what happened with dates as precise as they were read, and the names on record in London. */
export function composeLineage(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'lineage');
  if (found === undefined) throw new TypeError('lineage needs a past to compose');
  const citations = createCitations();
  const sentences = sentencesOf(found, citations);
  const remarks = [...input.remarks];
  if (found.products.length > 1)
    remarks.push(
      `“${found.asked}” can mean ${found.products.length} products: ${found.products.map((product) => product.name).join('; ')}.`,
    );
  if (found.events.some((event) => event.date === null))
    remarks.push('Where no date is given none was read on a page, so none is given.');
  const [product] = found.products;
  return {
    status: 'answered',
    title: `What became of ${found.asked}`,
    sentences,
    sections: [
      ...(found.events.length === 0
        ? []
        : [
            section(
              'What happened',
              ['When', 'What', 'How sure'],
              found.events.map((event) => ({
                contractId: null,
                citations: cite(event, citations),
                cells: [
                  plain(eventDateWords(event)),
                  plain(`${eventWords(event)}\n${event.words}`),
                  plain(evidenceWords[event.evidence]),
                ],
              })),
            ),
          ]),
      ...(found.contracts.length === 0
        ? []
        : [
            section(
              `On record in London (${found.contracts.length} of ${found.total})`,
              ['Borough', 'Name as published', 'Supplier', 'Ends'],
              found.contracts.map((contract) => ({
                contractId: contract.id,
                citations: citations.cite(contract),
                cells: [
                  plain(boroughsWords(contract)),
                  plain(contract.productAsPublished ?? contract.title),
                  plain(supplierWords(contract)),
                  plain(endWords(contract, input.today)),
                ],
              })),
            ),
          ]),
    ],
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks,
    nextActions: [],
    choices:
      product === undefined
        ? []
        : [{ label: `Who uses ${product.name}?`, message: `Who uses ${product.name}?` }],
  };
}
