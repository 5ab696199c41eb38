/** Writes `appPackage/manifest.json`: what Teams shows, with the search commands as the tools describe them. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { actionCommands } from '../src/bot/compose-box/dialogs.ts';
import { noticeHosts } from '../src/catalogue/queries/notice-address.ts';
import { searchCommands } from '../src/tools/as-message-extension.ts';

/** Where the file stands. */
export const manifestPath = resolve(import.meta.dirname, '../appPackage/manifest.json');

const manifestVersion = '1.30';

/** What an officer can pick from the menu. A prompt is put into the compose box; a basic command is sent as it stands. */
const personal = [
  {
    title: 'Who uses this system?',
    description: 'Boroughs on a system, their contracts, ends and sources',
    prompt: 'Who uses NEC Housing and when does it expire?',
  },
  {
    title: 'What is expiring for us?',
    description: 'What ends soon, and by when to act',
    prompt: 'What is expiring in the next 12 months for us?',
  },
  {
    title: 'When do we have to start?',
    description: 'The timeline worked backwards from an end date and its options',
    prompt: 'Our contract ends 31 March 2028 with 2 x 12 month extensions. When do we need to start?',
  },
  {
    title: 'Who could we buy with?',
    description: 'Boroughs whose contracts end near ours',
    prompt: 'Who could we team up with for a new waste system in the next 2 years?',
  },
  {
    title: 'Do we need a full tender?',
    description: 'An amount against today’s thresholds',
    prompt: 'Do I have to do a full tender for £180k of software?',
  },
  {
    title: 'What does the toolkit say?',
    description: 'The Innovation in Procurement Toolkit with today’s law beside it',
    prompt: 'What does the toolkit say about joint procurement and is it still right legally?',
  },
  {
    title: 'Has anyone met suppliers?',
    description: 'Market engagement that officers noted and share',
    prompt: 'Has anyone spoken to suppliers about damp sensors?',
  },
  {
    title: 'Log market engagement',
    description: 'Note whom you met, about what, and who may read it',
    prompt: 'We met NEC about housing repairs yesterday, OK to share with the boroughs',
  },
  {
    title: 'How good is our data?',
    description: 'A scorecard of your borough’s records, and what to put right first',
    prompt: 'How good is our data?',
  },
  { title: 'Help', description: 'How to ask, with examples', prompt: null },
] as const;

/** Where everybody reads along, what is about one officer or borough alone is left out. */
const shared = personal.filter(({ title }) => !/^(?:Log|How good)/.test(title));

function commands(list: readonly (typeof personal)[number][]): object[] {
  return list.map(({ title, description, prompt }) => ({
    title,
    description,
    type: prompt === null ? 'basic' : 'prompt',
    ...(prompt === null ? {} : { prompt }),
  }));
}

/** The manifest with its placeholders. */
export function manifest(): object {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`,
    manifestVersion,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of the package
    ...{ version: '0.2.0', id: '${{TEAMS_APP_ID}}' },
    developer: {
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of the package
      name: '${{DEVELOPER_NAME}}',
      websiteUrl: '${{WEBSITE_URL}}',
      privacyUrl: '${{PRIVACY_URL}}',
      termsOfUseUrl: '${{TERMS_OF_USE_URL}}',
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of the package
    },
    name: { short: 'Procurement assistant', full: 'Procurement assistant for London boroughs' },
    description: {
      short: 'Who uses which system, until when, and by when to act, from published records.',
      full: "Answers questions of procurement and technology officers about technology contracts in London's 33 local authorities: which boroughs use a system, under which contract, until when, and by when they must act. Every contract fact comes from a record with its published source and date, and every answer says for how many boroughs nothing is known. It explains the Innovation in Procurement Toolkit with today's law beside it, keeps notes of market engagement that boroughs share, and puts contracts, systems and guidance into messages from the compose box. In group chats and channels everybody sees the answers; ask in a private chat for anything only you should see. It gives guidance, not legal advice.",
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#164E63',
    bots: [
      {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholder of the package
        botId: '${{BOT_ID}}',
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [
          { scopes: ['personal'], commands: commands(personal) },
          { scopes: ['team', 'groupChat'], commands: commands(shared) },
        ],
      },
    ],
    composeExtensions: [
      {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholder of the package
        botId: '${{BOT_ID}}',
        canUpdateConfiguration: false,
        commands: [
          ...searchCommands.map(({ id, title, description, parameter }) => ({
            id,
            type: 'query',
            title,
            description,
            context: ['compose', 'commandBox'],
            initialRun: true,
            parameters: [{ ...parameter, inputType: 'text' }],
          })),
          ...actionCommands.map(({ id, title, description, context }) => ({
            id,
            type: 'action',
            title,
            description,
            context: [...context],
            fetchTask: true,
          })),
        ],
        messageHandlers: [
          { type: 'link', value: { domains: [...noticeHosts], supportsAnonymizedPayloads: false } },
        ],
      },
    ],
    defaultInstallScope: 'personal',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    supportsChannelFeatures: 'tier1',
    permissions: ['identity', 'messageTeamMembers'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholder of the package
    validDomains: ['${{HOST_NAME}}'],
  };
}

/** The whole text of the file. */
export function manifestText(): string {
  return `${JSON.stringify(manifest(), null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(manifestPath, manifestText());
