/** The one reader of the environment; what it reads is explained in `settings.ts`. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { publicAddresses } from './catalogue/sync/feeds.ts';
import { readEmbeddingSettings } from './embedding-settings.ts';
import { type ModelConfig, readModelSettings } from './model-settings.ts';
import { type IsoDate, parseIsoDate } from './procurement/iso-date.ts';
import type { EmbeddingSettings } from './retrieval/embedding-service.ts';

/** A wrong or missing setting; the message names every one of them and says what to write. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  constructor(readonly problems: readonly string[]) {
    super(`The settings need attention:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

export type BotCredentials = {
  readonly id: string;
  readonly password: string;
  readonly type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  /** The bot's own tenant, used to obtain its tokens. */
  readonly ownTenantId: string | null;
  /** Tenants whose activities are answered; empty means any (only with MultiTenant). */
  readonly allowedTenantIds: readonly string[];
};

export type Config = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly seed: 'published' | 'none';
  readonly today: IsoDate | null;
  readonly knowledgeDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The official feeds; `cron` null: they are read only by hand. */
  readonly sync: {
    readonly cron: string | null;
    readonly from: IsoDate | null;
    readonly contractsFinder: string;
    readonly findATender: string;
  };
  /** Messages sent without being asked. */
  readonly alerts: { readonly isOn: boolean; readonly adminConversation: string | null };
  /** Null: the embeddings built into the assistant. */
  readonly embeddings: EmbeddingSettings | null;
  /** The language model; null: the embedded planner alone answers. */
  readonly model: ModelConfig | null;
  /** Where officers reach the server; null: no links to it are given, except in local mode. */
  readonly publicUrl: string | null;
  /** Null: local mode. */
  readonly bot: BotCredentials | null;
};

const text = z.string().trim();
/** Keys, and what officers are told or ask, travel encrypted, unless they stay on this machine. */
function isSafeAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function safeAddress(name: string, example: string) {
  return text.refine(isSafeAddress, `${name} must be an https address, such as ${example}`);
}

const schema = z.object({
  PORT: text
    .regex(/^\d{1,5}$/, 'PORT must be a port number, for instance 3978')
    .transform(Number)
    .refine((port) => port <= 65535, 'PORT must be at most 65535')
    .prefault('3978'),
  HOST: text.prefault('127.0.0.1'),
  DATA_DIR: text.prefault('.data'),
  DATABASE_URL: text
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must start with postgres:// or postgresql://')
    .optional(),
  SEED: z.enum(['published', 'none'], 'SEED must be published or none').prefault('published'),
  TODAY: text
    .refine((value) => parseIsoDate(value) !== null, 'TODAY must be a date like 2026-11-23')
    .optional(),
  KNOWLEDGE_DIR: text.prefault('knowledge'),
  SYNC_CRON: text
    .regex(
      /^(?:@[a-z]+|\S+(?:\s+\S+){4,5})$/,
      'SYNC_CRON must be a cron pattern of five parts, such as 15 5 * * *',
    )
    .optional(),
  SYNC_FROM: text
    .refine((value) => parseIsoDate(value) !== null, 'SYNC_FROM must be a date like 2026-08-01')
    .optional(),
  CONTRACTS_FINDER_URL: safeAddress('CONTRACTS_FINDER_URL', publicAddresses.contractsFinder).prefault(
    publicAddresses.contractsFinder,
  ),
  FIND_A_TENDER_URL: safeAddress('FIND_A_TENDER_URL', publicAddresses.findATender).prefault(
    publicAddresses.findATender,
  ),
  PUBLIC_URL: safeAddress('PUBLIC_URL', 'https://assistant.example.org').optional(),
  ALERTS: z.enum(['on', 'off'], 'ALERTS must be on or off').prefault('on'),
  ALERTS_ADMIN_CONVERSATION: text
    .regex(/^[^|\s]{1,200}\|\S{1,800}$/, 'ALERTS_ADMIN_CONVERSATION must be a key like tenant|conversation')
    .optional(),
  LOG_LEVEL: z
    .enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'LOG_LEVEL must be debug, info, warn, error or silent',
    )
    .prefault('info'),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: safeAddress('OPENAI_BASE_URL', 'https://api.openai.com/v1').optional(),
  OPENAI_MODEL: text.optional(),
  OPENAI_EMBEDDING_MODEL: text.optional(),
  AZURE_OPENAI_ENDPOINT: safeAddress('AZURE_OPENAI_ENDPOINT', 'https://name.openai.azure.com').optional(),
  AZURE_OPENAI_API_KEY: text.optional(),
  AZURE_OPENAI_DEPLOYMENT: text.optional(),
  AZURE_OPENAI_EMBEDDING_DEPLOYMENT: text.optional(),
  AZURE_OPENAI_API_VERSION: text.prefault('2024-10-21'),
  BOT_ID: text.optional(),
  BOT_PASSWORD: text.optional(),
  BOT_TENANT_ID: text.optional(),
  BOT_TYPE: z
    .enum(
      ['SingleTenant', 'MultiTenant', 'UserAssignedMSI'],
      'BOT_TYPE must be SingleTenant, MultiTenant or UserAssignedMSI',
    )
    .prefault('SingleTenant'),
});

/** Whether `host` can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost') return true;
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === '::1';
}

/** Reads and checks every setting at once; throws `ConfigError` with all problems, never the secrets' values. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => issue.message));
  const values = parsed.data;
  const problems: string[] = [];
  const tenantIds = (values.BOT_TENANT_ID ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (values.BOT_ID !== undefined) {
    if (values.BOT_PASSWORD === undefined && values.BOT_TYPE !== 'UserAssignedMSI')
      problems.push('BOT_ID is set, so BOT_PASSWORD is needed too.');
    if (tenantIds.length === 0 && values.BOT_TYPE !== 'MultiTenant')
      problems.push(`BOT_TYPE is ${values.BOT_TYPE}, so BOT_TENANT_ID is needed too.`);
  } else if (values.BOT_PASSWORD !== undefined) {
    problems.push('BOT_PASSWORD is set without BOT_ID.');
  }
  if (values.BOT_ID === undefined && !isLoopback(values.HOST)) {
    problems.push(
      `Without BOT_ID and BOT_PASSWORD anybody could use the bot, so HOST must be 127.0.0.1 (it is ${values.HOST}). Set the bot credentials to listen elsewhere.`,
    );
  }
  const model = readModelSettings(values, problems);
  const embeddings = readEmbeddingSettings(values, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? null,
    seed: values.SEED,
    today: values.TODAY === undefined ? null : parseIsoDate(values.TODAY),
    knowledgeDir: values.KNOWLEDGE_DIR,
    logLevel: values.LOG_LEVEL,
    sync: {
      cron: values.SYNC_CRON ?? null,
      from: values.SYNC_FROM === undefined ? null : parseIsoDate(values.SYNC_FROM),
      contractsFinder: values.CONTRACTS_FINDER_URL,
      findATender: values.FIND_A_TENDER_URL,
    },
    alerts: { isOn: values.ALERTS === 'on', adminConversation: values.ALERTS_ADMIN_CONVERSATION ?? null },
    embeddings,
    model,
    publicUrl: values.PUBLIC_URL ?? null,
    bot:
      values.BOT_ID === undefined
        ? null
        : {
            id: values.BOT_ID,
            password: values.BOT_PASSWORD ?? '',
            type: values.BOT_TYPE,
            ownTenantId: tenantIds[0] ?? null,
            allowedTenantIds: tenantIds,
          },
  };
}
