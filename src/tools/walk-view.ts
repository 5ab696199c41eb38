/** A purchase with all that the catalogue, the law and the toolkit say of it today; nothing of it is kept. */
import type { JointMember } from '../catalogue/joint/find-joint.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import { addMonths, type IsoDate } from '../procurement/iso-date.ts';
import { wholeLifeAmount } from '../procurement/lead-times.ts';
import { rangeOf } from '../procurement/published-dates.ts';
import {
  type AmountRange,
  type Comparison,
  compareWith,
  type Threshold,
  thresholdOn,
} from '../procurement/thresholds.ts';
import type { Value } from '../procurement/value.ts';
import { inForce, type NoticeRule } from '../retrieval/dated-law.ts';
import { holdsOn, type PassageSource } from '../retrieval/passage.ts';
import type { Opportunity } from '../toolkit/opportunity.ts';
import { type DatePlan, planDates } from '../toolkit/plan-dates.ts';
import { type Ask, asksOf, type Progress, progressOf, type StepProgress } from '../toolkit/progress.ts';
import type { Toolkit } from '../toolkit/toolkit.ts';
import { jointOpportunities } from './joint-opportunities.ts';
import { searchContracts, wholeCatalogue } from './search-contracts.ts';
import type { ToolContext } from './tool.ts';

/** What the value comes to, and how it stands to the law on the day compared. */
export type WalkValue = {
  /** Who said the amount. */
  readonly basis: 'officer' | 'contract';
  readonly value: Value;
  readonly range: AmountRange | null;
  readonly threshold: Threshold | null;
  readonly comparison: Comparison | null;
};

/** A page of the knowledge with the sources it rests on. */
export type WalkPassage = {
  readonly id: string;
  readonly title: string;
  readonly answer: string;
  readonly sources: readonly PassageSource[];
};

/** Who else has the same need. */
export type WalkMarket = {
  readonly serviceArea: string;
  /** Live contracts and systems of other boroughs, earliest end first. */
  readonly contracts: readonly CatalogueContract[];
  /** Boroughs of the 33 of which nothing is known here. */
  readonly unknown: number;
  /** The day that would suit most boroughs, and who could act on it. */
  readonly joint: { readonly day: IsoDate; readonly members: readonly JointMember[] } | null;
};

/** Everything that is shown of a purchase, whatever it is shown in. */
export type WalkView = {
  readonly opportunity: Opportunity;
  readonly boroughName: string | null;
  readonly progress: Progress;
  /** The step looked at: the one the people are on, unless another was asked for. */
  readonly shown: StepProgress;
  /** `gone`: it was there when the purchase was begun, and is no longer, or not for this viewer here. */
  readonly contractState: 'none' | 'found' | 'gone';
  readonly contract: CatalogueContract | null;
  readonly market: WalkMarket | null;
  readonly value: WalkValue | null;
  readonly target: { readonly date: IsoDate; readonly basis: 'officer' | 'contract' } | null;
  readonly plan: DatePlan | null;
  readonly asks: readonly Ask[];
  readonly passages: readonly WalkPassage[];
  /** The notices of the step as the law has them today. */
  readonly noticeRules: readonly NoticeRule[];
  readonly today: IsoDate;
};

type ViewContext = Pick<ToolContext, 'catalogue' | 'viewer' | 'today' | 'guidance'>;

function officersValue({ state }: Opportunity): Value | null {
  if (state.amount === null) return null;
  if (state.per === 'year' && state.years === null) return null;
  const amount = state.per === 'year' ? Math.round(state.amount * (state.years ?? 1)) : state.amount;
  return { amount, currency: 'GBP', basis: 'whole-life', vat: state.vat, asPublished: null };
}

function walkValueOf(
  opportunity: Opportunity,
  contract: CatalogueContract | null,
  onDate: IsoDate,
  context: ViewContext,
): WalkValue | null {
  const own = officersValue(opportunity);
  const value = own ?? contract?.value ?? null;
  if (value === null) return null;
  const range = wholeLifeAmount({
    value,
    serviceArea: opportunity.serviceArea,
    framework: null,
    participantCount: 1,
    ...(own === null && contract !== null
      ? { period: contract.period, isAmountImplausible: contract.flags.includes('amount-implausible') }
      : {}),
  });
  const threshold = thresholdOn(context.catalogue.reference.leadTimes.thresholds, onDate);
  return {
    basis: own === null ? 'contract' : 'officer',
    value,
    range,
    threshold,
    comparison: range === null || threshold === null ? null : compareWith(range, threshold),
  };
}

async function marketOf(opportunity: Opportunity, context: ViewContext): Promise<WalkMarket | null> {
  const { serviceArea, boroughId } = opportunity;
  if (serviceArea === null) return null;
  const found = await searchContracts(
    {
      ...wholeCatalogue,
      serviceAreas: [serviceArea],
      excludedBoroughs: boroughId === null ? [] : [boroughId],
      liveOnly: true,
      criteria: { limit: 60, sort: 'ends', isInLondon: true, kinds: ['contract', 'system', 'framework'] },
    },
    context,
  );
  if (found.outcome !== 'contracts') return null;
  const joint = await jointOpportunities.run(
    {
      service_area: serviceArea,
      name: null,
      borough: boroughId,
      starts_after: null,
      starts_before: addMonths(context.today, 48),
    },
    context,
  );
  const best = joint.outcome === 'joint' ? joint.joint.best : null;
  return {
    serviceArea,
    contracts: found.contracts,
    unknown: found.coverage.boroughs.filter(({ state }) => state === 'unknown').length,
    joint:
      best === null || joint.outcome !== 'joint'
        ? null
        : {
            day: best.day,
            members: joint.joint.members.filter(
              ({ placed }) => placed !== null && ['ends-then', 'can-extend'].includes(placed.standing),
            ),
          },
  };
}

/** Passages that a step rests on; of the law only those that hold on the day. */
export function passagesOf(
  pages: readonly string[],
  { guidance, today }: Pick<ViewContext, 'guidance' | 'today'>,
): WalkPassage[] {
  return pages.flatMap((page) => {
    const first = guidance?.passage(page) ?? null;
    const held =
      first === null || holdsOn(first, today)
        ? first
        : (guidance?.passages.find((passage) => passage.page === page && holdsOn(passage, today)) ?? null);
    return held === null
      ? []
      : [{ id: page, title: held.title, answer: held.answer, sources: held.sources.slice(0, 3) }];
  });
}

function targetOf(opportunity: Opportunity, contract: CatalogueContract | null): WalkView['target'] {
  if (opportunity.state.target !== null) return { date: opportunity.state.target, basis: 'officer' };
  const end = contract?.period.endDate ?? null;
  if (contract === null || end === null) return null;
  return { date: rangeOf(end, contract.period.endPrecision ?? 'day').from, basis: 'contract' };
}

/** Looks everything up; `step` is the step to look at, null for the one the people are on. */
export async function viewOf(
  opportunity: Opportunity,
  toolkit: Toolkit,
  context: ViewContext,
  step: string | null = null,
): Promise<WalkView> {
  const { catalogue, viewer, today } = context;
  const contract =
    opportunity.contractId === null ? null : await catalogue.byId(viewer, opportunity.contractId);
  const progress = progressOf(toolkit, opportunity.state);
  const shown = progress.steps.find((candidate) => candidate.step.id === step) ?? progress.current;
  const target = targetOf(opportunity, contract);
  const value = walkValueOf(opportunity, contract, today, context);
  const plan =
    target === null
      ? null
      : planDates(
          {
            target: target.date,
            serviceArea: opportunity.serviceArea,
            value: value?.value ?? null,
            framework: contract?.framework ?? null,
            participantCount: contract?.participants.length ?? 1,
            ...(value?.basis === 'contract' && contract !== null ? { period: contract.period } : {}),
            mostIncludingVat: value?.range?.most ?? null,
            oldEnd: contract?.period.endDate ?? null,
            isOldUnderAct: contract?.regime === 'PA2023',
          },
          catalogue.reference.leadTimes,
        );
  return {
    opportunity,
    boroughName: opportunity.boroughId === null ? null : catalogue.boroughName(opportunity.boroughId),
    progress,
    shown,
    contractState: opportunity.contractId === null ? 'none' : contract === null ? 'gone' : 'found',
    contract,
    market: await marketOf(opportunity, context),
    value,
    target,
    plan,
    asks: asksOf({
      serviceArea: opportunity.serviceArea,
      hasValue: value !== null,
      isYearly: opportunity.state.amount !== null && opportunity.state.per === 'year',
      years: opportunity.state.years,
      turnsOnVat: value?.comparison?.verdict === 'depends',
      hasEnd: target !== null,
    }),
    passages: passagesOf([...shown.step.pages, ...shown.step.law], context),
    noticeRules: inForce(context.guidance?.notices ?? [], today).filter(({ code }) =>
      shown.step.notices.includes(code),
    ),
    today,
  };
}
