import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../catalogue/catalogue.ts';
import { createNameIndex } from '../../../catalogue/names/name-index.ts';
import { loadReferenceData } from '../../../catalogue/reference-data.ts';
import { isoDate } from '../../../procurement/iso-date.ts';
import type { Turn } from '../../planner.ts';
import { splitQuestions } from './split-questions.ts';

const reference = await loadReferenceData('knowledge');
const names = await createNameIndex(reference, []);

function partsOf(text: string): readonly string[] {
  const turn: Turn = {
    text,
    today: isoDate('2026-11-23'),
    borough: null,
    focus: null,
    names,
    catalogue: { reference } as unknown as Catalogue,
  };
  return splitQuestions(turn);
}

describe('several questions in one message', () => {
  it.each([
    [
      'who else uses Civica Cx and when does ours expire? and do I need a tender for 180k',
      ['who else uses Civica Cx', 'when does ours expire?', 'and do I need a tender for 180k'],
    ],
    [
      'whats the threshold now n how long is standstill',
      ['whats the threshold now', 'how long is standstill'],
    ],
    ['Who uses Unit4? Who uses Oracle? Thanks!', ['Who uses Unit4?', 'Who uses Oracle?']],
    ['1) who uses nec housing 2) how long is standstill', ['who uses nec housing', 'how long is standstill']],
    [
      'We want a new planning system. Do we have to tender? And who could we buy with?',
      ['We want a new planning system. Do we have to tender?', 'And who could we buy with?'],
    ],
  ])('%s', (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });

  it.each([
    'who else uses this housing system and when does it expire?',
    'what systems does Newham have for parking, waste n planning? and when r they up',
    'our mosaic contract ends 31/03/2028 w 2x12m extensions. when do i need to start',
    'what does the toolkit say about joint procurement and is it still right legally',
    'contracts with Softcat Ltd. in Hackney and Camden',
    'and Bromley?',
    'who uses Mosaic for adults and children',
  ])('one question: %s', (text) => {
    expect(partsOf(text)).toHaveLength(1);
  });
});
