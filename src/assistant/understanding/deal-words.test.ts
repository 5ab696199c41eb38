import { describe, expect, it } from 'vitest';
import { isoDate } from '../../procurement/iso-date.ts';
import { readDealWords } from './deal-words.ts';

const today = isoDate('2026-11-23');

describe('what an officer says of a contract', () => {
  it('reads end and options as typed', () => {
    const deal = readDealWords(
      'our mosaic contract ends 31/03/2028 w 2x12m extensions. when do i need to start',
      today,
    );
    expect(deal.end).toMatchObject({ date: '2028-03-31', precision: 'day' });
    expect(deal.options).toMatchObject([{ months: 12, count: 2 }]);
    expect(deal.noticeMonths).toBeNull();
  });

  it.each([
    ['with two 12 month extensions our contract is up 31/03/2028', '2028-03-31', 'day'],
    ['contract runs out in march 2029 (3+1+1)', '2029-03-31', 'month'],
    ['ends on 29 February 2028', '2028-02-29', 'day'],
  ])('%s', (text, date, precision) => {
    expect(readDealWords(text, today).end).toMatchObject({ date, precision });
  });

  it('reads notice, worth and VAT', () => {
    expect(readDealWords('notice is 6 months', today).noticeMonths).toBe(6);
    expect(readDealWords('worth 2m ex vat', today)).toMatchObject({ amount: 2_000_000, vat: 'excluding' });
    expect(readDealWords('about £180k inc vat', today)).toMatchObject({ amount: 180_000, vat: 'including' });
  });

  it('reads no end where none is said', () => {
    expect(readDealWords('when do we need to start on housing', today).end).toBeNull();
    expect(readDealWords('the old one ended in 2009', today).end).toBeNull();
  });
});
