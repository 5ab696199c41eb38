/** Every answer of Teams as a row, and what must hold whatever Teams answers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostOutcome, RefusalCode } from './outcome.ts';
import { backOff, defaultPolicy } from './policy.ts';
import { type Attempted, otherHost, settle } from './settle.ts';

const first: Attempted = {
  isUpdate: false,
  activityId: null,
  mayRepeat: false,
  isSmaller: false,
  retries: 0,
  revision: 1,
  sentRevision: 0,
  isOtherHost: false,
  tenantFaults: 0,
};
const half = () => 0.5;
const refused = (code: RefusalCode): PostOutcome => ({ kind: 'refused', code });
const settled = (outcome: PostOutcome, attempted: Partial<Attempted> = {}) =>
  settle({ ...first, ...attempted }, outcome, defaultPolicy, half);

describe('after a first post', () => {
  it.each([
    ['accepted', { kind: 'accepted', activityId: '1:a' }, 'sent', null],
    ['429 with Retry-After', { kind: 'throttled', retryAfterMilliseconds: 7_000 }, 'queued', 7_000],
    ['429 without', { kind: 'throttled', retryAfterMilliseconds: null }, 'queued', 1_500],
    ['412', { kind: 'busy', code: 'PreconditionFailed' }, 'queued', 1_500],
    ['500, a time-out, a reset', { kind: 'unknown', code: 'Http500' }, 'ambiguous', 600_000],
    ['400', refused('BadArgument'), 'failed', null],
    ['401', refused('BotNotRegistered'), 'queued', 0],
    ['disabled by the administrator', refused('BotDisabledByAdmin'), 'queued', 0],
    ['removed', refused('BotNotInConversationRoster'), 'failed', null],
    ['blocked', refused('ConversationBlockedByUser'), 'failed', null],
    ['muted', refused('MessageWritesBlocked'), 'failed', null],
    ['not installed', refused('ForbiddenOperationException'), 'failed', null],
    ['wrong host', refused('InvalidBotApiHost'), 'queued', 0],
    ['no permission', refused('NotEnoughPermissions'), 'failed', null],
    ['deleted', refused('ConversationNotFound'), 'failed', null],
    ['too big', refused('MessageSizeTooBig'), 'queued', 0],
    ['an unknown 403', refused('Forbidden'), 'failed', null],
  ] as const)('%s', (_name, outcome, state, wait) => {
    expect(settled(outcome)).toMatchObject({ state, waitMilliseconds: wait });
  });

  it('does to the conversation, the tenant and all sending what the code asks for', () => {
    expect(settled(refused('BotNotRegistered')).stopAll).toBe('BotNotRegistered');
    expect(settled(refused('BotDisabledByAdmin')).conversation).toEqual({
      kind: 'pause',
      code: 'BotDisabledByAdmin',
    });
    expect(settled(refused('Forbidden')).conversation).toEqual({ kind: 'pause', code: 'Forbidden' });
    for (const code of [
      'BotNotInConversationRoster',
      'MessageWritesBlocked',
      'ConversationNotFound',
    ] as const)
      expect(settled(refused(code)).conversation).toEqual({ kind: 'end', code });
    expect(settled({ kind: 'throttled', retryAfterMilliseconds: 7_000 }).tenantWaitMilliseconds).toBe(7_000);
  });

  it('tries the other host once, and a smaller form once', () => {
    expect(settled(refused('InvalidBotApiHost')).conversation).toEqual({
      kind: 'other-host',
      serviceUrl: otherHost,
    });
    expect(settled(refused('InvalidBotApiHost'), { isOtherHost: true }).state).toBe('failed');
    expect(settled(refused('MessageSizeTooBig')).isSmaller).toBe(true);
    expect(settled(refused('MessageSizeTooBig'), { isSmaller: true }).state).toBe('failed');
  });

  it('gives up a message that is put off too often, and makes a tenant wait after faults in a row', () => {
    const last = settled(
      { kind: 'busy', code: 'PreconditionFailed' },
      { retries: defaultPolicy.maxRetries - 1 },
    );
    expect(last).toMatchObject({ state: 'failed', code: 'PreconditionFailed', waitMilliseconds: null });
    for (const code of ['NotSent', 'NotConnected'])
      expect(settled({ kind: 'busy', code }, { retries: defaultPolicy.maxRetries - 2 }).state).toBe('queued');
    const unknown: PostOutcome = { kind: 'unknown', code: 'Http503' };
    expect(settled(unknown, { tenantFaults: 0 }).tenantWaitMilliseconds).toBeNull();
    expect(settled(unknown, { tenantFaults: 3 }).tenantWaitMilliseconds).toBe(1_500);
    expect(settled(unknown, { tenantFaults: 30 }).tenantWaitMilliseconds).toBe(450_000);
  });
});

describe('a message that may be there already', () => {
  it('is posted once more, marked, and after that never again by itself', () => {
    const again = { mayRepeat: true };
    expect(settled({ kind: 'unknown', code: 'TimeOut' }, again)).toMatchObject({
      state: 'ambiguous',
      waitMilliseconds: null,
    });
    expect(settled(refused('ConversationNotFound'), again)).toMatchObject({ state: 'ambiguous' });
    expect(settled({ kind: 'accepted', activityId: '1:b' }, again)).toMatchObject({
      state: 'sent',
      code: null,
    });
  });
});

describe('an update', () => {
  const update = { isUpdate: true, activityId: '1:a', revision: 3, sentRevision: 1 };

  it('is repeated after anything unclear, because it shows nothing twice', () => {
    expect(settled({ kind: 'unknown', code: 'Http500' }, update)).toMatchObject({
      state: 'sent',
      waitMilliseconds: 1_500,
      sentRevision: 1,
    });
    expect(settled({ kind: 'accepted', activityId: '1:a' }, update)).toMatchObject({
      state: 'sent',
      sentRevision: 3,
      activityId: '1:a',
    });
  });

  it('of a message somebody deleted is given up, and the message not posted anew', () => {
    expect(settled(refused('ActivityNotFoundInConversation'), update)).toMatchObject({
      state: 'sent',
      activityId: null,
      waitMilliseconds: null,
    });
  });
});

const codes: readonly RefusalCode[] = [
  'BadArgument',
  'BotNotRegistered',
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'InvalidBotApiHost',
  'ConversationNotFound',
  'ActivityNotFoundInConversation',
  'MessageSizeTooBig',
  'Forbidden',
  'Refused',
];
const outcomes: fc.Arbitrary<PostOutcome> = fc.oneof(
  fc.record({ kind: fc.constant('accepted' as const), activityId: fc.option(fc.constant('1:x')) }),
  fc.record({
    kind: fc.constant('throttled' as const),
    retryAfterMilliseconds: fc.option(fc.integer({ min: 0, max: 3_600_000 })),
  }),
  fc.record({ kind: fc.constant('busy' as const), code: fc.constant('PreconditionFailed') }),
  fc.record({ kind: fc.constant('refused' as const), code: fc.constantFrom(...codes) }),
  fc.record({ kind: fc.constant('unknown' as const), code: fc.constant('Http500') }),
);

describe('whatever Teams answers, in whatever order', () => {
  it('no unmarked post follows one that may have been taken, and every delivery comes to an end', () => {
    fc.assert(
      fc.property(
        fc.array(outcomes, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 0.999 }),
        (answers, share) => {
          let attempted: Attempted = first;
          let mayBeThere = false;
          let posts = 0;
          for (const answer of answers) {
            if (!attempted.isUpdate) {
              posts += 1;
              expect(mayBeThere && !attempted.mayRepeat).toBe(false);
            }
            const next = settle(attempted, answer, defaultPolicy, () => share);
            if (!attempted.isUpdate && (answer.kind === 'accepted' || answer.kind === 'unknown'))
              mayBeThere = true;
            if (next.state === 'queued') expect(mayBeThere).toBe(false);
            if (next.state === 'failed') expect(mayBeThere || next.waitMilliseconds !== null).toBe(false);
            if (next.waitMilliseconds === null) return;
            attempted = {
              ...attempted,
              isUpdate: next.state === 'sent',
              mayRepeat: attempted.mayRepeat || next.state === 'ambiguous',
              isSmaller: next.isSmaller,
              retries: next.retries,
              isOtherHost: attempted.isOtherHost || next.conversation?.kind === 'other-host',
            };
          }
          // Only what Teams itself put off, or a person must put right, may go on for so long.
          expect(posts).toBeLessThanOrEqual(60);
        },
      ),
    );
  });

  it('waits grow, vary, and stay in their bounds', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999 }), (attempt, share) => {
        const wait = backOff(attempt, 1_000, 60_000, () => share);
        const full = Math.min(60_000, 1_000 * 2 ** Math.min(attempt, 30));
        expect(wait).toBeGreaterThanOrEqual(full / 2);
        expect(wait).toBeLessThanOrEqual(full);
      }),
    );
  });
});
