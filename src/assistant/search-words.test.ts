import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedForTest } from '../../test/support/databases.ts';
import { emptyCatalogue, reference } from '../../test/support/made-up-contracts.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import type { NameIndex } from '../catalogue/names/name-index.ts';
import type { Database } from '../database/connect.ts';
import { isoDate } from '../procurement/iso-date.ts';
import { inputFrom, searchCommands } from '../tools/as-message-extension.ts';
import { findContracts } from '../tools/find-contracts.ts';
import { tools } from '../tools/tools.ts';
import { readSearchWords } from './search-words.ts';

const today = isoDate('2026-11-23');

describe('words typed into the compose box', () => {
  let database: Database;
  let names: NameIndex;
  beforeAll(async () => {
    database = await openEmbeddedForTest();
    await emptyCatalogue(database.kysely);
    names = await createCatalogue(database.kysely, reference).names();
  });
  afterAll(() => database.close());

  it.each([
    ['nec housing hillingdon', { name: 'nec housing', boroughs: ['E09000017'], words: null }],
    ['hilingdon parking', { service_area: 'Parking', boroughs: ['E09000017'] }],
    ['kerbside robots', { name: null, service_area: null, words: 'kerbside robots' }],
    ['contracts in sutton ending before 2028', { boroughs: ['E09000029'], words: null }],
    ['', { name: null, words: null, boroughs: null }],
  ])('“%s”', (text, expected) => {
    expect(readSearchWords(text, today, names)).toMatchObject(expected);
  });

  it('become input that every searched tool takes', () => {
    for (const text of ['nec housing hillingdon', "x' or 1=1", '£5m to £9m in 2027', 'ZZ\u0000'])
      for (const { tool: name } of searchCommands) {
        const tool = tools.find((candidate) => candidate.name === name);
        const input = inputFrom(
          { input: tool?.input ?? findContracts.input },
          { ...readSearchWords(text, today, names) },
        );
        expect(tool?.input.safeParse(input).error?.issues ?? []).toEqual(
          name === 'search_guidance' ? expect.any(Array) : [],
        );
      }
  });
});
