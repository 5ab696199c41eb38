import { describe, expect, it } from 'vitest';
import { asksForOldLaw, isDenied, kindOf } from './question-kind.ts';

describe('the kind of a question', () => {
  it.each([
    ['how long must we give suppliers', 'duration'],
    ['max length of a call-off', 'duration'],
    ['how many working days is it', 'duration'],
    ['when is the notice due', 'time'],
    ['deadline for UK7', 'time'],
    ['who signs the contract', 'person'],
    ['where do we advertise', 'place'],
    ['why are specs so long', 'reason'],
    ['how much weight for social value', 'amount'],
    ['Can we still negotiate with bidders?', 'permission'],
    ['are we allowed to meet suppliers', 'permission'],
    ['do we have to split it into lots', 'duty'],
    ['how do I write a specification', 'manner'],
    ['preparation checklist please', 'checklist'],
    ['what’s a UK2', 'meaning'],
    ['threshold', null],
  ] as const)('%s: %s', (question, kind) => {
    expect(kindOf(question)).toBe(kind);
  });

  it('is another when it is denied', () => {
    expect(isDenied('which rules don’t apply to light touch')).toBe(true);
    expect(isDenied('Which rules do not apply to light touch contracts?')).toBe(true);
    expect(isDenied('which rules still apply to light touch')).toBe(false);
    expect(isDenied('what is a notice')).toBe(false);
  });

  it('may be about the law as it was', () => {
    expect(asksForOldLaw('how long did we advertise under PCR')).toBe(true);
    expect(asksForOldLaw('what did reg 72 say')).toBe(true);
    expect(asksForOldLaw('standstill under the old regulations')).toBe(true);
    expect(asksForOldLaw('how long is the standstill')).toBe(false);
    expect(asksForOldLaw('our old system ends next year')).toBe(false);
  });
});
