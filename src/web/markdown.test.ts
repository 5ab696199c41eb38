import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown } from './page/markdown.js';

type Inline = import('./page/markdown.js').Inline;
type Block = import('./page/markdown.js').Block;

function wordsOf(node: Block | Inline): string {
  if (node.kind === 'list') return node.items.flat().map(wordsOf).join('');
  const own = 'text' in node ? node.text : '';
  const inside = 'children' in node ? node.children.map(wordsOf).join('') : '';
  return `${own}${inside}${'address' in node ? node.address : ''}`;
}

describe('inline Markdown', () => {
  it.each([
    [
      '**bold** and *it*',
      [
        { kind: 'bold', children: [{ kind: 'text', text: 'bold' }] },
        { kind: 'text', text: ' and ' },
        { kind: 'italic', children: [{ kind: 'text', text: 'it' }] },
      ],
    ],
    [
      'see [1][2].',
      [
        { kind: 'text', text: 'see ' },
        { kind: 'citation', number: 1 },
        { kind: 'citation', number: 2 },
        { kind: 'text', text: '.' },
      ],
    ],
    [
      '[a \\] b](https://x.example/(1))',
      [{ kind: 'link', address: 'https://x.example/(1)', children: [{ kind: 'text', text: 'a ] b' }] }],
    ],
    [
      '[1](https://x.example)',
      [{ kind: 'link', address: 'https://x.example', children: [{ kind: 'text', text: '1' }] }],
    ],
    ['Fictional\\_Supplier \\*Ltd\\*', [{ kind: 'text', text: 'Fictional_Supplier *Ltd*' }]],
    ['snake_case_name 2 * 3 * 4', [{ kind: 'text', text: 'snake_case_name 2 * 3 * 4' }]],
    ['<img src=x onerror=alert(1)>', [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]],
    ['`a*b*`', [{ kind: 'code', text: 'a*b*' }]],
    ['**open', [{ kind: 'text', text: '**open' }]],
    ['\\[1]', [{ kind: 'text', text: '[1]' }]],
  ])('%s', (text, nodes) => {
    expect(parseInline(text)).toEqual(nodes);
  });
});

describe('blocks', () => {
  it('reads paragraphs, line breaks, headings and lists', () => {
    const kinds = parseMarkdown('# Title\none\ntwo\n\n- a\n- b\n1. c\n\nend<br>of it').map((block) =>
      block.kind === 'list' ? `${block.isNumbered ? 'ol' : 'ul'}${block.items.length}` : block.kind,
    );
    expect(kinds).toEqual(['heading', 'paragraph', 'ul2', 'ol1', 'paragraph']);
    expect(parseMarkdown('one\ntwo')).toEqual([
      {
        kind: 'paragraph',
        children: [{ kind: 'text', text: 'one' }, { kind: 'break' }, { kind: 'text', text: 'two' }],
      },
    ]);
  });

  it('takes any text and loses no word of it', () => {
    const signs = fc.constantFrom(
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '\\',
      '`',
      '\n',
      'a',
      '1',
      ' ',
      '<',
      '#',
      '-',
    );
    fc.assert(
      fc.property(fc.string({ unit: signs }), (text) => {
        const words = parseMarkdown(text).map(wordsOf).join('');
        expect(words.replace(/[^a<]/g, '')).toBe(text.replace(/[^a<]/g, ''));
      }),
    );
  });

  it.each(['[', '*', '**a ', '[a](', '\\', '`a', '_a_'])('takes 50,000 times %s', (part) => {
    expect(parseMarkdown(part.repeat(50_000)).length).toBe(1);
  });
});
