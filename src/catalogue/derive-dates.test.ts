import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type DateFields,
  deriveDates,
  deriveFields,
  optionsInDescription,
  periodOf,
  withoutDerivedDates,
} from './derive-dates.ts';
import { loadReferenceData } from './reference-data.ts';

function fields(changes: DateFields): DateFields {
  return {
    kind: 'contract',
    status: 'active',
    start_date: null,
    initial_end_date: null,
    end_date: null,
    max_extent_date: null,
    term: 'fixed',
    dates_as_published: null,
    options_as_published: null,
    flags: null,
    ...changes,
  };
}

describe('dates derived from words', () => {
  it('works out end and latest end, with the words', () => {
    const derived = deriveDates(
      fields({
        start_date: '2024-04-01',
        dates_as_published: '36 months; start 2024-04-01',
        options_as_published: 'options to extend for 12 months + 12 months',
      }),
    );
    expect(derived).toMatchObject({
      end_date: '2027-03-31',
      max_extent_date: '2029-03-31',
      option_months: 24,
      end_from: '36 months; start 2024-04-01',
    });
  });

  it('is idempotent, and can be undone', () => {
    const given = fields({
      dates_as_published: 'from 2025-01; two years from January 2025',
      options_as_published: 'possibility of one more year',
    });
    const once = deriveDates(given);
    expect(once).toMatchObject({
      start_precision: 'month',
      end_date: '2027-01-31',
      end_precision: 'month',
      max_extent_date: '2028-01-31',
    });
    expect(deriveDates(once)).toEqual(once);
    expect(withoutDerivedDates(once)).toMatchObject({
      start_date: null,
      end_date: null,
      max_extent_date: null,
    });
  });

  it('never changes a published date', () => {
    const given = fields({
      start_date: '2023-01-01',
      end_date: '2025-12-31',
      max_extent_date: '2026-12-31',
      dates_as_published: 'five years from 1 January 2023',
      options_as_published: '3+1+1',
    });
    expect(deriveDates(given)).toMatchObject({
      start_date: '2023-01-01',
      end_date: '2025-12-31',
      max_extent_date: '2026-12-31',
      end_from: null,
      max_extent_from: null,
    });
  });

  it('sees that the published end holds the options already', () => {
    expect(
      deriveDates(
        fields({ start_date: '2020-01-01', end_date: '2024-12-31', options_as_published: '3+1+1' }),
      )['max_extent_date'],
    ).toBe('2024-12-31');
    expect(
      deriveDates(
        fields({ start_date: '2020-01-01', end_date: '2022-12-31', options_as_published: '3+1+1' }),
      )['max_extent_date'],
    ).toBe('2024-12-31');
    // Neither the first term nor the whole: nothing can be said.
    expect(
      deriveDates(
        fields({ start_date: '2020-01-01', end_date: '2021-06-30', options_as_published: '3+1+1' }),
      )['max_extent_date'],
    ).toBeNull();
  });

  it('flags a renewal flag that contradicts the text', () => {
    const derived = deriveDates(
      fields({
        end_date: '2027-03-31',
        flags: 'end-after-2050',
        options_as_published: 'Renewal (hasRenewal: false): may be extended for a further two years',
      }),
    );
    expect(derived['flags']).toBe('end-after-2050 renewal-flag-contradicts-text');
  });

  it('takes partial register dates as a range, and says when a length was turned into an end', () => {
    expect(deriveDates(fields({ dates_as_published: 'start: 2024-03; end: March 2027' }))).toMatchObject({
      start_date: '2024-03-01',
      start_precision: 'month',
      end_date: '2027-03-31',
      end_precision: 'month',
    });
    const ofLength = fields({
      start_date: '2024-01-01',
      end_date: '2024-12-30',
      dates_as_published: 'length: 365 days; the end is worked out from it',
    });
    expect(periodOf(deriveDates(ofLength)).endFrom).toContain('365 days');
    expect(deriveDates(ofLength)['end_date']).toBe('2024-12-30');
  });

  it('flags a length that does not match the dates', () => {
    const given = fields({
      start_date: '2024-01-01',
      end_date: '2027-12-31',
      dates_as_published: 'length: 365 days, which does not match the dates',
    });
    expect(deriveDates(given)['flags']).toBe('duration-contradicts-dates');
  });

  it('finds the options in a description', () => {
    expect(
      optionsInDescription(
        'Supply of a parking system. The term is 3 years with the option to extend for 2 further years. Call us.',
      ),
    ).toBe('The term is 3 years with the option to extend for 2 further years.');
    expect(optionsInDescription('Extension of the school hall, 12 months of works.')).toBeNull();
  });

  it('stores no act-by without an end', async () => {
    const { leadTimes } = await loadReferenceData(join(import.meta.dirname, '../../knowledge'));
    expect(deriveFields(fields({}), 1, [], leadTimes)).toMatchObject({ act_by: null, critical_after: null });
    expect(
      deriveFields(fields({ end_date: '2028-03-31', service_area: 'Social care' }), 1, [], leadTimes),
    ).toMatchObject({ act_by: '2026-09-30' });
  });
});

describe('the law’s amounts', () => {
  it('are read with their days and sources', async () => {
    const { leadTimes } = await loadReferenceData(join(import.meta.dirname, '../../knowledge'));
    const councils = leadTimes.thresholds
      .filter((row) => row.kind === 'goods-and-services' && row.buyer === 'sub-central')
      .map((row) => [row.amount, row.validFrom, row.validTo, row.includesVat]);
    expect(councils).toContainEqual([207_720, '2026-01-01', null, true]);
    expect(councils).toContainEqual([214_904, '2024-01-01', '2025-12-31', true]);
    for (const row of leadTimes.thresholds)
      expect(row.sources.length > 0 || row.confidence === 'not verified').toBe(true);
  });
});
