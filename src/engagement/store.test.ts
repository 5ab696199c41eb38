import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../test/support/databases.ts';
import { emptyCatalogue } from '../../test/support/made-up-contracts.ts';
import type { Database } from '../database/connect.ts';
import { isoDate } from '../procurement/iso-date.ts';
import type { EngagementAuthor, EngagementNote, EngagementReader, Sharing } from './engagement.ts';
import { engagementsAsCsv } from './export-csv.ts';
import { peopleIn, withoutContacts, withoutPeople } from './personal-details.ts';
import { createEngagements, type EngagementCriteria, type Engagements, forgetEngager } from './store.ts';

const today = isoDate('2026-11-23');
const hackney = 'E09000012';
const bromley = 'E09000006';

const note = (changes: Partial<EngagementNote> = {}): EngagementNote => ({
  organisation: 'Example Sensors',
  organisationName: null,
  supplierIds: [],
  productIds: [],
  serviceArea: 'Housing management',
  metOn: isoDate('2026-11-17'),
  summary: 'Damp sensors for tower blocks; they launch a new model.',
  people: 'Jo Bloggs',
  sharing: 'owner',
  expiresOn: isoDate('2028-11-17'),
  ...changes,
});
const author: EngagementAuthor = {
  tenantId: 'tenant-a',
  officerId: 'officer-1',
  boroughId: hackney,
  isVouched: true,
};
const reader = (changes: Partial<EngagementReader> = {}): EngagementReader => ({
  boroughId: bromley,
  isVouchedFor: true,
  isPrivate: true,
  officer: { tenantId: 'tenant-b', officerId: 'officer-2' },
  ...changes,
});
const anything: EngagementCriteria = {
  supplierIds: [],
  productIds: [],
  organisation: null,
  serviceArea: null,
  words: null,
  boroughIds: [],
  exceptBoroughId: null,
};

describe.each(engines)('notes of market engagement on $name', ({ isMissing, open }) => {
  let database: Database;
  let engagements: Engagements;

  beforeAll(async () => {
    if (isMissing) return;
    database = await open();
    await emptyCatalogue(database.kysely);
    engagements = createEngagements(database.kysely);
  });
  afterAll(() => (isMissing ? undefined : database.close()));
  beforeEach(async () => {
    if (!isMissing) await database.kysely.deleteFrom('engagements').execute();
  });

  const saved = async (changes: Partial<EngagementNote> = {}, by: EngagementAuthor = author) => {
    const kept = await engagements.draft(note(changes), by, today, null);
    expect(await engagements.save(kept.id, null, by)).toBe(true);
    return kept;
  };
  const seenBy = async (who: EngagementReader, on = today) =>
    (await engagements.find(anything, who, on)).engagements;

  it.skipIf(isMissing)('show a draft to its author alone, and to nobody in a search', async () => {
    const draft = await engagements.draft(note({ sharing: 'public' }), author, today, null);
    const own = reader({ officer: author });
    expect(await engagements.byId(draft.id, own, today)).toMatchObject({ isDraft: true });
    expect(await engagements.byId(draft.id, reader(), today)).toBeNull();
    expect(await engagements.byId(draft.id, { ...own, isPrivate: false }, today)).toBeNull();
    expect(await seenBy(own)).toEqual([]);
  });

  it.skipIf(isMissing).each<[Sharing, string, EngagementReader, boolean]>([
    ['owner', 'another borough', reader(), false],
    ['owner', 'the own borough', reader({ boroughId: hackney }), true],
    ['owner', 'the own borough in a channel', reader({ boroughId: hackney, isPrivate: false }), false],
    ['owner', 'who only says so', reader({ boroughId: hackney, isVouchedFor: false }), false],
    ['owner', 'its author, vouched for or not', reader({ isVouchedFor: false, officer: author }), true],
    ['owner', 'its author in a channel', reader({ isPrivate: false, officer: author }), false],
    [
      'owner',
      'the same id in another tenant',
      reader({ isVouchedFor: false, officer: { tenantId: 'tenant-b', officerId: 'officer-1' } }),
      false,
    ],
    ['boroughs', 'another borough', reader(), true],
    ['boroughs', 'another borough in a channel', reader({ isPrivate: false }), false],
    ['boroughs', 'an outsider', reader({ boroughId: null, isVouchedFor: false }), false],
    ['boroughs', 'who only says so', reader({ isVouchedFor: false }), false],
    [
      'public',
      'an outsider in a channel',
      reader({ boroughId: null, isVouchedFor: false, isPrivate: false }),
      true,
    ],
  ])('shared with %s: %s', async (sharing, _who, who, isSeen) => {
    const { id } = await saved({ sharing });
    expect((await seenBy(who)).map((found) => found.id)).toEqual(isSeen ? [id] : []);
    expect((await engagements.byId(id, who, today)) !== null).toBe(isSeen);
  });

  it.skipIf(isMissing)('never give names of people to another borough or a channel', async () => {
    await saved({ sharing: 'public' });
    expect((await seenBy(reader({ boroughId: hackney })))[0]?.people).toBe('Jo Bloggs');
    for (const who of [reader(), reader({ boroughId: hackney, isPrivate: false })])
      expect((await seenBy(who))[0]?.people).toBeNull();
    expect((await engagements.find({ ...anything, words: 'Bloggs' }, reader(), today)).total).toBe(0);
  });

  it.skipIf(isMissing)('do not open a note to the borough that nobody vouched for', async () => {
    await saved({ sharing: 'owner' }, { ...author, isVouched: false });
    expect(await seenBy(reader({ boroughId: hackney }))).toEqual([]);
  });

  it.skipIf(isMissing)('are gone on the day they expire, and then removed', async () => {
    await saved({ sharing: 'public', expiresOn: isoDate('2026-12-01') });
    expect(await seenBy(reader(), isoDate('2026-11-30'))).toHaveLength(1);
    expect(await seenBy(reader(), isoDate('2026-12-01'))).toEqual([]);
    expect(await engagements.purge(isoDate('2026-11-30'))).toBe(0);
    expect(await engagements.purge(isoDate('2026-12-01'))).toBe(1);
  });

  it.skipIf(isMissing)('make one note of a form that is sent three times', async () => {
    const first = await engagements.draft(note(), author, today, 'form-1');
    for (let again = 0; again < 2; again += 1)
      expect((await engagements.draft(note({ summary: 'other' }), author, today, 'form-1')).id).toBe(
        first.id,
      );
    expect(await engagements.save(first.id, 'boroughs', author)).toBe(true);
    expect(await engagements.save(first.id, 'public', author)).toBe(false);
    expect(await seenBy(reader({ boroughId: null, isVouchedFor: false }))).toEqual([]);
    const stranger = { ...author, officerId: 'officer-9' };
    await expect(engagements.draft(note(), stranger, today, 'form-1')).rejects.toThrow('used before');
  });

  it.skipIf(isMissing)('are saved by their author and removed by nobody else', async () => {
    const draft = await engagements.draft(note(), author, today, null);
    expect(await engagements.save(draft.id, 'public', { tenantId: 'tenant-b', officerId: 'officer-1' })).toBe(
      false,
    );
    await engagements.save(draft.id, 'public', author);
    expect(await engagements.remove(draft.id, reader())).toBe(false);
    expect(await engagements.remove(draft.id, reader({ boroughId: hackney }))).toBe(true);
  });

  it.skipIf(isMissing)('are found by organisation, service and words, the whole of them first', async () => {
    await saved({ sharing: 'public', supplierIds: ['s-1'] });
    await saved({ sharing: 'public', summary: 'Parking sensors', serviceArea: 'Parking' });
    const find = async (criteria: Partial<EngagementCriteria>) =>
      await engagements.find({ ...anything, ...criteria }, reader(), today);
    expect(await find({ words: 'damp sensor' })).toMatchObject({ total: 1, isPartial: false });
    expect(await find({ words: 'kerb sensors' })).toMatchObject({ total: 2, isPartial: true });
    expect((await find({ supplierIds: ['s-1', 's-2'] })).total).toBe(1);
    expect((await find({ serviceArea: 'Parking' })).total).toBe(1);
    expect((await find({ boroughIds: [bromley] })).total).toBe(0);
    expect((await find({ exceptBoroughId: hackney })).total).toBe(0);
    expect((await find({ words: "x' or 1=1; --\0 :* & !" })).total).toBe(0);
  });

  it.skipIf(isMissing)('lose their officer and the people met when the officer is forgotten', async () => {
    await engagements.draft(note(), author, today, null);
    await saved({ sharing: 'public' });
    await saved({ sharing: 'public' }, { ...author, isVouched: false });
    expect(await forgetEngager(database.kysely, author.tenantId, author.officerId)).toBe(3);
    const rows = await database.kysely.selectFrom('engagements').selectAll().execute();
    expect(rows).toMatchObject([{ officer_id: 'forgotten', people: null, state: 'saved' }]);
  });
});

describe('the export', () => {
  it('never starts a cell with what a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('=', '+', '-', '@', '\t=', ' @', ''),
        (text, sign) => {
          const csv = engagementsAsCsv([
            {
              ...note({ summary: `${sign}${text}`, organisation: `${sign}x` }),
              id: 'M-1',
              boroughId: null,
              borough: null,
              isVouched: false,
              loggedOn: today,
              isDraft: false,
              isOwn: false,
            },
          ]);
          const body = csv.slice(csv.indexOf('\r\n') + 2);
          const cells = [...body.matchAll(/"((?:[^"]|"")*)"/g)].map((found) => found[1] ?? '');
          expect(cells).toHaveLength(12);
          for (const cell of cells) expect(cell).not.toMatch(/^[\s\p{C}]*[=+\-@]/u);
        },
      ),
    );
  });
});

describe('details of people', () => {
  it.each([
    ['we met Jo Bloggs from NEC about repairs', ['Jo Bloggs']],
    ['spoke to Priya at Civica, their new module is out', ['Priya']],
    ['Dr Sam Green showed the demo', ['Dr Sam Green']],
    ['Ana Silva, their account manager, will send prices', ['Ana Silva']],
    ['we met NEC about Housing Repairs', []],
    ['met with Civica about Revenues and Benefits', []],
  ])('are recognised in “%s”', (text, expected) => {
    expect(peopleIn(text)).toEqual(expected);
    for (const name of expected) expect(withoutPeople(text, expected)).not.toContain(name);
  });

  it('such as addresses and numbers are taken out', () => {
    expect(withoutContacts('write to jo@example.org or 020 7946 0000')).toBe(
      'write to [address removed] or [number removed]',
    );
  });
});
