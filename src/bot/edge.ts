/** From an HTTP body to an HTTP status: the checks every activity passes, in order, and then its turn. */
import { type BotAdapter, createAdapter, type IdentityAddresses } from './adapter.ts';
import { createApp, setIncoming } from './app.ts';
import { logFailure } from './errors.ts';
import { type IncomingActivity, readActivity, tenantOf } from './incoming.ts';
import type { BotIdentity, BotLog, BotServices, Clock } from './ports.ts';
import { laterWith } from './replies.ts';
import { createSender } from './sender.ts';
import { mayServe, type ServiceUrlPolicy } from './service-url.ts';
import { createTurns } from './turn.ts';

/** What the edge is made from. */
export type EdgeSettings = {
  readonly bot: BotIdentity | null;
  readonly services: BotServices;
  readonly log: BotLog;
  readonly clock: Clock;
  readonly identity: IdentityAddresses;
  /** Further `host:port` the bot may send to; for tests. */
  readonly extraServiceHosts: readonly string[];
  /** How long a turn may take before the work goes on without it; for tests. */
  readonly turnMilliseconds?: number;
};

/** The service gives up on a turn after ten to fifteen seconds. */
const patientMilliseconds = 10_000;

/** Status and JSON body of the answer to one POST; body null means none. */
export type EdgeAnswer = { readonly status: number; readonly body: unknown };

/** Takes activities; never rejects. */
export type Edge = {
  readonly receive: (body: unknown, authorization: string) => Promise<EdgeAnswer>;
};

function refuse(status: number, code: string, message: string): EdgeAnswer {
  return { status, body: { error: { code, message } } };
}

function checkTenant(incoming: IncomingActivity, bot: BotIdentity | null): EdgeAnswer | null {
  if (incoming.hasTenantConflict)
    return refuse(403, 'TENANT_CONFLICT', 'The activity names two different tenants.');
  if (bot === null || bot.allowedTenantIds.length === 0) return null;
  const isAllowed = bot.allowedTenantIds.some((tenant) => tenant.toLowerCase() === incoming.tenantId);
  return isAllowed ? null : refuse(403, 'TENANT_NOT_ALLOWED', 'This assistant does not serve that tenant.');
}

/** An invoke waits for its answer, so a repeated one is answered again; everything else is worked on once. */
function deliveryKey(incoming: IncomingActivity): string | null {
  if (incoming.type === 'invoke' || incoming.activityId === null) return null;
  // Every change of a message carries the message's own id.
  if (incoming.type === 'messageUpdate') return null;
  return JSON.stringify([
    incoming.type,
    incoming.channelId,
    tenantOf(incoming),
    incoming.threadId,
    incoming.activityId,
  ]);
}

/** Builds adapter and application once; throws when the installed SDK is not the one we know. */
export function createEdge(settings: EdgeSettings): Edge {
  const { bot, services, log, clock } = settings;
  const policy: ServiceUrlPolicy = { isLocal: bot === null, extraHosts: settings.extraServiceHosts };
  const adapter: BotAdapter = createAdapter({ bot, identity: settings.identity, clock });
  const sender = createSender(adapter.ConnectorClientKey, policy);
  const turnMilliseconds = settings.turnMilliseconds ?? patientMilliseconds;
  const app = createApp(adapter, createTurns(services, log, clock, turnMilliseconds * 0.7), {
    sender,
    log,
    later: laterWith(adapter, bot?.id ?? ''),
    turnMilliseconds,
  });

  async function isRepeated(incoming: IncomingActivity): Promise<boolean> {
    const key = deliveryKey(incoming);
    if (key === null) return false;
    try {
      return !(await services.seen.firstTime(key));
    } catch (error) {
      // Better an answer twice than none.
      log.warn({ cause: error instanceof Error ? error.message : typeof error }, 'repeat check failed');
      return false;
    }
  }

  async function receive(body: unknown, authorization: string): Promise<EdgeAnswer> {
    const read = readActivity(body);
    if (!read.ok) return refuse(400, 'ACTIVITY_INVALID', read.reason);
    const incoming = read.activity;
    const caller = await adapter.identify(authorization, incoming);
    if (caller.kind === 'refused') {
      log.warn({ reason: caller.reason }, 'caller refused');
      return refuse(401, 'UNAUTHORISED', 'The bearer token was not accepted.');
    }
    if (caller.kind === 'undecided') {
      logFailure(log, caller.cause, 'key server did not answer');
      return refuse(503, 'KEY_SERVER_UNAVAILABLE', 'The caller cannot be checked just now.');
    }
    if (!mayServe(incoming.serviceUrl, policy))
      return refuse(403, 'SERVICE_URL_REFUSED', 'The service address is not one this bot may send to.');
    const tenantProblem = checkTenant(incoming, bot);
    if (tenantProblem !== null) return tenantProblem;
    if (await isRepeated(incoming)) return { status: 200, body: null };
    const response = await adapter.runTurn(caller.result, incoming, async (context) => {
      setIncoming(context, incoming);
      await app.run(context);
    });
    return { status: response?.status ?? 200, body: response?.body ?? null };
  }

  return {
    async receive(body, authorization) {
      try {
        return await receive(body, authorization);
      } catch (error) {
        // The activity was ours and the fault is not the caller's; a repeat would only fail again.
        const reference = logFailure(log, error, 'activity failed');
        return { status: 200, body: { error: { code: 'TURN_FAILED', message: `Reference ${reference}.` } } };
      }
    },
  };
}
