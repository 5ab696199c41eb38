// PGlite's own initialisation and nothing else: a new database in the folder given, one query, the end.
import { PGlite } from '@electric-sql/pglite';

const database = await PGlite.create({ dataDir: process.argv[2] ?? '' });
await database.query('select 1');
console.log('initialised');
await database.close();
process.exit(0);
