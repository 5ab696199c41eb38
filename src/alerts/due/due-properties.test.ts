import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anything, fact, run, subscription, toldBy } from '../../../test/support/made-up-alerts.ts';
import { addDays, addMonths, fromDays, type IsoDate, isoDate, toDays } from '../../procurement/iso-date.ts';
import type { ContractFact } from './contract-fact.ts';
import { type DueSubscription, dueAlerts, latestRung, rungsOf, type Told } from './due-alerts.ts';

const days = fc
  .integer({ min: toDays(isoDate('2025-01-01')), max: toDays(isoDate('2031-12-31')) })
  .map(fromDays);
const ladders = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
  .map((months) => months.sort((left, right) => right - left));
const measures = fc.constantFrom('act-by' as const, 'end' as const);
const facts = fc
  .record({ actBy: days, months: fc.integer({ min: 0, max: 30 }) })
  .map(({ actBy, months }) => fact(actBy, { endDate: addMonths(actBy, months) }));

describe('the rung reached last', () => {
  it('is the same by comparing as by counting every rung back', () => {
    fc.assert(
      fc.property(facts, ladders, measures, days, (what, ladder, measuredFrom, day) => {
        const terms = { ladder, measuredFrom };
        const [plainly] = rungsOf(terms, what)
          .filter(({ reachedOn }) => reachedOn <= day)
          .sort((left, right) => right.reachedOn.localeCompare(left.reachedOn) || left.rung - right.rung);
        const expected = what.endDate === null || what.endDate < day ? null : (plainly ?? null);
        expect(latestRung(terms, what, day)?.reachedOn ?? null).toBe(expected?.reachedOn ?? null);
      }),
      { numRuns: 500 },
    );
  });
});

describe('whatever the dates, the ladder and the days it runs on', () => {
  it('standing still for a while loses nothing: in the end the same rung was told as without', () => {
    fc.assert(
      fc.property(
        facts,
        ladders,
        measures,
        days,
        fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 30 }),
        (what, ladder, measuredFrom, start, gaps) => {
          const subscriptions = [subscription({ ladder, measuredFrom })];
          const last = addDays(
            start,
            gaps.reduce((sum, gap) => sum + gap, 0),
          );
          const all = Array.from({ length: toDays(last) - toDays(start) + 1 }, (_none, at) =>
            addDays(start, at),
          );
          let day = start;
          const some = [start, ...gaps.map((gap) => (day = addDays(day, gap)))];
          const daily = run(
            all,
            () => what,
            () => subscriptions,
          );
          const sometimes = run(
            some,
            () => what,
            () => subscriptions,
          );
          expect(sometimes.at(-1)?.alert.key).toBe(daily.at(-1)?.alert.key);
          // And never more than daily, nor the same twice.
          expect(sometimes.length).toBeLessThanOrEqual(daily.length);
          expect(new Set(sometimes.map(({ alert }) => alert.key)).size).toBe(sometimes.length);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('running again on the same day tells nothing more', () => {
    fc.assert(
      fc.property(facts, ladders, measures, days, (what, ladder, measuredFrom, day) => {
        expect(
          run(
            [day, day, day],
            () => what,
            () => [subscription({ ladder, measuredFrom })],
          ).length,
        ).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('however the dates move, a rung that is newly reached after the last telling is told', () => {
    fc.assert(
      fc.property(fc.array(facts, { minLength: 2, maxLength: 5 }), ladders, days, (states, ladder, start) => {
        const one = subscription({ ladder });
        const at = states.map((_state, index) => addDays(start, index * 45));
        const told: Told[] = [];
        for (const [index, state] of states.entries()) {
          const day = at[index] as IsoDate;
          const due = dueAlerts([state], [one], () => told, day);
          const lastDay = told.at(-1)?.madeOn ?? null;
          const fresh = dueAlerts([state], [one], () => [], day)[0];
          if (
            fresh !== undefined &&
            (lastDay === null || fresh.reachedOn > lastDay) &&
            !told.some(({ key }) => key === fresh.key)
          )
            expect(due).toHaveLength(1);
          for (const alert of due) told.push(toldBy(alert, day));
        }
        expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
      }),
      { numRuns: 200 },
    );
  });

  it('the order of contracts and subscriptions changes nothing, and a contract comes once a conversation', () => {
    const many = fc.array(facts, { maxLength: 12 }).map((list) =>
      list.map((one, index) => ({
        ...one,
        contractId: `c${index}`,
        buyers: [`b${index % 3}`],
        areas: [`a${index % 2}`],
      })),
    );
    const subscriptions = fc.array(
      fc.record({
        buyers: fc.subarray(['b0', 'b1', 'b2']),
        areas: fc.subarray(['a0', 'a1']),
        ladder: ladders,
        measuredFrom: measures,
        conversationKey: fc.constantFrom('one', 'two'),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(many, subscriptions, days, (list, wanted, day) => {
        const all = wanted.map(({ buyers, areas, ...rest }, index) => ({
          ...rest,
          id: `S-${index}`,
          filter: { ...anything, buyerIds: buyers, serviceAreas: areas },
        }));
        const keys = (contracts: readonly ContractFact[], own: readonly DueSubscription[]) =>
          dueAlerts(contracts, own, () => [], day)
            .map(({ key, subscriptionId }) => `${key} ${subscriptionId}`)
            .sort();
        const due = keys(list, all);
        expect(keys([...list].reverse(), [...all].reverse())).toEqual(due);
        const pairs = dueAlerts(list, all, () => [], day).map(
          (alert) => `${alert.contractId} ${alert.conversationKey}`,
        );
        expect(new Set(pairs).size).toBe(pairs.length);
        // As many as asking every subscription of every contract by itself would give.
        const plainly = new Set(
          all.flatMap((own) =>
            dueAlerts(list, [own], () => [], day).map(
              (alert) => `${alert.contractId} ${own.conversationKey}`,
            ),
          ),
        );
        expect(new Set(pairs)).toEqual(plainly);
      }),
      { numRuns: 150 },
    );
  });
});
