/**
 * The procurement planned backwards from the day the new contract must work, the notices due with it, and when things
 * have to happen around it. Pure: figures come from the lead times and the rows of the law.
 */
import { addDays, addMonths, formatDate, type IsoDate, isoDate } from '../procurement/iso-date.ts';
import {
  type ClassInput,
  classify,
  classWords,
  comparedOn,
  type LeadClass,
  type LeadTimes,
} from '../procurement/lead-times.ts';
import { type Milestone, planBack, planFits } from '../procurement/milestones.ts';
import { onOrBeforeWorkingDay } from '../procurement/working-days.ts';

/** A notice of the Procurement Act 2023 with its latest day; `from` where it may not be published earlier. */
export type NoticeDue = {
  readonly code: string;
  readonly from: IsoDate | null;
  /** Null where it is due with something that has no day yet. */
  readonly by: IsoDate | null;
  readonly isDuty: boolean;
  readonly why: string;
  /** The page of the knowledge that it rests on. */
  readonly page: string;
};

/** The plan, with its arithmetic; days before today are late and are shown as they are. */
export type DatePlan = {
  readonly target: IsoDate;
  readonly leadClass: LeadClass;
  readonly leadMonths: number;
  readonly startBy: IsoDate;
  readonly milestones: readonly Milestone[];
  /** False when the class's lead time is shorter than its own steps. */
  readonly fits: boolean;
  readonly notices: readonly NoticeDue[];
  readonly steps: readonly string[];
};

/** What the plan is worked out from. */
export type PlanInput = Omit<ClassInput, 'comparedOn'> & {
  readonly target: IsoDate;
  /** Amount including VAT, as much as it can be; null when not known. */
  readonly mostIncludingVat: number | null;
  /** End of the contract in force, where there is one. */
  readonly oldEnd: IsoDate | null;
  /** Whether the contract in force was procured under the Procurement Act 2023. */
  readonly isOldUnderAct: boolean;
};

const pipelineFrom = 2_000_000;
const indicatorsAbove = 5_000_000;

function dayOf(milestones: readonly Milestone[], notice: string): IsoDate | null {
  return milestones.find((milestone) => milestone.notice === notice)?.latest ?? null;
}

/** 1 April to 26 May of the financial year in which the tender notice falls. */
function pipelineWindow(tender: IsoDate): { readonly from: IsoDate; readonly by: IsoDate } {
  const year = Number(tender.slice(0, 4)) - (tender.slice(5) < '04-01' ? 1 : 0);
  return { from: isoDate(`${year}-04-01`), by: isoDate(`${year}-05-26`) };
}

function due(
  code: string,
  by: IsoDate | null,
  isDuty: boolean,
  page: string,
  why: string,
  from: IsoDate | null = null,
): NoticeDue {
  return { code, from, by, isDuty, why, page };
}

/** Notices of a competition, in order of their days. */
function noticesOf(input: PlanInput, milestones: readonly Milestone[]): NoticeDue[] {
  const tender = dayOf(milestones, 'UK4');
  const award = dayOf(milestones, 'UK6');
  const signed = dayOf(milestones, 'UK7');
  const list: NoticeDue[] = [];
  if (tender !== null) {
    if (input.mostIncludingVat !== null && input.mostIncludingVat > pipelineFrom) {
      const { from, by } = pipelineWindow(tender);
      list.push(
        due(
          'UK1',
          by,
          false,
          'law/pipeline',
          'only if the council expects to pay more than £100 million in the year; contracts over £2 million',
          from,
        ),
      );
    }
    list.push(
      due(
        'UK3',
        addDays(tender, -40),
        false,
        'law/notices',
        'optional; at least 40 days and at most 12 months before UK4 it shortens the time for tenders to 10 days',
        addMonths(tender, -12),
      ),
    );
    list.push(
      due(
        'UK2',
        onOrBeforeWorkingDay(addDays(tender, -1)),
        true,
        'law/market-engagement',
        'if the market is engaged, before UK4; else UK4 gives the reasons',
      ),
    );
    list.push(due('UK4', tender, true, 'law/tender-notice-and-documents', 'opens the competition'));
  }
  if (award !== null)
    list.push(
      due(
        'UK6',
        award,
        true,
        'law/standstill',
        'after the assessment summaries and before signing; begins the standstill of 8 working days',
      ),
    );
  if (signed !== null)
    list.push(
      // The day of signing is the first of the thirty.
      due(
        'UK7',
        addDays(signed, 29),
        true,
        'law/award-and-details-notices',
        tender === null
          ? 'for contracts of £30,000 and more including VAT; within 30 days above the threshold, below it as soon as reasonably practicable'
          : 'within 30 days beginning with the day of signing',
      ),
    );
  if (input.oldEnd !== null && input.isOldUnderAct)
    list.push(
      due(
        'UK11',
        addDays(input.oldEnd, 29),
        true,
        'law/termination',
        'within 30 days beginning with the day the old contract ends, also at natural expiry',
      ),
    );
  if (signed !== null && input.mostIncludingVat !== null && input.mostIncludingVat > indicatorsAbove)
    list.push(
      due(
        'UK9',
        addMonths(input.target, 12),
        true,
        'law/kpis',
        'performance against the published measures, at least once in every 12 months',
      ),
    );
  return list.sort((left, right) => (left.by ?? '9').localeCompare(right.by ?? '9'));
}

/** Counts back from the target. */
export function planDates(input: PlanInput, leadTimes: LeadTimes): DatePlan {
  const { leadClass, reasons } = classify({ ...input, comparedOn: comparedOn(input.target) }, leadTimes);
  const milestones = planBack(input.target, leadClass, leadTimes);
  const leadMonths = leadTimes.months[leadClass];
  const counted = addMonths(input.target, -leadMonths);
  const startBy = onOrBeforeWorkingDay(counted);
  return {
    target: input.target,
    leadClass,
    leadMonths,
    startBy,
    milestones,
    fits: planFits(milestones),
    notices: noticesOf(input, milestones),
    steps: [
      ...reasons,
      `lead time ${leadMonths} months (${classWords[leadClass]})`,
      `${formatDate(input.target)} less ${leadMonths} months is ${formatDate(counted)}`,
      ...(startBy === counted ? [] : [`the working day on or before it is ${formatDate(startBy)}`]),
    ],
  };
}
