import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  emptyCatalogue,
  importItems,
  madeUpRecord,
  reference,
} from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { published } from '../sources/published/index.ts';
import { publishedColumns } from '../sources/published/schema.ts';
import { readAll } from '../sources/shared/read-all.ts';
import { publicViewer } from '../viewer.ts';
import { createQuality } from './quality.ts';
import { qualityRules, ruleById } from './rules.ts';
import { recordLatestScores, trendOf } from './trend.ts';

const today = isoDate('2026-11-23');
const hillingdon = reference.boroughs.find(({ buyer }) => buyer.shortName === 'Hillingdon')?.buyer.id ?? '';
const pages = join(import.meta.dirname, '../../../docs/quality');

function block(page: string, language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\n\`\`\``).exec(page)?.[1] ?? '';
}

/** The rows of a demonstration as the records the published source would make of them. */
async function recordsOfPage(page: string) {
  const rows = parse(block(page, 'csv'), { columns: true }) as Record<string, string>[];
  const lines = rows.map((row, at) =>
    publishedColumns
      .map((column) =>
        column === 'id' ? `row-${at}` : column === 'source_name' ? 'Example register' : (row[column] ?? ''),
      )
      .map((cell) => `"${cell}"`)
      .join(','),
  );
  return readAll(published, `${publishedColumns.join(',')}\n${lines.join('\n')}\n`);
}

describe('the pages', () => {
  it('are one a rule, in its words', () => {
    const files = readdirSync(pages).filter((name) => name !== 'README.md');
    expect(files.sort()).toEqual(qualityRules.map((rule) => `${rule.id}.md`).sort());
    for (const rule of qualityRules) {
      const page = readFileSync(join(pages, `${rule.id}.md`), 'utf8');
      for (const words of [rule.checks, rule.why, rule.fix, `Field: ${rule.field}.`])
        expect(page).toContain(words);
      expect(page).toContain(rule.isScored ? ' Scored.' : 'Listed, not scored.');
    }
  });
});

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`data quality over ${engine.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(() => emptyCatalogue(database.kysely));
    const quality = () => createQuality(database.kysely, () => null);

    it.each(
      qualityRules.map((rule) => [rule.id, rule] as const),
    )('%s: its demonstration is true', async (id, rule) => {
      const page = readFileSync(join(pages, `${id}.md`), 'utf8');
      const { records, dropped } = await recordsOfPage(page);
      expect(dropped).toEqual({});
      await importItems(database.kysely, records);
      const found = await quality().failing(publicViewer, {
        rule,
        buyerId: null,
        today,
        limit: 50,
        offset: 0,
      });
      expect(found.contracts.map(({ title }) => title).sort()).toEqual(
        block(page, 'text').split('\n').sort(),
      );
      expect(found.total).toBe(found.contracts.length);
    });

    it('counts what it lists, for every borough and rule', async () => {
      const records = [];
      for (const rule of qualityRules) {
        const page = readFileSync(join(pages, `${rule.id}.md`), 'utf8');
        const read = await recordsOfPage(page);
        records.push(...read.records.map((record) => ({ ...record, key: `${rule.id} ${record.key}` })));
      }
      await importItems(database.kysely, records);
      const report = await quality().report(publicViewer, hillingdon, today);
      expect(report.boroughs).toHaveLength(33);
      for (const borough of report.boroughs.filter((score) => score.records > 0)) {
        for (const rule of qualityRules) {
          const asked = { rule, buyerId: borough.buyerId, today, limit: 2, offset: 0 };
          const { total } = await quality().failing(publicViewer, asked);
          expect([rule.id, borough.rules[rule.id]?.failing]).toEqual([rule.id, total]);
        }
      }
      expect(report.borough?.records).toBeGreaterThan(20);
      for (const { count, share, median } of report.fields) {
        expect(count.failing).toBeLessThanOrEqual(count.records);
        for (const number of [share, median])
          if (number !== null) expect(number >= 0 && number <= 1).toBe(true);
      }
    });

    it('ranks only figures of one kind, and says what it left out', async () => {
      const worth = (key: string, amount: number, basis: 'annual' | 'whole-life' | 'unknown') =>
        madeUpRecord(key, { value: { amount, currency: 'GBP', basis, vat: 'excluding', asPublished: null } });
      await importItems(database.kysely, [
        worth('a', 100, 'whole-life'),
        worth('b', 9_000_000, 'annual'),
        worth('c', 300, 'whole-life'),
        worth('d', 5, 'unknown'),
        madeUpRecord('e', { value: null }),
        worth('f', 2_000_000_000, 'whole-life'),
      ]);
      const { fixes } = await quality().report(publicViewer, hillingdon, today);
      expect(fixes.fixes.map(({ contract }) => contract.title)).toEqual([
        'Made-up system c',
        'Made-up system a',
      ]);
      expect(fixes).toMatchObject({
        ranked: { basis: 'whole-life', vat: 'excluding', contracts: 2 },
        otherBasis: 1,
        withoutValue: 3,
      });
      expect(fixes.fixes[0]?.ruleIds).toContain('review-date-missing');
    });

    it('shows nobody the failings of a record that is not theirs to see', async () => {
      await importItems(database.kysely, [
        madeUpRecord('open'),
        madeUpRecord('own', {
          visibility: 'owner',
          title: 'Own secret',
          period: { ...madeUpRecord('x').period, endDate: null },
        }),
      ]);
      const rule = ruleById('end-date-missing');
      if (rule === null) throw new TypeError('the rule is gone');
      const asked = { rule, buyerId: hillingdon, today, limit: 10, offset: 0 };
      const owner = { boroughId: hillingdon, isVouchedFor: true, isPrivate: true };
      expect((await quality().failing(publicViewer, asked)).total).toBe(0);
      expect((await quality().failing(owner, asked)).total).toBe(1);
      expect((await quality().report(publicViewer, hillingdon, today)).borough?.records).toBe(1);
      expect((await quality().report(owner, hillingdon, today)).borough?.records).toBe(2);
    });

    it('keeps a score for each import, and shows the way they went', async () => {
      const before = madeUpRecord('a', { period: { ...madeUpRecord('a').period, endDate: null } });
      await importItems(database.kysely, [before], { fileName: 'old.csv' });
      await recordLatestScores(database.kysely, isoDate('2026-10-01'));
      await importItems(database.kysely, [madeUpRecord('a', { publishedDate: '2026-11-01' })], {
        fileName: 'new.csv',
      });
      await recordLatestScores(database.kysely, today);
      await recordLatestScores(database.kysely, today);
      const trend = await trendOf(database.kysely, hillingdon, 6);
      expect(trend.map(({ origin, scoredOn }) => [origin, scoredOn])).toEqual([
        ['old.csv', '2026-10-01'],
        ['new.csv', '2026-11-23'],
      ]);
      expect(trend[1]?.share ?? 0).toBeGreaterThan(trend[0]?.share ?? 1);
    });
  });
}
