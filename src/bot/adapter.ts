/** botbuilder and teams-ai as a shell: who called is checked here, and a turn is run. Slow to import: load it lazily. */
import { createRequire } from 'node:module';
// Not the package's index: it also loads planners, models and tokenizers (20 MB and half a second) that we do not use.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import type { AuthenticateRequestResult, ServiceClientCredentialsFactory } from 'botframework-connector';
import { refuseToken } from './inbound-token.ts';
import type { IncomingActivity } from './incoming.ts';
import type { BotIdentity, Clock } from './ports.ts';

/** Where identities come from; defaults are Microsoft's public cloud. Tests point them at this machine. */
export type IdentityAddresses = {
  readonly openIdMetadataUrl?: string;
  readonly tokenIssuer?: string;
  readonly loginUrl?: string;
  readonly oauthScope?: string;
  /** Obtains our own tokens instead of the SDK, which insists on https login servers. */
  readonly credentialsFactory?: ServiceClientCredentialsFactory;
};

/** What `createAdapter` needs. */
export type AdapterSettings = {
  readonly bot: BotIdentity | null;
  readonly identity: IdentityAddresses;
  readonly clock: Clock;
};

/** Who called: proven, refused, or not decidable because the key server does not answer. */
export type Caller =
  | { readonly kind: 'proven'; readonly result: AuthenticateRequestResult }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'undecided'; readonly cause: unknown };

const channelIssuer = 'https://api.botframework.com';
const keyServerTimeoutMilliseconds = 10_000;

type EntityMapper = { Entity: { type: { additionalProperties?: unknown } } };

/** The connector's serialiser no longer has the part our repair changes. */
export class EntityMapperError extends Error {
  readonly code = 'ENTITY_MAPPER';
  constructor(cause?: unknown) {
    super(
      'The entity mapper of botframework-connector was not found, so citations would be lost. Use botbuilder 4.23.3, or adapt src/bot/adapter.ts.',
      { cause },
    );
    this.name = 'EntityMapperError';
  }
}

/**
 * botbuilder 4.23.3 drops every property of an entity it does not know, and with them citations and the AI label
 * (microsoft/botbuilder-js#4902). Letting additional properties through is the fix merged there but never released.
 * Valid for the one copy of botframework-connector that is installed; doing it twice changes nothing.
 */
export function keepEntityProperties(): void {
  try {
    // Found the way botbuilder itself finds it, so that it is the copy botbuilder uses.
    const requireAsBotbuilder = createRequire(createRequire(import.meta.url).resolve('botbuilder'));
    const mappers = requireAsBotbuilder(
      'botframework-connector/lib/connectorApi/models/mappers.js',
    ) as EntityMapper;
    mappers.Entity.type.additionalProperties = { type: { name: 'Object' } };
  } catch (cause) {
    throw new EntityMapperError(cause);
  }
}

function settingsOf(bot: BotIdentity | null, identity: IdentityAddresses): Record<string, string> {
  const settings: Record<string, string> = {};
  if (bot !== null) {
    settings['MicrosoftAppId'] = bot.id;
    settings['MicrosoftAppType'] = bot.type;
    if (bot.type !== 'UserAssignedMSI') settings['MicrosoftAppPassword'] = bot.password;
    if (bot.ownTenantId !== null) settings['MicrosoftAppTenantId'] = bot.ownTenantId;
  }
  if (identity.openIdMetadataUrl !== undefined)
    settings['ToBotFromChannelOpenIdMetadataUrl'] = identity.openIdMetadataUrl;
  if (identity.tokenIssuer !== undefined) settings['ToBotFromChannelTokenIssuer'] = identity.tokenIssuer;
  if (identity.loginUrl !== undefined) settings['ToChannelFromBotLoginUrl'] = identity.loginUrl;
  if (identity.oauthScope !== undefined) settings['ToChannelFromBotOAuthScope'] = identity.oauthScope;
  return settings;
}

/** Only what was checked at the door goes on into the SDK, in its own words. */
function toActivity(incoming: IncomingActivity): Activity {
  const activity: Partial<Activity> = {
    type: incoming.type,
    channelId: incoming.channelId,
    serviceUrl: incoming.serviceUrl,
    from: {
      id: incoming.from.id,
      name: incoming.from.name ?? '',
      ...(incoming.from.aadObjectId === null ? {} : { aadObjectId: incoming.from.aadObjectId }),
    },
    recipient: { id: incoming.bot.id, name: incoming.bot.name ?? '' },
    conversation: {
      id: incoming.threadId,
      isGroup: incoming.scope !== 'personal',
      name: '',
      conversationType: incoming.conversationType ?? incoming.scope,
      ...(incoming.tenantId === null ? {} : { tenantId: incoming.tenantId }),
    },
    text: incoming.text,
    ...(incoming.activityId === null ? {} : { id: incoming.activityId }),
    ...(incoming.name === null ? {} : { name: incoming.name }),
    ...(incoming.locale === null ? {} : { locale: incoming.locale }),
    ...(incoming.replyToId === null ? {} : { replyToId: incoming.replyToId }),
    value: incoming.value,
  };
  return activity as Activity;
}

function isKeyServerFailure(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('name' in error && error.name === 'FetchError') return true;
  return 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode >= 500;
}

/** teams-ai's adapter, entered below its HTTP part, which logs to the console and answers 500 to a forged token. */
export class BotAdapter extends TeamsAdapter {
  readonly #settings: AdapterSettings;

  constructor(settings: AdapterSettings) {
    super(settingsOf(settings.bot, settings.identity), settings.identity.credentialsFactory);
    this.#settings = settings;
  }

  /** Checks the bearer token when credentials are set; in local mode everybody is anonymous. Never rejects. */
  async identify(authorization: string, incoming: IncomingActivity): Promise<Caller> {
    const { bot, identity, clock } = this.#settings;
    if (bot !== null) {
      // The SDK validates the tokens of other channels in other ways, and the caller names the channel.
      if (incoming.channelId !== 'msteams') return { kind: 'refused', reason: 'channel' };
      const reason = refuseToken(authorization, {
        issuer: identity.tokenIssuer ?? channelIssuer,
        audience: bot.id,
        serviceUrl: incoming.serviceUrl,
        now: clock.now(),
      });
      if (reason !== null) return { kind: 'refused', reason };
    }
    let timer: NodeJS.Timeout | undefined;
    try {
      const timeout = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), keyServerTimeoutMilliseconds);
      });
      const result = await Promise.race([
        this.botFrameworkAuthentication.authenticateRequest(toActivity(incoming), authorization),
        timeout,
      ]);
      if (result === null) return { kind: 'undecided', cause: 'time-out' };
      return { kind: 'proven', result };
    } catch (error) {
      if (isKeyServerFailure(error)) return { kind: 'undecided', cause: error };
      return { kind: 'refused', reason: 'signature or claims' };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs one turn for a proven caller; resolves to the invoke response, or undefined for other activities. */
  async runTurn(
    caller: AuthenticateRequestResult,
    incoming: IncomingActivity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return await this.processActivity(caller, toActivity(incoming), logic);
  }
}

/** The adapter, with the serialiser repaired; throws only when the installed SDK is not the one we know. */
export function createAdapter(settings: AdapterSettings): BotAdapter {
  keepEntityProperties();
  return new BotAdapter(settings);
}
