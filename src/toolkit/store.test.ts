import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import type { Database } from '../database/connect.ts';
import { isoDate } from '../procurement/iso-date.ts';
import { forgetWalker } from './forget-walker.ts';
import type { NewOpportunity, Opportunities, Walker } from './opportunities.ts';
import { createOpportunities } from './store.ts';
import { readToolkit } from './toolkit.ts';

const today = isoDate('2026-11-23');
const toolkit = await readToolkit('knowledge/toolkit.json');
const first = 'preparation-current-contract';
const given: NewOpportunity = {
  boroughId: null,
  title: 'Made-up system',
  contractId: null,
  serviceArea: null,
  name: null,
};
const alone: Walker = { tenantId: 't', officerId: 'one', place: null };
const channel = (officerId: string): Walker => ({ tenantId: 't', officerId, place: 't|19:channel' });

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`purchases over ${engine.name}`, () => {
    let database: Database;
    let store: Opportunities;
    beforeAll(async () => {
      database = await engine.open();
      store = createOpportunities(database.kysely, toolkit);
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      await database.kysely.deleteFrom('opportunities').execute();
    });

    it('are found again as they were, with who did what', async () => {
      const made = await store.start(alone, { ...given, amount: 600_000, years: 4, vat: 'excluding' }, today);
      await store.change(alone, made.id, 1, [
        { kind: 'answer', step: first, words: 'It ends in 2030.' },
        { kind: 'finish', step: first },
      ]);
      const found = await store.open(alone, made.id);
      expect(found).toMatchObject({
        version: 2,
        createdOn: today,
        state: {
          amount: 600_000,
          answers: { [first]: 'It ends in 2030.' },
          done: [first],
          step: 'preparation-pipeline',
        },
      });
      expect((await store.events(made.id)).map(({ kind, version }) => `${kind} ${version}`)).toEqual([
        'start 1',
        'answer 2',
        'finish 2',
      ]);
    });

    it('belong to one person, or to everybody in the chat, and to no other tenant', async () => {
      const own = await store.start(alone, given, today);
      const shared = await store.start(channel('one'), given, today);
      const stranger: Walker = { tenantId: 't', officerId: 'two', place: null };
      expect(await store.open(stranger, own.id)).toBeNull();
      expect(await store.open(channel('two'), own.id)).toBeNull();
      expect((await store.open(channel('two'), shared.id))?.id).toBe(shared.id);
      // Who has worked on it finds it in private too; who has not, does not.
      expect((await store.list(alone)).map(({ id }) => id).sort()).toEqual([own.id, shared.id].sort());
      expect(await store.list(stranger)).toEqual([]);
      expect(await store.open({ ...alone, tenantId: 'other' }, own.id)).toBeNull();
      expect(await store.change(stranger, own.id, null, [{ kind: 'skip', step: first }])).toEqual({
        kind: 'unknown',
      });
      for (const id of ['', 'W-1', "W-0000000000' or '1'='1", 'W-\x000000'])
        expect(await store.open(alone, id)).toBeNull();
    });

    it('lose nothing when two people write different parts of the same card at once', async () => {
      const { id } = await store.start(channel('one'), given, today);
      const outcomes = await Promise.all([
        store.change(channel('one'), id, 1, [{ kind: 'answer', step: first, words: 'mine' }]),
        store.change(channel('two'), id, 1, [{ kind: 'owner', task: 'Exit terms', owner: 'Sam' }]),
        store.change(channel('three'), id, 1, [{ kind: 'decide', words: 'Extend first', on: today }]),
        store.change(channel('four'), id, 1, [
          { kind: 'check', step: first, item: 'Exit and data terms read', isDone: true },
        ]),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['changed', 'changed', 'changed', 'changed']);
      expect((await store.byId(id))?.state).toMatchObject({
        answers: { [first]: 'mine' },
        owners: [{ task: 'Exit terms', owner: 'Sam' }],
        decisions: [{ words: 'Extend first' }],
        checks: { [first]: ['Exit and data terms read'] },
      });
      expect((await store.byId(id))?.version).toBe(5);
    });

    it('never write over what somebody else wrote meanwhile, and keep the rest', async () => {
      const { id } = await store.start(channel('one'), given, today);
      await store.change(channel('two'), id, 1, [{ kind: 'answer', step: first, words: 'theirs' }]);
      const outcome = await store.change(channel('one'), id, 1, [
        { kind: 'answer', step: first, words: 'mine' },
        { kind: 'check', step: first, item: 'Exit and data terms read', isDone: true },
        { kind: 'finish', step: first },
      ]);
      expect(outcome.kind).toBe('conflict');
      const { state, version } = (await store.byId(id)) ?? {};
      expect(state?.answers[first]).toBe('theirs');
      expect(state?.checks[first]).toEqual(['Exit and data terms read']);
      expect(state?.done).toEqual([]);
      // Having seen it, the officer may put theirs in its place.
      const again = await store.change(channel('one'), id, version ?? 0, [
        { kind: 'answer', step: first, words: 'mine' },
      ]);
      expect(again.kind).toBe('changed');
    });

    it('take a double click once', async () => {
      const { id } = await store.start(alone, given, today);
      const press = () => store.change(alone, id, 1, [{ kind: 'finish', step: first }]);
      const kinds = (await Promise.all([press(), press(), press()])).map(({ kind }) => kind).sort();
      expect(kinds).toEqual(['changed', 'same', 'same']);
      expect((await store.byId(id))?.state.step).toBe('preparation-pipeline');
      expect(await store.events(id)).toHaveLength(2);
    });

    it('are begun once for a contract when a button is pressed twice', async () => {
      const press = () => store.start(alone, { ...given, contractId: 'c-1' }, today, true);
      const ids = (await Promise.all([press(), press(), press()])).map(({ id }) => id);
      expect(new Set(ids).size).toBe(1);
      const other = await store.start(
        { ...alone, officerId: 'two' },
        { ...given, contractId: 'c-1' },
        today,
        true,
      );
      expect(ids).not.toContain(other.id);
    });

    it('hand out links that end, and cannot be told from their hash', async () => {
      const { id } = await store.start(alone, given, today);
      const viewer = { boroughId: null, isVouchedFor: false, isPrivate: false };
      const token = await store.link(id, viewer, new Date('2026-11-24T00:00:00Z'));
      expect(token).toMatch(/^[\w-]{43}$/);
      const rows = await database.kysely.selectFrom('opportunity_links').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(token);
      expect(await store.byLink(token, new Date('2026-11-23T23:59:59Z'))).toMatchObject({
        opportunity: { id },
        viewer,
      });
      expect(await store.byLink('x'.repeat(43), new Date('2026-11-23T00:00:00Z'))).toBeNull();
      expect(await store.byLink(token, new Date('2026-11-24T00:00:00Z'))).toBeNull();
      expect(await database.kysely.selectFrom('opportunity_links').selectAll().execute()).toEqual([]);
    });

    it('forget an officer: their own purchases go, shared ones stay without them', async () => {
      const own = await store.start(alone, given, today);
      const shared = await store.start(channel('one'), given, today);
      const others = await store.start({ tenantId: 'other', officerId: 'one', place: null }, given, today);
      expect(await forgetWalker(database.kysely, 't', 'one')).toBe(2);
      expect(await store.byId(own.id)).toBeNull();
      expect((await store.open(channel('two'), shared.id))?.id).toBe(shared.id);
      expect(await store.byId(others.id)).not.toBeNull();
      const left = await database.kysely
        .selectFrom('opportunity_events')
        .select('officer_id')
        .where('opportunity_id', '=', shared.id)
        .execute();
      expect(left).toEqual([{ officer_id: null }]);
    });

    it('keep whatever is typed, as far as a database can', async () => {
      const { id } = await store.start(alone, { ...given, title: '\0\ud800x', name: '\0' }, today);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 1_200 }), async (words) => {
          const outcome = await store.change(alone, id, null, [
            { kind: 'answer', step: first, words },
            { kind: 'owner', task: words, owner: words },
            { kind: 'decide', words: `\0${words}\ud83d`, on: today },
          ]);
          expect(['changed', 'same']).toContain(outcome.kind);
        }),
        { numRuns: 20 },
      );
      expect(await store.open(alone, id)).not.toBeNull();
    });

    it('pass over a state that this release cannot read', async () => {
      const { id } = await store.start(alone, given, today);
      await database.kysely
        .updateTable('opportunities')
        .set({ state: '{"step":7}' })
        .where('id', '=', id)
        .execute();
      expect(await store.open(alone, id)).toBeNull();
      expect(await store.list(alone)).toEqual([]);
      expect(await store.change(alone, id, null, [{ kind: 'skip', step: first }])).toEqual({
        kind: 'unknown',
      });
    });
  });
}
