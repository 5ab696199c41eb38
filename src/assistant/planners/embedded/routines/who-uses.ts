/** “Who else uses this?”, and “who does not?”. */
import { ownSystem } from '../own-system.ts';
import { findContracts } from './find.ts';
import { notUsing } from './not-using.ts';
import { areaOf, areasOf, askOwnBorough, call, compose, foundBy, type Routine } from './steps.ts';

/** The question names nothing but “this”: what the thread is about, or the officer's own system. */
export const whoUses: Routine = (turn, slots, observations) => {
  if (slots.exceptName !== null && slots.boroughs.length === 0) return notUsing(turn, slots, observations);
  const area = areaOf(slots);
  const needsOwn =
    slots.name === null &&
    slots.words === null &&
    (slots.isThis ||
      (slots.isElse && slots.boroughs.length + slots.exceptBoroughs.length === 0) ||
      slots.isOwn);
  const search = {
    service_area: areasOf(slots),
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    sort: slots.sort,
  };
  if (!needsOwn) {
    if (observations.length > 0) return compose('who-uses', slots);
    if (slots.name === null && slots.words !== null) return findContracts(turn, slots, observations);
    const own = slots.isElse && turn.borough !== null && slots.boroughs.length === 0 ? [turn.borough.id] : [];
    const except = [...own, ...slots.exceptBoroughs];
    return call('who_uses', {
      name: slots.name,
      except_boroughs: except.length === 0 ? null : except,
      ...search,
    });
  }
  const own = slots.boroughs.length === 1 ? (slots.boroughs[0] ?? null) : (turn.borough?.id ?? null);
  if (own === null) return askOwnBorough(slots);
  const [first] = observations;
  if (first === undefined) {
    const focused =
      turn.focus?.contractIds.length === 1 && area === null ? (turn.focus.contractIds[0] ?? null) : null;
    if (focused !== null)
      return call('contract_details', {
        contract_id: focused,
        borough: null,
        name: null,
        service_area: null,
      });
    if (area === null) {
      return {
        kind: 'ask',
        question:
          'Which system do you mean? Name the product or the service, for instance housing or parking.',
        choices: [],
        slots,
        pending: { field: 'service_area', options: [] },
      };
    }
    return call('borough_systems', { borough: own, service_areas: [area] });
  }
  // From here on the thread is about the product found, so that “and Lambeth?” asks for it.
  const found = foundBy(observations[1])?.understood.subject ?? null;
  if (observations.length > 1) return compose('who-uses', { ...slots, name: found ?? slots.name });
  const system = ownSystem(foundBy(first)?.contracts ?? [], area, turn.catalogue, turn.today);
  if (system.kind === 'several') {
    const boroughName = turn.catalogue.boroughName(own) ?? own;
    return {
      kind: 'ask',
      question: `${boroughName} has more than one ${area === null ? 'system' : `${area.toLowerCase()} system`} on record. Which do you mean?`,
      choices: system.options
        .slice(0, 6)
        .map((option) => ({ label: option, message: `Who else uses ${option}?` })),
      slots: { ...slots, isThis: false },
      pending: { field: 'name', options: system.options },
    };
  }
  const name = system.kind === 'one' && system.productId !== null ? system.label : null;
  return call('who_uses', {
    name,
    except_boroughs: [own, ...slots.exceptBoroughs],
    ...search,
    // A product with an everyday name is certain only beside its service.
    service_area: area,
  });
};
