import { describe, expect, it } from 'vitest';
import {
  alertWishIn,
  digestDayIn,
  digestTimeIn,
  measureIn,
  monthsIn,
  subscriptionIn,
  withoutMonths,
} from './alert-words.ts';
import { parseAmountRange } from './amounts.ts';

describe('months of a ladder', () => {
  it.each([
    ['18 and 9 months out', [18, 9]],
    ['18/9/3 months before', [18, 9, 3]],
    ['18, 9 and 3 mths ahead', [18, 9, 3]],
    ['18m and 9m out', [18, 9]],
    ['18 months and 9 months before the end', [18, 9]],
    ['six months before', [6]],
    ['a year and half a year before they end', [12, 6]],
    ['half a year before', [6]],
    ['2 years before the end', [24]],
    ['0 months before', [0]],
    ['500 months before', [500]],
    ['-3 months before', [0]],
    ['contracts ending in the next 24 months, 9 months before', [9]],
    ['for parking contracts', null],
    ['anything over £18m', null],
  ])('%s', (message, months) => expect(monthsIn(message)).toEqual(months));

  it('are not taken for money, nor money for months', () => {
    expect(parseAmountRange(withoutMonths('libraries contracts 18m and 9m out'))).toBeNull();
    expect(parseAmountRange(withoutMonths('contracts over £5m 18 and 9 months out'))).toEqual({
      from: 5_000_000,
      to: null,
    });
  });
});

describe('what the months count back from', () => {
  it.each([
    ['18 and 9 months out', null],
    ['18 and 9 months before act by', 'act-by'],
    ['9 months before we need to act', 'act-by'],
    ['6 months before our mosaic contract ends', 'end'],
    ['a year before they expire', 'end'],
    ['12 months before the end date', 'end'],
    ['measure subscription S-0123456789 from the end', 'end'],
  ])('%s', (message, measure) => expect(measureIn(message)).toBe(measure));
});

describe('day and time of the digest', () => {
  it.each([
    ['on thursdays at 2pm', 4, '14:00'],
    ['every friday 10am', 5, '10:00'],
    ['Tues at 9.30', 2, null],
    ['every working day at 09:15', 0, '09:15'],
    ['on Sundays', 7, null],
    ['9 months before the end at the latest', null, null],
  ])('%s', (message, day, time) => {
    expect(digestDayIn(message)).toBe(day);
    if (time !== null) expect(digestTimeIn(message)).toBe(time);
  });
});

describe('what is to be done', () => {
  it.each([
    ['what alerts do we have here', 'list'],
    ['do we have any reminders set?', 'list'],
    ['how do I stop these alerts?', 'list'],
    ['why did I get this?', 'why'],
    ['what would this have sent this year?', 'preview'],
    ['confirm subscription S-0123456789', 'confirm'],
    ['cancel subscription S-0123456789', 'cancel'],
    ['pls pause the parking alerts', 'pause'],
    ['switch the parking alerts back on', 'resume'],
    ['turn off the parking alerts', 'stop'],
    ['change the parking alerts to 12 months', 'edit'],
  ])('%s', (message, wish) => expect(alertWishIn(message)).toBe(wish));

  it('reads the number of a subscription however it is typed', () => {
    expect(subscriptionIn('stop s-0a1b2c3d4e please')).toBe('S-0A1B2C3D4E');
    expect(subscriptionIn('stop S-1')).toBeNull();
  });
});
