/** Whether a changed sentence is true all the same, decided from the rows alone and not by the grounding. */

import type { Observation } from '../../src/assistant/planner.ts';
import type { CatalogueContract } from '../../src/catalogue/queries/load-contracts.ts';

function contractsIn(value: unknown, into: Map<string, CatalogueContract>): void {
  if (value === null || typeof value !== 'object') return;
  if ('participants' in value && 'period' in value && 'sources' in value) {
    const contract = value as CatalogueContract;
    into.set(contract.id, contract);
  } else for (const inner of Object.values(value)) contractsIn(inner, into);
}

/** Words beside the borough that set one party of a contract apart from the others. */
const setsApart = /\b(?:led by|signed by|you|your)\s*$/i;
const setsApartAfter = /^ (?:with \d+ others|leads?\b|\(you\))/i;
/** Sentences that tell one contract of a borough. */
const saysOfOne = /^ runs\b/;
/** Advice to speak to boroughs that have such a contract. */
const isAdvice = /^(?:Talk to|Ask) /;

/**
 * A borough in the place of another, in a sentence about contracts that both are parties of: of just the same ones, or,
 * where the sentence tells one contract, of all that the first is a party of. Never when it is told who leads. Advice
 * to speak to a borough holds for any other borough that is a party of a contract of the turn which has not ended.
 */
export function isTrueOfBoth(
  sentence: string,
  swapped: { readonly from: string; readonly to: string; readonly start: number; readonly end: number },
  observations: readonly Observation[],
  own: { readonly buyerId: string | null; readonly today: string },
): boolean {
  const before = sentence.slice(0, swapped.start);
  const after = sentence.slice(swapped.end);
  if (setsApart.test(before) || setsApartAfter.test(after)) return false;
  const contracts = new Map<string, CatalogueContract>();
  for (const { result } of observations) contractsIn(result, contracts);
  const idsOf = (buyerId: string) =>
    [...contracts.values()]
      .filter(({ participants }) => participants.some((participant) => participant.buyerId === buyerId))
      .map(({ id }) => id)
      .sort();
  if (isAdvice.test(sentence))
    return (
      swapped.to !== own.buyerId &&
      [...contracts.values()].some(
        ({ kind, participants, period }) =>
          kind !== 'procurement' &&
          (period.endDate === null || period.endDate >= own.today) &&
          participants.some(({ buyerId }) => buyerId === swapped.to),
      )
    );
  const first = idsOf(swapped.from);
  const second = idsOf(swapped.to);
  if (first.length === 0) return false;
  if (first.join('\n') === second.join('\n')) return true;
  return saysOfOne.test(after) && first.every((id) => second.includes(id));
}
