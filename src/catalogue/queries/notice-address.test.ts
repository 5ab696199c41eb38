import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../../../test/support/databases.ts';
import {
  emptyCatalogue,
  importItems,
  madeUpRecord,
  reference,
} from '../../../test/support/made-up-contracts.ts';
import type { Database } from '../../database/connect.ts';
import { type Catalogue, createCatalogue } from '../catalogue.ts';
import { publicViewer, type Viewer } from '../viewer.ts';
import { readNoticeAddress } from './notice-address.ts';

const uuid = '926dcbcd-ea91-4f16-a191-553a41de9a1a';
const findATender = (id: string) => `https://www.find-tender.service.gov.uk/Notice/${id}`;
const owner: Viewer = { boroughId: 'E09000017', isVouchedFor: true, isPrivate: true };

describe('an address', () => {
  it.each([
    [findATender('002744-2025'), '002744-2025'],
    [`${findATender('002744-2025')}?origin=SearchResults#x`, '002744-2025'],
    [`http://contractsfinder.service.gov.uk/notice/${uuid.toUpperCase()}`, uuid],
    [
      'https://www.digitalmarketplace.service.gov.uk/digital-outcomes-and-specialists/opportunities/10677',
      '10677',
    ],
    [findATender('2744-2025'), null],
    ['https://www.find-tender.service.gov.uk:8443/Notice/002744-2025', null],
    ['https://a:b@www.find-tender.service.gov.uk/Notice/002744-2025', null],
    ['https://evil.example/Notice/002744-2025', null],
    ['ftp://www.find-tender.service.gov.uk/Notice/002744-2025', null],
    ['', null],
  ])('%s names notice %s', (address, expected) => {
    expect(readNoticeAddress(address)?.noticeId ?? null).toBe(expected);
  });
});

for (const engine of engines) {
  describe.skipIf(engine.isMissing)(`contracts of a pasted notice address, over ${engine.name}`, () => {
    let database: Database;
    let catalogue: Catalogue;
    beforeAll(async () => {
      database = await engine.open();
      await emptyCatalogue(database.kysely);
      catalogue = createCatalogue(database.kysely, reference);
      await importItems(database.kysely, [
        madeUpRecord('by-address', { title: 'By address', url: findATender('000001-2025') }),
        madeUpRecord('by-notice', { title: 'By notice', noticeId: '000002-2025' }),
        madeUpRecord('by-ocid', { title: 'By procurement', ocid: `ocds-b5fd17-${uuid}` }),
        madeUpRecord('hidden', { title: 'Hidden', url: findATender('000003-2025'), visibility: 'owner' }),
      ]);
    });
    afterAll(() => database.close());
    const titles = async (viewer: Viewer, address: string) =>
      (await catalogue.byNoticeAddress(viewer, address)).map(({ title }) => title);

    it('are found by address, notice and procurement', async () => {
      expect(await titles(publicViewer, `${findATender('000001-2025')}?a=b`)).toEqual(['By address']);
      expect(await titles(publicViewer, findATender('000002-2025'))).toEqual(['By notice']);
      const finder = `https://www.contractsfinder.service.gov.uk/Notice/${uuid}`;
      expect(await titles(publicViewer, finder)).toEqual(['By procurement']);
      expect(await titles(publicViewer, findATender('000009-2025'))).toEqual([]);
    });

    it('are never told by the address of a record that not everybody may see', async () => {
      for (const viewer of [publicViewer, owner])
        expect(await titles(viewer, findATender('000003-2025'))).toEqual([]);
    });
  });
}
