import { z } from 'zod';
import type { Figures } from '../catalogue/figures/count-contracts.ts';
import type { FiguresFound, LabelledPart, SplitBy } from './figures-result.ts';
import * as inputs from './inputs.ts';
import { readSearch, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  name: inputs.name,
  service_area: inputs.serviceArea,
  boroughs: inputs.boroughs,
  words: z
    .string()
    .max(200)
    .nullable()
    .describe('Words to look for in titles, products and suppliers; null for none.'),
  ends_after: inputs.day.describe('First day of the end dates wanted, YYYY-MM-DD; null for any.'),
  ends_before: inputs.day.describe('Last day of the end dates wanted, YYYY-MM-DD; null for any.'),
  min_amount: inputs.amount.describe('Smallest published value in pounds; null for any.'),
  max_amount: inputs.amount.describe('Largest published value in pounds; null for any.'),
  live_only: z.boolean().nullable().describe('True leaves out contracts whose end has passed.'),
  split_by: z
    .enum(['supplier', 'vendor', 'product', 'borough', 'service_area', 'start_year', 'end_year'])
    .nullable()
    .describe('What to split the count and the sums by; null for the total alone. vendor is the maker.'),
  order: z
    .enum(['contracts', 'value', 'key'])
    .nullable()
    .describe('Order of the parts: most contracts (default), largest comparable value, or by name or year.'),
  top: z.number().int().min(1).max(200).nullable().describe('Most parts wanted; null for 20.'),
});

/** Names for the keys of the parts shown; ids nobody knows stay what they are. */
export async function labelsOf(
  splitBy: SplitBy,
  keys: readonly string[],
  context: ToolContext,
): Promise<(key: string) => string> {
  const { catalogue } = context;
  if (splitBy === 'supplier') {
    const names = await catalogue.supplierNames(keys);
    return (key) => names.get(key) ?? key;
  }
  if (splitBy === 'product') return (key) => catalogue.productById(key)?.name ?? key;
  if (splitBy === 'borough') return (key) => catalogue.boroughName(key) ?? key;
  return (key) => key;
}

/** Only sums of the commonest kind of value can be compared, so only they can be put in order. */
function comparableValue(
  part: Figures['parts'][number],
  kind: Figures['total']['sums'][number] | undefined,
): number {
  const sum = part.sums.find(
    ({ currency, basis, vat }) => currency === kind?.currency && basis === kind.basis && vat === kind.vat,
  );
  return sum?.amount ?? -1;
}

function inOrder(figures: Figures, order: FiguresFound['order']): Figures['parts'] {
  const [kind] = figures.total.sums;
  const known = figures.parts.filter((part) => part.key !== null);
  if (order === 'value')
    return [...known].sort((left, right) => comparableValue(right, kind) - comparableValue(left, kind));
  if (order === 'key')
    return [...known].sort((left, right) => (left.key ?? '').localeCompare(right.key ?? ''));
  return known;
}

async function count(asked: z.infer<typeof input>, context: ToolContext): Promise<FiguresFound | Unclear> {
  const liveOnly = asked.live_only ?? false;
  const read = await readSearch(
    {
      ...wholeCatalogue,
      name: asked.name,
      serviceAreas: inputs.areasIn(asked.service_area),
      boroughs: asked.boroughs ?? [],
      words: asked.words,
      endsAfter: asked.ends_after,
      endsBefore: asked.ends_before,
      amountFrom: asked.min_amount,
      amountTo: asked.max_amount,
      liveOnly,
    },
    context,
  );
  if ('outcome' in read) return read;
  const { catalogue, viewer } = context;
  const [figures, coverage] = await Promise.all([
    catalogue.count(viewer, read.criteria, asked.split_by ?? 'all'),
    catalogue.coverage(viewer, read.coverageArea),
  ]);
  const isYear = asked.split_by === 'start_year' || asked.split_by === 'end_year';
  const order = asked.order ?? (isYear ? 'key' : 'contracts');
  const known = inOrder(figures, order);
  const shown = known.slice(0, asked.top ?? (isYear ? 60 : 20));
  const unknown = figures.parts.filter((part) => part.key === null);
  const labels =
    asked.split_by === null
      ? (key: string) => key
      : await labelsOf(
          asked.split_by,
          shown.flatMap((part) => (part.key === null ? [] : [part.key])),
          context,
        );
  const parts: LabelledPart[] = [...shown, ...unknown].map((part) => ({
    ...part,
    label: part.key === null ? null : labels(part.key),
  }));
  return {
    outcome: 'figures',
    understood: read.understood,
    liveOnly,
    splitBy: asked.split_by,
    total: figures.total,
    kinds: figures.kinds,
    parts,
    partCount: known.length,
    surplus: figures.surplus,
    order,
    coverage: { serviceArea: read.coverageArea, boroughs: coverage },
  };
}

/** Counts and sums; the same filter given to `find_contracts` lists the rows behind every number. */
export const countContracts = defineTool<z.infer<typeof input>>({
  name: 'count_contracts',
  description:
    'How many contracts there are and what they are worth, whole or split by supplier, maker, product, borough, service area or year; amounts are added only where VAT and basis are the same.',
  input,
  run: count,
});
