/** “Who is NOT using Idox?”: the users of the product first, then everybody on record for the service. */
import { areaOf, call, compose, foundBy, type Routine } from './steps.ts';

/** Needs a service area, from the message or from the product; without one the question is asked back. */
export const notUsing: Routine = (turn, slots, observations) => {
  const [users] = observations;
  const search = { ends_after: null, ends_before: null, sort: null, except_boroughs: null };
  if (users === undefined)
    return call('who_uses', { name: slots.exceptName, service_area: areaOf(slots), ...search });
  if (observations.length > 1) return compose('not-using', slots);
  const area =
    areaOf(slots) ??
    foundBy(users)
      ?.understood.productIds.map((id) => turn.catalogue.productById(id)?.serviceArea)
      .find((name, _at, all) => name !== undefined && all.every((other) => other === name)) ??
    null;
  if (area === null)
    return {
      kind: 'ask',
      question: `For which service? Nearly every borough has something that is not ${slots.exceptName ?? 'it'}; name one, for instance housing or parking.`,
      choices: [],
      slots,
      pending: { field: 'service_area', options: [] },
    };
  return call('who_uses', {
    name: null,
    service_area: area,
    ...search,
    except_boroughs: slots.exceptBoroughs.length === 0 ? null : slots.exceptBoroughs,
  });
};
