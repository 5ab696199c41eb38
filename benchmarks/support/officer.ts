/** An officer who types to a bot as Teams delivers it, and the time until the answer has arrived. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Arrival, Connector } from './connector.ts';

export type Asked = Arrival & { readonly milliseconds: number };

export type Officer = {
  /** Resolves when the answer has arrived and the bot has answered the post. */
  readonly ask: (text: string) => Promise<Asked>;
};

/** The bot did not take the message. */
export class RefusedError extends Error {
  readonly code = 'REFUSED';
  constructor(status: number) {
    super(`The bot answered ${status} instead of taking the message.`);
    this.name = 'RefusedError';
  }
}

// One kept connection, as the Teams service has.
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function post(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** An officer in a personal chat with the bot at `botUrl`. */
export function createOfficer(botUrl: string, connector: Connector): Officer {
  const user = randomUUID();
  const conversationId = `a:bench-${user}`;
  const tenantId = '11111111-1111-4111-8111-111111111111';
  return {
    async ask(text) {
      const body = JSON.stringify({
        type: 'message',
        id: `f:${randomUUID()}`,
        timestamp: new Date().toISOString(),
        channelId: 'msteams',
        serviceUrl: connector.url,
        from: { id: `29:${user}`, name: 'A. N. Officer', aadObjectId: user },
        recipient: { id: '28:00000000-0000-4000-8000-000000000b07', name: 'Procurement' },
        conversation: { id: conversationId, conversationType: 'personal', tenantId },
        locale: 'en-GB',
        channelData: { tenant: { id: tenantId } },
        text,
        textFormat: 'plain',
        attachments: [{ contentType: 'text/html', content: `<div>${text}</div>` }],
      });
      const arriving = connector.nextMessage(conversationId);
      const startedAt = performance.now();
      const status = await post(`${botUrl}/api/messages`, body);
      if (status < 200 || status >= 300) {
        arriving.catch(() => undefined);
        throw new RefusedError(status);
      }
      const arrival = await arriving;
      return { ...arrival, milliseconds: arrival.at - startedAt };
    },
  };
}
