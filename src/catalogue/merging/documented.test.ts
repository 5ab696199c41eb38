import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedForTest } from '../../../test/support/databases.ts';
import { importMadeUp } from '../../../test/support/four-sources.ts';
import { emptyCatalogue } from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { openReviews } from './merge-reviews.ts';
import { autoMergeFrom, reviewFrom } from './score-pair.ts';

const page = readFileSync('docs/merging.md', 'utf8');

function block(name: string): string {
  const found = new RegExp(`\`\`\`${name}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
  if (found === undefined) throw new TypeError(`docs/merging.md has no block ${name}`);
  return found;
}

describe('docs/merging.md', () => {
  let database: Database;

  beforeAll(async () => {
    database = await openEmbeddedForTest();
    await emptyCatalogue(database.kysely);
  });
  afterAll(() => database.close());

  it('demonstrates what happens', async () => {
    await importMadeUp(database.kysely, {
      name: 'register.csv',
      source: 'register',
      content: block('csv register'),
    });
    await importMadeUp(database.kysely, {
      name: 'survey.csv',
      source: 'systems',
      content: block('csv survey'),
    });
    const { rows } = await sql<{ keys: string }>`select string_agg(key, ' + ' order by key) as keys
      from source_records group by contract_id order by 1`.execute(database.kysely);
    expect(`${rows.map((row) => row.keys).join('\n')}\n`).toBe(block('text contracts'));
    const { reviews } = await openReviews(database.kysely, 10);
    const lines = reviews.map(
      ({ score, first, second, reasons }) =>
        `${score} ${first.key} and ${second.key}:\n  ${reasons.join(', ')}\n`,
    );
    expect(lines.join('')).toBe(block('text reviews'));
  });

  it('names the thresholds in force', () => {
    expect(page).toContain(
      `From ${autoMergeFrom.toFixed(2)} two records merge by themselves, from ${reviewFrom} a person is asked`,
    );
  });
});
