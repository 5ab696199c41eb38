import { it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { buyer, emptyCatalogue, importItems, madeUpRecord, reference, supplier, endsOn } from '../../../test/support/made-up-contracts.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { publicViewer } from '../viewer.ts';
import { createQuality } from './quality.ts';
import { coverageCells } from './coverage-matrix.ts';
import { recordLatestScores } from './trend.ts';
for (const engine of engines) it(engine.name, async () => {
  const database = await engine.open();
  await emptyCatalogue(database.kysely);
  const names = reference.boroughs.map((b) => b.buyer.officialName);
  await importItems(database.kysely, Array.from({ length: 20000 }, (_, i) => madeUpRecord(`k${i}`, { buyers: [buyer(names[i % 33]!)], suppliers: [supplier(`Firm ${i % 700} Ltd`, i % 3 ? String(10000000 + (i % 700)) : undefined)], period: endsOn(i % 5 ? `20${20 + (i % 15)}-03-31` : null) })));
  const q = createQuality(database.kysely, () => null);
  for (let n = 0; n < 3; n++) { const t = performance.now(); const r = await q.report(publicViewer, reference.boroughs[3]!.buyer.id, isoDate('2026-11-23')); console.log(engine.name, 'report', r.borough?.records, (performance.now() - t).toFixed(0)); }
  let t = performance.now(); await recordLatestScores(database.kysely, isoDate('2026-11-23')); console.log('scores', (performance.now() - t).toFixed(0));
  t = performance.now(); await coverageCells(database.kysely, publicViewer, [{name:'Housing management', productIds:['x']}]); console.log('cells', (performance.now() - t).toFixed(0));
  await database.close();
}, 300000);
