/** Every setting in words; `env/.env.example` is generated from this list (`scripts/write-env-example.ts`). */

import { publicAddresses } from './catalogue/sync/feeds.ts';

type Setting = { readonly name: string; readonly example: string; readonly help: string };

/** Every name the product reads, in the order of `.env.example`. */
export const settings: readonly Setting[] = [
  { name: 'PORT', example: '3978', help: 'Port of the web server.' },
  {
    name: 'HOST',
    example: '127.0.0.1',
    help: 'Address to listen on. Without bot credentials only loopback is allowed.',
  },
  { name: 'DATA_DIR', example: '.data', help: 'Folder of the embedded database.' },
  {
    name: 'DATABASE_URL',
    example: '',
    help: 'A PostgreSQL server instead of the embedded database: postgres://user:password@host/database.',
  },
  {
    name: 'SEED',
    example: 'published',
    help: 'published: load knowledge/contracts/published.csv at start. none: start empty.',
  },
  {
    name: 'TODAY',
    example: '',
    help: 'Fixes the day (YYYY-MM-DD) for demonstrations and tests. Empty: the real day in London.',
  },
  {
    name: 'KNOWLEDGE_DIR',
    example: 'knowledge',
    help: 'Folder with guidance, law, products, boroughs and shipped contracts.',
  },
  {
    name: 'SYNC_CRON',
    example: '',
    help: 'When to read the official feeds, as cron in London time, such as 15 5 * * * (each day at 05:15). Empty: never by itself.',
  },
  {
    name: 'SYNC_FROM',
    example: '',
    help: 'First day (YYYY-MM-DD) of the feeds to be read. Empty: ninety days before today.',
  },
  {
    name: 'CONTRACTS_FINDER_URL',
    example: publicAddresses.contractsFinder,
    help: 'Where Contracts Finder gives its OCDS releases.',
  },
  {
    name: 'FIND_A_TENDER_URL',
    example: publicAddresses.findATender,
    help: 'Where Find a Tender gives its OCDS releases.',
  },
  {
    name: 'PUBLIC_URL',
    example: '',
    help: 'Address at which officers reach this server, for links to records. Empty: no links, except in local mode.',
  },
  {
    name: 'ALERTS',
    example: 'on',
    help: 'off: this instance sends nothing unasked and works out nothing that is due.',
  },
  {
    name: 'ALERTS_ADMIN_CONVERSATION',
    example: '',
    help: 'Where the daily report on sending goes: a key that npm run alerts -- --conversations shows. Empty: none.',
  },
  { name: 'LOG_LEVEL', example: 'info', help: 'debug, info, warn, error or silent.' },
  {
    name: 'BOT_ID',
    example: '',
    help: 'Microsoft Entra application id of the bot. Empty: local mode, on this machine only.',
  },
  { name: 'BOT_PASSWORD', example: '', help: 'Client secret of that application.' },
  {
    name: 'BOT_TENANT_ID',
    example: '',
    help: 'Tenant of the application (single-tenant bots), and the tenants it answers, separated by commas; the first is its own.',
  },
  { name: 'BOT_TYPE', example: 'SingleTenant', help: 'SingleTenant, MultiTenant or UserAssignedMSI.' },
  {
    name: 'OPENAI_API_KEY',
    example: '',
    help: 'Key of an OpenAI-compatible service. Empty: the embedded planner answers.',
  },
  { name: 'OPENAI_BASE_URL', example: '', help: 'Address of another OpenAI-compatible service.' },
  { name: 'OPENAI_MODEL', example: '', help: 'Model name.' },
  {
    name: 'OPENAI_EMBEDDING_MODEL',
    example: '',
    help: 'Model that turns passages and questions into vectors. Empty: nothing is sent, the built-in ones are used.',
  },
  { name: 'AZURE_OPENAI_ENDPOINT', example: '', help: 'Azure OpenAI resource address.' },
  { name: 'AZURE_OPENAI_API_KEY', example: '', help: 'Its key.' },
  { name: 'AZURE_OPENAI_DEPLOYMENT', example: '', help: 'Its deployment name.' },
  {
    name: 'AZURE_OPENAI_EMBEDDING_DEPLOYMENT',
    example: '',
    help: 'Its deployment of an embedding model, in place of OPENAI_EMBEDDING_MODEL.',
  },
  {
    name: 'AZURE_OPENAI_API_VERSION',
    example: '2024-10-21',
    help: 'Version of the Azure OpenAI interface.',
  },
];
