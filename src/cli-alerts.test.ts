/** `npm run alerts` on a database with a few deliveries. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startChild } from '../test/support/child.ts';
import { createOutbox } from './alerts/delivery/outbox.ts';
import { openDatabase } from './database/connect.ts';

describe('npm run alerts', { timeout: 120_000 }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-alerts-'));
    const database = await openDatabase({ kind: 'embedded', folder });
    const later = '2036-11-23T09:00:00Z';
    const request = {
      tenantId: 't',
      conversationKey: 't|19:a',
      kind: 'digest' as const,
      content: { words: 'x' },
    };
    await createOutbox(database.kysely).enqueue([
      { ...request, key: 'd-now', notBefore: '2026-11-23T09:00:00Z' },
      { ...request, key: 'd-later', notBefore: later },
    ]);
    await database.close();
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const alerts = (...words: readonly string[]) =>
    startChild('src/cli.ts', ['alerts', ...words], { DATA_DIR: folder, SEED: 'none' }).ended;

  it('shows what waits, sends nothing in a dry run, and explains', async () => {
    const dry = await alerts('--dry-run');
    expect(dry.errors).toBe('');
    expect(dry.output).toContain('d-now (digest) in t|19:a');
    expect(dry.output).toContain('queued, 0 attempts');
    const { output } = await alerts('--status');
    expect(output).toContain(
      '0 sent + 2 queued + 0 sending + 0 ambiguous + 0 failed + 0 suppressed = 2 messages',
    );
  });

  it('stops, runs once without sending, goes on, and says why a message failed', async () => {
    expect((await alerts('--stop', 'maintenance')).output).toContain('All sending is stopped');
    expect((await alerts('--once')).output).toContain('All sending is stopped: maintenance');
    expect((await alerts('--resume')).output).toContain('Sending goes on.');
    const once = await alerts('--once');
    expect(once.output).toContain('2 failed: NotInstalled');
    expect((await alerts('--explain', 'd-now')).output).toContain('the assistant is not installed there');
    expect((await alerts('--resend', 'failed', '--json')).output).toContain(
      '2 failed messages are queued again',
    );
  });

  it('says how it is used', async () => {
    for (const words of [
      [],
      ['--nonsense'],
      ['--once', '--status'],
      ['--resend', 'everything'],
      ['words', '--status'],
    ]) {
      const { code, errors } = await alerts(...words);
      expect(code).toBe(2);
      expect(errors).toContain('Usage: npm run alerts');
    }
  });
});
