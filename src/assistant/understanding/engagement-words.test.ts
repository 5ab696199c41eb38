import { describe, expect, it } from 'vitest';
import { isoDate } from '../../procurement/iso-date.ts';
import { engagementTopic, readEngagementWords } from './engagement-words.ts';

const today = isoDate('2026-11-23');
const read = (text: string) => readEngagementWords(text, today);

describe('a message read as a note of market engagement', () => {
  it('tells with whom, when, about what and who may read it', () => {
    expect(
      read(
        'we met NEC about housing repairs last tuesday, they’re launching a new module, ok to share with boroughs',
      ),
    ).toEqual({
      organisation: 'NEC',
      metOn: '2026-11-17',
      summary: 'we met NEC about housing repairs last tuesday, they’re launching a new module',
      people: [],
      hasAgreed: false,
      sharing: 'boroughs',
      months: null,
    });
  });

  it.each([
    ['spoke to Civica yesterday re parking', 'Civica', '2026-11-22'],
    ['had a demo from Example Sensors on 3 november, damp sensors', 'Example Sensors', '2026-11-03'],
    ['met with the supplier example sensors about damp on friday', 'example sensors', '2026-11-20'],
    [
      'log market engagement: call with Made Up Ltd on 12/11/2026 about waste routing',
      'Made Up Ltd',
      '2026-11-12',
    ],
    ['we met Jo Bloggs from NEC about repairs', 'NEC', null],
    ['log market engagement', null, null],
    [
      'had a teams call with oxford computer consultants about mosaic today',
      'oxford computer consultants',
      '2026-11-23',
    ],
  ])('“%s”', (text, organisation, metOn) => {
    expect(read(text)).toMatchObject({ organisation, metOn });
  });

  it.each([
    ['met NEC, share with anyone', 'public'],
    ['met NEC, happy to share with other boroughs', 'boroughs'],
    ['met NEC, keep it to ourselves', 'owner'],
    ['met NEC, dont share', 'owner'],
    ['met NEC, don’t share with other boroughs', 'owner'],
    ['met NEC, just for us', 'owner'],
    ['met NEC about their shared service', null],
  ])('“%s” is shared with %s', (text, sharing) => {
    expect(read(text).sharing).toBe(sharing);
  });

  it('keeps a future day of theirs out of the day of the talk', () => {
    expect(read('met NEC, they launch on 1 March 2027').metOn).toBeNull();
  });

  it('reads consent and how long a note is kept', () => {
    expect(read('met Jo Bloggs from NEC yesterday, she agreed to be named, keep for 6 months')).toMatchObject(
      { people: ['Jo Bloggs'], hasAgreed: true, months: 6, metOn: '2026-11-22' },
    );
    expect(read('met NEC, keep it for 2 years').months).toBe(24);
    expect(read('met NEC, keep it for 99 years').months).toBeNull();
  });
});

describe('what a search for notes is about', () => {
  it.each([
    ['has anyone spoken to suppliers about damp sensors?', 'damp sensors'],
    ['who has met vendors re kerbside robots recently', 'kerbside robots'],
    ['any market engagement notes', null],
  ])('“%s”', (text, topic) => {
    expect(engagementTopic(text)).toBe(topic);
  });
});
