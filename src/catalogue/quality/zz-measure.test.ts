import { sql } from 'kysely';
import { it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  buyer,
  emptyCatalogue,
  endsOn,
  importItems,
  madeUpRecord,
  reference,
  supplier,
} from '../../../test/support/made-up-contracts.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { publicViewer } from '../viewer.ts';
import { worthMost } from './fixes.ts';
import { createQuality } from './quality.ts';
import { recordLatestScores } from './trend.ts';
import { isScored } from './population.ts';
import { qualityRules } from './rules.ts';
import { failsRule, scoreBoroughs } from './score.ts';

for (const engine of engines)
it(engine.name, async () => {
  const database = await engine.open();
  await emptyCatalogue(database.kysely);
  const names = reference.boroughs.map((b) => b.buyer.officialName);
  await importItems(
    database.kysely,
    Array.from({ length: 20000 }, (_, i) =>
      madeUpRecord(`k${i}`, {
        buyers: [buyer(names[i % 33]!)],
        suppliers: [supplier(`Firm ${i % 700} Ltd`, i % 3 ? String(10000000 + (i % 700)) : undefined)],
        period: endsOn(i % 5 ? `20${20 + (i % 15)}-03-31` : null),
      }),
    ),
  );
  const today = isoDate('2026-11-23');
  await sql`analyze`.execute(database.kysely);
  for (const rule of qualityRules) {
    const t = performance.now();
    await sql`select count(*) from contracts where ${isScored(today)} and ${failsRule(rule, today)}`.execute(
      database.kysely,
    );
    const ms = performance.now() - t;
    if (ms > 60) console.log('rule', rule.id, ms.toFixed(0));
  }
  let t = performance.now();
  await scoreBoroughs(database.kysely, publicViewer, today);
  console.log('score all', (performance.now() - t).toFixed(0));
  t = performance.now();
  await worthMost(database.kysely, publicViewer, {
    buyerId: reference.boroughs[3]!.buyer.id,
    today,
    limit: 10,
  });
  console.log('fixes', (performance.now() - t).toFixed(0));
  await database.close();
}, 300000);
