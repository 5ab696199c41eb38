import { z } from 'zod';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import type { ActByInput } from '../procurement/act-by.ts';
import type { Period } from '../procurement/contract.ts';
import { parseExtensionOptions } from '../procurement/extension-options.ts';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { type ActByFound, type Deal, resultOf, shifted } from './act-by-plans.ts';
import * as inputs from './inputs.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import { defineTool, type ToolContext, type Unclear } from './tool.ts';

const input = z.object({
  contract_id: z
    .string()
    .max(40)
    .nullable()
    .describe('Id from an earlier result; null to look the contract up.'),
  borough: inputs.borough.nullable(),
  name: inputs.name,
  service_area: inputs.serviceArea,
  ends_on: inputs.day.describe(
    'End of the contract as the officer says it, YYYY-MM-DD; null to use the catalogue.',
  ),
  end_precision: z
    .enum(['day', 'month', 'year'])
    .nullable()
    .describe('How exactly the officer gave the end; null for day.'),
  options: z
    .array(z.object({ months: z.number().int().min(1).max(240), count: z.number().int().min(1).max(10) }))
    .max(10)
    .nullable()
    .describe('Extension options as the officer says them; null for none said.'),
  notice_months: z
    .number()
    .int()
    .min(1)
    .max(36)
    .nullable()
    .describe('Notice for taking up an option, in months; null when not said.'),
  amount: inputs.amount.describe('Whole-life value as the officer says it; null when not said.'),
  vat: z.enum(['excluding', 'including', 'unknown']).nullable(),
  is_joint: z.boolean().nullable().describe('True when it is bought with other authorities.'),
});
type Asked = z.infer<typeof input>;

/** Products a name may mean; their one service area, or null when there are several. */
async function areaOfName(
  asked: Asked,
  context: ToolContext,
): Promise<{ serviceArea: string | null; productName: string | null; productIds: string[] }> {
  const index = await context.catalogue.names();
  const mentions = index.find([asked.name, asked.service_area].filter((part) => part !== null).join(' '));
  const products = mentions.flatMap((mention) =>
    mention.meanings.flatMap((meaning) =>
      meaning.kind === 'product' ? (context.catalogue.productById(meaning.productId) ?? []) : [],
    ),
  );
  const area =
    asked.service_area ??
    mentions.flatMap((mention) => mention.meanings).find((meaning) => meaning.kind === 'service-area')
      ?.name ??
    null;
  const fitting = area === null ? products : products.filter((product) => product.serviceArea === area);
  const areas = new Set(fitting.map((product) => product.serviceArea));
  const names = new Set(fitting.map((product) => product.name));
  return {
    serviceArea: area ?? (areas.size === 1 ? ([...areas][0] ?? null) : null),
    productName: names.size === 1 ? ([...names][0] ?? null) : null,
    productIds: names.size === 1 ? fitting.map((product) => product.id) : [],
  };
}

async function fromOfficer(asked: Asked, endDate: IsoDate, context: ToolContext): Promise<ActByFound> {
  const named = await areaOfName(asked, context);
  const options = asked.options ?? [];
  const total = options.reduce((sum, option) => sum + option.months * option.count, 0);
  const period: Period = {
    startDate: null,
    initialEndDate: null,
    endDate,
    endPrecision: asked.end_precision,
    maxExtentDate: total === 0 ? null : shifted(endDate, total),
    term: 'fixed',
    datesAsPublished: null,
    optionsAsPublished: null,
    noticeMonths: asked.notice_months,
  };
  const rule: ActByInput = {
    kind: 'contract',
    serviceArea: named.serviceArea,
    framework: null,
    participantCount: asked.is_joint === true ? 2 : 1,
    productIds: named.productIds,
    value:
      asked.amount === null
        ? null
        : {
            amount: asked.amount,
            currency: 'GBP',
            basis: 'whole-life',
            vat: asked.vat ?? 'unknown',
            asPublished: null,
          },
    period,
  };
  const boroughName =
    asked.borough === null ? null : (context.catalogue.boroughName(asked.borough) ?? asked.borough);
  return resultOf(
    'officer',
    { rule, options, boroughName, productName: named.productName },
    null,
    [],
    context,
  );
}

function isAgreement(contract: CatalogueContract): boolean {
  return contract.kind === 'contract' || contract.kind === 'framework' || contract.kind === 'service';
}

/** Live and dated first: that is the one somebody must act on. */
function mostPressing(contracts: readonly CatalogueContract[], today: IsoDate): readonly CatalogueContract[] {
  const order = (contract: CatalogueContract) => {
    const { endDate } = contract.period;
    const group = !isAgreement(contract) ? 3 : endDate === null ? 1 : endDate >= today ? 0 : 2;
    return `${group}${contract.actBy ?? '9999'}${contract.id}`;
  };
  return [...contracts].sort((left, right) => order(left).localeCompare(order(right)));
}

function optionsOf(contract: CatalogueContract): ActByFound['options'] {
  const { period } = contract;
  if (period.endDate === null || period.maxExtentDate === null || period.maxExtentDate <= period.endDate)
    return [];
  const months =
    (Number(period.maxExtentDate.slice(0, 4)) - Number(period.endDate.slice(0, 4))) * 12 +
    Number(period.maxExtentDate.slice(5, 7)) -
    Number(period.endDate.slice(5, 7));
  if (months < 1) return [];
  // Split into steps only where the source's own words do.
  const said = parseExtensionOptions(period.optionsAsPublished ?? '');
  return said.totalMonths === months
    ? said.options.map((option) => ({ months: option.months, count: option.count }))
    : [{ months, count: 1 }];
}

async function fromCatalogue(asked: Asked, context: ToolContext): Promise<ActByFound | Unclear> {
  let contracts: readonly CatalogueContract[];
  if (asked.contract_id !== null) {
    const contract = await context.catalogue.byId(context.viewer, asked.contract_id);
    contracts = contract === null ? [] : [contract];
  } else {
    const found = await searchContracts(
      {
        ...wholeCatalogue,
        name: asked.name,
        serviceAreas: inputs.areasIn(asked.service_area),
        boroughs: asked.borough === null ? [] : [asked.borough],
        criteria: { sort: 'act-by', limit: 50 },
      },
      context,
    );
    if (found.outcome === 'unclear') return found;
    contracts = mostPressing(found.contracts, context.today);
  }
  const [contract, ...others] = contracts;
  if (contract === undefined) {
    const boroughName =
      asked.borough === null ? null : (context.catalogue.boroughName(asked.borough) ?? asked.borough);
    const nothing: Deal = {
      rule: {
        kind: 'contract',
        serviceArea: asked.service_area,
        framework: null,
        participantCount: 1,
        value: null,
        period: {
          startDate: null,
          initialEndDate: null,
          endDate: null,
          maxExtentDate: null,
          term: 'unknown',
          datesAsPublished: null,
          optionsAsPublished: null,
        },
      },
      options: [],
      boroughName,
      productName: asked.name,
    };
    return {
      ...resultOf('catalogue', nothing, null, [], context),
      because: 'the catalogue has no such contract',
    };
  }
  const period: Period =
    asked.notice_months === null
      ? contract.period
      : { ...contract.period, noticeMonths: asked.notice_months };
  const deal: Deal = {
    rule: { ...contract, period, participantCount: contract.participants.length },
    options: optionsOf(contract),
    boroughName: contract.participants[0]?.shortName ?? null,
    productName: contract.productName ?? contract.productAsPublished,
  };
  return resultOf('catalogue', deal, contract, others, context);
}

/** By when to act on one contract, with plans for each way on; from the officer's own dates when they give them. */
export const actBy = defineTool<Asked>({
  name: 'act_by',
  description:
    'By when somebody must start on replacing or extending a contract, with the arithmetic and a plan worked backwards; from the catalogue or from dates the officer gives.',
  input,
  run: async (asked, context) => {
    const endDate = asked.ends_on === null ? null : parseIsoDate(asked.ends_on);
    return endDate === null ? fromCatalogue(asked, context) : fromOfficer(asked, endDate, context);
  },
});
