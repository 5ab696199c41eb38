/** Who may call: real tokens signed by a local key, over HTTP, with credentials configured. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { homeTenantId, message } from '../../test/support/fake-activities.ts';
import {
  type Claims,
  type FakeIdentity,
  type SignOptions,
  startFakeIdentity,
} from '../../test/support/fake-identity.ts';
import { type FakeTeams, startFakeTeams } from '../../test/support/fake-teams.ts';
import { createStubAssistant, type StubAssistant } from '../../test/support/stub-assistant.ts';
import type { IdentityAddresses } from './adapter.ts';

const appId = '22222222-2222-4222-8222-222222222222';

describe('with credentials', () => {
  let identity: FakeIdentity;
  let teams: FakeTeams;
  let bot: BotHarness;
  let assistant: StubAssistant;

  function claims(changes: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: identity.tokenIssuer,
      aud: appId,
      serviceurl: teams.url,
      nbf: now - 60,
      exp: now + 3_600,
      ...changes,
    };
  }
  async function send(authorization: string | null, fields: object = {}) {
    return await bot.post(
      { ...message({ serviceUrl: teams.url }, 'who uses NEC?'), ...fields },
      authorization === null ? {} : { authorization },
    );
  }
  async function start(extraServiceHosts: readonly string[], allowedTenantIds: readonly string[] = []) {
    assistant = createStubAssistant();
    bot = await startBot(assistant, {
      config: {
        host: '127.0.0.1',
        port: 0,
        bot: {
          id: appId,
          password: 'not a real secret',
          type: 'SingleTenant',
          ownTenantId: homeTenantId,
          allowedTenantIds,
        },
      },
      identity: {
        openIdMetadataUrl: identity.openIdMetadataUrl,
        tokenIssuer: identity.tokenIssuer,
        credentialsFactory: identity.credentialsFactory(appId) as unknown as NonNullable<
          IdentityAddresses['credentialsFactory']
        >,
      },
      extraServiceHosts,
    });
  }

  beforeAll(async () => {
    identity = await startFakeIdentity();
    teams = await startFakeTeams();
  });
  afterAll(async () => {
    await identity.close();
    await teams.close();
  });
  beforeEach(async () => {
    teams.clear();
    await start([teams.host], [homeTenantId.toUpperCase()]);
  });
  afterEach(() => bot.close());

  it('answers a valid token, and shows its own token to Teams', async () => {
    expect(await send(identity.authorization(claims()))).toEqual({ status: 200, body: null });
    expect(assistant.questions).toHaveLength(1);
    expect(teams.messages()[0]?.headers.authorization).toMatch(/^Bearer token-\d+$/);
    expect(identity.tokenRequests.length).toBeGreaterThan(0);
  });

  const hour = 3_600;
  const now = Math.floor(Date.now() / 1000);
  const bad: readonly (readonly [string, () => string | null])[] = [
    ['no header', () => null],
    ['an empty bearer', () => 'Bearer '],
    ['garbage', () => 'Bearer garbage'],
    ['three parts of garbage', () => 'Bearer a.b.c'],
    ['basic credentials', () => 'Basic dXNlcjpwYXNz'],
    ['two tokens', () => `${identity.authorization(claims())} x`],
    ['a header of 20 KB', () => `Bearer ${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.${'c'.repeat(2_000)}`],
    ['another audience', () => identity.authorization(claims({ aud: 'another' }))],
    ['a list of audiences', () => identity.authorization(claims({ aud: [appId] }))],
    ['another issuer', () => identity.authorization(claims({ iss: 'https://evil.example' }))],
    [
      'the emulator’s issuer',
      () =>
        identity.authorization(
          claims({
            iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
            ver: '1.0',
            appid: appId,
          }),
        ),
    ],
    ['an expired token', () => identity.authorization(claims({ exp: now - hour, nbf: now - 2 * hour }))],
    ['a token without expiry', () => identity.authorization(claims({ exp: undefined }))],
    ['a token not yet valid', () => identity.authorization(claims({ nbf: now + hour, exp: now + 2 * hour }))],
    [
      'another service address',
      () => identity.authorization(claims({ serviceurl: 'https://smba.trafficmanager.net/x' })),
    ],
    ['no service address', () => identity.authorization(claims({ serviceurl: undefined }))],
    ['another key', () => wrong({ isWrongKey: true })],
    ['an unknown key id', () => wrong({ keyId: 'another-key' })],
    ['HS256', () => wrong({ algorithm: 'HS256' })],
    ['no algorithm', () => wrong({ algorithm: 'none' })],
    ['a changed payload', () => changedPayload()],
  ];
  function wrong(options: SignOptions): string {
    return identity.authorization(claims(), options);
  }
  function changedPayload(): string {
    const [head, , signature] = identity.authorization(claims()).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ exp: now + 9 * hour }))).toString('base64url');
    return `${head}.${payload}.${signature}`;
  }

  it.each(bad)('refuses %s with 401 and runs no turn', async (_name, make) => {
    expect((await send(make())).status).toBe(401);
    expect(assistant.questions).toEqual([]);
    expect(teams.requests).toEqual([]);
  });

  it('refuses other channels, which the SDK would validate in other ways', async () => {
    for (const channelId of ['emulator', 'AseChannel', 'directline', 'webchat'])
      expect((await send(identity.authorization(claims()), { channelId })).status).toBe(401);
  });

  it('refuses tenants that are not on the list, and activities without a tenant or with two', async () => {
    const authorization = identity.authorization(claims());
    const conversation = { id: 'a:1', conversationType: 'personal' };
    const cases = [
      { channelData: { tenant: { id: 'another' } }, conversation },
      { channelData: {}, conversation },
      {
        channelData: { tenant: { id: homeTenantId } },
        conversation: { ...conversation, tenantId: 'another' },
      },
    ];
    for (const fields of cases) expect((await send(authorization, fields)).status).toBe(403);
    expect(assistant.questions).toEqual([]);
  });

  it('does not send to addresses that are not Teams’, even with a valid token', async () => {
    await bot.close();
    await start([], [homeTenantId]);
    expect((await send(identity.authorization(claims()))).status).toBe(403);
    expect(teams.requests).toEqual([]);
  });

  it('says “not now” when the key server does not answer', async () => {
    const own = await startFakeIdentity();
    own.answerKeysWith(500);
    await bot.close();
    const kept = identity;
    identity = own;
    await start([teams.host]);
    expect((await send(own.authorization(claims()))).status).toBe(503);
    own.answerKeysWith(200);
    expect((await send(own.authorization(claims()))).status).toBe(200);
    await own.close();
    expect((await send(own.authorization(claims()))).status).toBe(200);
    identity = kept;
  });
});
