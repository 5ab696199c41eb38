import { describe, expect, it } from 'vitest';
import type { Draft } from './compose/draft.ts';
import { draftOfNotice } from './fixed-drafts.ts';
import { joinParts } from './join-parts.ts';

function part(title: string, pages: readonly string[]): Draft {
  return {
    ...draftOfNotice('thanks'),
    status: 'answered',
    title,
    sentences: [{ text: `About ${title}.`, citations: pages.map((_page, at) => at + 1) }],
    citations: pages.map((page, at) => ({
      number: at + 1,
      title: page,
      publisher: 'Example Council',
      url: `https://example.org/${page}`,
      publishedDate: null,
      quote: page,
    })),
  };
}

describe('parts joined', () => {
  it('stand in order under numbered headings, their sources numbered once', () => {
    const joined = joinParts([part('first', ['a', 'b']), part('second', ['b', 'c'])], 0);
    expect(joined.sections.map(({ heading }) => heading)).toEqual(['1. first', '2. second']);
    expect(joined.citations.map(({ title, number }) => [title, number])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect(joined.sections[1]?.sentences[0]?.citations).toEqual([2, 3]);
  });

  it('keep to twenty sources and drop the marks of the rest', () => {
    const pages = Array.from({ length: 15 }, (_item, at) => `p${at}`);
    const joined = joinParts(
      [
        part('first', pages),
        part(
          'second',
          pages.map((page) => `${page}x`),
        ),
      ],
      1,
    );
    expect(joined.citations).toHaveLength(20);
    expect(joined.sections[1]?.sentences[0]?.citations).toEqual([16, 17, 18, 19, 20]);
    expect(joined.sentences[0]?.text).toMatch(/1 more is left/);
  });

  it('are answered when one part is, and offer the choices of a question back', () => {
    const asks: Draft = {
      ...draftOfNotice('not-understood'),
      choices: [{ label: 'Mosaic (Social care)', message: 'Mosaic (Social care)' }],
    };
    const joined = joinParts([part('first', []), asks, draftOfNotice('out-of-scope')], 0);
    expect(joined.status).toBe('answered');
    expect(joined.choices.map(({ label }) => label)).toEqual(['Mosaic (Social care)']);
    expect(joinParts([draftOfNotice('out-of-scope'), asks], 0).status).toBe('clarify');
  });
});
