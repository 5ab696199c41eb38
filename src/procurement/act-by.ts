/**
 * The day by which somebody must act, which is never the end date. First cut of the rule in design section 5: lead
 * time of the contract's class counted back from the end in force, moved back to a working day in England. Option
 * notice periods join it when they are known.
 */
import type { Contract } from './contract.ts';
import { addMonths, formatDate, type IsoDate } from './iso-date.ts';
import { onOrBeforeWorkingDay } from './working-days.ts';

/** Classes of `knowledge/lead-times.json`. */
export type LeadClass =
  | 'small'
  | 'below-threshold'
  | 'call-off'
  | 'line-of-business'
  | 'joint'
  | 'core'
  | 'core-joint-or-large';

/** How long procurements take, from `knowledge/lead-times.json`. */
export type LeadTimes = {
  /** Whole months a contract of the class needs from the decision to act until its end. */
  readonly months: Readonly<Record<LeadClass, number>>;
  /** Service areas whose main system cannot be changed without migrating data. */
  readonly coreServiceAreas: readonly string[];
  /** Pounds including VAT; below it a contract is `small`. */
  readonly smallBelow: number;
  /** Pounds including VAT; the threshold for councils' goods and services in force when the file was checked. */
  readonly thresholdFrom: number;
  /** A core system at or above this many pounds takes the longest lead time. */
  readonly largeFrom: number;
};

/** The last working day to act, with its arithmetic; or why there is none. */
export type ActBy =
  | {
      readonly known: true;
      readonly date: IsoDate;
      readonly leadMonths: number;
      readonly leadClass: LeadClass;
      /** The arithmetic in words, for the officer to check. */
      readonly steps: readonly string[];
    }
  | { readonly known: false; readonly because: string };

/** What the rule needs of a contract; a stored row and a freshly read record both have it. */
export type ActByInput = Pick<Contract, 'kind' | 'serviceArea' | 'value' | 'period' | 'framework'> & {
  readonly participantCount: number;
};

/** Class by value, service area and number of boroughs; a missing value is treated as above threshold. */
export function leadClassOf(input: ActByInput, leadTimes: LeadTimes): LeadClass {
  const amount = input.value?.basis === 'annual' ? null : (input.value?.amount ?? null);
  const isJoint = input.participantCount > 1;
  const isCore = input.serviceArea !== null && leadTimes.coreServiceAreas.includes(input.serviceArea);
  if (isCore && (isJoint || (amount !== null && amount >= leadTimes.largeFrom))) return 'core-joint-or-large';
  if (isJoint) return 'joint';
  if (amount !== null && amount < leadTimes.smallBelow) return 'small';
  if (isCore) return 'core';
  if (amount !== null && amount < leadTimes.thresholdFrom) return 'below-threshold';
  if (input.framework !== null) return 'call-off';
  return 'line-of-business';
}

const classWords: Record<LeadClass, string> = {
  small: 'a small contract',
  'below-threshold': 'a contract below the threshold',
  'call-off': 'a call-off from a framework',
  'line-of-business': 'a line-of-business system above the threshold, or of unknown value',
  joint: 'a joint purchase',
  core: 'a core system with data to migrate',
  'core-joint-or-large': 'a core system that is joint or above £5 million',
};

/** Counts back from the end in force. Says why when it cannot. */
export function actByOf(input: ActByInput, leadTimes: LeadTimes): ActBy {
  const { period } = input;
  if (input.kind !== 'contract' && input.kind !== 'framework' && input.kind !== 'service') {
    return { known: false, because: 'there is no contract here to act on' };
  }
  if (period.term === 'rolling')
    return {
      known: false,
      because: 'it renews until someone gives notice, and the notice period is not known',
    };
  if (period.term === 'event') return { known: false, because: 'it ends with an event, not on a date' };
  if (period.endDate === null) return { known: false, because: 'its end date is not known' };
  if (period.startDate !== null && period.startDate > period.endDate)
    return { known: false, because: 'its published end is before its start' };
  const leadClass = leadClassOf(input, leadTimes);
  const leadMonths = leadTimes.months[leadClass];
  const counted = addMonths(period.endDate, -leadMonths);
  const date = onOrBeforeWorkingDay(counted);
  const steps = [
    `ends ${formatDate(period.endDate)}`,
    `lead time ${leadMonths} months (${classWords[leadClass]})`,
    `${formatDate(period.endDate)} less ${leadMonths} months is ${formatDate(counted)}`,
  ];
  if (date !== counted) steps.push(`the working day on or before it is ${formatDate(date)}`);
  return { known: true, date, leadMonths, leadClass, steps };
}

/** `late` once act-by has passed; `soon` in the last three months before it; `ended` after the end in force. */
export type ActByState = 'ok' | 'soon' | 'late' | 'ended';

/** State of a dated contract on `today`. */
export function actByState(actBy: IsoDate, endDate: IsoDate, today: IsoDate): ActByState {
  if (endDate < today) return 'ended';
  if (actBy < today) return 'late';
  if (addMonths(actBy, -3) <= today) return 'soon';
  return 'ok';
}
