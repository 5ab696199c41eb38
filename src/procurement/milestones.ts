/** A procurement planned backwards from the day the new contract must work; every day is a working day in England. */
import { addDays, addMonths, type IsoDate } from './iso-date.ts';
import type { LeadClass, LeadTimes } from './lead-times.ts';
import { firstOfWorkingDays, minusWorkingDays, onOrBeforeWorkingDay } from './working-days.ts';

/** One step of the plan: the latest day for it, and what the day rests on. */
export type Milestone = {
  readonly name: string;
  readonly latest: IsoDate;
  /** Notice of the Procurement Act 2023 due with it, or null. */
  readonly notice: string | null;
  readonly why: string;
};

const competed: ReadonlySet<LeadClass> = new Set([
  'line-of-business',
  'joint',
  'core',
  'core-joint-or-large',
]);

function step(name: string, latest: IsoDate, notice: string | null, why: string): Milestone {
  return { name, latest, notice, why };
}

/** Steps in order of time. Small contracts, contracts below the threshold and call-offs need fewer. */
export function planBack(
  targetEnd: IsoDate,
  leadClass: LeadClass,
  leadTimes: LeadTimes,
): readonly Milestone[] {
  const { days } = leadTimes;
  const months = leadTimes.months[leadClass];
  const mobilisation = leadTimes.mobilisationMonths[leadClass];
  const goLive = onOrBeforeWorkingDay(targetEnd);
  const start = onOrBeforeWorkingDay(addMonths(targetEnd, -months));
  const signature = onOrBeforeWorkingDay(addMonths(targetEnd, -mobilisation));
  const mobilise = step(
    'Mobilisation and go-live',
    goLive,
    null,
    `the old contract ends; ${mobilisation} months from signature for set-up, data and training`,
  );
  if (!competed.has(leadClass)) {
    const asked = onOrBeforeWorkingDay(addDays(signature, -(days.tenderingDays + 30)));
    const isCallOff = leadClass === 'call-off';
    return [
      step('Decide and start', start, null, `${months} months before the end`),
      step(
        isCallOff ? 'Further competition or direct call-off' : 'Ask for quotations',
        asked < start ? start : asked,
        null,
        isCallOff
          ? 'no tender notice and no mandatory standstill for a call-off'
          : 'a tender notice only if it is advertised; your contract standing orders say how many quotations',
      ),
      step(
        'Award and sign',
        signature,
        leadClass === 'small' ? null : 'UK7',
        'contract details notice for contracts of £30,000 and more including VAT',
      ),
      mobilise,
    ];
  }
  // Standstill: so many working days beginning with the day the award notice is published; signature after the last.
  const lastOfStandstill = minusWorkingDays(signature, 1);
  const awardNotice = firstOfWorkingDays(lastOfStandstill, days.standstillWorkingDays);
  const tendersIn = onOrBeforeWorkingDay(addDays(awardNotice, -days.evaluationDays));
  const tenderNotice = onOrBeforeWorkingDay(addDays(tendersIn, -days.tenderingDays));
  const wanted = onOrBeforeWorkingDay(addMonths(tenderNotice, -3));
  const engagement = wanted < start ? start : wanted;
  return [
    step('Decide, needs and options appraisal', start, null, `${months} months before the end`),
    step(
      'Preliminary market engagement',
      engagement,
      'UK2',
      'about three months before the tender; without it the tender notice must say why',
    ),
    step(
      'Tender notice',
      tenderNotice,
      'UK4',
      `at least ${days.tenderingDays} days for tenders, when they are electronic and all documents come with the notice`,
    ),
    step('Tenders in', tendersIn, null, `${days.evaluationDays} days for evaluation and approval`),
    step(
      'Assessment summaries, then award notice',
      awardNotice,
      'UK6',
      `begins the standstill of ${days.standstillWorkingDays} working days`,
    ),
    step(
      'Sign',
      signature,
      'UK7',
      'after the last day of the standstill; contract details notice afterwards',
    ),
    mobilise,
  ];
}

/** Whether the plan fits into its lead time: no step stands before the start. */
export function planFits(plan: readonly Milestone[]): boolean {
  return plan.every(
    (milestone, at) => at === 0 || milestone.latest >= (plan[at - 1]?.latest ?? milestone.latest),
  );
}
