import { describe, expect, it } from 'vitest';
import { leftOutIn } from './negation.ts';

const names = ['Idox', 'Hackney', 'Camden', 'Mosaic', 'Capita', 'NEC', 'Bromley'];

function leftOut(text: string): string[] {
  const spans = names
    .flatMap((name) => {
      const start = text.indexOf(name);
      return start < 0 ? [] : [{ name, start, end: start + name.length }];
    })
    .sort((left, right) => left.start - right.start);
  return leftOutIn(text, spans).map(({ name }) => name);
}

describe('what is left out', () => {
  it.each([
    ['which boroughs are NOT using Idox', ['Idox']],
    ['who does not have Mosaic', ['Mosaic']],
    ['everyone except Hackney and Camden on Mosaic', ['Hackney', 'Camden']],
    ['anything other than Mosaic', ['Mosaic']],
    ['NEC not Bromley', ['Bromley']],
    ['Bromley not NEC', ['NEC']],
    ['who uses Idox in Hackney', []],
    ['no contract ends before Hackney starts', []],
    ['Capita, excluding Bromley', ['Bromley']],
    ['not Capita but NEC', ['Capita']],
  ])('%s', (text, expected) => {
    expect(leftOut(text)).toEqual(expected);
  });
});
