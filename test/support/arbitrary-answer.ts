/** Answers of any shape and size for property tests, hostile words included. */
import fc from 'fast-check';
import type { Answer } from '../../src/assistant/answer.ts';
import { addDays, isoDate } from '../../src/procurement/iso-date.ts';
import { stubAnswer } from './stub-assistant.ts';

const hostile = fc.constantFrom(
  '_*[x](javascript:alert(1))*_',
  '<script>alert(1)</script>',
  '{{DATE(2020-01-01T00:00:00Z)}}',
  '# heading\n- list\n1. one\n> quote',
  '[1](http://evil.example)',
  '\u202Eright to left\u{E0041}',
  '\u0000\u0001',
  'x'.repeat(5_000),
  '界'.repeat(3_000),
  '*'.repeat(4_000),
);
const words = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 1, arbitrary: hostile },
);
const date = fc.integer({ min: -4_000, max: 9_000 }).map((days) => addDays(isoDate('2025-01-01'), days));
const marks = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 });
const sentence = fc.record({ text: words, citations: marks });
const tone = fc.constantFrom('plain', 'good', 'warning', 'attention', 'subtle' as const);
const row = fc.record({
  contractId: fc.option(fc.constantFrom('c1', 'c2', 'c3')),
  cells: fc.array(fc.record({ text: words, tone }), { maxLength: 14 }),
  citations: marks,
});
const section = fc.record({
  heading: fc.option(words),
  sentences: fc.array(sentence, { maxLength: 4 }),
  columns: fc.array(words, { maxLength: 14 }),
  rows: fc.array(row, { maxLength: 30 }),
});
const url = fc.option(
  fc.oneof(
    fc.webUrl(),
    fc.constantFrom(
      'javascript:alert(1)',
      'http://a:b@c.example/',
      'https://x.example/(a)_[b]*',
      'no address',
      '',
    ),
  ),
);

const form = fc.constantFrom(
  'who-uses',
  'details',
  'expiring',
  'joint',
  'compare-sources',
  'coverage',
  'coverage-matrix',
  'count',
  'quality',
  'threshold',
  'correction',
  'profile' as const,
);

/** Any answer the type allows. */
export const arbitraryAnswer: fc.Arbitrary<Answer> = fc
  .record({
    title: words,
    sentences: fc.array(sentence, { minLength: 1, maxLength: 8 }),
    sections: fc.array(section, { maxLength: 5 }),
    timeline: fc.array(
      fc.record({
        label: words,
        contractId: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
        startDate: fc.option(date),
        endDate: fc.option(date),
        maxExtentDate: fc.option(date),
        actBy: fc.option(date),
      }),
      { maxLength: 15 },
    ),
    citations: fc.array(
      fc.record({
        number: fc.integer({ min: 1, max: 30 }),
        title: words,
        publisher: words,
        url,
        publishedDate: fc.option(date),
        quote: words,
      }),
      { maxLength: 30 },
    ),
    remarks: fc.array(words, { maxLength: 8 }),
    nextActions: fc.array(words, { maxLength: 8 }),
    choices: fc.array(fc.record({ label: words, message: words }), { maxLength: 9 }),
    writtenByModel: fc.boolean(),
    form: fc.option(form, { nil: undefined }),
  })
  .map(({ form: asForm, ...parts }) =>
    stubAnswer(0, { ...parts, ...(asForm === undefined ? {} : { form: asForm }) }),
  );
