import { z } from 'zod';
import type { Mention } from '../catalogue/names/name-index.ts';
import { anyContract } from '../catalogue/queries/find-contracts.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import type { LineageEvent, ProductReference } from '../catalogue/reference-data.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  name: z
    .string()
    .min(1)
    .max(200)
    .describe('Product or maker, under any name it has had: iWorld, Capita One, Northgate.'),
});

/** What became of the products or makers meant, and their records in London. */
export type LineageFound = {
  readonly outcome: 'lineage';
  /** As asked, without the words around it. */
  readonly asked: string;
  /** Dated ones first, oldest first. */
  readonly events: readonly LineageEvent[];
  /** Products meant: by their names, or because something happened to them. */
  readonly products: readonly Pick<
    ProductReference,
    | 'id'
    | 'name'
    | 'serviceArea'
    | 'vendor'
    | 'formerNames'
    | 'formerVendors'
    | 'evidence'
    | 'sourceUrls'
    | 'notes'
  >[];
  /** Contracts on record for them, with the names as published. */
  readonly contracts: readonly CatalogueContract[];
  readonly total: number;
};

const shownContracts = 20;

/** Words that stand in many names and identify none. */
const commonWords = new Set([
  ...'the and for one software systems system solutions services service group limited ltd plc public housing'.split(
    ' ',
  ),
  ...'revenues benefits information business technology is now who makes what happened uk to of a an'.split(
    ' ',
  ),
]);

function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z0-9&@]+/g) ?? []).filter(
    (word) => word.length > 2 && !commonWords.has(word),
  );
}

/** Products named, whether or not the name is also an everyday word: lineage lists all it may mean. */
function productIdsOf(mentions: readonly Mention[]): { named: string[]; made: string[] } {
  const meanings = mentions.flatMap((mention) => mention.meanings);
  return {
    named: meanings.flatMap((meaning) => (meaning.kind === 'product' ? [meaning.productId] : [])),
    made: meanings.flatMap((meaning) => (meaning.kind === 'firm' ? meaning.productIds : [])),
  };
}

/** An event is meant when every telling word of one of its names stands in the question, or most of a short one. */
function isNamed(event: LineageEvent, asked: ReadonlySet<string>): boolean {
  return [event.from, event.to ?? '']
    .flatMap((names) => names.split(/[;()]/))
    .some((name) => {
      const [first] = wordsOf(name);
      // “Northgate” is also the beginning of NorthgateArinso, which is another firm: both are shown.
      return (
        first !== undefined &&
        (asked.has(first) || [...asked].some((word) => word.length >= 6 && first.startsWith(word)))
      );
    });
}

function byDate(left: LineageEvent, right: LineageEvent): number {
  if ((left.date === null) !== (right.date === null)) return left.date === null ? 1 : -1;
  return (left.date ?? '').localeCompare(right.date ?? '');
}

async function lineage(asked: z.infer<typeof input>, context: ToolContext): Promise<LineageFound | Unclear> {
  const { catalogue, viewer } = context;
  const index = await catalogue.names();
  const mentions = index.find(asked.name);
  const named = productIdsOf(mentions);
  const repaired = mentions.map((mention) => mention.repairedTo ?? mention.text).join(' ');
  const askedWords = new Set(wordsOf(`${asked.name} ${repaired}`));
  const { lineage: all, products: known } = catalogue.reference;
  const byName = all.filter(
    (event) =>
      isNamed(event, askedWords) &&
      (named.named.length === 0 || event.productIds.some((id) => named.named.includes(id))),
  );
  const ids = new Set(
    named.named.length > 0
      ? named.named
      : byName.length > 0
        ? byName.flatMap((event) => event.productIds)
        : named.made,
  );
  const events = all
    .filter((event) => byName.includes(event) || event.productIds.some((id) => named.named.includes(id)))
    .sort(byDate);
  const products = known.filter((product) => ids.has(product.id) && product.evidence !== 'unverified');
  const unverified = known.filter((product) => ids.has(product.id) && product.evidence === 'unverified');
  if (events.length === 0 && products.length + unverified.length === 0)
    return { outcome: 'unclear', field: 'name', text: asked.name, options: [] };
  const found =
    ids.size === 0
      ? { contracts: [], total: 0 }
      : await catalogue.find(viewer, {
          ...anyContract,
          subject: { productIds: [...ids], vendors: [], supplierIds: [] },
          sort: 'ends',
          limit: shownContracts,
        });
  return {
    outcome: 'lineage',
    asked: mentions.length === 0 ? asked.name : mentions.map((mention) => mention.text).join(' and '),
    events,
    products: [...products, ...unverified].map(
      ({ id, name, serviceArea, vendor, formerNames, formerVendors, evidence, sourceUrls, notes }) => ({
        id,
        name,
        serviceArea,
        vendor,
        formerNames,
        formerVendors,
        evidence,
        sourceUrls,
        notes,
      }),
    ),
    contracts: found.contracts,
    total: found.total,
  };
}

/** What became of a product or a maker, each step with its date as precisely as it was read. */
export const productLineage = defineTool<z.infer<typeof input>>({
  name: 'product_lineage',
  description:
    'Who makes a product now, what it was called before, and which maker bought or was renamed to which, with dates and sources.',
  input,
  run: lineage,
});
