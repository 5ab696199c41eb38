/** Who leads, what the leader does when, and how it ends; over both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { createScriptedSender, quickWorkers } from '../../../test/support/scripted-sender.ts';
import type { Database } from '../../database/connect.ts';
import { machineClock, waitFor } from './clock.ts';
import { isTimeForDue, isTimeForReport, type SchedulerParts, startScheduler } from './scheduler.ts';

/** Nothing here is about time: a busy machine may take its own. */
const patient = { timeout: 20_000 };

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const at = (text: string) => Date.parse(text);

describe('the times', () => {
  it('of working out are the quarters of the hour, and at once when one was missed', () => {
    expect(isTimeForDue(null, at('2026-11-23T09:00:00Z'), 15)).toBe(true);
    expect(isTimeForDue(at('2026-11-23T09:00:00Z'), at('2026-11-23T09:14:59Z'), 15)).toBe(false);
    expect(isTimeForDue(at('2026-11-23T09:14:00Z'), at('2026-11-23T09:15:00Z'), 15)).toBe(true);
    expect(isTimeForDue(at('2026-11-16T09:00:00Z'), at('2026-11-23T09:07:00Z'), 15)).toBe(true);
    expect(isTimeForDue(at('2027-11-23T09:00:00Z'), at('2026-11-23T09:07:00Z'), 15)).toBe(true);
  });

  it('of the report are eight in London, in summer and winter, once a day', () => {
    expect(isTimeForReport(null, at('2026-11-23T07:59:00Z'))).toBe(false);
    expect(isTimeForReport(null, at('2026-11-23T08:00:00Z'))).toBe(true);
    expect(isTimeForReport(null, at('2026-07-23T07:00:00Z'))).toBe(true);
    expect(isTimeForReport(at('2026-11-23T08:00:00Z'), at('2026-11-23T17:00:00Z'))).toBe(false);
    expect(isTimeForReport(at('2026-11-23T08:00:00Z'), at('2026-11-24T08:00:00Z'))).toBe(true);
  });
});

describe.each(engines)('the scheduler over $name', (engine) => {
  describe.skipIf(engine.isMissing)('', () => {
    let database: Database;
    let now: number;

    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      now = at('2026-11-23T09:00:00Z');
      for (const table of ['deliveries', 'delivery_conversations', 'delivery_marks', 'sync_locks'] as const)
        await database.kysely.deleteFrom(table).execute();
    });

    function start(parts: Partial<SchedulerParts> = {}) {
      return startScheduler({
        database: database.kysely,
        runDue: null,
        workers: { start: silent, stop: async () => undefined },
        clock: { now: () => now, wait: waitFor },
        log,
        adminConversation: null,
        everyMinutes: 15,
        tickMilliseconds: 5,
        ...parts,
      });
    }

    it('works out what is due once a quarter of an hour, however many instances there are', async () => {
      const runs: { who: string; at: string; fence: number }[] = [];
      const schedulers = ['first', 'second'].map((who) =>
        start({
          runDue: async (moment, { fence }) => {
            runs.push({ who, at: moment.toISOString(), fence });
          },
        }),
      );
      await expect.poll(() => runs.length, patient).toBe(1);
      now = at('2026-11-23T09:15:00Z');
      await expect.poll(() => runs.length, patient).toBe(2);
      expect(runs[0]?.who).toBe(runs[1]?.who);
      expect(schedulers.filter((scheduler) => scheduler.isLeading())).toHaveLength(1);
      const leader = runs[0]?.who === 'first' ? 0 : 1;
      await schedulers[leader]?.stop();
      now = at('2026-11-23T09:30:00Z');
      await expect.poll(() => runs.length, patient).toBe(3);
      expect(runs[2]?.who).not.toBe(runs[0]?.who);
      expect(runs[2]?.fence).toBeGreaterThan(runs[0]?.fence ?? 0);
      await schedulers[1 - leader]?.stop();
    });

    it('tries again after a fault, and a leader that was taken for dead cannot commit', async () => {
      let calls = 0;
      let refusal: unknown = null;
      const scheduler = start({
        runDue: async (_moment, leadership) => {
          calls += 1;
          if (calls === 1) throw new RangeError('the database was away');
          if (calls > 2) return;
          await database.kysely.updateTable('sync_locks').set({ holder: 'another' }).execute();
          refusal = await leadership.assertLeading(database.kysely).catch((error: unknown) => error);
        },
      });
      await expect.poll(() => refusal, patient).not.toBeNull();
      expect(refusal).toMatchObject({ code: 'SYNC_HOLD_LOST' });
      await scheduler.stop();
    });

    it('sends the day’s report to the admin conversation once', async () => {
      const sender = createScriptedSender();
      const scheduler = start({
        adminConversation: 'tenant|19:admin',
        workers: quickWorkers(database, sender, { clock: { ...machineClock } }),
      });
      await expect.poll(() => sender.sent.length, patient).toBe(1);
      expect(sender.sent[0]).toMatchObject({
        conversationKey: 'tenant|19:admin',
        content: { part: 'delivery-report', day: '2026-11-23', total: 0, stopped: null },
      });
      await scheduler.stop();
      const again = start({ adminConversation: 'tenant|19:admin', tickMilliseconds: 1 });
      await expect.poll(() => again.isLeading(), patient).toBe(true);
      await again.stop();
      expect(await database.kysely.selectFrom('deliveries').select('key').execute()).toHaveLength(1);
    });
  });
});
