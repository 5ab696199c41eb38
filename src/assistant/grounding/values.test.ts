import { describe, expect, it } from 'vitest';
import { roleOf, sumsAreRight } from './days.ts';
import { valuesIn } from './values.ts';

const read = (text: string) => valuesIn(text).map((value) => `${value.kind} ${value.value}`);

describe('values in a text', () => {
  it.each([
    ['ends 31 March 2028', ['day 2028-03-31']],
    ['31/03/2028 and 2028-04-01', ['day 2028-03-31', 'day 2028-04-01']],
    ['about January 2027, in 2026', ['day 2027-01', 'day 2026']],
    ['£1.2m or £850k or £569,176.97', ['amount 1200000', 'amount 850000', 'amount 569176.97']],
    ['a UK7 under RM6259', ['code UK7', 'code RM6259']],
    ['three boroughs, 12 records', ['number 3', 'number 12']],
    ['see https://example.org/a?b=1.', ['link https://example.org/a?b=1']],
    ['see https://example.org/contract.', ['link https://example.org/contract']],
    ['of at least £480,000, of at most £720,000', ['amount 480000', 'amount 720000']],
  ])('%s', (text, values) => {
    expect(read(text)).toEqual(values);
  });

  it('takes a rounded amount for what rounds to it, and no more', () => {
    const [value] = valuesIn('£1.2m');
    expect(value).toMatchObject({ value: 1_200_000, slack: 48_000 });
  });
});

describe('what a day is said to be', () => {
  it.each([
    ['Hillingdon runs it; current end 31 July 2030', 'end'],
    ['latest possible 31 July 2030', 'latest'],
    ['act by 31 July 2030', 'act'],
    ['ending on or before 31 July 2030', 'asked'],
    ['published 31 July 2030', null],
    ['The earlier of the two is 30 September 2026.', 'act'],
    ['Also worth a thought: 31 January 2028 (2 boroughs fit, score 7).', 'common'],
  ])('%s: %s', (text, role) => {
    const [day] = valuesIn(text);
    expect(day?.kind === 'day' ? roleOf(text, day) : undefined).toBe(role);
  });

  it.each([
    ['31 March 2028 less 18 months is 30 September 2026.', true],
    ['31 March 2028 less 18 months is 30 September 2027.', false],
    [
      'when it ends on 31 March 2028, start by 30 September 2026 (already past): 18 months for a core system',
      true,
    ],
    [
      'when it ends on 31 March 2029, start by 30 September 2026 (already past): 18 months for a core system',
      false,
    ],
    ['between 1 April 2027 and 31 March 2028', true],
    ['between 1 April 2028 and 31 March 2028', false],
    ['of at least £720,000, of at most £720,000', false],
  ])('%s: %s', (text, isRight) => {
    expect(sumsAreRight(text, valuesIn(text))).toBe(isRight);
  });
});
