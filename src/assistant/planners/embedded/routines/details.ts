/** “When does it end?”, “what is it worth?”: one contract whole. */
import { findContracts } from './find.ts';
import { areaOf, askOwnBorough, boroughsAsked, call, compose, type Routine } from './steps.ts';

/** One contract: the one the thread is about, else the one named. */
export const details: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('details', slots);
  const focusedId =
    slots.contractId ??
    (turn.focus?.contractIds.length === 1 && slots.name === null && slots.serviceAreas.length === 0
      ? (turn.focus.contractIds[0] ?? null)
      : null);
  if (focusedId !== null && slots.boroughs.length === 0)
    return call('contract_details', {
      contract_id: focusedId,
      borough: null,
      name: null,
      service_area: null,
    });
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  const borough = boroughsAsked(turn, slots)?.[0] ?? null;
  if (borough === null && slots.name === null && slots.serviceAreas.length === 0) {
    if (slots.words !== null) return findContracts(turn, slots, observations);
    return {
      kind: 'ask',
      question: 'Which contract do you mean? Name the borough and the system.',
      choices: [],
      slots,
      pending: { field: 'name', options: [] },
    };
  }
  return call('contract_details', {
    contract_id: null,
    borough,
    name: slots.name,
    service_area: areaOf(slots),
  });
};
