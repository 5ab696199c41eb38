/** Stand-ins for Microsoft's identity servers: the keys that sign what Teams sends, and the place our own tokens come from. */
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Claims of an inbound token; all may be replaced. */
export type Claims = Record<string, unknown>;

/** Running identity servers and a signer. */
export type FakeIdentity = {
  readonly openIdMetadataUrl: string;
  readonly tokenIssuer: string;
  /** Bodies of token requests received. */
  readonly tokenRequests: readonly string[];
  /** A header value `Bearer …` signed by the published key unless `options` says otherwise. */
  readonly authorization: (claims: Claims, options?: SignOptions) => string;
  /** Obtains tokens from the token endpoint here; shaped as botbuilder's credentials factory. */
  readonly credentialsFactory: (appId: string) => FakeCredentialsFactory;
  /** From now on the key document is answered with this status; 200 heals it. */
  readonly answerKeysWith: (status: number) => void;
  readonly close: () => Promise<void>;
};

/** How to sign wrongly. */
export type SignOptions = {
  readonly algorithm?: 'RS256' | 'HS256' | 'none';
  readonly isWrongKey?: boolean;
  readonly keyId?: string;
};

type SignableRequest = { readonly headers: { readonly set: (name: string, value: string) => void } };

/** The part of `ServiceClientCredentialsFactory` that botbuilder calls. */
export type FakeCredentialsFactory = {
  readonly isValidAppId: (appId: string) => Promise<boolean>;
  readonly isAuthenticationDisabled: () => Promise<boolean>;
  readonly createCredentials: () => Promise<{
    readonly signRequest: <Signable extends SignableRequest>(request: Signable) => Promise<Signable>;
  }>;
};

const keyId = 'test-key-1';

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(claims: Claims, privateKey: KeyObject, options: SignOptions): string {
  const algorithm = options.algorithm ?? 'RS256';
  const head = part({ alg: algorithm, typ: 'JWT', kid: options.keyId ?? keyId });
  const content = `${head}.${part(claims)}`;
  if (algorithm === 'none') return `${content}.`;
  const signature =
    algorithm === 'RS256'
      ? createSign('RSA-SHA256').update(content).sign(privateKey)
      : // The classic forgery: the public key used as an HMAC secret.
        createHmac('sha256', privateKey.export({ type: 'pkcs1', format: 'pem' }))
          .update(content)
          .digest();
  return `${content}.${signature.toString('base64url')}`;
}

/** Starts the servers on a free port of this machine. */
export async function startFakeIdentity(): Promise<FakeIdentity> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const tokenRequests: string[] = [];
  let keyStatus = 200;
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/openid') {
        response.statusCode = keyStatus;
        response.end(
          JSON.stringify({
            issuer: 'https://api.botframework.com',
            jwks_uri: `http://127.0.0.1:${port}/keys`,
          }),
        );
      } else if (request.url === '/keys') {
        const jwk = publicKey.export({ format: 'jwk' });
        response.end(
          JSON.stringify({ keys: [{ ...jwk, kid: keyId, use: 'sig', endorsements: ['msteams'] }] }),
        );
      } else {
        tokenRequests.push(body);
        response.end(
          JSON.stringify({
            token_type: 'Bearer',
            expires_in: 3600,
            access_token: `token-${tokenRequests.length}`,
          }),
        );
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    openIdMetadataUrl: `${url}/openid`,
    tokenIssuer: 'https://api.botframework.com',
    tokenRequests,
    authorization: (claims, options = {}) =>
      `Bearer ${sign(claims, options.isWrongKey === true ? other : privateKey, options)}`,
    credentialsFactory: (appId) => ({
      isValidAppId: (given) => Promise.resolve(given === appId),
      isAuthenticationDisabled: () => Promise.resolve(false),
      createCredentials: () =>
        Promise.resolve({
          async signRequest(request) {
            const reply = await fetch(`${url}/token`, {
              method: 'POST',
              body: new URLSearchParams({ grant_type: 'client_credentials', client_id: appId }),
            });
            const { access_token: token } = (await reply.json()) as { access_token: string };
            request.headers.set('authorization', `Bearer ${token}`);
            return request;
          },
        }),
    }),
    answerKeysWith(status) {
      keyStatus = status;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
