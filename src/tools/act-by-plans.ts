/** The plans of `act_by`: replacing at the end in force, and after each option taken up. */
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import {
  type ActBy,
  type ActByInput,
  type ActByState,
  actByOf,
  actByState,
  type LeadClass,
} from '../procurement/act-by.ts';
import type { DatePrecision, Period } from '../procurement/contract.ts';
import { addMonths, endOfMonth, type IsoDate } from '../procurement/iso-date.ts';
import type { LeadTimes } from '../procurement/lead-times.ts';
import { type Milestone, planBack } from '../procurement/milestones.ts';
import type { ToolContext } from './tool.ts';

/** One way on: the end it works towards, and by when to start. */
export type ActByPlan = {
  /** Months of options taken up first; 0 is replacing at the end in force. */
  readonly extendedMonths: number;
  readonly endDate: IsoDate;
  readonly actBy: ActBy;
  readonly state: ActByState | null;
  readonly milestones: readonly Milestone[];
};

/** The arithmetic of act-by for one contract, from the catalogue or from the officer's own words. */
export type ActByFound = {
  readonly outcome: 'act-by';
  /** Whose dates they are. */
  readonly basis: 'officer' | 'catalogue';
  readonly contract: CatalogueContract | null;
  /** Other contracts that fit the question. */
  readonly others: readonly CatalogueContract[];
  readonly productName: string | null;
  readonly serviceArea: string | null;
  readonly boroughName: string | null;
  readonly endDate: IsoDate | null;
  readonly endPrecision: DatePrecision;
  readonly maxExtentDate: IsoDate | null;
  readonly options: readonly { readonly months: number; readonly count: number }[];
  readonly noticeMonths: number | null;
  /** Replacing at the end in force first, then with one option after another taken up. */
  readonly plans: readonly ActByPlan[];
  /** A call-off from a framework, when that is quicker than the class needs. */
  readonly quickerStartBy: IsoDate | null;
  readonly quickerMonths: number;
  readonly evidence: readonly { readonly case: string; readonly observed: string; readonly url: string }[];
  /** Why no day can be given, or null. */
  readonly because: string | null;
};

/** One contract to plan for, however it was learnt of. */
export type Deal = {
  readonly rule: ActByInput;
  readonly options: ActByFound['options'];
  readonly boroughName: string | null;
  readonly productName: string | null;
};

/** So many months later; the last day of a month stays the last day. */
export function shifted(end: IsoDate, months: number): IsoDate {
  const later = addMonths(end, months);
  return endOfMonth(end) === end ? endOfMonth(later) : later;
}

function planFor(deal: Deal, extendedMonths: number, leadTimes: LeadTimes, today: IsoDate): ActByPlan | null {
  const { endDate, maxExtentDate } = deal.rule.period;
  if (endDate === null) return null;
  const end = extendedMonths === 0 ? endDate : shifted(endDate, extendedMonths);
  const period: Period = {
    ...deal.rule.period,
    endDate: end,
    maxExtentDate: maxExtentDate !== null && maxExtentDate > end ? maxExtentDate : null,
  };
  const actBy = actByOf({ ...deal.rule, period }, leadTimes);
  return {
    extendedMonths,
    endDate: end,
    actBy,
    state: actBy.known ? actByState(actBy.date, end, today, actBy.criticalAfter) : null,
    milestones: actBy.known ? planBack(actBy.targetEnd, actBy.leadClass, leadTimes) : [],
  };
}

/** Months after which each option ends, one after another: 12, 24. */
function extensions(deal: Deal): number[] {
  const steps = deal.options.flatMap(({ months, count }) => Array.from({ length: count }, () => months));
  const sums: number[] = [];
  for (const months of steps) sums.push((sums.at(-1) ?? 0) + months);
  return sums.slice(0, 4);
}

/** The whole result for one deal. */
export function resultOf(
  basis: ActByFound['basis'],
  deal: Deal,
  contract: CatalogueContract | null,
  others: readonly CatalogueContract[],
  context: ToolContext,
): ActByFound {
  const { leadTimes } = context.catalogue.reference;
  const { period } = deal.rule;
  const plans = [0, ...extensions(deal)].flatMap(
    (months) => planFor(deal, months, leadTimes, context.today) ?? [],
  );
  const [first] = plans;
  const leadClass: LeadClass | null = first?.actBy.known === true ? first.actBy.leadClass : null;
  const isCore = leadClass === 'core' || leadClass === 'core-joint-or-large';
  const quicker =
    leadClass === null
      ? null
      : actByOf(
          { ...deal.rule, serviceArea: null, participantCount: 1, value: null, framework: 'a framework' },
          leadTimes,
        );
  const isQuicker =
    quicker?.known === true && first?.actBy.known === true && quicker.leadMonths < first.actBy.leadMonths;
  return {
    outcome: 'act-by',
    basis,
    contract,
    others,
    productName: deal.productName,
    serviceArea: deal.rule.serviceArea,
    boroughName: deal.boroughName,
    endDate: period.endDate,
    endPrecision: period.endPrecision ?? 'day',
    maxExtentDate: period.maxExtentDate,
    options: deal.options,
    noticeMonths: period.noticeMonths ?? null,
    plans,
    quickerStartBy: isQuicker && quicker.known ? quicker.startBy : null,
    quickerMonths: leadTimes.months['call-off'],
    evidence: leadTimes.evidence
      .filter((entry) => leadClass !== null && entry.classes.includes(leadClass))
      .slice(0, isCore ? 3 : 2),
    because: first === undefined ? reasonOf(deal, leadTimes) : first.actBy.known ? null : first.actBy.because,
  };
}

function reasonOf(deal: Deal, leadTimes: LeadTimes): string {
  const actBy = actByOf(deal.rule, leadTimes);
  return actBy.known ? 'its end date is not known' : actBy.because;
}
