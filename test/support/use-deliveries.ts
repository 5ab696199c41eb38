/** An empty outbox over a database of its own for a suite, with a sender that answers as told. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { DeliveryRequest, Outbox } from '../../src/alerts/delivery/delivery.ts';
import { createOutbox } from '../../src/alerts/delivery/outbox.ts';
import { deliveryStatistics } from '../../src/alerts/delivery/statistics.ts';
import type { Database } from '../../src/database/connect.ts';
import type { Engine } from './databases.ts';
import { createScriptedSender, quickWorkers, type ScriptedSender } from './scripted-sender.ts';

/** A request that is due, to one conversation unless told otherwise. */
export function request(key: string, fields: Partial<DeliveryRequest> = {}): DeliveryRequest {
  return {
    key,
    tenantId: 't',
    conversationKey: 't|19:a',
    kind: 'digest',
    content: { words: key },
    notBefore: '2026-11-23T09:00:00Z',
    ...fields,
  };
}

/** Opens once for the suite and empties before each test; its fields are read when they are needed. */
export function useDeliveries(engine: Engine) {
  let database: Database;
  let outbox: Outbox;
  let sender: ScriptedSender;
  beforeAll(async () => {
    database = await engine.open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of [
      'deliveries',
      'delivery_tenants',
      'delivery_conversations',
      'delivery_marks',
    ] as const)
      await database.kysely.deleteFrom(table).execute();
    outbox = createOutbox(database.kysely);
    sender = createScriptedSender();
  });
  return {
    get database() {
      return database;
    },
    get outbox() {
      return outbox;
    },
    get sender() {
      return sender;
    },
    drain: (patience = 15) => quickWorkers(database, sender).drain(patience),
    statistics: () => deliveryStatistics(database.kysely, Date.now()),
    row: (key: string) =>
      database.kysely.selectFrom('deliveries').selectAll().where('key', '=', key).executeTakeFirstOrThrow(),
  };
}
