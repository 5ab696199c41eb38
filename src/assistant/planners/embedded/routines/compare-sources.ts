/** “What do the sources say?”: one contract, side by side. */
import { areaOf, askOwnBorough, boroughsAsked, call, compose, type Routine } from './steps.ts';

/** Looks up the contract of the thread or the one named; asks back when neither is there. */
export const compareSources: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('compare-sources', slots);
  const namesNothing = slots.name === null && slots.serviceAreas.length === 0 && slots.boroughs.length === 0;
  const focused = turn.focus?.contractIds.length === 1 ? (turn.focus.contractIds[0] ?? null) : null;
  const id = slots.contractId ?? (namesNothing ? focused : null);
  if (id !== null) {
    return call('compare_sources', { contract_id: id, borough: null, name: null, service_area: null });
  }
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  if (namesNothing && !slots.isOwn) {
    return {
      kind: 'ask',
      question: 'Which contract do you mean? Name the borough and the system.',
      choices: [],
      slots,
      pending: { field: 'name', options: [] },
    };
  }
  return call('compare_sources', {
    contract_id: null,
    borough: boroughsAsked(turn, slots)?.[0] ?? null,
    name: slots.name,
    service_area: areaOf(slots),
  });
};
