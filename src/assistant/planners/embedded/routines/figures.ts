/** Counting, market concentration and firms in common. */
import { areaOf, areasOf, askOwnBorough, boroughsAsked, call, compose, type Routine } from './steps.ts';

/** Counts what `find` would list for the same slots. */
export const count: Routine = (turn, slots, observations) => {
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  if (observations.length > 0) return compose('count', slots);
  return call('count_contracts', {
    name: slots.name,
    service_area: areasOf(slots),
    boroughs: boroughsAsked(turn, slots),
    words: slots.words,
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    min_amount: slots.amountFrom,
    max_amount: slots.amountTo,
    live_only: slots.isLive ? true : null,
    split_by: slots.splitBy,
    order: slots.splitBy !== null && slots.isSum ? 'value' : null,
    top: slots.splitBy === null ? null : slots.limit,
  });
};

/** Asks for the market of the one service area named, or of the whole catalogue. */
export const concentration: Routine = (_turn, slots, observations) =>
  observations.length > 0
    ? compose('concentration', slots)
    : call('market_concentration', {
        service_area: areaOf(slots),
        by: slots.splitBy === 'vendor' || slots.splitBy === 'product' ? 'vendor' : 'supplier',
        live_only: null,
      });

/** Needs two boroughs; the officer’s own is the second when only one is named. */
export const sharedSuppliers: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('shared-suppliers', slots);
  const own = turn.borough !== null && (slots.isOwn || slots.boroughs.length === 1) ? [turn.borough.id] : [];
  const boroughs = [...new Set([...slots.boroughs, ...own])];
  if (boroughs.length >= 2) return call('shared_suppliers', { boroughs, service_area: areaOf(slots) });
  if (turn.borough === null && slots.isOwn) return askOwnBorough(slots);
  return {
    kind: 'ask',
    question: 'Which boroughs shall I compare? Name two or more, for instance Camden and Islington.',
    choices: [],
    slots,
    pending: { field: 'borough', options: [] },
  };
};
