import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import { catalogueState, emptyCatalogue, reference } from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { isoDate } from '../../procurement/iso-date.ts';
import { createResolvers } from '../resolve/resolvers.ts';
import { columnsOf, createDateGuess } from './columns.ts';
import { createRegisterDesk, largestFile } from './register-desk.ts';
import { checkArchive, isZip, withoutSpreadsheet } from './spreadsheet.ts';

const header = 'Contract reference,Contract title,Supplier,Start date,End date,Total value,Colour';
const register = (end = '31/03/2027') =>
  `Council register\n${header}\nH-1,Repairs scheduling,Example Systems Ltd,01/04/2024,${end},"£250,000",blue\nH-2,Permits,Example Parking Ltd,01/05/2024,rolling,"£10,000",red\nalone\n`;
const sender = { tenantId: 'tenant', officerId: 'officer-1' };
const everything = () => true;

/** A ZIP archive that holds nothing but its list of parts. */
function archive(
  parts: readonly { readonly name: string; readonly unpacked: number; readonly flags?: number }[],
): Buffer {
  const entries = parts.map(({ name, unpacked, flags = 0 }) => {
    const entry = Buffer.alloc(46 + name.length);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt32LE(unpacked, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.write(name, 46, 'latin1');
    return entry;
  });
  const start = Buffer.from('504b0304', 'hex');
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(start.length, 16);
  return Buffer.concat([start, list, end]);
}

describe('dates of a register', () => {
  const columns = columnsOf(header.split(',')) ?? [];
  const guess = (...days: readonly string[]) => {
    const dates = createDateGuess(columns);
    for (const day of days) dates.add(['', '', '', day, '', '', '']);
    return dates.guess();
  };
  it.each([
    [['13/04/2024', '01/04/2024'], { format: 'dd/mm/yyyy', count: 2, ambiguous: 1 }],
    [['04/13/2024', '04/14/2024', '01/04/2024'], { format: 'mm/dd/yyyy', count: 2, others: 1 }],
    [['2024-04-01'], { format: 'yyyy-mm-dd', count: 1, ambiguous: 0 }],
    [['45383'], { format: 'Excel numbers', count: 1 }],
    [['1 April 2024', 'rolling'], { format: 'words', count: 1, notDates: ['rolling'] }],
    [[], { format: 'none', count: 0 }],
  ] as const)('%j', (days, expected) => {
    expect(guess(...days)).toMatchObject(expected);
  });
});

describe('an Excel file', () => {
  const sheet = { name: 'xl/worksheets/sheet1.xml', unpacked: 1_000 };
  it.each([
    ['a bomb', [sheet, { name: 'xl/sharedStrings.xml', unpacked: 4_000_000_000 }], /more than 100 MB/],
    ['many parts', Array.from({ length: 3_000 }, () => sheet), /more than 100 MB/],
    ['a locked one', [{ ...sheet, flags: 1 }], /password/],
    ['another archive', [{ name: 'word/document.xml', unpacked: 10 }], /not an Excel workbook/],
  ])('that is %s is refused before it is unpacked', (_what, parts, message) => {
    expect(() => checkArchive(archive(parts))).toThrow(message);
  });
  it('is read as last calculated, once a reader is there', async () => {
    const content = archive([sheet]);
    expect(isZip(content)).toBe(true);
    await expect(withoutSpreadsheet(content, null)).rejects.toThrow(/Save the sheet as CSV/);
    const text = await withoutSpreadsheet(content, async () => [
      ['Title', 'End date'],
      ['A "quoted" one, =1+1', new Date('2028-03-31T00:00:00Z')],
      [null, 5, { formula: 'x' }],
    ]);
    expect(text.toString()).toBe('"Title","End date"\n"A ""quoted"" one, =1+1","2028-03-31"\n"","5",""');
  });
  it('that is damaged anywhere ends in a sentence', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 255 }), fc.nat(), (at, byte, cut) => {
        const content = archive([sheet, sheet]);
        content[at % content.length] = byte;
        const broken = content.subarray(0, cut % 3 === 0 ? cut % (content.length + 1) : content.length);
        try {
          if (isZip(broken)) checkArchive(broken);
        } catch (error) {
          expect(error).toMatchObject({ code: 'SOURCE_FORMAT' });
        }
      }),
      { numRuns: 500 },
    );
  });
});

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`files that officers send, over ${engine.name}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await engine.open();
    });
    afterAll(() => database.close());
    beforeEach(() => emptyCatalogue(database.kysely));
    const desk = () =>
      createRegisterDesk({
        database: database.kysely,
        resolvers: createResolvers(reference),
        leadTimes: reference.leadTimes,
        rulesHash: 'rules',
        today: () => isoDate('2026-11-23'),
        readSheet: null,
        afterLoad: () => undefined,
      });
    const send = (text: string, name = 'our register.csv') =>
      desk().receive(sender, name, Buffer.from(text), null);

    it('are previewed without saving, and loaded after a yes', async () => {
      const before = await catalogueState(database.kysely);
      const file = await send(register());
      const shown = await desk().preview(sender, file.id, 'Hillingdon');
      expect(shown).toMatchObject({
        kind: 'preview',
        preview: {
          format: 'register',
          read: 3,
          added: 2,
          changed: 0,
          rejected: [{ reason: 'only one cell is filled', count: 1, lines: [5] }],
          dates: { format: 'dd/mm/yyyy', notDates: ['rolling'] },
          samples: [
            { state: 'new', line: 3, title: 'Repairs scheduling' },
            { state: 'new', line: 4, title: 'Permits' },
          ],
        },
      });
      if (shown.kind !== 'preview') throw new TypeError('no preview');
      expect(shown.preview.columns?.at(-1)).toEqual({ header: 'Colour', field: null });
      expect(await catalogueState(database.kysely)).toEqual(before);
      expect(await desk().load(sender, file.id, 'Hillingdon', everything)).toMatchObject({
        kind: 'loaded',
        report: { added: 2 },
      });
      expect(await desk().load(sender, file.id, 'Hillingdon', everything)).toEqual({ kind: 'unknown' });

      const next = await send(register('31/03/2029'));
      expect(await desk().preview(sender, next.id, 'Hillingdon')).toMatchObject({
        preview: {
          added: 0,
          changed: 1,
          unchanged: 1,
          samples: [
            { state: 'changed', changes: [{ field: 'end date', from: '2027-03-31', to: '2029-03-31' }] },
          ],
        },
      });
    });

    it('are nobody else’s', async () => {
      const file = await send(register());
      for (const other of [
        { ...sender, tenantId: 'x' },
        { ...sender, officerId: 'x' },
      ]) {
        expect(await desk().preview(other, file.id, 'Hillingdon')).toEqual({ kind: 'unknown' });
        expect(await desk().load(other, file.id, 'Hillingdon', everything)).toEqual({ kind: 'unknown' });
        expect(await desk().discard(other, file.id)).toBe(false);
      }
      expect(await desk().discard(sender, file.id)).toBe(true);
    });

    it('are loaded only for boroughs the sender may speak for', async () => {
      const file = await send(register());
      const before = await catalogueState(database.kysely);
      const camden = reference.boroughs.find(({ buyer }) => buyer.shortName === 'Camden')?.buyer.id;
      expect(await desk().load(sender, file.id, 'Hillingdon', (id) => id === camden)).toMatchObject({
        kind: 'refused',
      });
      expect(await catalogueState(database.kysely)).toEqual(before);
    });

    it.each([
      ['a notice', '{"ocid":"ocds-h6vhtk-000001","tag":["award"]}', /In a chat only/],
      ['no register', 'a,b\n1,2\n', /./],
      ['the older Excel', Buffer.from('d0cf11e0a1b11ae100000000', 'hex').toString('latin1'), /./],
    ])('that are %s end in a sentence', async (_what, text, message) => {
      const file = await desk().receive(sender, '../../etc/x\u202e.csv', Buffer.from(text, 'latin1'), null);
      expect(file.fileName).toBe('x.csv');
      const shown = await desk().preview(sender, file.id, 'Hillingdon');
      expect(shown.kind).toBe('refused');
      if (shown.kind === 'refused') expect(shown.reason).toMatch(message);
    });

    it('are refused when empty or too large', async () => {
      await expect(send('')).rejects.toThrow('The file is empty.');
      await expect(desk().receive(sender, 'x', Buffer.alloc(largestFile + 1), null)).rejects.toThrow(
        /larger than 10 MB/,
      );
    });
  });
}
