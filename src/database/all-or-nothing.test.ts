import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import { allOrNothing } from './all-or-nothing.ts';
import type { Database } from './connect.ts';

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`all or nothing over ${engine.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      await database.kysely.deleteFrom('settings').execute();
    });
    const put = (writer: Database['kysely'], name: string) =>
      writer.insertInto('settings').values({ name, value: 'x' }).execute();
    const names = async () =>
      (await database.kysely.selectFrom('settings').select('name').orderBy('name').execute()).map(
        (row) => row.name,
      );
    const failing = (writer: Database['kysely'], name: string) =>
      allOrNothing(writer, async (transaction) => {
        await put(transaction, name);
        throw new RangeError('changed my mind');
      });

    it('stands alone as a transaction', async () => {
      await allOrNothing(database.kysely, (transaction) => put(transaction, 'kept'));
      await expect(failing(database.kysely, 'lost')).rejects.toThrow('changed my mind');
      expect(await names()).toEqual(['kept']);
    });

    it('inside a transaction undoes only itself, also after a fault of the database', async () => {
      await database.kysely.transaction().execute(async (transaction) => {
        await put(transaction, 'before');
        await expect(failing(transaction, 'lost')).rejects.toThrow('changed my mind');
        await expect(allOrNothing(transaction, (inner) => put(inner, 'before'))).rejects.toMatchObject({
          code: '23505',
        });
        await allOrNothing(transaction, (inner) => put(inner, 'inside'));
      });
      expect(await names()).toEqual(['before', 'inside']);
    });

    it('inside a transaction is lost with it', async () => {
      await expect(
        database.kysely.transaction().execute(async (transaction) => {
          await allOrNothing(transaction, (inner) => put(inner, 'inside'));
          throw new RangeError('undone');
        }),
      ).rejects.toThrow('undone');
      expect(await names()).toEqual([]);
    });
  });
}
