import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  emptyCatalogue,
  endsOn,
  importItems,
  madeUpRecord,
  reference,
} from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { createCatalogue } from '../catalogue.ts';
import { contractIdOf } from '../contract-row.ts';
import { publicViewer } from '../viewer.ts';
import { correctionsFor, createCorrections, forgetCorrector, type Proposal } from './corrections.ts';

const today = isoDate('2026-11-23');
const hillingdon = reference.boroughs.find(({ buyer }) => buyer.shortName === 'Hillingdon')?.buyer.id ?? '';
const author = { tenantId: 'tenant', officerId: 'officer-1', boroughId: hillingdon };

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`corrections over ${engine.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      await emptyCatalogue(database.kysely);
      await sql`truncate corrections`.execute(database.kysely);
    });
    const corrections = () => createCorrections(database.kysely);
    const contract = async (viewer = publicViewer) =>
      createCatalogue(database.kysely, reference).byId(viewer, contractIdOf('a'));
    const proposal = (value = '2029'): Proposal => ({
      contractId: contractIdOf('a'),
      contractTitle: 'Made-up system a',
      field: 'endDate',
      publishedValue: '2028-03-31',
      value,
      precision: 'year',
      words: 'it’s 2029, ask jo@example.org',
      sourceUrl: null,
    });
    const confirm = async (value?: string) => {
      const proposed = await corrections().propose(proposal(value), author, today);
      return corrections().decide(proposed?.id ?? '', 'confirmed', author, today);
    };

    it('stay proposals until confirmed, and never touch what was published', async () => {
      await importItems(database.kysely, [madeUpRecord('a')]);
      const proposed = await corrections().propose(proposal(), author, today);
      expect(proposed).toMatchObject({
        state: 'proposed',
        words: 'it’s 2029, ask [address removed]',
        evidence: 'statement',
      });
      expect((await contract())?.corrections).toEqual([]);
      await corrections().decide(proposed?.id ?? '', 'confirmed', author, today);
      const after = await contract();
      expect(after?.period.endDate).toBe('2028-03-31');
      expect(after?.corrections).toMatchObject([
        {
          field: 'endDate',
          publishedValue: '2028-03-31',
          value: '2029',
          publisher: 'Hillingdon officer',
          confidence: 'medium',
          decidedOn: today,
        },
      ]);
    });

    it('are decided once, whoever presses twice', async () => {
      await importItems(database.kysely, [madeUpRecord('a')]);
      const proposed = await corrections().propose(proposal(), author, today);
      expect(await corrections().propose(proposal(), author, today)).toMatchObject({ id: proposed?.id });
      const id = proposed?.id ?? '';
      const decisions = await Promise.all([
        corrections().decide(id, 'confirmed', author, today),
        corrections().decide(id, 'rejected', author, today),
        corrections().decide(id, 'confirmed', author, today),
      ]);
      expect(decisions.filter(({ kind }) => kind === 'done')).toHaveLength(1);
      const states = decisions.map((decision) =>
        decision.kind === 'unknown' ? null : decision.correction.state,
      );
      expect(new Set(states).size).toBe(1);
      expect(await corrections().decide('K-0000000000', 'confirmed', author, today)).toEqual({
        kind: 'unknown',
      });
    });

    it('survive the next import of the same record, and a changed one', async () => {
      await importItems(database.kysely, [madeUpRecord('a')]);
      await confirm();
      await importItems(
        database.kysely,
        [madeUpRecord('a', { publishedDate: '2026-11-01', period: endsOn('2028-09-30') })],
        {
          fileName: 'next.csv',
        },
      );
      const after = await contract();
      expect(after?.period.endDate).toBe('2028-09-30');
      expect(after?.corrections).toMatchObject([{ value: '2029', publishedValue: '2028-03-31' }]);
      await sql`delete from contracts`.execute(database.kysely);
      await sql`delete from source_records`.execute(database.kysely);
      await importItems(database.kysely, [madeUpRecord('a')], { fileName: 'again.csv', content: 'again' });
      expect((await contract())?.corrections).toHaveLength(1);
    });

    it('come newest first', async () => {
      await importItems(database.kysely, [madeUpRecord('a')]);
      await confirm('2029');
      await confirm('2030');
      expect((await contract())?.corrections.map(({ value }) => value)).toEqual(['2030', '2029']);
      expect((await correctionsFor(database.kysely, ['no such'])).size).toBe(0);
      expect(await corrections().propose({ ...proposal(), contractId: 'no such' }, author, today)).toBeNull();
    });

    it('of a restricted record tell nobody more than the record does', async () => {
      await importItems(database.kysely, [madeUpRecord('a', { visibility: 'owner' })]);
      const owner = { boroughId: hillingdon, isVouchedFor: true, isPrivate: true };
      const own = await contract(owner);
      const proposed = await corrections().propose(
        { ...proposal(), contractId: own?.id ?? '' },
        author,
        today,
      );
      await corrections().decide(proposed?.id ?? '', 'confirmed', author, today);
      expect((await contract(owner))?.corrections).toHaveLength(1);
      expect(await contract()).toBeNull();
    });

    it('lose the officer when the officer asks to be forgotten', async () => {
      await importItems(database.kysely, [madeUpRecord('a')]);
      await confirm();
      await corrections().propose(proposal('2031'), author, today);
      expect(await forgetCorrector(database.kysely, 'tenant', 'officer-1')).toBe(1);
      const { rows } = await sql<{ text: string }>`select corrections::text as text from corrections`.execute(
        database.kysely,
      );
      expect(rows).toHaveLength(1);
      expect(rows[0]?.text).not.toMatch(/officer-1|ask/);
      expect((await contract())?.corrections).toMatchObject([
        { value: '2029', publisher: 'Hillingdon officer' },
      ]);
    });
  });
}
