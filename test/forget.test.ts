import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeProduct, type Product } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

let folder: string;
let product: Product;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forget-'));
  product = await composeProduct(
    readConfig({ DATA_DIR: folder, TODAY: '2026-11-23', LOG_LEVEL: 'silent', SEED: 'none' }),
  );
}, 60_000);

afterAll(async () => {
  await product.close();
  await rm(folder, { recursive: true, force: true });
});

describe('forget me', () => {
  it('removes what was kept about the officer, and about nobody else', async () => {
    const officers = [randomUUID(), randomUUID()].map((userId) => ({ tenantId: 'made-up', userId }));
    const ask = (officer: (typeof officers)[number], text: string) =>
      product.assistant.answer({
        text,
        officer,
        threadId: officer.userId,
        scope: 'personal',
        boroughHint: null,
      });
    for (const officer of officers) await ask(officer, 'I work for Hillingdon');
    const [one, other] = officers;
    if (one === undefined || other === undefined) throw new RangeError('two officers are needed');

    const answer = await ask(one, 'Forget me');

    expect(answer.status).toBe('noted');
    const kept = async (table: 'officer_profiles' | 'answers' | 'thread_focus') =>
      (await product.database.kysely.selectFrom(table).select('user_id').execute()).map((row) => row.user_id);
    for (const table of ['officer_profiles', 'answers', 'thread_focus'] as const)
      expect(await kept(table)).not.toContain(one.userId);
    expect(await kept('officer_profiles')).toContain(other.userId);
  });
});
