import { describe, expect, it } from 'vitest';
import { reference } from '../../../test/support/made-up-contracts.ts';
import { shortFirmName } from './firms.ts';
import { createNameIndex, type Mention } from './name-index.ts';

const index = await createNameIndex(reference, [
  { id: 'coh:09999901', canonicalId: 'coh:09999901', name: 'Fictional Systems Limited' },
  { id: 'name:fictionalsystems', canonicalId: 'coh:09999901', name: 'FICTIONAL SYSTEMS LTD' },
  { id: 'name:the', canonicalId: 'name:the', name: 'The Limited' },
]);

/** Ids and names of everything the words may mean. */
function meanings(mentions: readonly Mention[]): string[] {
  return mentions.flatMap((mention) =>
    mention.meanings.flatMap((meaning) => {
      if (meaning.kind === 'borough') return meaning.buyerIds;
      if (meaning.kind === 'product') return [meaning.productId];
      return [meaning.name];
    }),
  );
}

const of = (text: string) => meanings(index.find(text));

describe('names in a question', () => {
  it.each([
    ['who uses mosiac for social care?', 'mosaic'],
    ['and bromly?', 'E09000006'],
    ['hilingdon', 'E09000017'],
    ['does Hillingdon’s housing system expire', 'E09000017'],
    ['HILLINGDON COUNCIL', 'E09000017'],
    ['Royal Borough of Kensington & Chelsea', 'E09000020'],
    ['northgate housing', 'nec-housing'],
    ['NEC-Housing', 'nec-housing'],
    ['Lambth', 'E09000022'],
    ['islinton', 'E09000019'],
  ])('%s names %s', (text, id) => {
    expect(of(text)).toContain(id);
  });

  it('say how a misspelt one was understood, and keep quiet about a right one', () => {
    expect(index.find('bromly')[0]).toMatchObject({
      text: 'bromly',
      repairedTo: 'Bromley',
      start: 0,
      end: 6,
    });
    expect(index.find('Bromley')[0]).toMatchObject({ text: 'Bromley', repairedTo: null });
  });

  it('mark the place where they stand', () => {
    const text = 'Has “Tower Hamlets” anything in common with Hackney?';
    expect(index.find(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Tower Hamlets',
      'Hackney',
    ]);
  });

  it('of a firm lead to every id of it', () => {
    expect(index.find('fictional systems').flatMap((mention) => mention.meanings)).toContainEqual({
      kind: 'firm',
      name: expect.stringMatching(/^fictional systems/i),
      productIds: [],
      supplierIds: ['coh:09999901'],
    });
  });

  it('stay several when the words are used for several', () => {
    const shared = index.find('LBH').flatMap((mention) => mention.meanings);
    expect(shared).toMatchObject([{ kind: 'borough' }]);
    expect(of('LBH').length).toBeGreaterThan(1);
  });

  it('of one common word wait for the service area', () => {
    expect(index.find('Mosaic').flatMap((mention) => mention.meanings)).toContainEqual({
      kind: 'product',
      productId: 'mosaic',
      needsContext: true,
    });
  });

  it.each([
    'when does it expire',
    'the quick brown fox jumps over the lazy dog',
    'who is responsible for their renewal notice',
    'is the tender value more than the threshold',
    'please sort them by price and show another one',
    'which of these were extended last year',
  ])('are not read into plain English: %s', (text) => {
    expect(index.words(text).filter((word) => word.repaired !== null)).toEqual([]);
    expect(
      index
        .find(text)
        .flatMap((mention) => mention.meanings)
        .filter((meaning) => meaning.kind === 'borough'),
    ).toEqual([]);
  });

  it('repair no word that English has, however near a name is', () => {
    // One letter from Barnet, Sutton, Merton, Brent, Camden, Bexley, Harrow, Newham.
    for (const word of [
      'garnet',
      'button',
      'sultan',
      'mutton',
      'bent',
      'garden',
      'arrow',
      'narrow',
      'spent',
      'housing',
    ])
      expect(index.spelling.repair(word), word).toBeNull();
  });

  it('repair no number, no short word, and nothing that could be two', () => {
    for (const word of ['nex', 'k2', 'rm6259', 'xyzzyq', '2028', ''])
      expect(index.spelling.repair(word)).toBeNull();
  });

  it('survive anything', () => {
    for (const text of ['', ' ', '\0', '💷💷', 'a'.repeat(10_000), '&&&&', '’’s', '\ud800', 'ﬁ'.repeat(50)])
      expect(Array.isArray(index.find(text))).toBe(true);
  });
});

describe('short names of firms', () => {
  it.each([
    ['NEC Software Solutions UK Limited', 'nec'],
    ['The Limited', null],
    ['Access Ltd', null],
    ['Fictional Systems (UK) Ltd', 'fictional'],
    ['', null],
  ])('%s is %s', (name, short) => {
    expect(shortFirmName(name)).toBe(short);
  });
});
