import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import { type Database, openDatabase } from './connect.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`database over ${engine.name}`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      await database.kysely.deleteFrom('settings').execute();
    });

    async function one<T>(query: ReturnType<typeof sql<T>>): Promise<T> {
      const { rows } = await query.execute(database.kysely);
      const [row] = rows;
      if (row === undefined) throw new Error('no row came back');
      return row;
    }
    const put = (name: string, value = 'x') =>
      database.kysely.insertInto('settings').values({ name, value }).execute();
    const names = async () =>
      (await database.kysely.selectFrom('settings').select('name').orderBy('name').execute()).map(
        (row) => row.name,
      );

    it('has every table, and each migration is done once, however often it is opened', async () => {
      const migrations = async () => {
        const { rows } = await sql<{ name: string; timestamp: string }>`
          select name, timestamp from kysely_migration order by name`.execute(database.kysely);
        return rows;
      };
      const done = await migrations();
      const written = readdirSync(join(import.meta.dirname, 'migrations')).filter(
        (name) => !name.includes('.test.'),
      );
      expect(done.map((row) => `${row.name}.ts`)).toEqual(written.sort());
      const tables = await database.kysely.introspection.getTables();
      expect(tables.map((table) => table.name)).toEqual(
        expect.arrayContaining([
          'answers',
          'buyers',
          'contracts',
          'imports',
          'participants',
          'source_records',
        ]),
      );
      if ('url' in database && typeof database.url === 'string') {
        const [second, third] = await Promise.all([
          openDatabase({ kind: 'server', url: database.url }),
          openDatabase({ kind: 'server', url: database.url }),
        ]);
        await Promise.all([second.close(), third.close()]);
        expect(await migrations()).toEqual(done);
      }
    });

    it.each([
      ['a day', '2028-03-31'],
      ['the first year', '0001-01-01'],
      ['a far year', '2108-12-31'],
      ['a leap day', '2028-02-29'],
      ['the night clocks go forward', '2026-03-29'],
      ['the night clocks go back', '2026-10-25'],
    ])('gives %s back as the text that went in', async (_what, day) => {
      const row = await one(sql<{ day: string }>`select ${day}::date as day`);
      expect(row.day).toBe(day);
    });

    it('gives any day back as text, whatever the time zone of the process', async () => {
      const zone = process.env['TZ'];
      try {
        for (const next of ['Europe/London', 'Pacific/Auckland', 'America/Los_Angeles']) {
          process.env['TZ'] = next;
          await fc.assert(
            fc.asyncProperty(
              fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
              async (date) => {
                const day = date.toISOString().slice(0, 10);
                const row = await one(sql<{ day: string }>`select ${day}::date as day`);
                expect(row.day).toBe(day);
              },
            ),
            { numRuns: 25 },
          );
        }
      } finally {
        if (zone === undefined) delete process.env['TZ'];
        else process.env['TZ'] = zone;
      }
    });

    it('gives amounts and counts as numbers, instants as text', async () => {
      const row = await one(sql<Record<string, unknown>>`select 5043000.25::numeric(18,2) as amount,
        count(*) as count, 9007199254740991::int8 as large, 7::int4 as small, now() as instant, true as flag,
        null::numeric as nothing from buyers where false`);
      expect(row).toMatchObject({
        amount: 5_043_000.25,
        count: 0,
        large: Number.MAX_SAFE_INTEGER,
        small: 7,
        flag: true,
        nothing: null,
      });
      expect(row['instant']).toEqual(expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/));
    });

    it('gives JSON back as it went in', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(
            fc.string({ unit: 'grapheme', maxLength: 8 }),
            fc.oneof(
              fc.string({ unit: 'grapheme' }),
              fc.integer(),
              fc.boolean(),
              fc.constant(null),
              fc.array(fc.string({ unit: 'grapheme' })),
            ),
          ),
          async (record) => {
            const text = JSON.stringify(record);
            // PostgreSQL stores no NUL; the importer takes it out before.
            fc.pre(!text.includes('\\u0000'));
            const row = await one(sql<{ record: unknown }>`select ${text}::jsonb as record`);
            expect(row.record).toEqual(JSON.parse(text));
          },
        ),
        { numRuns: 40 },
      );
    });

    it('takes an array and text of any length as parameters', async () => {
      const long = 'ä'.repeat(100_000);
      const row = await one(
        sql<{ length: number; has: boolean }>`select length(${long}::text) as length,
          'b' = any(${['a', 'b']}::text[]) as has`,
      );
      expect(row).toEqual({ length: 100_000, has: true });
    });

    it('undoes a failed transaction whole', async () => {
      await expect(
        database.kysely.transaction().execute(async (transaction) => {
          await transaction.insertInto('settings').values({ name: 'first', value: 'x' }).execute();
          await sql`select 1 / 0`.execute(transaction);
        }),
      ).rejects.toMatchObject({ code: '22012' });
      await expect(
        database.kysely.transaction().execute(async (transaction) => {
          await transaction.insertInto('settings').values({ name: 'second', value: 'x' }).execute();
          throw new RangeError('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect(await names()).toEqual([]);
    });

    it('says which rule was broken, and goes on working', async () => {
      await put('once');
      await expect(put('once')).rejects.toMatchObject({ code: '23505', constraint: 'settings_pkey' });
      await expect(sql`select nonsense`.execute(database.kysely)).rejects.toMatchObject({ code: '42703' });
      expect(await names()).toEqual(['once']);
    });

    it('lets nobody see into a transaction, or write into it', async () => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let isInside: () => void = () => undefined;
      const inside = new Promise<void>((resolve) => {
        isInside = resolve;
      });
      let seenInside: string[] = [];
      const transaction = database.kysely.transaction().execute(async (writer) => {
        await writer.insertInto('settings').values({ name: 'inside', value: 'x' }).execute();
        isInside();
        await held;
        const rows = await writer.selectFrom('settings').select('name').orderBy('name').execute();
        seenInside = rows.map((row) => row.name);
        throw new RangeError('undone');
      });
      await inside;
      const outside = put('outside');
      const seenOutside = names();
      // The embedded engine has one connection, so others wait for the transaction; a server serves them beside it.
      if (database.kind === 'server') await outside;
      release();
      await expect(transaction).rejects.toThrow('undone');
      expect(seenInside).toEqual(database.kind === 'server' ? ['inside', 'outside'] : ['inside']);
      await outside;
      expect(await seenOutside).not.toContain('inside');
      expect(await names()).toEqual(['outside']);
    });

    it('serves many callers at once, each with its own answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 60 }, async (_unused, index) => {
          if (index % 3 === 0) await put(`row ${String(index).padStart(2, '0')}`);
          const row = await one(sql<{ asked: number }>`select ${index}::int as asked`);
          return row.asked;
        }),
      );
      expect(answers).toEqual(Array.from({ length: 60 }, (_unused, index) => index));
      expect(await names()).toHaveLength(20);
    });

    it('keeps the event loop free while a heavy query runs', async () => {
      let turns = 0;
      const timer = setInterval(() => {
        turns += 1;
      }, 1);
      try {
        await sql`select sum(length(md5(n::text))) from generate_series(1, 300000) as n`.execute(
          database.kysely,
        );
      } finally {
        clearInterval(timer);
      }
      expect(turns).toBeGreaterThan(5);
    });
  });
}
