/** Many deliveries to many conversations through a fake Teams that goes wrong in every way, and the judgement of it. */
import { createOutbox } from '../../src/alerts/delivery/outbox.ts';
import { type DeliveryStatistics, deliveryStatistics } from '../../src/alerts/delivery/statistics.ts';
import { conversationKey } from '../../src/bot/conversations.ts';
import { createConversationStore } from '../../src/bot/database-stores.ts';
import type { Database } from '../../src/database/connect.ts';
import type { FakeTeams, Fault, SentRequest } from './fake-teams.ts';

/** How many of what. */
export type StormSize = {
  readonly deliveries: number;
  readonly conversations: number;
  readonly tenants: number;
};

function conversationOf(index: number, { tenants }: StormSize): { tenantId: string; conversationId: string } {
  const tenantId = `tenant-${index % tenants}`;
  return { tenantId, conversationId: `19:${tenantId}-c${index}@thread.tacv2` };
}

/** Installs the conversations and queues the deliveries, all due now. */
export async function prepareStorm(database: Database, size: StormSize, serviceUrl: string): Promise<void> {
  const store = createConversationStore(database.kysely);
  for (let index = 0; index < size.conversations; index += 1) {
    const { tenantId, conversationId } = conversationOf(index, size);
    await store.remember({
      key: conversationKey(tenantId, conversationId),
      tenantId,
      conversationId,
      scope: 'channel',
      serviceUrl,
      channelId: 'msteams',
      botId: '28:bot',
      userId: null,
      teamId: null,
    });
  }
  const outbox = createOutbox(database.kysely);
  const requests = Array.from({ length: size.deliveries }, (_none, index) => {
    const { tenantId, conversationId } = conversationOf(index % size.conversations, size);
    return {
      key: `delivery-${index}`,
      tenantId,
      conversationKey: conversationKey(tenantId, conversationId),
      kind: 'digest' as const,
      content: { words: `delivery-${index}` },
      notBefore: '2026-11-23T09:00:00Z',
    };
  });
  for (let from = 0; from < requests.length; from += 1_000)
    await outbox.enqueue(requests.slice(from, from + 1_000));
}

function status(code: number, name: string, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault {
  return { kind: 'status', status: code, body: { error: { code: name, message: 'as asked' } }, ...more };
}

/** Conversations whose number ends so are refused for ever. */
const refusals: Readonly<Record<number, Fault>> = {
  7: status(404, 'ConversationNotFound'),
  27: status(403, 'BotNotInConversationRoster'),
  47: {
    kind: 'status',
    status: 403,
    body: { errorCode: 209, message: '{"subCode":"MessageWritesBlocked"}' },
  },
  67: status(403, 'BotDisabledByAdmin'),
  87: status(403, 'NobodyDescribedThis'),
};

/** What goes wrong, in which share of the posts. */
export type StormWeather = {
  /** Seconds between storms of 429 of one tenant after another, and how long each lasts. */
  readonly stormEvery: number;
  readonly stormLasts: number;
  readonly retryAfter: string;
  readonly longestLatency: number;
};

/** A `decide` for the fake Teams. */
export type Storm = {
  readonly decide: (request: SentRequest) => Fault | null;
  /** Messages that were shown while the answer said otherwise, or nothing. */
  readonly shownUnsaid: () => number;
};

/** `random` gives numbers from 0 up to 1, `seconds` the time since the beginning. */
export function stormFaults(
  size: StormSize,
  weather: StormWeather,
  random: () => number,
  seconds: () => number,
): Storm {
  let unsaid = 0;
  const decide = (request: SentRequest): Fault | null => {
    const match = /tenant-(\d+)-c(\d+)/.exec(decodeURIComponent(request.path));
    const tenant = Number(match?.[1] ?? 0);
    const refusal = refusals[Number(match?.[2] ?? 0) % 100];
    if (refusal !== undefined) return refusal;
    const storm = Math.floor(seconds() / weather.stormEvery);
    if (storm % size.tenants === tenant && seconds() % weather.stormEvery < weather.stormLasts)
      return storm % 2 === 0
        ? status(429, 'Throttled', { headers: { 'retry-after': weather.retryAfter } })
        : status(429, 'Throttled');
    const milliseconds =
      random() < 0.03 ? random() * weather.longestLatency : random() * Math.min(40, weather.longestLatency);
    const isAccepted = random() < 0.5;
    const dice = random();
    const fault =
      dice < 0.01
        ? status(412, 'PreconditionFailed')
        : dice < 0.015
          ? status(500, 'ServiceError', { isAccepted })
          : dice < 0.02
            ? status(502, 'BadGateway', { isAccepted })
            : dice < 0.025
              ? status(503, 'ServiceUnavailable', { isAccepted })
              : dice < 0.03
                ? status(504, 'GatewayTimeout', { isAccepted })
                : dice < 0.035
                  ? ({ kind: 'reset-after-read', isAccepted } as const)
                  : null;
    if (fault !== null && 'isAccepted' in fault && fault.isAccepted === true) unsaid += 1;
    return { kind: 'delay', milliseconds, ...(fault === null ? {} : { next: fault }) };
  };
  return { decide, shownUnsaid: () => unsaid };
}

/** What is to be seen at the fake, held against what the database says. */
export type StormJudgement = {
  readonly statistics: DeliveryStatistics;
  /** Said to be sent and not shown, or not at an end. */
  readonly lost: number;
  /** Shown more than once without the mark. */
  readonly doubled: number;
  /** Shown before and shown again with the mark. */
  readonly repeatedMarked: number;
  /** Said to be failed or still queued although shown. */
  readonly untrue: number;
  readonly posts: number;
};

/** Compares both sides; call it when nothing is on its way any more. */
export async function judgeStorm(database: Database, teams: FakeTeams): Promise<StormJudgement> {
  const shown = new Map<string, { plain: number; marked: number }>();
  for (const { bodies } of teams.shown()) {
    const summary = String(bodies[0]?.summary ?? '');
    const key = /delivery-\d+/.exec(summary)?.[0] ?? '';
    const seen = shown.get(key) ?? { plain: 0, marked: 0 };
    shown.set(
      key,
      summary.startsWith('May repeat')
        ? { ...seen, marked: seen.marked + 1 }
        : { ...seen, plain: seen.plain + 1 },
    );
  }
  const rows = await database.kysely
    .selectFrom('deliveries')
    .leftJoin('delivery_conversations', 'delivery_conversations.key', 'deliveries.conversation_key')
    .select(['deliveries.key', 'state', 'next_attempt_at', 'paused_code'])
    .execute();
  const isShown = (key: string) => shown.has(key);
  return {
    statistics: await deliveryStatistics(database.kysely, Date.now()),
    lost: rows.filter(
      ({ key, state, next_attempt_at, paused_code }) =>
        (state === 'sent' && !isShown(key)) ||
        state === 'sending' ||
        (next_attempt_at !== null && paused_code === null),
    ).length,
    doubled: [...shown.values()].filter(({ plain }) => plain > 1).length,
    repeatedMarked: [...shown.values()].filter(({ plain, marked }) => marked > 0 && plain + marked > 1)
      .length,
    untrue: rows.filter(
      ({ key, state }) => ['failed', 'queued', 'suppressed'].includes(state) && isShown(key),
    ).length,
    posts: teams.requests.filter(({ method }) => method === 'POST').length,
  };
}

/** Resolves when nothing is left to be tried outside paused conversations; rejects after `patience` seconds. */
export async function stormIsOver(
  database: Database,
  patience: number,
  onLook: (open: number) => void = () => undefined,
): Promise<void> {
  const until = Date.now() + patience * 1_000;
  for (;;) {
    const { open } = await database.kysely
      .selectFrom('deliveries')
      .leftJoin('delivery_conversations', 'delivery_conversations.key', 'deliveries.conversation_key')
      .where((where) =>
        where.or([
          where('state', '=', 'sending'),
          where.and([where('next_attempt_at', 'is not', null), where('paused_code', 'is', null)]),
        ]),
      )
      .select((select) => select.fn.countAll<number>().as('open'))
      .executeTakeFirstOrThrow();
    onLook(Number(open));
    if (Number(open) === 0) return;
    if (Date.now() > until) throw new RangeError(`${open} deliveries were still open after ${patience} s.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
