/**
 * Runs the tools on a filled catalogue and prints how long each kind of question took, and how long the event loop was
 * held up meanwhile. Arguments: how many questions of each kind.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { publicViewer } from '../../src/catalogue/viewer.ts';
import { composeProduct } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { Tool } from '../../src/tools/tool.ts';
import { tools } from '../../src/tools/tools.ts';

const asks = Number(process.argv[2] ?? 60);
const product = await composeProduct(readConfig(process.env));
const { reference, catalogue } = product;
const context = { catalogue, viewer: publicViewer, today: product.today(), guidance: product.guidance };

const boroughs = reference.boroughs.map(({ buyer }) => buyer.shortName);
const areas = reference.serviceAreas.slice(0, 24);
const names = ['NEC Housing', 'Civica', 'Idox Uniform', 'Unit4', 'Softcat', 'Capita', 'Jadu', 'MRI'];
const misspelt = ['Northgate Housin', 'Civca', 'Idxo Uniform', 'Softcta', 'Captia', 'Liquidlogc', 'Agressso'];
const splits = ['supplier', 'product', 'borough', 'service_area', 'end_year', 'vendor'];
const at = <T>(list: readonly T[], number: number): T => list[number % list.length] as T;
const dates = { ends_after: null, ends_before: null };
const amounts = { min_amount: null, max_amount: null };

type Asked = { readonly tool: string; readonly input: (number: number) => object };

/** Each kind asks about other boroughs, areas and names in turn, so that no answer is merely the last one again. */
const kinds: Readonly<Record<string, Asked>> = {
  'who uses': {
    tool: 'who_uses',
    input: (number) =>
      number % 2 === 0
        ? { name: at(names, number / 2), service_area: null, except_boroughs: null, ...dates, sort: null }
        : {
            name: null,
            service_area: at(areas, number),
            except_boroughs: [at(boroughs, number)],
            ...dates,
            sort: null,
          },
  },
  expiring: {
    tool: 'expiring_contracts',
    input: (number) => ({
      name: null,
      boroughs: number % 2 === 0 ? [at(boroughs, number)] : null,
      service_area: number % 2 === 0 ? null : at(areas, number),
      within_months: 6 + (number % 13),
      ...dates,
      sort: null,
    }),
  },
  'find, misspelt': {
    tool: 'find_contracts',
    input: (number) => ({
      name: at(misspelt, number),
      service_area: null,
      boroughs: null,
      except_boroughs: null,
      words: null,
      ...dates,
      ...amounts,
      live_only: number % 2 === 0,
      no_end_date: null,
      sort: null,
      limit: null,
    }),
  },
  'group by': {
    tool: 'count_contracts',
    input: (number) => ({
      name: null,
      service_area: number % 3 === 1 ? at(areas, number) : null,
      boroughs: number % 3 === 2 ? [at(boroughs, number)] : null,
      words: null,
      ...dates,
      ...amounts,
      live_only: null,
      split_by: at(splits, number),
      order: null,
      top: null,
    }),
  },
};

async function run(asked: Asked, number: number): Promise<number> {
  const tool = (tools as readonly Tool[]).find(({ name }) => name === asked.tool);
  if (tool === undefined) throw new Error(`There is no tool ${asked.tool}.`);
  const startedAt = performance.now();
  const result = await tool.run(tool.input.parse(asked.input(number)), context);
  const milliseconds = performance.now() - startedAt;
  if (result.outcome !== 'contracts' && result.outcome !== 'figures')
    throw new Error(`${asked.tool} ${number} came to “${result.outcome}”, so its time means nothing.`);
  return milliseconds;
}

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const first = await run(kinds['who uses'] as Asked, 0);
const printed: Record<string, number[]> = {};
for (const [kind, asked] of Object.entries(kinds)) {
  // Round once unmeasured: the catalogue was opened a moment ago.
  for (let number = 0; number < 12; number += 1) await run(asked, number);
  printed[kind] = [];
  for (let number = 0; number < asks; number += 1) printed[kind].push(await run(asked, number));
}
delay.disable();
await product.close();
console.log(
  JSON.stringify({ first, kinds: printed, loopMax: delay.max / 1e6, loopP99: delay.percentile(99) / 1e6 }),
);
