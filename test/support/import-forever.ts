/** A program for tests: imports made-up records into a data folder, many in one file, until it is killed or done. */

import { writeBoroughs } from '../../src/catalogue/catalogue.ts';
import { openDatabase } from '../../src/database/connect.ts';
import { endsOn, importItems, madeUpRecord, reference, supplier } from './made-up-contracts.ts';

const [folder = '', version = '1', count = '1000'] = process.argv.slice(2);
const database = await openDatabase({ kind: 'embedded', folder });
await writeBoroughs(database.kysely, reference);
function* items() {
  for (let index = 0; index < Number(count); index += 1) {
    if (index % 1_000 === 0) process.stdout.write(`record ${index}\n`);
    yield madeUpRecord(`key ${index}`, {
      title: `Version ${version}`,
      publishedDate: `2024-01-${version.padStart(2, '0')}`,
      suppliers: [supplier(`Fictional Systems ${index % 50} of version ${version} Ltd`)],
      period: endsOn('2029-03-31'),
    });
  }
}
await importItems(database.kysely, items(), { fileName: `version-${version}.csv` });
process.stdout.write('done\n');
await database.close();
