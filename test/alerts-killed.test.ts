/** Two hundred deliveries through every fault, with one instance and with two of which one is killed. */
import { describe, expect, it } from 'vitest';
import { startChild } from './support/child.ts';
import { engines, openServerForTest } from './support/databases.ts';
import { judgeStorm, prepareStorm, stormFaults, stormIsOver } from './support/delivery-storm.ts';
import { startFakeTeams } from './support/fake-teams.ts';

const size = { deliveries: 200, conversations: 40, tenants: 2 };
const weather = { stormEvery: 1, stormLasts: 0.2, retryAfter: '1', longestLatency: 300 };
const policy = {
  conversationSpacing: 20,
  tenantSpacing: 10,
  firstRetry: 40,
  longestRetry: 400,
  ambiguousWait: 500,
  longestTenantWait: 400,
  lease: 4_000,
  leaseReserve: 2_000,
  busyPoll: 20,
  idlePoll: 50,
  workers: 6,
};

/** The same numbers in every run. */
function dice(): () => number {
  let state = 7;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const server = engines.find(({ name }) => name.startsWith('PostgreSQL'));

describe.skipIf(server?.isMissing ?? true)(
  `deliveries in a storm over ${server?.name}`,
  { timeout: 180_000 },
  () => {
    it.each([
      ['one instance', 1, 0],
      ['two instances, one killed three times', 2, 3],
    ] as const)('%s: none lost, none doubled, every state true', async (_name, instances, kills) => {
      const database = await openServerForTest();
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1_000;
      const storm = stormFaults(size, weather, dice(), seconds);
      const teams = await startFakeTeams({ decide: storm.decide, knowsItsActivities: true });
      const start = () =>
        startChild('test/support/deliver-forever.ts', [database.url, JSON.stringify(policy)]);
      await prepareStorm(database, size, teams.url);
      const running = Array.from({ length: instances }, start);
      try {
        await Promise.all(running.map((child) => child.sees('sending')));
        for (let kill = 1; kill <= kills; kill += 1) {
          const posts = teams.requests.length;
          await expect.poll(() => teams.requests.length, { timeout: 60_000 }).toBeGreaterThan(posts + 15);
          const victim = running[0];
          victim?.process.kill('SIGKILL');
          await victim?.ended;
          running[0] = start();
        }
        await stormIsOver(database, 120);
        const judged = await judgeStorm(database, teams);
        expect(judged).toMatchObject({ lost: 0, doubled: 0, untrue: 0 });
        expect(judged.statistics.total).toBe(size.deliveries);
        expect(judged.statistics.states).toMatchObject({ sending: 0, suppressed: 0 });
        // Shown twice, and saying so: only what was with a killed worker, or what Teams showed and did not own to.
        expect(judged.repeatedMarked).toBeLessThanOrEqual(storm.shownUnsaid() + kills * policy.workers);
      } finally {
        for (const child of running) child.process.kill('SIGKILL');
        await Promise.all(running.map((child) => child.ended));
        await teams.close();
        await database.close();
      }
    });
  },
);
