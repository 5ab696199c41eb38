/** Imports one file as `npm run import` does and prints how long it took; `twice` imports it again. */
import { composeProduct } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';

const [file = '', times = 'once'] = process.argv.slice(2);
const product = await composeProduct(readConfig(process.env));

async function importOnce() {
  const startedAt = performance.now();
  const report = await product.importFile(file, {
    format: 'ocds',
    buyer: null,
    dryRun: false,
    onProgress: () => undefined,
  });
  return { seconds: (performance.now() - startedAt) / 1000, kept: report.kept, added: report.added };
}

const first = await importOnce();
const highestKilobytes = process.resourceUsage().maxRSS;
const second = times === 'twice' ? await importOnce() : null;
await product.close();
console.log(JSON.stringify({ first, second, highestKilobytes }));
