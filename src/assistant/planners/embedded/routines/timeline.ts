/** “When do I need to start?”: from the dates in the message, else from the contract on record. */
import { readDealWords } from '../../../understanding/deal-words.ts';
import { areaOf, askOwnBorough, boroughsAsked, call, compose, type Routine } from './steps.ts';

/** One call of `act_by`; the officer's own dates go before the catalogue's, and the answer says whose they are. */
export const timeline: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('timeline', slots);
  const deal = readDealWords(slots.dealWords ?? turn.text, turn.today);
  const own = {
    options: deal.options.length === 0 ? null : deal.options.map(({ months, count }) => ({ months, count })),
    notice_months: deal.noticeMonths,
    amount: deal.amount,
    vat: deal.vat,
    is_joint: deal.isJoint,
  };
  const borough = boroughsAsked(turn, slots)?.[0] ?? null;
  const about = { borough, name: slots.name, service_area: areaOf(slots) };
  if (deal.end !== null)
    return call('act_by', {
      contract_id: null,
      ...about,
      ends_on: deal.end.date,
      end_precision: deal.end.precision,
      ...own,
    });
  const focused =
    turn.focus?.contractIds.length === 1 &&
    slots.name === null &&
    slots.serviceAreas.length === 0 &&
    slots.boroughs.length === 0;
  const contractId = slots.contractId ?? (focused ? (turn.focus?.contractIds[0] ?? null) : null);
  if (contractId === null) {
    if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
    if (slots.name === null && slots.serviceAreas.length === 0)
      return {
        kind: 'ask',
        question:
          'Which contract do you mean? Name the system, or say when it ends and what options it has, for instance “ends 31 March 2028 with 2 x 12 months”.',
        choices: [],
        slots,
        pending: { field: 'name', options: [] },
      };
  }
  return call('act_by', {
    contract_id: contractId,
    ...about,
    borough: contractId === null ? (borough ?? turn.borough?.id ?? null) : null,
    ends_on: null,
    end_precision: null,
    ...own,
  });
};
