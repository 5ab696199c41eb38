/** What Teams refuses, as its documentation says: sizes, the root entity, citations, cards, streams. */
import { nodesOf } from './card-checks.ts';
import type { SentRequest } from './fake-teams.ts';

/** Status and body of a refusal, or of an answer that is not the usual one. */
export type Verdict = {
  readonly status: number;
  readonly body: object;
};

/** One request to the connector. */
export type JudgedRequest = {
  readonly method: string;
  readonly path: string;
  readonly raw: string;
  readonly body: SentRequest['body'];
};

/** Decides over the requests of one fake Teams; null takes the request in the usual way. */
export type StrictTeams = {
  readonly judge: (request: JudgedRequest) => Verdict | null;
  /** The streamed messages by id, in the order they began. */
  readonly streams: () => readonly StreamSeen[];
};

/** A streamed message as far as it has come. */
export type StreamSeen = {
  readonly id: string;
  readonly conversationId: string;
  /** What was shown, one after the other; the last one is the final message when `isDone`. */
  readonly texts: readonly string[];
  readonly isDone: boolean;
};

type OpenStream = { -readonly [Key in keyof StreamSeen]: StreamSeen[Key] } & {
  sequence: number;
  isInforming: boolean;
  at: number;
};

const rootType = 'https://schema.org/Message';
const maxBytes = 100_000;
const maxCardBytes = 28 * 1024;
/** Documented as one request a second; a little less, because clocks of two processes are compared. */
const leastMilliseconds = 900;

function refuse(status: number, code: string, message: string): Verdict {
  return { status, body: { error: { code, message } } };
}

function badArgument(message: string): Verdict {
  return refuse(400, 'BadArgument', message);
}

function citationProblem(citation: unknown): string | null {
  if (!Array.isArray(citation)) return 'citation is no list';
  if (citation.length > 20) return `${citation.length} citations`;
  const positions = new Set<unknown>();
  for (const claim of citation) {
    const { position, appearance } = claim ?? {};
    if (claim?.['@type'] !== 'Claim' || !Number.isInteger(position)) return 'a claim without position';
    if (positions.has(position)) return `position ${position} twice`;
    positions.add(position);
    if (appearance?.['@type'] !== 'DigitalDocument') return 'a claim without appearance';
    if (typeof appearance.name !== 'string' || appearance.name === '' || appearance.name.length > 80)
      return 'a name is missing or too long';
    if (typeof appearance.abstract !== 'string' || appearance.abstract.length > 160)
      return 'an abstract is missing or too long';
    if (appearance.url !== undefined && !/^https?:\/\//.test(appearance.url)) return 'an address is none';
    if ((appearance.keywords ?? []).length > 3) return 'too many keywords';
  }
  return null;
}

function entityProblem(body: JudgedRequest['body']): string | null {
  const entities: unknown[] = body.entities ?? [];
  const roots = entities.filter((entity) => (entity as { type?: unknown }).type === rootType) as Record<
    string,
    unknown
  >[];
  if (roots.length > 1) return 'two root entities';
  const [root] = roots;
  if (root === undefined) return null;
  if (root['@type'] !== 'Message' || root['@context'] !== 'https://schema.org')
    return 'the root entity is not whole';
  const usage = root['usageInfo'] as Record<string, unknown> | undefined;
  if (usage !== undefined && (usage['@type'] !== 'CreativeWork' || typeof usage['name'] !== 'string'))
    return 'usageInfo is not whole';
  return root['citation'] === undefined ? null : citationProblem(root['citation']);
}

function cardProblem(content: unknown): string | null {
  if (Buffer.byteLength(JSON.stringify(content)) > maxCardBytes) return 'a card is above 28 KB';
  const root = content as { body?: unknown; actions?: unknown };
  let actions = 0;
  for (const node of nodesOf({ body: root.body, actions: root.actions })) {
    const type = String(node['type'] ?? '');
    if (type === 'Action.Submit') continue;
    if (type.startsWith('Action.')) actions += 1;
    if (type.startsWith('Input.') && typeof node['id'] !== 'string') return `${type} without an id`;
  }
  return actions > 6 ? `${actions} actions on a card` : null;
}

function messageProblem(body: JudgedRequest['body']): string | null {
  if (body.feedbackLoop !== undefined) return 'feedbackLoop belongs into channelData';
  const loop = body.channelData?.feedbackLoop;
  if (loop !== undefined && loop.type !== 'default' && loop.type !== 'custom')
    return 'feedbackLoop has no type';
  const attachments: { content?: unknown }[] = body.attachments ?? [];
  const suggested = body.suggestedActions?.actions ?? [];
  if (suggested.length > 3) return `${suggested.length} suggested actions`;
  if (suggested.length > 0 && attachments.length > 0) return 'suggested actions beside an attachment';
  if ((body.text ?? '') === '' && attachments.length === 0) return 'an empty message';
  for (const { content } of attachments) {
    const problem = cardProblem(content);
    if (problem !== null) return problem;
  }
  return entityProblem(body);
}

/** `now` is in milliseconds; only private chats, whose ids begin with `a:`, take streams. */
export function createStrictTeams(now: () => number = () => performance.now()): StrictTeams {
  const streams = new Map<string, OpenStream>();
  const notAllowed = (message: string) => refuse(403, 'ContentStreamNotAllowed', message);

  function begin(body: JudgedRequest['body'], info: JudgedRequest['body'], conversationId: string): Verdict {
    if (info.streamSequence !== 1 || info.streamType === 'final')
      return refuse(400, 'BadRequest', 'Start streaming activities should have the sequence 1');
    const isOpen = [...streams.values()].some(
      (stream) => stream.conversationId === conversationId && !stream.isDone,
    );
    if (isOpen) return notAllowed('Another stream is open in this chat');
    const id = `1:stream-${streams.size + 1}`;
    streams.set(id, {
      id,
      conversationId,
      texts: [body.text],
      isDone: false,
      sequence: 1,
      isInforming: info.streamType === 'informative',
      at: now(),
    });
    return { status: 201, body: { id } };
  }

  function judgeStream(
    body: JudgedRequest['body'],
    info: JudgedRequest['body'],
    conversationId: string,
  ): Verdict {
    if (!conversationId.startsWith('a:')) return notAllowed('Content stream is not allowed');
    if (typeof body.text !== 'string' || body.text.trim() === '')
      return refuse(400, 'BadRequest', 'Start streaming activities should include text');
    if (body.type === 'typing' && (body.attachments ?? []).length > 0)
      return refuse(400, 'BadRequest', 'Attachments belong to the final message');
    if (body.type === 'typing' && info.streamType === 'final')
      return refuse(
        400,
        'BadRequest',
        'Only start streaming and continue streaming types are allowed as a typing activity',
      );
    if (info.streamId === undefined) return begin(body, info, conversationId);
    const stream = streams.get(info.streamId);
    if (stream === undefined || stream.conversationId !== conversationId)
      return notAllowed('Content stream is not allowed');
    if (stream.isDone)
      return notAllowed('Content stream is not allowed on an already completed streamed message');
    if (now() - stream.at < leastMilliseconds) return refuse(429, 'Throttled', 'API calls quota exceeded');
    const isFinal = info.streamType === 'final';
    if (isFinal !== (info.streamSequence === undefined))
      return refuse(400, 'BadRequest', 'streamSequence goes with every activity but the final one');
    if (!isFinal && info.streamSequence <= stream.sequence)
      return {
        status: 202,
        body: {
          error: {
            code: 'ContentStreamSequenceOrderPreConditionFailed',
            message: 'PreCondition failed exception',
          },
        },
      };
    if (!isFinal && info.streamType === 'informative' && !stream.isInforming)
      return refuse(400, 'BadRequest', 'Informative updates come before the content');
    const before = stream.isInforming ? '' : (stream.texts.at(-1) ?? '');
    if (!String(body.text).startsWith(before))
      return notAllowed('Request streamed content should contain the previously streamed content');
    stream.texts = [...stream.texts, body.text];
    stream.sequence = info.streamSequence ?? stream.sequence;
    stream.isInforming = info.streamType === 'informative';
    stream.at = now();
    stream.isDone = isFinal;
    return isFinal ? { status: 201, body: { id: stream.id } } : { status: 202, body: {} };
  }

  return {
    streams: () => [...streams.values()],
    judge({ method, path, raw, body }) {
      if (method !== 'POST' && method !== 'PUT') return null;
      if (typeof body !== 'object' || body === null) return null;
      if (raw.length * 2 > maxBytes) return refuse(413, 'MessageSizeTooBig', 'Message size too large');
      if (body.type === 'message') {
        const problem = messageProblem(body);
        if (problem !== null) return badArgument(problem);
      }
      const info = (body.entities ?? []).find((entity: { type?: unknown }) => entity.type === 'streaminfo');
      if (info === undefined || method === 'PUT') return null;
      const conversationId = decodeURIComponent(/\/v3\/conversations\/([^/]+)\//.exec(path)?.[1] ?? '');
      return judgeStream(body, info, conversationId);
    },
  };
}
