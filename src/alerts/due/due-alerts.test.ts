import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, fromDays, type IsoDate, isoDate, toDays } from '../../procurement/iso-date.ts';
import type { AlertFilter } from '../subscription.ts';
import type { ContractFact } from './contract-fact.ts';
import { type DueAlert, type DueSubscription, dueAlerts, isUrgent, type Told } from './due-alerts.ts';

const anything: AlertFilter = {
  buyerIds: [],
  serviceAreas: [],
  productIds: [],
  vendors: [],
  supplierIds: [],
  amountFrom: null,
  amountTo: null,
  subject: null,
};
const subscription = (changes: Partial<DueSubscription> = {}): DueSubscription => ({
  id: 'S-1',
  filter: anything,
  ladder: [18, 9],
  measuredFrom: 'act-by',
  conversationKey: 'one',
  ...changes,
});
const fact = (actBy: string | null, changes: Partial<ContractFact> = {}): ContractFact => ({
  contractId: 'c1',
  endDate: actBy === null ? null : addMonths(isoDate(actBy), 12),
  actBy: actBy === null ? null : isoDate(actBy),
  amount: 100_000,
  areas: ['Parking'],
  buyers: ['E09000006'],
  suppliers: ['s1'],
  products: ['p1'],
  maker: 'maker',
  ...changes,
});

/** What telling leaves behind. */
const toldBy = (alert: DueAlert, madeOn: IsoDate, snoozedUntil: IsoDate | null = null): Told => ({
  key: alert.key,
  conversationKey: alert.conversationKey,
  measuredFrom: alert.measuredFrom,
  rung: alert.rung,
  endDate: alert.endDate,
  actBy: alert.actBy,
  madeOn,
  snoozedUntil,
});

/** A conversation over days: what is due is told at once. */
function run(
  days: readonly IsoDate[],
  factOn: (day: IsoDate) => ContractFact | null,
  subscriptionsOn: (day: IsoDate) => readonly DueSubscription[] = () => [subscription()],
): { readonly day: IsoDate; readonly alert: DueAlert }[] {
  const told: Told[] = [];
  const alerts: { day: IsoDate; alert: DueAlert }[] = [];
  for (const day of days) {
    const now = factOn(day);
    const due = dueAlerts(now === null ? [] : [now], subscriptionsOn(day), () => told, day);
    for (const alert of due) {
      told.push(toldBy(alert, day));
      alerts.push({ day, alert });
    }
  }
  return alerts;
}

const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_none, at) => addDays(isoDate(first), at));

describe('what is due', () => {
  it('comes once a rung, on the day it is reached, and a last call four weeks before', () => {
    const alerts = run(daysFrom('2025-01-01', 900), () => fact('2027-03-31'));
    expect(alerts.map(({ day, alert }) => [day, alert.rung])).toEqual([
      ['2025-09-30', 18],
      ['2026-06-30', 9],
      ['2027-03-03', 0],
    ]);
  });

  it('holds on month ends and leap days', () => {
    const end = (ladder: number[], day: string) =>
      run(
        daysFrom('2027-01-01', 800),
        () => fact(null, { endDate: isoDate(day) }),
        () => [subscription({ ladder, measuredFrom: 'end' })],
      ).map(({ day: on }) => on);
    expect(end([6], '2028-08-31')).toEqual(['2028-02-29']);
    expect(end([12], '2028-02-29')).toEqual(['2027-02-28']);
    expect(end([1], '2028-03-31')).toEqual(['2028-02-29']);
  });

  it('folds the rungs of a new subscription into the nearest one', () => {
    expect(run(daysFrom('2026-12-01', 60), () => fact('2027-03-31')).map(({ alert }) => alert.rung)).toEqual([
      9,
    ]);
  });

  it('tells nothing of what has ended, has no date, or belongs to nobody', () => {
    const on = isoDate('2026-12-01');
    const none = (what: ContractFact, filter: Partial<AlertFilter> = {}) =>
      dueAlerts([what], [subscription({ filter: { ...anything, ...filter } })], () => [], on);
    expect(none(fact('2027-01-31', { endDate: isoDate('2026-11-30') }))).toEqual([]);
    expect(none(fact(null))).toEqual([]);
    expect(none(fact('2027-01-31'), { buyerIds: ['E09000007'] })).toEqual([]);
    expect(none(fact('2027-01-31'), { amountFrom: 200_000 })).toEqual([]);
    expect(none(fact('2027-01-31', { amount: null }), { amountTo: 200_000 })).toEqual([]);
    expect(none(fact('2027-01-31'), { vendors: ['Maker'], serviceAreas: ['Parking'] })).toHaveLength(1);
  });

  it('a date that moves later is told again at its own rungs, and one that moves nearer at once', () => {
    const moved = (from: string, to: string, on: string) =>
      run(daysFrom('2026-05-01', 900), (day) => fact(day < on ? from : to)).map(({ day, alert }) => [
        day,
        alert.rung,
      ]);
    expect(moved('2027-03-31', '2028-03-31', '2026-08-01')).toEqual([
      ['2026-05-01', 18],
      ['2026-06-30', 9],
      ['2026-09-30', 18],
      ['2027-06-30', 9],
      ['2028-03-03', 0],
    ]);
    expect(moved('2028-03-31', '2027-01-31', '2026-12-01').slice(0, 2)).toEqual([
      ['2026-09-30', 18],
      ['2026-12-01', 9],
    ]);
  });

  it('a date that moves by days is not told again', () => {
    const alerts = run(daysFrom('2026-07-01', 60), (day) =>
      fact(day < '2026-07-10' ? '2027-03-31' : '2027-03-30'),
    );
    expect(alerts).toHaveLength(1);
  });

  it('a date that goes and comes back is told once', () => {
    const alerts = run(daysFrom('2026-07-01', 90), (day) =>
      fact(day > '2026-07-20' && day < '2026-08-10' ? '2029-03-31' : '2027-03-31'),
    );
    expect(alerts).toHaveLength(1);
  });

  it('a ladder that is changed tells of the rungs that come, not of those that were', () => {
    const alerts = run(
      daysFrom('2026-07-01', 300),
      () => fact('2027-03-31'),
      (day) => [subscription({ ladder: day < '2026-08-01' ? [18, 9] : [12, 6] })],
    );
    expect(alerts.map(({ day, alert }) => [day, alert.rung])).toEqual([
      ['2026-07-01', 9],
      ['2026-09-30', 6],
      ['2027-03-03', 0],
    ]);
  });

  it('a snooze holds until its day, then reminds once; a contract that comes nearer breaks it', () => {
    const on = isoDate('2026-07-01');
    const [first] = dueAlerts([fact('2027-03-31')], [subscription()], () => [], on);
    if (first === undefined) throw new TypeError('nothing was due');
    const told = [toldBy(first, on, isoDate('2026-10-01'))];
    const dueOn = (day: string, actBy = '2027-03-31', before: readonly Told[] = told) =>
      dueAlerts([fact(actBy)], [subscription({ ladder: [18, 9, 7] })], () => before, isoDate(day));
    expect(dueOn('2026-09-30')).toEqual([]);
    const [reminder] = dueOn('2026-10-01');
    expect(reminder).toMatchObject({ isReminder: true });
    if (reminder === undefined) throw new TypeError('no reminder');
    expect(dueOn('2026-10-02', '2027-03-31', [...told, toldBy(reminder, isoDate('2026-10-01'))])).toEqual([]);
    expect(dueOn('2026-08-15', '2026-12-31')).toMatchObject([{ isReminder: false, rung: 7 }]);
  });

  it('is urgent around the day to act by', () => {
    const at = (day: string) => isUrgent({ actBy: isoDate('2027-03-31') }, isoDate(day));
    expect([at('2027-03-02'), at('2027-03-03'), at('2027-04-28'), at('2027-04-29')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

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
