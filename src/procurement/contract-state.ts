/** What can be said of a contract on a day, from its dates, term and status; nothing of it is ever stored. */
import type { Contract } from './contract.ts';
import type { IsoDate } from './iso-date.ts';
import { rangeOf } from './published-dates.ts';

/**
 * `ended`: the end in force has passed, and it may have been extended. `past-max`: the latest possible end has passed
 * too; the system may still be in use. `undated`: nothing says when it ends.
 */
export type ContractState =
  | 'planned'
  | 'not-started'
  | 'live'
  | 'ended'
  | 'past-max'
  | 'rolling'
  | 'event'
  | 'undated'
  | 'cancelled'
  | 'terminated';

type StatePeriod = Pick<
  Contract['period'],
  'startDate' | 'endDate' | 'maxExtentDate' | 'term' | 'startPrecision'
>;

/** What the state is worked out from. */
export type StateInput = Pick<Contract, 'kind' | 'status'> & { readonly period: StatePeriod };

/** State on `today`. An end known only to the month or year counts as passed when all of it has. */
export function contractState(contract: StateInput, today: IsoDate): ContractState {
  const { period, status } = contract;
  if (status === 'cancelled') return 'cancelled';
  if (status === 'terminated') return 'terminated';
  if (status === 'planned' || contract.kind === 'procurement') return 'planned';
  if (period.startDate !== null && rangeOf(period.startDate, period.startPrecision ?? 'day').from > today)
    return 'not-started';
  if (period.term === 'rolling') return 'rolling';
  if (period.endDate === null) return period.term === 'event' ? 'event' : 'undated';
  if (period.endDate >= today) return 'live';
  return period.maxExtentDate !== null && period.maxExtentDate < today ? 'past-max' : 'ended';
}

/** The state in officers' words. */
export const stateWords: Readonly<Record<ContractState, string>> = {
  planned: 'planned or being tendered, not a contract yet',
  'not-started': 'not started yet',
  live: 'live',
  ended: 'past its published end; it may have been extended',
  'past-max': 'past its latest possible end; ask whether it is still in use',
  rolling: 'rolls on until notice is given',
  event: 'ends with an event, not on a date',
  undated: 'no end date on record',
  cancelled: 'cancelled',
  terminated: 'ended early',
};

/** A framework, an order under one, or a contract of its own: their values and dates must not be added up. */
export type AgreementForm = 'framework' | 'call-off' | 'contract';

/** Tells a framework from its call-offs by kind, framework and route as published. */
export function agreementForm(contract: Pick<Contract, 'kind' | 'framework' | 'route'>): AgreementForm {
  if (contract.kind === 'framework') return 'framework';
  const isCallOff =
    contract.framework !== null || /\bcall[- ]?off\b|\bmini[- ]?competition\b/i.test(contract.route ?? '');
  return isCallOff ? 'call-off' : 'contract';
}

const impossible: ReadonlySet<string> = new Set([
  'end-before-start',
  'end-after-2050',
  'max-extent-before-end',
  'amount-implausible',
]);

/** Why a record must stay out of totals: its impossible values, in order; empty when it may be added up. */
export function faultsForTotals(contract: { readonly flags: readonly string[] }): readonly string[] {
  return contract.flags.filter((flag) => impossible.has(flag));
}

/** Whether its amount may be added to others; ceilings of frameworks and impossible values may not. */
export function isUsableInTotals(
  contract: Pick<Contract, 'kind' | 'value' | 'status'> & { readonly flags: readonly string[] },
): boolean {
  return (
    contract.value !== null &&
    contract.kind !== 'framework' &&
    contract.status !== 'cancelled' &&
    faultsForTotals(contract).length === 0
  );
}
