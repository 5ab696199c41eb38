import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedForTest } from '../test/support/databases.ts';
import { importMadeUp, ocdsFile, registerFile } from '../test/support/four-sources.ts';
import { emptyCatalogue, reference } from '../test/support/made-up-contracts.ts';
import { runReviews } from './cli-reviews.ts';
import type { Product } from './compose.ts';
import type { Database } from './database/connect.ts';

describe('npm run reviews', () => {
  let database: Database;
  let product: Product;
  const keys = ['ocds:ocds-b5fd17-aaaa:1', 'register:london-borough-of-hillingdon:rv-100'] as const;
  const run = (words: readonly string[], options: { reason?: string; json?: boolean } = {}) =>
    runReviews(product, words, options);

  beforeAll(async () => {
    database = await openEmbeddedForTest();
    await emptyCatalogue(database.kysely);
    // The command needs no more of the product than this.
    product = { database, reference } as Product;
  });
  afterAll(() => database.close());

  it('says that nothing waits', async () => {
    expect(await run([])).toEqual({ text: 'No records wait for a decision.', isFault: false });
  });

  it('lists what waits, with titles, sources and scores', async () => {
    await importMadeUp(database.kysely, ocdsFile('a.json', [{ ocid: 'ocds-b5fd17-aaaa' }]));
    await importMadeUp(
      database.kysely,
      registerFile([
        'London Borough of Hillingdon,RV-100,Housing management system,Fictional Systems Ltd,20/04/2024,30/04/2028,"£500,000",2024-05-01',
      ]),
    );
    const listed = await run(['list']);
    expect(listed?.text).toMatch(
      /^1 pair of records may be one contract each:\n\n0\.\d\d {2}same borough \(\+0\.3\)/,
    );
    expect(listed?.text).toContain(
      `  ${keys[0]}\n    Housing management system · Hillingdon · 2024-04-01 to 2028-03-31 · Contracts Finder`,
    );
    expect(listed?.text).toContain('· Contract register (register.csv)');
    const json = JSON.parse((await run(['list'], { json: true }))?.text ?? '') as {
      total: number;
      reviews: unknown[];
    };
    expect(json).toMatchObject({
      total: 1,
      reviews: [{ first: { key: keys[0] }, second: { key: keys[1] } }],
    });
  });

  it('carries out what a person decides', async () => {
    const same = await run(['same', ...keys], { reason: 'one order form' });
    expect(same).toEqual({
      text: 'The two records are one contract now. The decision is kept, whatever is imported later.',
      isFault: false,
    });
    expect((await run(['list']))?.text).toBe('No records wait for a decision.');
    const different = await run(['different', ...keys], { reason: 'two lots', json: true });
    expect(JSON.parse(different?.text ?? '')).toMatchObject({ ok: true, isOne: false });
  });

  it('refuses what it cannot carry out, in words', async () => {
    expect(await run(['same', 'x', keys[0]], { reason: 'why' })).toEqual({
      text: 'There is no record with the key x in the catalogue.',
      isFault: true,
    });
    for (const words of [
      ['same', ...keys],
      ['same', keys[0]],
      ['merge', ...keys],
      ['list', 'x'],
      ['same', ...keys, 'x'],
    ])
      expect(await run(words, words.length === 3 && words[0] === 'same' ? {} : { reason: 'why' })).toBeNull();
  });
});
