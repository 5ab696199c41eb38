import { z } from 'zod';
import { concentrationOf, concentrationWords } from '../catalogue/figures/concentration.ts';
import type { ContractKind } from '../procurement/contract.ts';
import { labelsOf } from './count-contracts.ts';
import type { MarketFound, MarketMeasure } from './figures-result.ts';
import * as inputs from './inputs.ts';
import { readSearch, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  service_area: inputs.serviceArea,
  by: z
    .enum(['supplier', 'vendor'])
    .nullable()
    .describe('supplier: who signed (default). vendor: who makes the product, behind any reseller.'),
  live_only: z.boolean().nullable().describe('True leaves out contracts whose end has passed.'),
});

const shownFirms = 10;

/** What is signed has a supplier; what is in use has a maker. Plans have neither. */
const kindsOf: Readonly<Record<'supplier' | 'vendor', readonly ContractKind[]>> = {
  supplier: ['contract', 'framework', 'service'],
  vendor: ['contract', 'framework', 'system'],
};

function percent(share: number): number {
  return Math.round(share * 1_000) / 10;
}

function measure(
  parts: readonly { key: string; amount: number }[],
  labels: (key: string) => string,
  what: Pick<MarketMeasure, 'by' | 'basis' | 'vat' | 'contracts'>,
): MarketMeasure[] {
  const found = concentrationOf(parts);
  if (found === null) return [];
  return [
    {
      ...what,
      total: Math.round(found.total * 100) / 100,
      shares: found.shares
        .slice(0, shownFirms)
        .map(({ key, amount, share }) => ({ label: labels(key), amount, percent: percent(share) })),
      firms: found.shares.length,
      topOnePercent: percent(found.topOne),
      topThreePercent: percent(found.topThree),
      topFivePercent: percent(found.topFive),
      index: found.index,
      words: concentrationWords(found.index, what.contracts),
    },
  ];
}

async function market(asked: z.infer<typeof input>, context: ToolContext): Promise<MarketFound | Unclear> {
  const by = asked.by ?? 'supplier';
  const liveOnly = asked.live_only ?? false;
  const read = await readSearch(
    {
      ...wholeCatalogue,
      serviceAreas: inputs.areasIn(asked.service_area),
      liveOnly,
      criteria: { kinds: kindsOf[by] },
    },
    context,
  );
  if ('outcome' in read) return read;
  const { catalogue, viewer } = context;
  const [figures, coverage] = await Promise.all([
    catalogue.count(viewer, read.criteria, by),
    catalogue.coverage(viewer, read.coverageArea),
  ]);
  const known = figures.parts.flatMap((part) => (part.key === null ? [] : [{ ...part, key: part.key }]));
  const labels = await labelsOf(
    by,
    known.map((part) => part.key),
    context,
  );
  const withoutFirm = figures.parts.find((part) => part.key === null)?.contracts ?? 0;
  const byContracts = measure(
    known.map((part) => ({ key: part.key, amount: part.contracts })),
    labels,
    { by: 'contracts', basis: null, vat: null, contracts: figures.total.contracts - withoutFirm },
  );
  const [kind] = figures.total.sums.filter((sum) => sum.currency === 'GBP');
  const valued = known.flatMap((part) =>
    part.sums
      .filter((sum) => sum.currency === 'GBP' && sum.basis === kind?.basis && sum.vat === kind.vat)
      .map((sum) => ({ key: part.key, amount: sum.amount, contracts: sum.contracts })),
  );
  const byValue =
    kind === undefined
      ? []
      : measure(valued, labels, {
          by: 'value',
          basis: kind.basis,
          vat: kind.vat,
          contracts: valued.reduce((sum, part) => sum + part.contracts, 0),
        });
  return {
    outcome: 'market',
    understood: read.understood,
    liveOnly,
    by,
    total: figures.total,
    withoutFirm,
    measures: [...byContracts, ...byValue],
    coverage: { serviceArea: read.coverageArea, boroughs: coverage },
  };
}

/** How far one service's market, or the whole catalogue, is in few hands. */
export const marketConcentration = defineTool<z.infer<typeof input>>({
  name: 'market_concentration',
  description:
    'How concentrated a market is: the share of the largest suppliers or makers by number of contracts and by comparable value, with the Herfindahl-Hirschman index.',
  input,
  run: market,
});
