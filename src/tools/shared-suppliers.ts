import { z } from 'zod';
import type { SharedFirmsFound } from './figures-result.ts';
import * as inputs from './inputs.ts';
import { readSearch, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  boroughs: z.array(inputs.borough).min(2).max(33).describe('The authorities to compare, at least two.'),
  service_area: inputs.serviceArea,
});

/** Firms listed with their contracts; the rest are counted. */
const shownFirms = 40;

async function shared(
  asked: z.infer<typeof input>,
  context: ToolContext,
): Promise<SharedFirmsFound | Unclear> {
  const read = await readSearch(
    {
      ...wholeCatalogue,
      boroughs: asked.boroughs,
      serviceAreas: inputs.areasIn(asked.service_area),
    },
    context,
  );
  if ('outcome' in read) return read;
  const { catalogue, viewer } = context;
  const boroughs = read.understood.boroughs;
  const nameOf = (buyerId: string) => boroughs.find((borough) => borough.id === buyerId)?.name ?? buyerId;
  const [firms, coverage] = await Promise.all([
    catalogue.sharedFirms(
      viewer,
      boroughs.map((borough) => borough.id),
      read.understood.serviceAreas[0] ?? null,
    ),
    catalogue.coverage(viewer, read.coverageArea),
  ]);
  const shown = firms.slice(0, shownFirms);
  const ids = new Set(shown.flatMap((firm) => firm.boroughs.flatMap((borough) => borough.contractIds)));
  const contracts = new Map(
    (await catalogue.byIds(viewer, [...ids])).map((contract) => [contract.id, contract]),
  );
  return {
    outcome: 'shared-firms',
    understood: read.understood,
    total: firms.length,
    firms: shown.map((firm) => ({
      as: firm.as,
      name: firm.name,
      boroughs: firm.boroughs.map(({ buyerId, contractIds }) => ({
        name: nameOf(buyerId),
        contracts: contractIds.flatMap((id) => contracts.get(id) ?? []),
      })),
    })),
    coverage: { serviceArea: read.coverageArea, boroughs: coverage },
  };
}

/** Suppliers and makers that several named boroughs have in common. */
export const sharedSuppliers = defineTool<z.infer<typeof input>>({
  name: 'shared_suppliers',
  description: 'Which suppliers, and which makers behind resellers, several named boroughs have in common.',
  input,
  run: shared,
});
