/** “Show me …”: contracts by any mix of conditions. */
import { areasOf, askOwnBorough, boroughsAsked, call, compose, type Routine } from './steps.ts';

/** The general search; what is left out, the number of rows and their order are the message's own. */
export const findContracts: Routine = (turn, slots, observations) => {
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  if (observations.length > 0) return compose('find', slots);
  return call('find_contracts', {
    name: slots.name,
    service_area: areasOf(slots),
    boroughs: boroughsAsked(turn, slots),
    except_boroughs: slots.exceptBoroughs.length === 0 ? null : slots.exceptBoroughs,
    words: slots.words,
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    min_amount: slots.amountFrom,
    max_amount: slots.amountTo,
    live_only: slots.isLive ? true : null,
    no_end_date: slots.isUndated ? true : null,
    sort: slots.sort,
    // Turned round, the end of the list comes first, so all of it is needed.
    limit: slots.isReversed ? 200 : slots.limit,
  });
};
