// Runs PGlite in a thread of its own, so that no SQL ever blocks the server's event loop.
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';

if (parentPort === null) throw new Error('embedded-worker must be started as a worker thread');
const port = parentPort;

/** Dates and timestamps stay text (a Date would shift a day in London); whole numbers and amounts become numbers. */
const asText = (/** @type {string} */ value) => value;
const asNumber = (/** @type {string} */ value) => Number(value);
const parsers = { 1082: asText, 1114: asText, 1184: asText, 20: asNumber, 1700: asNumber };

/** @param {unknown} error */
function describe(error) {
  const fault = /** @type {{ message?: string, code?: string, detail?: string, constraint?: string }} */ (
    error
  );
  return {
    message: String(fault.message ?? error),
    code: fault.code,
    detail: fault.detail,
    constraint: fault.constraint,
  };
}

/** @param {ArrayBuffer | string} image */
async function blobOf(image) {
  return new Blob([typeof image === 'string' ? await readFile(image) : image]);
}

/** @type {PGlite} */
let database;
try {
  database = await PGlite.create({
    ...(workerData.folder === null ? {} : { dataDir: workerData.folder }),
    extensions: { pg_trgm },
    parsers,
    ...(workerData.image === undefined ? {} : { loadDataDir: await blobOf(workerData.image) }),
  });
  await database.exec('set random_page_cost = 1.1');
  port.postMessage({ kind: 'ready' });
} catch (error) {
  port.postMessage({ kind: 'failed', error: describe(error) });
  throw error;
}

port.on(
  'message',
  async (/** @type {{ id: number, kind: string, sql: string, parameters: unknown[] }} */ message) => {
    try {
      if (message.kind === 'query') {
        const { rows, affectedRows } = await database.query(message.sql, message.parameters);
        port.postMessage({ id: message.id, rows, rowCount: affectedRows ?? rows.length });
      } else if (message.kind === 'script') {
        await database.exec(message.sql);
        port.postMessage({ id: message.id, rows: [], rowCount: 0 });
      } else if (message.kind === 'image') {
        const image = await (await database.dumpDataDir('none')).arrayBuffer();
        port.postMessage({ id: message.id, rows: [{ image }], rowCount: 1 });
      } else if (message.kind === 'close') {
        await database.close();
        port.postMessage({ id: message.id, rows: [], rowCount: 0 });
      }
    } catch (error) {
      port.postMessage({ id: message.id, error: describe(error) });
    }
  },
);
