/** Imports one file as `npm run import` does and prints how long it took; `twice` imports it again. */
import { composeProduct } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';

const [file = '', times = 'once'] = process.argv.slice(2);
const product = await composeProduct(readConfig(process.env));

/** Resident megabytes each 10,000 rows: whether memory grows with the file. */
const resident: number[] = [];

async function importOnce() {
  const startedAt = performance.now();
  const report = await product.importFile(file, {
    format: 'ocds',
    buyer: null,
    dryRun: false,
    onProgress: () => resident.push(process.memoryUsage.rss() / 1024 ** 2),
  });
  return { seconds: (performance.now() - startedAt) / 1000, kept: report.kept, added: report.added };
}

const first = await importOnce();
const residentWhileImporting = [...resident];
const highestKilobytes = process.resourceUsage().maxRSS;
const second = times === 'twice' ? await importOnce() : null;
await product.close();
console.log(JSON.stringify({ first, second, highestKilobytes, residentWhileImporting }));
