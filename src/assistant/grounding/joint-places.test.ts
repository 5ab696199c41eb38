import { describe, expect, it } from 'vitest';
import { type JointPlaces, misplaced } from './joint-places.ts';

const known = ['Barnet', 'Brent', 'Camden', 'Ealing'];
const places: JointPlaces = {
  standings: new Map([
    [' barnet ', 'ends-then'],
    [' brent ', 'ends-then'],
    [' camden ', 'undated'],
  ]),
  lead: ' brent ',
};

function boroughsIn(text: string) {
  return known
    .map((name) => ({
      name: ` ${name.toLowerCase()} `,
      start: text.indexOf(name),
      end: text.indexOf(name) + name.length,
    }))
    .filter(({ start }) => start >= 0)
    .sort((left, right) => left.start - right.start);
}

describe('boroughs of a joint purchase', () => {
  it.each([
    ['Barnet and Brent would have nothing to extend; Camden may be free, but the record does not say.', null],
    ['Barnet and Camden would have nothing to extend.', 'camden'],
    ['Ealing would have nothing to extend.', 'ealing'],
    ['Brent can extend to it.', 'brent'],
    ['Worth asking, because the record has no end or has ended: Camden.', null],
    ['Worth asking, because the record has no end or has ended: Barnet.', 'barnet'],
    ['A suggestion for the lead: Brent, with the largest published value.', null],
    ['A suggestion for the lead: Barnet, with the largest published value.', 'barnet'],
    ['Ask Barnet, Brent and Camden what they plan.', null],
    ['Ask Barnet, Ealing and Camden what they plan.', 'ealing'],
  ])('%s: %s', (text, wrong) => {
    expect(misplaced(text, boroughsIn(text), places)?.name.trim() ?? null).toBe(wrong);
  });
});
