/** How long a replacement takes: the class of a contract, by value, service area, route and number of boroughs. */
import type { Contract, Period } from './contract.ts';
import { addMonths, daysBetween, formatDate, type IsoDate } from './iso-date.ts';
import {
  type AmountRange,
  amountIncludingVat,
  compareWith,
  type Threshold,
  thresholdOn,
} from './thresholds.ts';
import { formatAmount } from './value.ts';

/** Classes of `knowledge/lead-times.json`. */
export type LeadClass =
  | 'small'
  | 'below-threshold'
  | 'call-off'
  | 'line-of-business'
  | 'joint'
  | 'core'
  | 'core-joint-or-large';

/** A fact about a maker ending a product, from `knowledge/end-of-support.csv`. */
export type EndOfSupport = {
  readonly productId: string;
  readonly productName: string;
  /** Last day of support, or null when it is known only that the maker is leaving. */
  readonly date: IsoDate | null;
  readonly what: string;
  /** Whom the fact is about; null when it holds for everybody. */
  readonly onlyFor: string | null;
  readonly sourceUrl: string;
};

/** Days in `knowledge/lead-times.json` that the law or practice asks for between notice and signature. */
export type ProcurementDays = {
  readonly tenderingDays: number;
  readonly standstillWorkingDays: number;
  readonly evaluationDays: number;
};

/** The figures the act-by rule needs, from the knowledge folder. */
export type LeadTimes = {
  /** Whole months a contract of the class needs from the decision to act until its end. */
  readonly months: Readonly<Record<LeadClass, number>>;
  /** Months of them, at the end, for mobilisation, data migration and go-live. */
  readonly mobilisationMonths: Readonly<Record<LeadClass, number>>;
  /** Service areas whose main system cannot be changed without migrating data. */
  readonly coreServiceAreas: readonly string[];
  /** Pounds including VAT; below it a contract is `small`. */
  readonly smallBelow: number;
  /** Pounds including VAT, used where no dated threshold is known for the day. */
  readonly thresholdFrom: number;
  /** A core system at or above this many pounds takes the longest lead time. */
  readonly largeFrom: number;
  /** Working days allowed for an option notice to arrive. */
  readonly optionDeliveryWorkingDays: number;
  readonly days: ProcurementDays;
  /** Dated amounts of the law. */
  readonly thresholds: readonly Threshold[];
  readonly endOfSupport: readonly EndOfSupport[];
};

/** What the class is told from. */
export type ClassInput = Pick<Contract, 'serviceArea' | 'value' | 'framework'> & {
  readonly participantCount: number;
  readonly period?: Period;
  /** Day the value is compared on: a procurement uses the amounts in force when it begins. */
  readonly comparedOn?: IsoDate | null;
  /** True when the published amount is not believed. */
  readonly isAmountImplausible?: boolean;
};

/** The class, the reasons in words, and the longer or shorter class it would be if an unknown came out otherwise. */
export type Classified = {
  readonly leadClass: LeadClass;
  readonly reasons: readonly string[];
  readonly otherwise: { readonly leadClass: LeadClass; readonly when: string } | null;
};

/** Each class in officers’ words: `a joint purchase`. */
export const classWords: Readonly<Record<LeadClass, string>> = {
  small: 'a small contract',
  'below-threshold': 'a contract below the threshold',
  'call-off': 'a call-off from a framework',
  'line-of-business': 'a line-of-business system above the threshold, or of unknown value',
  joint: 'a joint purchase',
  core: 'a core system with data to migrate',
  'core-joint-or-large': 'a core system that is joint or above £5 million',
};

function yearsOf(period: Period | undefined): number | null {
  if (period?.startDate == null || period.endDate === null || period.endDate <= period.startDate) return null;
  const last =
    period.maxExtentDate !== null && period.maxExtentDate > period.endDate
      ? period.maxExtentDate
      : period.endDate;
  return Math.round((daysBetween(period.startDate, last) / 365.25) * 10) / 10;
}

/** Whole-life amount including VAT, options included where the term is known; null when it cannot be told. */
export function wholeLifeAmount(input: ClassInput): AmountRange | null {
  const { value } = input;
  if (value === null || input.isAmountImplausible === true) return null;
  if (value.basis !== 'annual') return amountIncludingVat(value);
  const years = yearsOf(input.period);
  if (years === null) return null;
  const amount = Math.round(value.amount * years);
  const whole = amountIncludingVat({ ...value, amount });
  return whole === null
    ? null
    : {
        ...whole,
        steps: [
          `${formatAmount(value.amount)} a year for ${years} years = ${formatAmount(amount)}`,
          ...whole.steps,
        ],
      };
}

/** Class by value, service area, route and number of boroughs; a missing value counts as above the threshold. */
export function classify(input: ClassInput, leadTimes: LeadTimes): Classified {
  const range = wholeLifeAmount(input);
  const isJoint = input.participantCount > 1;
  const isCore = input.serviceArea !== null && leadTimes.coreServiceAreas.includes(input.serviceArea);
  const isShare = input.value?.basis === 'share';
  const most = isShare ? Number.POSITIVE_INFINITY : (range?.most ?? null);
  const valueReasons = range === null ? ['its whole-life value is not known'] : range.steps;
  if (isCore && isJoint)
    return {
      leadClass: 'core-joint-or-large',
      reasons: [`${input.serviceArea} is a core system and ${input.participantCount} authorities take part`],
      otherwise: null,
    };
  if (isJoint)
    return {
      leadClass: 'joint',
      reasons: [`${input.participantCount} authorities take part`],
      otherwise: null,
    };
  if (most !== null && most < leadTimes.smallBelow)
    return {
      leadClass: 'small',
      reasons: [...valueReasons, `below ${formatAmount(leadTimes.smallBelow)} including VAT`],
      otherwise: null,
    };
  if (isCore) {
    if (range !== null && range.least >= leadTimes.largeFrom)
      return {
        leadClass: 'core-joint-or-large',
        reasons: [
          ...valueReasons,
          `${input.serviceArea} is a core system, at or above ${formatAmount(leadTimes.largeFrom)}`,
        ],
        otherwise: null,
      };
    const isOpen = most === null || most >= leadTimes.largeFrom;
    return {
      leadClass: 'core',
      reasons: [
        `${input.serviceArea} is a core system: its data must be moved`,
        ...(range === null ? valueReasons : []),
      ],
      otherwise: isOpen
        ? {
            leadClass: 'core-joint-or-large',
            when: `bought jointly or worth ${formatAmount(leadTimes.largeFrom)} or more`,
          }
        : null,
    };
  }
  const below = belowThreshold(input, range, isShare, leadTimes);
  if (below.verdict === 'below')
    return { leadClass: 'below-threshold', reasons: below.steps, otherwise: null };
  const leadClass: LeadClass = input.framework !== null ? 'call-off' : 'line-of-business';
  return {
    leadClass,
    reasons: range === null ? valueReasons : below.steps,
    otherwise:
      below.verdict === 'depends'
        ? { leadClass: 'below-threshold', when: 'the published amount already includes VAT' }
        : null,
  };
}

function belowThreshold(
  input: ClassInput,
  range: AmountRange | null,
  isShare: boolean,
  leadTimes: LeadTimes,
) {
  if (range === null || isShare)
    return {
      verdict: 'above' as const,
      steps: [isShare ? 'the value is one borough’s share only' : 'its value is not known'],
    };
  const row = input.comparedOn == null ? null : thresholdOn(leadTimes.thresholds, input.comparedOn);
  if (row !== null) return compareWith(range, row);
  const verdict =
    range.least >= leadTimes.thresholdFrom
      ? ('above' as const)
      : range.most < leadTimes.thresholdFrom
        ? ('below' as const)
        : ('depends' as const);
  return {
    verdict,
    steps: [
      ...range.steps,
      `${verdict === 'below' ? 'below' : 'not surely below'} ${formatAmount(leadTimes.thresholdFrom)} including VAT, the threshold last checked; none is on record for that day`,
    ],
  };
}

/** The class alone; see `classify` for the reasons. */
export function leadClassOf(input: ClassInput, leadTimes: LeadTimes): LeadClass {
  return classify(input, leadTimes).leadClass;
}

/** When a replacement would begin, near enough to pick the row of the law: a year before the end. */
export function comparedOn(endDate: IsoDate): IsoDate {
  return addMonths(endDate, -12);
}

/** `31 March 2027, a year before the end`: how `comparedOn` is said. */
export function comparedOnWords(date: IsoDate): string {
  return `${formatDate(date)}, about when buying would begin`;
}
