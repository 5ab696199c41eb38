/** Alerts: what is wanted goes to one tool, with the officer's own months, day and time. */
import {
  alertWishIn,
  digestDayIn,
  digestTimeIn,
  measureIn,
  monthsIn,
  subscriptionIn,
} from '../../../understanding/alert-words.ts';
import { areasOf, askOwnBorough, call, compose, type Routine } from './steps.ts';

const ours = /\b(?:our|ours|my|mine|we (?:have|use|hold|run|buy))\b/i;
const everywhere =
  /\b(?:all|any|every|across|whole of|anywhere|other|london|everyone|everybody)\b.{0,12}\b(?:boroughs?|councils?|london|33)?\b/i;

function whenIn(words: string) {
  return {
    months: monthsIn(words),
    measured_from: measureIn(words),
    digest_day: digestDayIn(words),
    digest_time: digestTimeIn(words),
  };
}

/** “Set up alerts for adult social care contracts 18 and 9 months out”. Without a borough it is the officer's own. */
export const setUpAlerts: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('alerts', slots);
  const words = slots.words ?? '';
  // “Alert us” says who is told; “our contracts” says whose they are.
  const isOurs = ours.test(words);
  if (isOurs && slots.boroughs.length === 0 && turn.borough === null)
    return askOwnBorough({ ...slots, isOwn: true });
  const own = turn.borough === null || (everywhere.test(words) && !isOurs) ? null : [turn.borough.id];
  return call('propose_alerts', {
    boroughs: slots.boroughs.length > 0 ? slots.boroughs : own,
    // The area of a name settles which product is meant; the tool leaves it out of the filter.
    service_area: areasOf(slots),
    name: slots.name,
    amount_from: slots.amountFrom,
    amount_to: slots.amountTo,
    ...whenIn(words),
  });
};

/** “What alerts do we have here”, “pause the parking alerts”, “why did I get this?”. */
export const manageAlerts: Routine = (_turn, slots, observations) => {
  if (observations.length > 0) return compose('alerts', slots);
  const words = slots.words ?? '';
  const wish = alertWishIn(words);
  const id = subscriptionIn(words);
  if (wish === 'list' || wish === 'why' || wish === 'preview')
    return call('show_alerts', { view: wish, subscription_id: id });
  return call('change_alerts', {
    subscription_id: id,
    change: wish,
    service_area: areasOf(slots),
    name: slots.name,
    boroughs: slots.boroughs.length === 0 ? null : slots.boroughs,
    ...whenIn(words),
  });
};
