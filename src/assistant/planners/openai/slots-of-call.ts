/** What a call says of the question, as slots: so that the table beneath a model's words and the next message fit it. */
import type { Form, Intent, Slots } from '../../planner.ts';

const forms: Readonly<Record<string, { readonly form: Form; readonly intent: Intent }>> = {
  who_uses: { form: 'who-uses', intent: 'who-uses' },
  find_contracts: { form: 'find', intent: 'find' },
  contract_details: { form: 'details', intent: 'details' },
  expiring_contracts: { form: 'expiring', intent: 'expiring' },
  borough_systems: { form: 'borough-systems', intent: 'borough-systems' },
  coverage: { form: 'coverage', intent: 'coverage' },
  count_contracts: { form: 'count', intent: 'count' },
  market_concentration: { form: 'concentration', intent: 'concentration' },
  shared_suppliers: { form: 'shared-suppliers', intent: 'shared-suppliers' },
  compare_sources: { form: 'compare-sources', intent: 'compare-sources' },
  joint_opportunities: { form: 'joint', intent: 'joint' },
  product_lineage: { form: 'lineage', intent: 'lineage' },
  act_by: { form: 'timeline', intent: 'timeline' },
  coverage_matrix: { form: 'coverage-matrix', intent: 'coverage-matrix' },
  data_quality: { form: 'quality', intent: 'quality' },
  search_guidance: { form: 'guidance', intent: 'guidance' },
  check_threshold: { form: 'threshold', intent: 'threshold' },
  find_engagements: { form: 'engagements', intent: 'find-engagement' },
  notice_info: { form: 'notice', intent: 'notice' },
};

/** The form in which a tool's result is shown, or null for a tool that has none. */
export function formOf(tool: string): { readonly form: Form; readonly intent: Intent } | null {
  return forms[tool] ?? null;
}

function text(input: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = input[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

function amount(input: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = input[key];
  return typeof value === 'number' ? value : null;
}

function texts(input: Readonly<Record<string, unknown>>, key: string): string[] {
  const value = input[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Slots of one call; `asked` is the officer's message. */
export function slotsOfCall(tool: string, input: unknown, asked: string, boroughId: string | null): Slots {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Readonly<
    Record<string, unknown>
  >;
  const intent = formOf(tool)?.intent ?? 'find';
  const borough = text(given, 'borough');
  const boroughs = [...texts(given, 'boroughs'), ...(borough === null ? [] : [borough])];
  const areas = (text(given, 'service_area') ?? '').split(';').map((area) => area.trim());
  const sort = text(given, 'sort');
  return {
    intent,
    name: text(given, 'name'),
    exceptName: null,
    serviceAreas: [...areas.filter((area) => area !== ''), ...texts(given, 'service_areas')],
    exceptBoroughs: texts(given, 'except_boroughs').filter((name) => name !== boroughId),
    boroughs,
    isOwn: boroughId !== null && boroughs.length === 1 && boroughs[0] === boroughId,
    isThis: false,
    isElse: boroughId !== null && texts(given, 'except_boroughs').includes(boroughId),
    isLive: given['live_only'] === true,
    isUndated: given['no_end_date'] === true,
    endsFrom: text(given, 'ends_after'),
    endsTo: text(given, 'ends_before'),
    amountFrom: amount(given, 'min_amount'),
    amountTo: amount(given, 'max_amount'),
    words: text(given, 'words'),
    sort: sort === 'act-by' || sort === 'ends' || sort === 'value' || sort === 'title' ? sort : null,
    isReversed: false,
    limit: amount(given, 'limit') ?? amount(given, 'top'),
    contractId: text(given, 'contract_id'),
    isCount: tool === 'count_contracts',
    splitBy: (text(given, 'split_by') as Slots['splitBy']) ?? null,
    fact: null,
    isSum: false,
    dealWords: tool === 'act_by' ? asked : null,
    asked: intent === 'guidance' || intent === 'threshold' || intent === 'notice' ? asked : null,
    role: null,
    walkId: null,
  };
}
