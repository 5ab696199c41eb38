/** States of contracts that sentences speak of: running, ended, without an end. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import { hasEnded, hasStarted } from '../compose/contract-words.ts';
import type { Borough } from './claim.ts';
import type { Scope } from './facts.ts';
import { plainText } from './plain-text.ts';

/** A state by the words that speak of it. */
export type State = {
  readonly cue: RegExp;
  readonly fits: (contract: CatalogueContract, today: IsoDate) => boolean;
  /** A state that goes before it: a borough with such a contract is named there. */
  readonly not?: (contract: CatalogueContract, today: IsoDate) => boolean;
};

const isRunning = (contract: CatalogueContract, today: IsoDate): boolean =>
  contract.kind !== 'procurement' &&
  contract.period.endDate !== null &&
  !hasEnded(contract, today) &&
  hasStarted(contract, today);
const isUndated = ({ kind, period }: CatalogueContract): boolean =>
  kind !== 'procurement' && period.endDate === null;

/** States that sentences speak of, looked up in the contracts themselves; a borough stands in the first that fits. */
export const states: readonly State[] = [
  { cue: /\b(?:known to run|runs?|running|in force) today\b/i, fits: isRunning },
  { cue: /\bwithout an end date\b/i, fits: isUndated, not: isRunning },
  {
    cue: /\bonly a record that has ended\b/i,
    fits: (contract, today) => contract.kind !== 'procurement' && hasEnded(contract, today),
    not: (contract, today) => isRunning(contract, today) || isUndated(contract),
  },
  {
    cue: /\bplanned, being tendered or not yet started\b/i,
    fits: (contract, today) => contract.kind === 'procurement' || !hasStarted(contract, today),
    not: (contract, today) => isRunning(contract, today) || isUndated(contract),
  },
  {
    cue: /^talk to\b/i,
    fits: (contract, today) => contract.kind !== 'procurement' && !hasEnded(contract, today),
  },
];

/** Whether the authority is a party. */
export function takesPart(contract: CatalogueContract, borough: Borough): boolean {
  return contract.participants.some(({ shortName }) => plainText(shortName) === borough.name);
}

/** Whether a contract of the borough is in the state, and none is in one that goes before it. */
export function isInState(state: State, borough: Borough, rows: readonly Scope[], today: IsoDate): boolean {
  const contracts = rows.flatMap(({ contract }) =>
    contract !== null && takesPart(contract, borough) ? [contract] : [],
  );
  return (
    contracts.some((contract) => state.fits(contract, today)) &&
    !contracts.some((contract) => state.not?.(contract, today) === true)
  );
}
