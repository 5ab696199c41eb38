import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, isoDate } from '../procurement/iso-date.ts';
import { isWorkingDay } from '../procurement/working-days.ts';
import { dueAlerts } from './due/due-alerts.ts';
import { previewOf } from './preview.ts';

const terms = { ladder: [18, 9], measuredFrom: 'end', digest: { day: 1, time: '09:00' } } as const;
const contract = (id: string, end: string | null) => ({
  contractId: id,
  endDate: end === null ? null : isoDate(end),
  actBy: null,
});
const [from, to] = [isoDate('2026-01-01'), isoDate('2026-12-31')];

describe('what a subscription would send', () => {
  it('is told by digest, earliest first', () => {
    const preview = previewOf(
      [contract('late', '2027-06-30'), contract('early', '2026-10-15'), contract('none', null)],
      terms,
      from,
      to,
    );
    expect(preview.alerts.map(({ contractId, rung, digestDay }) => [contractId, rung, digestDay])).toEqual([
      ['late', 18, '2026-01-05'],
      ['early', 9, '2026-01-19'],
      ['late', 9, '2026-10-05'],
    ]);
    expect(preview.digests).toBe(3);
  });

  it('stands on planned working days within the year, and every rung in it was reached', () => {
    const ends = fc.integer({ min: 0, max: 2_000 }).map((days) => addDays(isoDate('2026-01-01'), days));
    fc.assert(
      fc.property(
        fc.array(ends, { maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 5 }),
        (dates, ladder, day) => {
          const facts = dates.map((end, index) => contract(`c${index}`, end));
          const preview = previewOf(facts, { ...terms, ladder, digest: { day, time: '09:00' } }, from, to);
          for (const alert of preview.alerts) {
            expect(isWorkingDay(alert.digestDay)).toBe(true);
            expect(alert.reachedOn <= alert.digestDay && alert.digestDay <= to).toBe(true);
            expect(alert.reachedOn).toBe(addMonths(alert.endDate ?? from, -alert.rung));
          }
        },
      ),
    );
  });

  it('names the rungs that a daily run would tell of', () => {
    const ends = fc.integer({ min: 400, max: 900 }).map((days) => addDays(isoDate('2026-01-01'), days));
    fc.assert(
      fc.property(ends, (end) => {
        const one = {
          ...contract('c', end),
          amount: null,
          areas: [],
          buyers: [],
          suppliers: [],
          products: [],
          maker: null,
        };
        const subscription = {
          id: 'S',
          conversationKey: 'k',
          ladder: [12, 6],
          measuredFrom: 'end',
          filter: {
            buyerIds: [],
            serviceAreas: [],
            productIds: [],
            vendors: [],
            supplierIds: [],
            amountFrom: null,
            amountTo: null,
            subject: null,
          },
        } as const;
        const daily = { ...subscription, digest: { day: 0, time: '09:00' } };
        const reached = new Set<number>();
        for (let day = addDays(from, -1); day <= to; day = addDays(day, 1)) {
          const [due] = dueAlerts([one], [subscription], () => [], day);
          if (due !== undefined && due.reachedOn >= from) reached.add(due.rung);
        }
        const told = new Set(previewOf([one], daily, from, to).alerts.map(({ rung }) => rung));
        for (const rung of told) expect(reached.has(rung)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
