/** A program for tests: opens a data folder, writes rows, and holds it until it is killed. */
import { openDatabase } from '../../src/database/connect.ts';

const [folder = '', rows = '0'] = process.argv.slice(2);
try {
  const database = await openDatabase({ kind: 'embedded', folder });
  await database.announce('http://127.0.0.1:3978');
  for (let row = 1; row <= Number(rows); row += 1) {
    await database.kysely
      .insertInto('settings')
      .values({ name: `row ${row}`, value: 'kept' })
      .execute();
  }
  process.stdout.write('holding\n');
  setInterval(() => undefined, 1_000);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
