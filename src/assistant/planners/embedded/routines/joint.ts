/** “Who could we team up with?” */
import { areaOf, call, compose, type Routine } from './steps.ts';

/** Needs a service or a product; the officer’s own borough is marked in the answer. */
export const joint: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('joint', slots);
  const area = areaOf(slots);
  if (area === null && slots.name === null) {
    return {
      kind: 'ask',
      question:
        'What would you buy together? Name the service or the product, for instance waste or parking.',
      choices: [],
      slots,
      pending: { field: 'service_area', options: [] },
    };
  }
  return call('joint_opportunities', {
    service_area: area,
    name: slots.name,
    borough: slots.boroughs[0] ?? turn.borough?.id ?? null,
    starts_after: slots.endsFrom !== null && slots.endsFrom > turn.today ? slots.endsFrom : null,
    starts_before: slots.endsTo,
  });
};
