import { describe, expect, it } from 'vitest';
import { isResidentsQuestion } from './residents-questions.ts';

describe('a resident’s question', () => {
  it.each([
    'how do i appeal a parking fine',
    'what is the planning fee for a loft extension',
    'when are the bin collected',
    'why wa my missed bin not picked up',
    'how do i apply for a school place',
  ])('%s', (words) => {
    expect(isResidentsQuestion(words)).toBe(true);
  });

  it.each([
    'who use a parking permit system',
    'when doe our blue badge contract end',
    'what software do borough run for penalty charge notice',
    'parking fine supplier',
    'how do we buy a planning permission system',
    'how long is the standstill',
  ])('is not: %s', (words) => {
    expect(isResidentsQuestion(words)).toBe(false);
  });
});
