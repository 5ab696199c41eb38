/** Ten thousand due deliveries to 300 conversations: how near to the pace Teams allows, and what faults and kills cost. */
import { type Database, openDatabase } from '../src/database/connect.ts';
import { judgeStorm, prepareStorm, stormFaults, stormIsOver } from '../test/support/delivery-storm.ts';
import { type FakeTeams, startFakeTeams } from '../test/support/fake-teams.ts';
import type { BenchmarkResult, Figure } from './support/figures.ts';
import { createPlace } from './support/places.ts';
import { type Program, startProgram } from './support/processes.ts';
import { createRandom } from './support/random.ts';
import type { Setting } from './support/setting.ts';

const conversations = 300;
const tenants = 6;
const weather = { stormEvery: 3, stormLasts: 0.5, retryAfter: '1', longestLatency: 3_000 };
const patienceSeconds = 300;
/** The pace is the one that runs; only the waits of minutes are shortened. */
const policy = {
  ambiguousWait: 8_000,
  firstRetry: 1_000,
  longestRetry: 8_000,
  longestTenantWait: 8_000,
  lease: 10_000,
  leaseReserve: 6_000,
};

type Run = {
  readonly database: Database;
  readonly teams: FakeTeams;
  readonly programs: Program[];
  readonly start: () => Promise<Program>;
  /** Seconds until everything had come to an end. */
  readonly seconds: number;
  readonly shownUnsaid: number;
};

/** Requests a second between the first and the one after which 95 % were made: without the tail of repeats. */
function pace(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  const end = Math.floor(sorted.length * 0.95) - 1;
  const [first] = sorted;
  const last = sorted[end];
  return first === undefined || last === undefined ? Number.NaN : (end / (last - first)) * 1_000;
}

async function run(
  setting: Setting,
  options: { readonly hasFaults: boolean; readonly instances: number; readonly kills: number },
  judge: (run: Run) => Promise<void>,
): Promise<void> {
  const place = await createPlace('postgresql');
  const url = place.environment['DATABASE_URL'] ?? '';
  const database = await openDatabase({ kind: 'server', url });
  const random = createRandom(setting.seed);
  const deliveries = setting.deliveries;
  const size = { deliveries, conversations, tenants };
  let startedAt = performance.now();
  const storm = stormFaults(size, weather, random.next, () => (performance.now() - startedAt) / 1_000);
  const teams = await startFakeTeams({
    knowsItsActivities: true,
    ...(options.hasFaults ? { decide: storm.decide } : {}),
  });
  // Enough workers that answers of three seconds do not hold up the pace; fewer where they are killed.
  const workers = options.kills > 0 ? 40 : 120;
  const programs: Program[] = [];
  const start = async () => {
    const program = startProgram('test/support/deliver-forever.ts', {
      programArguments: [url, JSON.stringify({ ...policy, workers })],
    });
    await program.line(/^sending/);
    return program;
  };
  try {
    await prepareStorm(database, size, teams.url);
    startedAt = performance.now();
    for (let index = 0; index < options.instances; index += 1) programs.push(await start());
    for (let kill = 1; kill <= options.kills; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(1_000, (deliveries / 10_000) * 5_000)));
      const victim = kill % programs.length;
      programs[victim]?.process.kill('SIGKILL');
      await programs[victim]?.ended;
      programs[victim] = await start();
      setting.say(
        `Killed one of ${programs.length} (${kill} of ${options.kills}); ${teams.requests.length} requests so far.`,
      );
    }
    await stormIsOver(database, patienceSeconds);
    const seconds = (performance.now() - startedAt) / 1_000;
    await judge({ database, teams, programs, start, seconds, shownUnsaid: storm.shownUnsaid() });
  } finally {
    for (const program of programs) program.process.kill('SIGKILL');
    await Promise.all(programs.map(({ ended }) => ended));
    await teams.close();
    await database.close();
    await place.remove();
  }
}

/** The three runs one after the other; needs PostgreSQL, because instances are processes. */
export async function alertsDelivery(setting: Setting): Promise<BenchmarkResult> {
  const figures: Figure[] = [];
  const notes: string[] = [];
  const allowed = tenants * 20;
  const runs = [
    { name: 'no faults, one instance', hasFaults: false, instances: 1, kills: 0 },
    { name: 'storm, one instance', hasFaults: true, instances: 1, kills: 0 },
    { name: 'storm, two instances, ten kills', hasFaults: true, instances: 2, kills: 10 },
  ] as const;
  for (const options of runs) {
    setting.say(`Sending ${setting.deliveries} deliveries: ${options.name} …`);
    await run(setting, options, async ({ database, teams, seconds, shownUnsaid }) => {
      const judged = await judgeStorm(database, teams);
      const perSecond = pace(teams.arrivals());
      const count = (name: string, measured: number, limit: number | null): Figure => ({
        name: `${options.name}: ${name}`,
        engine: 'postgresql',
        unit: 'count',
        measured,
        baseline: null,
        target: limit === null ? null : { of: 'measured', limit, direction: 'at most' },
      });
      figures.push(
        count('lost', judged.lost, 0),
        count('doubled without the mark', judged.doubled, 0),
        count('states that are not true', judged.untrue, 0),
        count(
          'shown twice, marked',
          judged.repeatedMarked,
          options.hasFaults ? shownUnsaid + options.kills * 40 : 0,
        ),
        {
          name: `${options.name}: requests a second`,
          engine: 'postgresql',
          unit: 'rows/s',
          measured: perSecond,
          baseline: allowed,
          target: options.hasFaults ? null : { of: 'ratio', limit: 0.9, direction: 'at least' },
        },
        {
          name: `${options.name}: until the last was settled`,
          engine: 'postgresql',
          unit: 's',
          measured: seconds,
          baseline: null,
          target: null,
        },
      );
      const { states, total, codes } = judged.statistics;
      notes.push(
        `${options.name}: ${Object.entries(states)
          .map(([state, number]) => `${number} ${state}`)
          .join(
            ' + ',
          )} = ${total}; ${judged.posts} posts; ${shownUnsaid} shown although the answer said otherwise; ${codes.map(({ state, code, count: number }) => `${number} ${state} (${code})`).join(', ')}.`,
      );
    });
  }
  return {
    name: 'alerts-delivery',
    figures,
    notes: [
      `${setting.deliveries.toLocaleString('en-GB')} deliveries to ${conversations} conversations of ${tenants} tenants through the real adapter to a fake Teams over HTTP. Baseline of the pace: ${tenants} tenants at 20 a second; ${conversations} conversations at 1 a second each would allow ${conversations}.`,
      ...notes,
    ],
  };
}
