/** What follows from the outcome of one attempt; pure, so that every code of Teams is a row of a test. */
import type { DeliveryState } from './delivery.ts';
import type { PostOutcome, RefusalCode } from './outcome.ts';
import { backOff, type DeliveryPolicy } from './policy.ts';

/** What is known of a delivery while it is on its way. */
export type Attempted = {
  /** An update of a posted message: repeating it shows nothing twice. */
  readonly isUpdate: boolean;
  readonly activityId: string | null;
  /** Posted before by an attempt nobody knows the end of; this one carries the mark. */
  readonly mayRepeat: boolean;
  readonly isSmaller: boolean;
  readonly retries: number;
  /** Revision that was drawn. */
  readonly revision: number;
  readonly sentRevision: number;
  /** The other host was tried already. */
  readonly isOtherHost: boolean;
  /** Attempts of this tenant in a row that came to nothing, before this one. */
  readonly tenantFaults: number;
};

/** What is done about the conversation. */
export type ConversationStep =
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** Until somebody there writes, or the assistant is installed again. */
  | { readonly kind: 'pause'; readonly code: string }
  /** The reference is dropped and what waits for it fails too. */
  | { readonly kind: 'end'; readonly code: string }
  | { readonly kind: 'other-host'; readonly serviceUrl: string };

/** How delivery, conversation, tenant and sending as a whole stand after an attempt. */
export type Settlement = {
  readonly state: DeliveryState;
  readonly code: string | null;
  /** Null: nothing more is tried. */
  readonly waitMilliseconds: number | null;
  readonly activityId: string | null;
  readonly sentRevision: number;
  readonly retries: number;
  readonly isSmaller: boolean;
  readonly conversation: ConversationStep | null;
  /** `fine` ends a row of faults. */
  readonly tenant: 'fine' | 'fault' | 'as-it-was';
  readonly tenantWaitMilliseconds: number | null;
  /** All sending ends until a person has put something right. */
  readonly stopAll: string | null;
};

/** Where GCC tenants are served. */
export const otherHost = 'https://smba.infra.gcc.teams.microsoft.com';

type RefusalRule = 'fail' | 'stop-all' | 'pause-and-keep' | 'pause' | 'end' | 'other-host' | 'smaller';

const refusalRules: Readonly<Record<RefusalCode, RefusalRule>> = {
  BadArgument: 'fail',
  BotNotRegistered: 'stop-all',
  BotDisabledByAdmin: 'pause-and-keep',
  BotNotInConversationRoster: 'end',
  ConversationBlockedByUser: 'end',
  MessageWritesBlocked: 'end',
  ForbiddenOperationException: 'end',
  InvalidBotApiHost: 'other-host',
  NotEnoughPermissions: 'fail',
  ConversationNotFound: 'end',
  ActivityNotFoundInConversation: 'fail',
  MessageSizeTooBig: 'smaller',
  Forbidden: 'pause',
  Refused: 'fail',
  NotInstalled: 'end',
  ServiceUrlRefused: 'fail',
  RenderFailed: 'fail',
};

/** The state while another try is to come: what may have been shown is never called queued again. */
function waiting({ isUpdate, mayRepeat }: Attempted): DeliveryState {
  return isUpdate ? 'sent' : mayRepeat ? 'ambiguous' : 'queued';
}

/** The state when no try is to come. */
function givenUp({ isUpdate, mayRepeat }: Attempted): DeliveryState {
  return isUpdate ? 'sent' : mayRepeat ? 'ambiguous' : 'failed';
}

/** `random` gives numbers from 0 up to 1. */
export function settle(
  attempted: Attempted,
  outcome: PostOutcome,
  policy: DeliveryPolicy,
  random: () => number,
): Settlement {
  const unchanged: Settlement = {
    state: waiting(attempted),
    code: null,
    waitMilliseconds: null,
    activityId: attempted.activityId,
    sentRevision: attempted.sentRevision,
    retries: attempted.retries,
    isSmaller: attempted.isSmaller,
    conversation: null,
    tenant: 'as-it-was',
    tenantWaitMilliseconds: null,
    stopAll: null,
  };

  function faulty(): Pick<Settlement, 'tenant' | 'tenantWaitMilliseconds'> {
    const inRow = attempted.tenantFaults + 1 - policy.faultsBeforeWait;
    return {
      tenant: 'fault',
      tenantWaitMilliseconds:
        inRow < 0 ? null : backOff(inRow, policy.firstRetry, policy.longestTenantWait, random),
    };
  }

  function later(code: string): Settlement {
    // What never left this machine says nothing about the message, so it is not given up for it.
    const isOurs = code === 'NotSent' || code === 'NotConnected';
    const retries = isOurs ? Math.min(attempted.retries + 1, policy.maxRetries - 2) : attempted.retries + 1;
    if (retries >= policy.maxRetries)
      return { ...unchanged, ...faulty(), state: givenUp(attempted), code, retries };
    const milliseconds = backOff(attempted.retries, policy.firstRetry, policy.longestRetry, random);
    return {
      ...unchanged,
      ...faulty(),
      code,
      waitMilliseconds: milliseconds,
      retries,
      conversation: { kind: 'wait', milliseconds },
    };
  }

  function refused(code: RefusalCode): Settlement {
    const over = { ...unchanged, state: givenUp(attempted), code, tenant: 'fine' } as const;
    // Somebody deleted the message: there is nothing to update, and posting it anew would undo what they did.
    if (attempted.isUpdate && code === 'ActivityNotFoundInConversation')
      return { ...over, activityId: null, sentRevision: attempted.revision };
    switch (refusalRules[code]) {
      case 'fail':
        return over;
      case 'stop-all':
        return { ...unchanged, code, waitMilliseconds: 0, stopAll: code };
      case 'pause-and-keep':
        return {
          ...unchanged,
          code,
          waitMilliseconds: 0,
          tenant: 'fine',
          conversation: { kind: 'pause', code },
        };
      case 'pause':
        return { ...over, conversation: { kind: 'pause', code } };
      case 'end':
        return { ...over, conversation: { kind: 'end', code } };
      case 'other-host':
        return attempted.isOtherHost
          ? over
          : {
              ...unchanged,
              code,
              waitMilliseconds: 0,
              conversation: { kind: 'other-host', serviceUrl: otherHost },
            };
      case 'smaller':
        return attempted.isSmaller ? over : { ...unchanged, code, waitMilliseconds: 0, isSmaller: true };
    }
  }

  switch (outcome.kind) {
    case 'accepted':
      return {
        ...unchanged,
        state: 'sent',
        activityId: attempted.isUpdate ? attempted.activityId : outcome.activityId,
        sentRevision: attempted.revision,
        tenant: 'fine',
      };
    case 'throttled':
      if (outcome.retryAfterMilliseconds === null) return later('Throttled');
      // Teams said how long, so it is no failed try; the whole tenant waits.
      return {
        ...unchanged,
        code: 'Throttled',
        waitMilliseconds: outcome.retryAfterMilliseconds,
        tenantWaitMilliseconds: outcome.retryAfterMilliseconds,
      };
    case 'busy':
      return later(outcome.code);
    case 'refused':
      return refused(outcome.code);
    case 'unknown':
      if (attempted.isUpdate) return later(outcome.code);
      return {
        ...unchanged,
        ...faulty(),
        state: 'ambiguous',
        code: outcome.code,
        waitMilliseconds: attempted.mayRepeat ? null : policy.ambiguousWait,
      };
  }
}
