/** Reading the official feeds from the command line: exit codes, words, and what a killed run leaves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startChild } from './support/child.ts';
import { type FakeFeeds, startFakeFeeds } from './support/fake-feeds.ts';
import { hourly } from './support/sync-harness.ts';

// Programs are started whole, which takes its time on a busy machine.
describe('npm run sync', { timeout: 120_000 }, () => {
  let feeds: FakeFeeds;
  let folder: string;
  beforeEach(async () => {
    feeds = await startFakeFeeds();
    folder = mkdtempSync(join(tmpdir(), 'sync-'));
    feeds.findATender.pageSize = 2;
    feeds.findATender.releases = hourly(Date.now() - 60_000, 6);
  });
  afterEach(async () => {
    await feeds.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (words: readonly string[] = [], settings: Readonly<Record<string, string>> = {}) =>
    startChild('src/cli.ts', ['sync', ...words], {
      DATA_DIR: folder,
      SEED: 'none',
      SYNC_FROM: new Date(Date.now() - 2 * 24 * 3_600_000).toISOString().slice(0, 10),
      CONTRACTS_FINDER_URL: feeds.contractsFinder.address,
      FIND_A_TENDER_URL: feeds.findATender.address,
      ...settings,
    });

  it('reads both feeds and says what it did', async () => {
    const { code, output, errors } = await start().ended;
    expect(errors).toContain('6 releases looked at, 6 kept');
    expect(output).toMatch(/^Contracts Finder: read from /);
    expect(output).toContain('contracts: 6 new, 0 changed, 0 unchanged, 0 dropped');
    expect(code).toBe(0);
  });

  it('ends with 1 and one sentence when a feed cannot be read, and has done the other', async () => {
    feeds.contractsFinder.faults.push({ kind: 'status', status: 404 });
    const { code, output, errors } = await start(['--json']).ended;
    expect(code).toBe(1);
    expect(errors.trim().split('\n').at(-1)).toBe(
      'Contracts Finder could not be read to the end: it answered with status 404 (is CONTRACTS_FINDER_URL right?). What had arrived is kept, and the next run goes on from there.',
    );
    expect(JSON.parse(output)).toMatchObject({
      kind: 'ran',
      feeds: [
        { feed: 'contracts-finder', outcome: 'failed' },
        { feed: 'find-a-tender', outcome: 'done', counts: { added: 6 } },
      ],
    });
  });

  it('killed in the middle goes on with the next page', async () => {
    const answered = () =>
      feeds.requests.filter(({ feed, status }) => feed === 'find-a-tender' && status === 200);
    let silence: () => void = () => undefined;
    const isSilent = new Promise<void>((settle) => {
      silence = settle;
    });
    feeds.onRequest = (feed) => {
      if (feed !== 'find-a-tender' || answered().length < 2) return;
      feeds.findATender.faults.push({ kind: 'silence' });
      silence();
    };
    const killed = start();
    await Promise.race([isSilent, killed.ended]);
    killed.process.kill('SIGKILL');
    await killed.ended;
    expect(answered()).toHaveLength(2);

    feeds.onRequest = () => undefined;
    feeds.findATender.faults.length = 0;
    feeds.requests.length = 0;
    const { code, output } = await start(['--json']).ended;
    expect(code).toBe(0);
    // Then it looks at what was published since the killed run began, which changes nothing.
    expect(JSON.parse(output)).toMatchObject({
      feeds: [{ outcome: 'done' }, { outcome: 'done', counts: { added: 2, changed: 0 } }],
    });
    const cursors = answered().map(({ address }) => address.searchParams.get('cursor') !== null);
    expect(cursors).toEqual([true, false, true, true]);
  });

  it('is done by npm start at the times of SYNC_CRON, and ended with it', async () => {
    const server = startChild('src/index.ts', [], {
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      SYNC_CRON: '* * * * * *',
      CONTRACTS_FINDER_URL: feeds.contractsFinder.address,
      FIND_A_TENDER_URL: feeds.findATender.address,
    });
    const isRead = () => feeds.requests.filter(({ feed }) => feed === 'find-a-tender').length >= 3;
    await expect.poll(isRead, { timeout: 90_000 }).toBe(true);
    server.process.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);

    const refused = await startChild('src/index.ts', [], {
      DATA_DIR: folder,
      SEED: 'none',
      PORT: '0',
      SYNC_CRON: '99 5 * * *',
    }).ended;
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain('SYNC_CRON is "99 5 * * *", which is not a schedule');
  });

  it.each([
    [['--from', 'yesterday'], '--from must be a date like 2026-08-01.'],
    [['something'], 'Usage: npm run sync'],
  ])('%j is refused with the usage', async (words, message) => {
    const { code, errors } = await start(words).ended;
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  it('sends nothing over an open line', async () => {
    const { code, errors } = await start([], { FIND_A_TENDER_URL: 'http://example.org/packages' }).ended;
    expect(code).toBe(1);
    expect(errors).toContain('FIND_A_TENDER_URL must be an https address');
  });
});
