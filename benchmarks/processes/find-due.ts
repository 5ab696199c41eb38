/** Works out what is due for so many made-up subscriptions, twice: before anything was told, and after. Arguments: how many, seed. */
import { insertAlerts } from '../../src/alerts/alert-rows.ts';
import { findDue } from '../../src/alerts/due/find-due.ts';
import type { Subscription } from '../../src/alerts/subscription.ts';
import { composeProduct } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createRandom } from '../support/random.ts';

const [count = '1000', seed = '1'] = process.argv.slice(2);
const random = createRandom(Number(seed));
const product = await composeProduct(readConfig(process.env));
const database = product.database.kysely;
const today = product.today();
const { boroughs, serviceAreas } = product.reference;
const pick = <T>(list: readonly T[]): T => list[random.between(0, list.length - 1)] as T;
const ladders = [[12, 6], [18, 9], [18, 9, 3], [6], [24, 12, 6, 3, 1], [60, 36, 12]];

const subscriptions = Array.from({ length: Number(count) }, (_none, at): Subscription => {
  const measuredFrom = at % 3 === 0 ? 'end' : 'act-by';
  return {
    id: `S-${String(at).padStart(10, '0')}`,
    tenantId: `tenant-${at % 33}`,
    conversationKey: `tenant-${at % 33}|conversation-${at}`,
    scope: 'channel',
    madeBy: 'made-up',
    ownerId: null,
    filter: {
      buyerIds: Array.from({ length: random.between(1, 3) }, () => pick(boroughs).buyer.id),
      serviceAreas: at % 10 === 0 ? [] : [pick(serviceAreas)],
      productIds: [],
      vendors: [],
      supplierIds: [],
      amountFrom: at % 7 === 0 ? 100_000 : null,
      amountTo: null,
      subject: null,
    },
    ladder: pick(ladders),
    measuredFrom,
    digest: { day: 1, time: '09:00' },
    state: 'active',
    confirmedOn: today,
    digestedOn: null,
  };
});
const byId = new Map(subscriptions.map((subscription) => [subscription.id, subscription]));

let highest = 0;
const watch = setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss());
}, 50);

async function run(keep: boolean): Promise<{ seconds: number; due: number }> {
  let due = 0;
  let writing = 0;
  const startedAt = performance.now();
  for await (const page of findDue(database, subscriptions, today)) {
    due += page.length;
    if (!keep) continue;
    const beganWriting = performance.now();
    await insertAlerts(
      database,
      page.flatMap((alert) => {
        const subscription = byId.get(alert.subscriptionId);
        return subscription === undefined
          ? []
          : [{ alert, subscription, kind: 'digest' as const, deliveryKey: 'made-up' }];
      }),
      today,
    );
    writing += performance.now() - beganWriting;
  }
  return { seconds: (performance.now() - startedAt - writing) / 1_000, due };
}

const first = await run(true);
const again = await run(false);
clearInterval(watch);
await database.deleteFrom('alerts').where('delivery_key', '=', 'made-up').execute();
const { contracts } = await database
  .selectFrom('contract_facts')
  .select(({ fn }) => fn.countAll<number>().as('contracts'))
  .executeTakeFirstOrThrow();
await product.close();
if (again.due !== 0) throw new Error(`${again.due} alerts were due again although they had been told.`);
console.log(
  JSON.stringify({
    contracts: Number(contracts),
    due: first.due,
    firstSeconds: first.seconds,
    againSeconds: again.seconds,
    megabytes: Math.max(highest, process.memoryUsage.rss()) / 1e6,
  }),
);
