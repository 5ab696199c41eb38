/** How long an officer waits for the flagship answer over the Bot Framework protocol, against an echo bot. */
import { askChecked, flagship, introduce, otherQuestions, startEchoBot } from './support/asking.ts';
import { type Connector, startConnector } from './support/connector.ts';
import { type BenchmarkResult, type Figure, median, percentile } from './support/figures.ts';
import { createOfficer, type Officer } from './support/officer.ts';
import type { EngineName } from './support/places.ts';
import { startServer } from './support/server.ts';
import type { Setting } from './support/setting.ts';

const warmUps = 20;
const medianAbove = 60;
const p95Above = 200;

type Times = { readonly ours: number[]; readonly echo: number[] };

/** Both bots are asked in turn, so that whatever else the machine does falls on both. */
async function askInTurn(
  officer: Officer,
  echo: Officer,
  question: typeof flagship,
  count: number,
): Promise<Times> {
  const times: Times = { ours: [], echo: [] };
  const echoed = { ...question, expects: /^/ };
  for (let index = 0; index < count; index += 1) {
    times.echo.push((await askChecked(echo, echoed)).milliseconds);
    times.ours.push((await askChecked(officer, question)).milliseconds);
  }
  return times;
}

function figuresOf(name: string, engine: EngineName, { ours, echo }: Times, hasTarget: boolean): Figure[] {
  const limit = (most: number) =>
    hasTarget ? ({ of: 'difference', limit: most, direction: 'at most' } as const) : null;
  return [
    {
      name: `${name}, median`,
      engine,
      unit: 'ms',
      measured: median(ours),
      baseline: median(echo),
      target: limit(medianAbove),
    },
    {
      name: `${name}, p95`,
      engine,
      unit: 'ms',
      measured: percentile(ours, 0.95),
      baseline: percentile(echo, 0.95),
      target: limit(p95Above),
    },
  ];
}

async function measureEngine(setting: Setting, engine: EngineName, connector: Connector): Promise<Figure[]> {
  const place = await setting.filledPlace(engine);
  setting.say(`Asking (${engine}) …`);
  const echo = await startEchoBot();
  const server = await startServer(place, setting.today).catch(async (error: unknown) => {
    await echo.stop();
    throw error;
  });
  try {
    const officer = createOfficer(server.url, connector);
    const echoOfficer = createOfficer(echo.url, connector);
    await introduce(officer);
    const first = await askChecked(officer, flagship);
    await askInTurn(officer, echoOfficer, flagship, warmUps);
    const figures = figuresOf(
      'flagship',
      engine,
      await askInTurn(officer, echoOfficer, flagship, setting.asks),
      true,
    );
    for (const question of otherQuestions) {
      await askInTurn(officer, echoOfficer, question, 3);
      const times = await askInTurn(officer, echoOfficer, question, Math.ceil(setting.asks / 4));
      figures.push(...figuresOf(question.name, engine, times, false));
    }
    const single = { engine, unit: 'ms', baseline: null, target: null } as const;
    return [
      ...figures,
      { ...single, name: 'flagship, first of the process', measured: first.milliseconds },
      { ...single, name: 'start with this catalogue', measured: server.startMilliseconds },
    ];
  } finally {
    await Promise.all([server.stop(), echo.stop()]);
  }
}

/** Asks one after the other, as one officer would; every answer is checked. */
export async function flagshipOverHttp(setting: Setting): Promise<BenchmarkResult> {
  const connector = await startConnector();
  const figures: Figure[] = [];
  try {
    for (const engine of setting.engines) figures.push(...(await measureEngine(setting, engine, connector)));
  } finally {
    await connector.close();
  }
  return {
    name: 'flagship-over-http',
    figures,
    notes: [
      `${setting.contracts.toLocaleString('en-GB')} made-up contracts and the shipped ones; ${setting.asks} asks after ${warmUps}; from posting the activity until the answer had arrived at the connector.`,
      'Baseline: an echo bot with the same restify, CloudAdapter and teams-ai Application in its own process, asked in turn.',
    ],
  };
}
