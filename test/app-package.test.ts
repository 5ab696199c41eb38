/** The Teams app package: Microsoft's own schema, what no schema checks, and that every command is understood. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppManifestUtils, type TeamsManifest } from '@microsoft/app-manifest';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import {
  appPackageFolder,
  buildPackage,
  fillManifest,
  PlaceholderError,
  packageExample,
  packageValues,
  readValues,
} from '../scripts/app-package.ts';
import { icons } from '../scripts/draw-icons.ts';
import { manifest } from '../scripts/make-manifest.ts';
import { notices } from '../src/assistant/wording.ts';
import { noticeHosts } from '../src/catalogue/queries/notice-address.ts';
import { searchCommands } from '../src/tools/as-message-extension.ts';
import { tools } from '../src/tools/tools.ts';
import { type ComposeBoxHarness, listedIn, startComposeBox } from './support/compose-box-harness.ts';
import { root } from './support/house.ts';

const values = {
  TEAMS_APP_ID: '1f6e2a70-9c1b-4a53-8a7e-2b4c5d6e7f80',
  BOT_ID: '2f6e2a70-9c1b-4a53-8a7e-2b4c5d6e7f80',
  HOST_NAME: 'assistant.example.gov.uk',
  DEVELOPER_NAME: 'Example Borough',
  WEBSITE_URL: 'https://example.gov.uk/assistant',
  PRIVACY_URL: 'https://example.gov.uk/privacy',
  TERMS_OF_USE_URL: 'https://example.gov.uk/terms',
};
const asEnvironment = (given: Readonly<Record<string, string>>) =>
  Object.entries(given)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

const template = readFileSync(join(appPackageFolder, 'manifest.json'), 'utf8');

type Command = { title: string; description: string; type: string; prompt?: string };
type Manifest = {
  manifestVersion: string;
  supportsChannelFeatures: string;
  bots: {
    scopes: string[];
    supportsFiles: boolean;
    commandLists: { scopes: string[]; commands: Command[] }[];
  }[];
  composeExtensions: {
    commands: { id: string; type: string; title: string; description: string; fetchTask?: boolean }[];
    messageHandlers: { value: { domains: string[] } }[];
  }[];
};
const filled = JSON.parse(fillManifest(template, values)) as Manifest;

/** Names and contents of a zip, in order. */
async function filesIn(zip: Buffer): Promise<[string, Buffer][]> {
  const opened = await yauzl.fromBufferPromise(zip);
  const files: [string, Buffer][] = [];
  for await (const entry of opened.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await opened.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    files.push([entry.fileName, Buffer.concat(chunks)]);
  }
  return files;
}

describe('the manifest', () => {
  it('is written from the code (npx tsx scripts/make-manifest.ts, then biome)', () => {
    expect(JSON.parse(template)).toEqual(manifest());
  });

  it('fits Microsoft’s schema of its version, the newest that the package of schemas has', async () => {
    expect(filled.manifestVersion).toBe('1.30');
    expect(await AppManifestUtils.validateAgainstSchema(filled as unknown as TeamsManifest)).toEqual([]);
  });

  it('would be refused: planted faults are', async () => {
    for (const change of [
      { ...filled, name: { short: 'x'.repeat(31) } },
      { ...filled, surplus: true },
      { ...filled, id: 'no guid' },
    ])
      expect(
        (await AppManifestUtils.validateAgainstSchema(change as unknown as TeamsManifest)).length,
      ).toBeGreaterThan(0);
  });

  it('lists the search commands that the tools give, with tools that exist', () => {
    const [extension] = filled.composeExtensions;
    const queries = extension?.commands.filter(({ type }) => type === 'query');
    expect(queries).toMatchObject(
      searchCommands.map(({ id, title, description, parameter }) => ({
        id,
        title,
        description,
        initialRun: true,
        parameters: [{ name: parameter.name }],
      })),
    );
    const names = tools.map(({ name }) => name as string);
    for (const { tool, title, description, parameter } of searchCommands) {
      expect(names).toContain(tool);
      expect(title.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(128);
      expect(parameter.description.length).toBeLessThanOrEqual(128);
    }
    expect(extension?.messageHandlers[0]?.value.domains).toEqual([...noticeHosts]);
  });

  it('serves all three scopes and shared channels, and takes the files the bot reads', () => {
    expect(filled.bots[0]).toMatchObject({ scopes: ['personal', 'team', 'groupChat'], supportsFiles: true });
    expect(filled.supportsChannelFeatures).toBe('tier1');
  });

  it('names every command once, with a description and no slash', () => {
    for (const { commands } of filled.bots[0]?.commandLists ?? []) {
      expect(new Set(commands.map(({ title }) => title)).size).toBe(commands.length);
      for (const { title, description } of commands) {
        expect(title).not.toMatch(/^\//);
        expect(title.length).toBeLessThanOrEqual(32);
        expect(description).not.toBe('');
      }
    }
  });
});

describe('every command of the manifest', () => {
  let box: ComposeBoxHarness;
  beforeAll(async () => {
    box = await startComposeBox();
    await box.say('I work for Hillingdon');
  });
  afterAll(() => box.close());

  const lists = filled.bots[0]?.commandLists ?? [];
  const texts = [
    ...new Set(lists.flatMap(({ commands }) => commands.map(({ prompt, title }) => prompt ?? title))),
  ];
  it.each(texts)('“%s” is understood without a model', async (text) => {
    const borough = box.product.reference.boroughs.find(({ buyer }) => buyer.shortName === 'Hillingdon');
    const answer = await box.product.assistant.answer({
      text,
      officer: { tenantId: 'package', userId: text },
      threadId: text,
      scope: 'personal',
      boroughHint: borough?.buyer.id ?? null,
    });
    expect(answer.title).not.toBe(notices['not-understood'].title);
    expect(['answered', 'no-record', 'clarify', 'help']).toContain(answer.status);
  });

  it.each(
    filled.composeExtensions[0]?.commands.map(({ id, type }) => [id, type] as const) ?? [],
  )('of the compose box, %s, is answered by the bot', async (id, type) => {
    if (type === 'query') {
      const listed = listedIn(
        await box.invoke('composeExtension/query', {
          commandId: id,
          parameters: [{ name: 'initialRun', value: 'true' }],
        }),
      );
      expect(listed.text ?? '').not.toContain('not one of ours');
      return;
    }
    const body = await box.invoke('composeExtension/fetchTask', {
      commandId: id,
      messagePayload: { body: { content: 'who uses NEC?' } },
    });
    expect(body).toMatchObject({ task: { type: 'continue' } });
  });
});

describe('the icons', () => {
  it.each(icons())('%s is drawn by us, in its size', (name, drawn) => {
    const stored = PNG.sync.read(readFileSync(join(appPackageFolder, name)));
    const size = name === 'color.png' ? 192 : 32;
    expect([stored.width, stored.height]).toEqual([size, size]);
    expect(stored.data.equals(drawn.data)).toBe(true);
  });

  it('are white on transparent in outline, and without a hole in colour', () => {
    const outline = PNG.sync.read(readFileSync(join(appPackageFolder, 'outline.png'))).data;
    const colour = PNG.sync.read(readFileSync(join(appPackageFolder, 'color.png'))).data;
    let [seen, hidden] = [0, 0];
    for (let at = 0; at < outline.length; at += 4) {
      expect([...outline.subarray(at, at + 3)]).toEqual([255, 255, 255]);
      if ((outline[at + 3] ?? 0) > 127) seen += 1;
      else hidden += 1;
    }
    expect(Math.min(seen, hidden)).toBeGreaterThan(150);
    for (let at = 3; at < colour.length; at += 4) expect(colour[at]).toBe(255);
  });
});

describe('the zip', () => {
  it('holds the three files at its top, the manifest filled', async () => {
    const files = await filesIn(await buildPackage(values));
    expect(files.map(([name]) => name)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    const text = files[0]?.[1].toString('utf8') ?? '';
    expect(text).not.toContain('${{');
    expect(JSON.parse(text)).toEqual(filled);
  });

  it('is the same in every time zone', async () => {
    const before = process.env['TZ'];
    const made: Buffer[] = [];
    for (const zone of ['Europe/London', 'Pacific/Auckland', 'America/Lima']) {
      process.env['TZ'] = zone;
      made.push(await buildPackage(values));
    }
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    for (const zip of made) expect(zip.equals(made[0] ?? Buffer.of())).toBe(true);
  });

  it('stays valid whatever the values hold, and knows every placeholder', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const text = fillManifest(template, { ...values, DEVELOPER_NAME: name });
        expect((JSON.parse(text) as { developer: { name: string } }).developer.name).toBe(
          name.toWellFormed(),
        );
      }),
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the package
    expect(() => fillManifest('${{UNHEARD_OF}}', values)).toThrow(PlaceholderError);
  });

  it('is explained value by value, in the example file and in the guide', () => {
    expect(readFileSync(join(root, 'env/.env.package.example'), 'utf8')).toBe(packageExample());
    const guide = readFileSync(join(appPackageFolder, 'README.md'), 'utf8');
    for (const { name } of packageValues) expect(guide).toContain(`\`${name}\``);
  });
});

describe('wrong values', () => {
  it('are named, each in a sentence', () => {
    expect(readValues(asEnvironment(values))).toEqual({ ok: true, values });
    const empty = readValues('');
    expect(empty.ok ? [] : empty.problems).toHaveLength(packageValues.length);
  });

  it.each([
    ['TEAMS_APP_ID', 'my-app', 'GUID'],
    ['BOT_ID', '00000000-0000-0000-0000-000000000000', 'zeros'],
    ['HOST_NAME', 'https://assistant.example.gov.uk', 'without https'],
    ['HOST_NAME', 'localhost', 'host name'],
    ['DEVELOPER_NAME', 'x'.repeat(33), '32'],
    ['WEBSITE_URL', 'http://example.gov.uk', 'https'],
    ['PRIVACY_URL', 'javascript:alert(1)', 'https'],
    ['TERMS_OF_USE_URL', '', 'missing'],
  ])('%s=%s is refused', (name, value, said) => {
    const read = readValues(asEnvironment({ ...values, [name]: value }));
    expect(read.ok ? [] : read.problems).toEqual([expect.stringContaining(said)]);
    expect(read.ok ? '' : read.problems[0]).toContain(name);
  });

  it('make no package, and the command says why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'package-'));
    const [env, out] = [join(folder, 'values'), join(folder, 'app.zip')];
    const run = () =>
      promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', 'scripts/package.ts', '--env', env, '--out', out],
        { cwd: root },
      );
    await expect(run()).rejects.toMatchObject({ stderr: expect.stringContaining('.env.package.example') });
    writeFileSync(env, asEnvironment({ ...values, HOST_NAME: 'x' }));
    await expect(run()).rejects.toMatchObject({ stderr: expect.stringContaining('HOST_NAME must be') });
    writeFileSync(env, asEnvironment(values));
    expect((await run()).stdout).toContain('Upload it');
    expect(readFileSync(out).equals(await buildPackage(values))).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });
});
