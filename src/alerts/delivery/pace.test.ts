/** The pace: whatever waits, no tenant and no conversation is sent to faster than it may be. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, planPace } from './pace.ts';

const pace = { tenantSpacing: 50, lookahead: 300 };

describe('the pace', () => {
  it('gives tenants turns, and each its slots fifty milliseconds apart', () => {
    const waiting = ['a', 'a', 'a', 'b'].map((tenantId, index) => ({
      key: `${index}`,
      tenantId,
      conversationKey: `c${index}`,
      conversationFrom: 0,
    }));
    const plan = planPace(
      waiting,
      new Map([
        ['a', 0],
        ['b', 0],
      ]),
      1_000,
      10,
      pace,
    );
    expect(plan.slots.map(({ candidate, at }) => [candidate.key, at])).toEqual([
      ['0', 1_000],
      ['3', 1_000],
      ['1', 1_050],
      ['2', 1_100],
    ]);
    expect(plan.tenants.get('a')).toBe(1_150);
  });

  it('takes nothing of a tenant that is closed, and nothing for later than it looks ahead', () => {
    const one = { key: '1', tenantId: 'a', conversationKey: 'c', conversationFrom: 1_301 };
    expect(planPace([one], new Map(), 1_000, 10, pace).slots).toEqual([]);
    expect(planPace([one], new Map([['a', 0]]), 1_000, 10, pace).slots).toEqual([]);
    expect(planPace([one], new Map([['a', 0]]), 1_001, 10, pace).slots).toMatchObject([{ at: 1_301 }]);
  });

  it('over many rounds never sends faster than it may', () => {
    const rounds = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 20 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        rounds,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 8 }),
        (steps, tenants, places) => {
          const tenantFrom = new Map(Array.from({ length: tenants }, (_none, index) => [`t${index}`, 0]));
          const conversationFrom = new Map<string, number>();
          const sent: { tenant: string; conversation: string; at: number }[] = [];
          let now = 0;
          for (const [passed, most] of steps) {
            now += passed;
            const candidates: Candidate[] = [...tenantFrom.keys()].flatMap((tenantId) =>
              Array.from({ length: places }, (_none, index) => {
                const conversationKey = `${tenantId}|${index}`;
                return {
                  key: `${conversationKey}@${now}`,
                  tenantId,
                  conversationKey,
                  conversationFrom: conversationFrom.get(conversationKey) ?? 0,
                };
              }),
            );
            const plan = planPace(candidates, tenantFrom, now, most, pace);
            expect(plan.slots.length).toBeLessThanOrEqual(most);
            for (const [id, from] of plan.tenants) tenantFrom.set(id, from);
            for (const { candidate, at } of plan.slots) {
              expect(at).toBeGreaterThanOrEqual(now);
              expect(at).toBeLessThanOrEqual(now + pace.lookahead);
              conversationFrom.set(candidate.conversationKey, at + 1_000);
              sent.push({ tenant: candidate.tenantId, conversation: candidate.conversationKey, at });
            }
          }
          for (const [index, one] of sent.entries())
            for (const other of sent.slice(index + 1)) {
              if (one.conversation === other.conversation)
                expect(Math.abs(one.at - other.at)).toBeGreaterThanOrEqual(1_000);
              if (one.tenant === other.tenant) expect(Math.abs(one.at - other.at)).toBeGreaterThanOrEqual(50);
            }
        },
      ),
    );
  });
});
