import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './connect.ts';
import { DatabaseUnavailableError } from './errors.ts';

/** One field of PostgreSQL's error message. */
const field = (type: string, text: string) => Buffer.from(`${type}${text}\0`);

/** A server that answers the first bytes with this refusal, in PostgreSQL's own protocol. */
async function startRefusingServer(code: string, message: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      const fields = Buffer.concat([
        field('S', 'FATAL'),
        field('C', code),
        field('M', message),
        Buffer.from('\0'),
      ]);
      const length = Buffer.alloc(4);
      length.writeInt32BE(fields.length + 4);
      socket.end(Buffer.concat([Buffer.from('E'), length, fields]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function refusal(port: number): Promise<Error> {
  const url = `postgres://officer:open-sesame@127.0.0.1:${port}/catalogue`;
  const error: unknown = await openDatabase({ kind: 'server', url }).catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(DatabaseUnavailableError);
  return error as Error;
}

describe('a server that cannot be used', () => {
  it('because nothing answers there', async () => {
    const server = await startRefusingServer('00000', '');
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));

    const { message } = await refusal(port);

    expect(message).toMatch(
      /^The PostgreSQL server named in DATABASE_URL could not be used \(ECONNREFUSED\)/,
    );
    expect(message).toContain('Check the address, the name and password');
    expect(message).not.toContain('open-sesame');
  });

  it.each([
    ['28P01', 'password authentication failed for user "officer" with open-sesame'],
    ['3D000', 'database "catalogue" does not exist'],
    ['57P03', 'the database system is starting up'],
  ])('because it refuses with %s, is named without the password', async (code, text) => {
    const server = await startRefusingServer(code, text);
    try {
      const { message } = await refusal(portOf(server));
      expect(message).toContain(`(${code})`);
      expect(message).not.toContain('open-sesame');
    } finally {
      server.close();
    }
  });

  it('because something else answers there', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      expect((await refusal(portOf(server))).message).not.toContain('open-sesame');
    } finally {
      server.close();
    }
  });
});
