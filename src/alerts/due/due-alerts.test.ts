import { describe, expect, it } from 'vitest';
import { anything, daysFrom, fact, run, subscription, toldBy } from '../../../test/support/made-up-alerts.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import type { AlertFilter } from '../subscription.ts';
import type { ContractFact } from './contract-fact.ts';
import { dueAlerts, isUrgent, type Told } from './due-alerts.ts';

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
