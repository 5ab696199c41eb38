/** One made-up deal as four sources tell it, and the figures that must agree once they are merged. */
import { type Kysely, sql } from 'kysely';
import { rebuildSummaries } from '../../src/catalogue/figures/summaries.ts';
import type { Tables } from '../../src/database/tables.ts';
import { type MadeUpFile, ocdsFile, registerFile, surveyFile } from './four-sources.ts';

/** The deal as a line of the register. */
export const registerLine =
  'London Borough of Hillingdon,HS-1,Housing management system (NEC Housing),Fictional Systems Ltd,01/04/2024,31/03/2028,"£500,000",2024-05-01';
/** The same deal from Contracts Finder. */
export const contractsFinder = ocdsFile('contracts-finder.json', [
  { ocid: 'ocds-b5fd17-aaaa', title: 'Housing management system NEC Housing', date: '2024-03-01' },
]);
/** The same deal from Find a Tender, with a later possible end and a lower amount. */
export const findATender = ocdsFile('find-a-tender.json', [
  {
    ocid: 'ocds-h6vhtk-000001',
    title: 'Housing management system NEC Housing',
    date: '2024-03-10',
    maxExtent: '2030-03-31',
    amount: 480_000,
  },
]);
const survey = surveyFile([
  'Hillingdon,Housing,NEC Housing,NEC,Fictional Systems Ltd,01/04/2024,31/03/2030,,"£125,000",,,15/09/2026,Public',
]);
/** All four sources of the deal, the register first. */
export const four: readonly MadeUpFile[] = [
  registerFile([registerLine]),
  contractsFinder,
  findATender,
  survey,
];

/** Key of the record that `registerLine` makes. */
export const registerKey = 'register:london-borough-of-hillingdon:hs-1';
/** Key of the record that `contractsFinder` makes. */
export const contractsFinderKey = 'ocds:ocds-b5fd17-aaaa:1';

/** The summaries as they were kept, and as they are when all is counted anew; the second stays in the database. */
export async function summariesOf(
  database: Kysely<Tables>,
): Promise<{ kept: unknown[]; recounted: unknown[] }> {
  const read = async () =>
    (
      await sql`select * from summary_cells order by dimension, buyer_id, service_area, key, kind, value_key`.execute(
        database,
      )
    ).rows;
  const kept = await read();
  await rebuildSummaries(database);
  return { kept, recounted: await read() };
}
