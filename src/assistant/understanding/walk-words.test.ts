import { describe, expect, it } from 'vitest';
import { moneyIn, readWalkWords, targetIn } from './walk-words.ts';

const read = (text: string, isWalking = false) => readWalkWords(text, text.toLowerCase(), isWalking);

describe('the wish to buy', () => {
  it.each([
    'I need to buy a new planning system, circa 600k over 4 years',
    'need a new housing system, where do i start',
    'walk me through replacing our mosaic contract',
    'we want to replace our parking system',
    "we're looking to procure a new CRM platform",
    'start the toolkit for this',
    'can you take me through buying a new library system step by step',
    'we need to retender our revenues system',
    'start a purchase for a new parking system',
    'guide us through the toolkit for this contract',
  ])('is read: %s', (text) => {
    expect(read(text)).toMatchObject({ kind: 'start' });
  });

  it.each([
    'who uses NEC housing?',
    'do i have to do a full tender for 180k of software',
    'how long is standstill now',
    'what does the toolkit say about joint procurement and is it still right legally',
    'i need to replace our planning system, cost circa 600k over 4 yrs. do i have to go to tender? and who could we buy with',
    'when should i start replacing the contract',
    'who could we team up with for a new waste system in the next 2 yrs',
    'should we build or buy',
    'can we run a pilot first',
    'our mosaic contract ends 31/03/2028 w 2x12m extensions. when do i need to start',
    'set up alerts in this channel for adult social care contracts 18 and 9 months out',
    'can 3 boroughs buy together under the act',
    'next 3 to expire in parking',
    'what is up next',
  ])('is not read into other questions: %s', (text) => {
    expect(read(text)).toBeNull();
  });

  it('tells “this” from a thing named', () => {
    expect(read('start the toolkit for this')).toEqual({ kind: 'start', isThis: true });
    expect(read('walk me through replacing our housing contract')).toEqual({ kind: 'start', isThis: false });
  });
});

describe('words on the way', () => {
  it.each([
    ['carry on with the planning purchase', { kind: 'resume', words: 'planning', step: null }],
    [
      'ok lets continue the housing system procurement',
      { kind: 'resume', words: 'housing system', step: null },
    ],
    ['where are we with the parking purchase', { kind: 'resume', words: 'parking', step: null }],
    ['continue w-0123456789', { kind: 'resume', words: 'W-0123456789', step: null }],
    ['my purchases', { kind: 'list' }],
    ['log a decision: extend first, then tender', { kind: 'decide', words: 'extend first, then tender' }],
    ['who is doing the privacy assessment', { kind: 'who', task: 'privacy assessment' }],
    [
      'Sam from legal is doing the privacy assessment',
      { kind: 'owner', task: 'privacy assessment', owner: 'Sam from legal' },
    ],
  ])('are read in any thread: %s', (text, act) => {
    expect(read(text)).toEqual(act);
  });

  it.each([
    ["what's next", { kind: 'resume', words: null, step: null }],
    ['next', { kind: 'move', how: 'next' }],
    ['done', { kind: 'move', how: 'next' }],
    ['ok skip this one', { kind: 'move', how: 'skip' }],
    ['go back', { kind: 'move', how: 'back' }],
    ['go to design', { kind: 'go', stage: 'design' }],
    ['tick exit terms read', { kind: 'check', item: 'exit terms read', isDone: true }],
    ['untick exit terms read', { kind: 'check', item: 'exit terms read', isDone: false }],
    ['assign the exit terms to Priya', { kind: 'owner', task: 'exit terms', owner: 'Priya' }],
    ['answer: tenants wait too long', { kind: 'answer', words: 'tenants wait too long' }],
    ['export it', { kind: 'record' }],
    ['it must be live by 1 April 2028', { kind: 'target', date: '2028-04-01' }],
  ])('are read only while a purchase is open: %s', (text, act) => {
    expect(read(text, true)).toEqual(act);
    expect(read(text)).not.toEqual(act);
  });
});

describe('money and days', () => {
  it('are read as the officer says them', () => {
    expect(moneyIn('circa 600k over 4 years')).toEqual({
      amount: 600_000,
      per: 'whole',
      years: 4,
      vat: 'unknown',
    });
    expect(moneyIn('£150k a year ex vat')).toMatchObject({ amount: 150_000, per: 'year', vat: 'excluding' });
    expect(moneyIn('ex vat')).toMatchObject({ amount: null, vat: 'excluding' });
    expect(moneyIn('residents wait too long')).toBeNull();
    expect(moneyIn('about 12000 tenants wait 4 years for a repair')).toBeNull();
    expect(moneyIn('about 250,000')).toMatchObject({ amount: 250_000 });
    expect(moneyIn('4 years')).toMatchObject({ amount: null, years: 4 });
    expect(targetIn('go-live 1/4/2028')).toBe('2028-04-01');
    expect(targetIn('it ends on 1 April 2028')).toBeNull();
  });
});
