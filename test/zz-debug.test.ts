import { expect, it } from 'vitest';
import { createCatalogue } from '../src/catalogue/catalogue.ts';
import { keepSummaries } from '../src/catalogue/figures/summaries.ts';
import { runTool, tools } from '../src/tools/tools.ts';
import { openEmbeddedForTest } from './support/databases.ts';
import { importMadeUp } from './support/four-sources.ts';
import { inputsOf, owner, register, survey, today } from './support/hidden-records.ts';
import { emptyCatalogue, reference } from './support/made-up-contracts.ts';
it('x', async () => {
  const database = await openEmbeddedForTest();
  await emptyCatalogue(database.kysely);
  await keepSummaries(database.kysely, reference);
  await importMadeUp(database.kysely, survey);
  await importMadeUp(database.kysely, register);
  const catalogue = createCatalogue(database.kysely, reference);
  for (const name of ['find_contracts', 'who_uses', 'expiring_contracts', 'count_contracts']) {
    const tool = tools.find((t) => t.name === name);
    if (tool === undefined) continue;
    const [plain = {}] = inputsOf(tool, []);
    console.log(name, JSON.stringify(plain), JSON.stringify(await runTool(name, plain, { catalogue, viewer: owner, today })).slice(0, 300));
  }
  expect(1).toBe(1);
});
