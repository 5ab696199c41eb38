import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedForTest } from '../../../test/support/databases.ts';
import { emptyCatalogue, importItems, madeUpRecord } from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { contractIdOf } from '../contract-row.ts';
import { publicViewer } from '../viewer.ts';
import { recordsOf } from './records-of.ts';

describe('recordsOf', () => {
  let database: Database;
  const id = contractIdOf('a');

  beforeAll(async () => {
    database = await openEmbeddedForTest();
    await emptyCatalogue(database.kysely);
    await importItems(database.kysely, [madeUpRecord('a'), madeUpRecord('secret', { visibility: 'owner' })]);
  });
  afterAll(() => database.close());

  it('lets a single record say what the contract says', async () => {
    const found = await recordsOf(database.kysely, publicViewer, id);
    expect(found?.sayings).toMatchObject([
      { key: 'a', publisher: 'Example Notices', fields: { end_date: '2028-03-31', value_amount: 500_000 } },
    ]);
    expect(found?.conflicts).toEqual([]);
    expect(found?.withheld).toBe(0);
  });

  it('shows nothing of a contract the viewer may not see', async () => {
    const { rows } = await sql<{ id: string }>`select id from contracts where visibility <> 'public'`.execute(
      database.kysely,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(await recordsOf(database.kysely, publicViewer, row.id)).toBeNull();
  });

  it('shows two records side by side, and counts those withheld', async () => {
    const saying = (endDate: string) =>
      JSON.stringify({
        contract: { end_date: endDate },
        participants: [{ buyer_id: 'E09000017' }],
        supplierIds: [],
        productIds: [],
      });
    await sql`update source_records set facts = ${saying('2028-03-31')}::jsonb where key = 'a'`.execute(
      database.kysely,
    );
    for (const [key, level] of [
      ['b', 'public'],
      ['c', 'owner'],
    ] as const) {
      await sql`insert into source_records (key, contract_id, source, publisher, url, published_date, read_on, confidence, notice_id, record, import_id, level, facts)
        select ${key}, contract_id, source, 'Other Register', url, '2025-01-01', read_on, confidence, notice_id, record, import_id, ${level}, ${saying('2029-03-31')}::jsonb
        from source_records where key = 'a'`.execute(database.kysely);
    }
    const open = await recordsOf(database.kysely, publicViewer, id);
    expect(open?.sayings.map(({ key, fields }) => [key, fields['end_date']])).toEqual([
      ['b', '2029-03-31'],
      ['a', '2028-03-31'],
    ]);
    expect(open?.withheld).toBe(1);
    const own = { boroughId: 'E09000017', isVouchedFor: true, isPrivate: true };
    expect((await recordsOf(database.kysely, own, id))?.sayings).toHaveLength(3);
    const other = { ...own, boroughId: 'E09000007' };
    expect((await recordsOf(database.kysely, other, id))?.sayings).toHaveLength(2);
  });
});
