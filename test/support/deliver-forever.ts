/** One instance that only sends, in a process of its own: `deliver-forever.ts <database address> <policy as JSON>`. */
import { createDatabaseClock } from '../../src/alerts/delivery/clock.ts';
import { type DeliveryPolicy, defaultPolicy } from '../../src/alerts/delivery/policy.ts';
import { createDeliveryWorkers } from '../../src/alerts/delivery/worker.ts';
import { createConversationStore } from '../../src/bot/database-stores.ts';
import { createProactiveSender } from '../../src/bot/proactive-sender.ts';
import { openDatabase } from '../../src/database/connect.ts';
import { plainRender } from './plain-render.ts';

const [url = '', policyText = '{}'] = process.argv.slice(2);
const policy: DeliveryPolicy = { ...defaultPolicy, ...(JSON.parse(policyText) as Partial<DeliveryPolicy>) };
const database = await openDatabase({ kind: 'server', url });
const silent = () => undefined;
const say = (fields: object, text: string) => process.stderr.write(`${text} ${JSON.stringify(fields)}\n`);
const log = { debug: silent, info: silent, warn: silent, error: say };
const conversations = createConversationStore(database.kysely);
const workers = createDeliveryWorkers({
  database: database.kysely,
  sender: createProactiveSender({
    bot: null,
    conversations,
    render: plainRender,
    log,
    clock: { now: () => new Date() },
    timeoutMilliseconds: Math.min(20_000, policy.leaseReserve),
  }),
  clock: createDatabaseClock(database.kysely),
  random: Math.random,
  policy,
  log,
  conversationEnded: (key) => conversations.markUninstalled(key),
});
workers.start();
process.on('SIGTERM', () => void workers.stop().then(() => process.exit(0)));
process.stdout.write('sending\n');
