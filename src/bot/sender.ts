/** The one place that sends. Address checked again, the SDK's own repeats off: one call is at most one post. */
import type { Activity, ResourceResponse, TurnContext } from 'botbuilder';
import type { MessageActivity } from './activities.ts';
import type { LastOfStream } from './answer-stream.ts';
import { mayServe, type ServiceUrlPolicy, ServiceUrlRefusedError } from './service-url.ts';
import type { StreamUpdate } from './stream-info.ts';

/** What may be sent: our own messages, parts of a stream and the typing sign. */
export type Outgoing = MessageActivity | StreamUpdate | LastOfStream | { readonly type: 'typing' };

/** Sends in the conversation of a turn; rejects when Teams refuses or does not answer, and never repeats. */
export type Sender = {
  /** Id Teams gave the activity, or null when it gave none. */
  readonly send: (context: TurnContext, activity: Outgoing) => Promise<string | null>;
  /** Replaces an activity posted earlier. */
  readonly update: (context: TurnContext, activityId: string, activity: MessageActivity) => Promise<void>;
};

type Pipeline = { removePolicy: (options: { name: string }) => unknown };

function pipelineOf(connector: unknown): Pipeline | null {
  if (typeof connector !== 'object' || connector === null || !('client' in connector)) return null;
  const { client } = connector;
  if (typeof client !== 'object' || client === null || !('pipeline' in client)) return null;
  const { pipeline } = client;
  if (typeof pipeline !== 'object' || pipeline === null || !('removePolicy' in pipeline)) return null;
  const { removePolicy } = pipeline;
  if (typeof removePolicy !== 'function') return null;
  return { removePolicy: (options) => removePolicy.call(pipeline, options) };
}

/** The Bot Framework client no longer has the shape this code was written for; see `prepareConnector`. */
export class ConnectorShapeError extends Error {
  readonly code = 'CONNECTOR_SHAPE';
  constructor() {
    super(
      'botbuilder’s connector client has changed its shape, so its repeats cannot be switched off. Use botbuilder 4.23.3, or adapt src/bot/sender.ts.',
    );
    this.name = 'ConnectorShapeError';
  }
}

/**
 * The SDK would post again after a 5xx or a reset, so that officers see a message up to four times. Connector options
 * cannot switch that off, and the client is new in every turn, so it is done at every send.
 */
function prepareConnector(context: TurnContext, connectorKey: symbol, policy: ServiceUrlPolicy): void {
  if (!mayServe(context.activity.serviceUrl, policy)) throw new ServiceUrlRefusedError();
  const pipeline = pipelineOf(context.turnState.get(connectorKey));
  if (pipeline === null) throw new ConnectorShapeError();
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
}

/** Teams took no decision in time; the message may or may not have been shown. */
export class SendTimeoutError extends Error {
  readonly code = 'SEND_TIMEOUT';
  constructor(milliseconds: number) {
    super(
      `Teams did not answer within ${milliseconds / 1000} s; the message may or may not have been shown.`,
    );
    this.name = 'SendTimeoutError';
  }
}

async function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new SendTimeoutError(milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** A copy, because the SDK writes into what it sends; its types are mutable, ours are not. */
function toSdk(activity: Outgoing): Partial<Activity> {
  const copy: unknown = structuredClone(activity);
  return copy as Partial<Activity>;
}

/** `connectorKey` is the adapter's `ConnectorClientKey`. */
export function createSender(
  connectorKey: symbol,
  policy: ServiceUrlPolicy,
  timeoutMilliseconds = 20_000,
): Sender {
  return {
    async send(context, activity) {
      prepareConnector(context, connectorKey, policy);
      const response: ResourceResponse | undefined = await within(
        context.sendActivity(toSdk(activity)),
        timeoutMilliseconds,
      );
      const activityId = response?.id ?? '';
      return activityId === '' ? null : activityId;
    },
    async update(context, activityId, activity) {
      prepareConnector(context, connectorKey, policy);
      await within(context.updateActivity({ ...toSdk(activity), id: activityId }), timeoutMilliseconds);
    },
  };
}
