import { describe, expect, it } from 'vitest';
import { isoDate } from '../../procurement/iso-date.ts';
import { type Facts, factsOf } from './facts.ts';
import { isDefinedRightly, quotationFault, tiedFault } from './prose.ts';
import { valuesIn } from './values.ts';

const today = isoDate('2026-11-23');

/** What a turn about these rows would have read; only their words and values matter here. */
function factsAbout(rows: readonly object[]): Facts {
  const result = { outcome: 'notices', onDate: '2026-11-23', unknownCodes: [], notices: rows };
  return factsOf(
    [{ tool: 'notice_info', input: {}, result: { ...result, limits: [], otherLimits: [] } as never }],
    'when is it due',
    today,
  );
}

const passage =
  'A transparency notice UK5 before the award, an award notice UK6 before signing, a details notice UK7 afterwards.';

describe('a quotation of a passage', () => {
  const facts = factsAbout([
    { code: 'UK5', name: 'Transparency notice', text: passage },
    {
      code: 'UK2',
      name: 'Market engagement notice',
      text: 'Its end could not be changed after 23 February 2026, and it stops on 23 February 2029. Before the tender notice UK4.',
    },
  ]);
  it.each([
    [passage, true],
    [passage.replace('UK6', 'UK7'), false],
    ['Its end could not be changed after 23 February 2026, and it stops on 23 February 2029.', true],
    ['Its end could not be changed after 23 February 2026, and it stops on 23 February 2026.', false],
    ['By when: Before the tender notice UK4.', true],
    ['By when: Before the tender notice UK5.', false],
  ])('%s: %s', (text, isRight) => {
    expect(quotationFault(text, facts, []) === null).toBe(isRight);
  });

  it.each([
    ['UK5 is the Transparency notice (section 1).', false],
    ['UK5 is the Transparency notice.', true],
    ['UK2 is the Transparency notice.', false],
    ['UK5 comes before the award.', null],
  ])('%s: %s', (text, isRight) => {
    expect(isDefinedRightly(text, facts)).toBe(isRight);
  });
});

describe('figures tied to what stands beside them', () => {
  const facts = factsAbout([
    { when: 'bought jointly or worth £5,000,000 or more', leadMonths: 24, startBy: '2027-03-01' },
    { name: 'Needs and options appraisal', startBy: '2028-07-31' },
    { name: 'Evaluation and award', startBy: '2029-03-01' },
    { sum: 364390, contracts: 1 },
    { sum: 36439, contracts: 4 },
  ]);
  it.each([
    ['If it is worth £5,000,000 or more, it takes 24 months: start by 1 March 2027.', true],
    ['If it is worth £5,000,000 or more, it takes 24 months: start by 1 March 2029.', false],
    ['If it is worth £6,000,000 or more, it takes 24 months: start by 1 March 2027.', false],
    ['Next step: needs and options appraisal, by 31 July 2028.', true],
    ['Next step: needs and options appraisal, by 1 March 2029.', false],
    ['up to £364,390 (1 contract, with those that may fit)', true],
    ['up to £36,439 (1 contract, with those that may fit)', false],
  ])('%s: %s', (text, isRight) => {
    expect(tiedFault(text, valuesIn(text), facts) === null).toBe(isRight);
  });
});
