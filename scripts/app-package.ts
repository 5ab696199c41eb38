/** The Teams app package from its parts: checked values, a filled manifest, a zip that is the same on every machine. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import yazl from 'yazl';

/** The folder with manifest and icons. */
export const appPackageFolder = resolve(import.meta.dirname, '../appPackage');

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function guidProblem(value: string): string | null {
  if (!guid.test(value)) return 'must be a GUID such as 1f6e2a70-9c1b-4a53-8a7e-2b4c5d6e7f80';
  return /^[0-]+$/.test(value) ? 'must not be all zeros' : null;
}

function pageProblem(value: string): string | null {
  const isPage = URL.canParse(value) && new URL(value).protocol === 'https:' && value.length <= 2_048;
  return isPage ? null : 'must be an https address that opens without signing in';
}

/** Every value the package needs, with what it is and what is wrong with one; the order is that of the example file. */
export const packageValues: readonly {
  readonly name: string;
  readonly help: string;
  readonly problem: (value: string) => string | null;
}[] = [
  {
    name: 'TEAMS_APP_ID',
    help: 'A GUID of your own for the Teams app. It never changes between versions.',
    problem: guidProblem,
  },
  {
    name: 'BOT_ID',
    help: 'The Microsoft Entra application id of the bot, the same as BOT_ID of the server.',
    problem: guidProblem,
  },
  {
    name: 'HOST_NAME',
    help: 'The host the bot is reached at, without https:// and without a path.',
    problem: (value) =>
      value.length <= 253 && /^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)
        ? null
        : 'must be a host name such as assistant.example.gov.uk, without https:// and without a path',
  },
  {
    name: 'DEVELOPER_NAME',
    help: 'Who runs the assistant, at most 32 characters.',
    problem: (value) =>
      value.length <= 32 ? null : `must have at most 32 characters, it has ${value.length}`,
  },
  { name: 'WEBSITE_URL', help: 'A page about the assistant.', problem: pageProblem },
  { name: 'PRIVACY_URL', help: 'Your privacy notice.', problem: pageProblem },
  { name: 'TERMS_OF_USE_URL', help: 'Your terms of use.', problem: pageProblem },
];

/** The values when all are there and right, else one sentence for each that is not. */
export type ReadValues =
  | { readonly ok: true; readonly values: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads `NAME=value` lines; names that are not ours are passed over. */
export function readValues(text: string): ReadValues {
  const given = parseEnv(text);
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const { name, help, problem } of packageValues) {
    const value = (given[name] ?? '').trim();
    const wrong = value === '' ? `is missing. ${help}` : problem(value);
    if (wrong === null) values[name] = value;
    else problems.push(`${name} ${wrong}`);
  }
  return problems.length === 0 ? { ok: true, values } : { ok: false, problems };
}

/** The text of `env/.env.package.example`. */
export function packageExample(): string {
  const lines = packageValues.map(({ name, help }) => `\n# ${help}\n${name}=\n`);
  return `# What npm run package needs. Copy this file to env/.env.local, fill it in, and keep it out of the repository.\n${lines.join('')}`;
}

/** A placeholder in the manifest that no value belongs to. */
export class PlaceholderError extends Error {
  readonly code = 'PLACEHOLDER_UNKNOWN';
  constructor(name: string) {
    super(`The manifest has a placeholder ${name} that the package has no value for.`);
    this.name = 'PlaceholderError';
  }
}

/** The manifest with every placeholder filled; values are escaped as JSON text. Throws `PlaceholderError`. */
export function fillManifest(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\$\{\{([A-Z_]+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new PlaceholderError(name);
    return JSON.stringify(value).slice(1, -1);
  });
}

// Written into the zip without a time zone, so that the same parts give the same bytes everywhere.
const zipped = () => new Date(2026, 0, 1, 0, 0, 0);

/** The zip with the three files at its top, stored as they are. */
export async function packageZip(files: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of files)
    zip.addBuffer(content, name, {
      mtime: zipped(),
      mode: 0o100644,
      compress: false,
      forceDosTimestamp: true,
    });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The whole package for the given values. */
export async function buildPackage(values: Readonly<Record<string, string>>): Promise<Buffer> {
  const read = (name: string) => readFileSync(resolve(appPackageFolder, name));
  return await packageZip([
    ['manifest.json', Buffer.from(fillManifest(read('manifest.json').toString('utf8'), values))],
    ['color.png', read('color.png')],
    ['outline.png', read('outline.png')],
  ]);
}
