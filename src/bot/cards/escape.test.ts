import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, escapeMarkdown, link, safeUrl } from './escape.ts';

describe('escapeMarkdown', () => {
  it('leaves ordinary names and sentences alone', () => {
    for (const text of [
      'Smith & Sons (UK) Ltd',
      'R&B, 33 boroughs',
      'act by 1 October 2026 – or not',
      '£5m > £1m',
    ])
      expect(escapeMarkdown(text)).toBe(text);
  });

  it('escapes what Markdown would read', () => {
    expect(escapeMarkdown('a_b *c* [d](e) <f> `g`')).toBe('a\\_b \\*c\\* \\[d\\](e) \\<f> \\`g\\`');
    expect(escapeMarkdown('# one\n- two\n3. three\n> four\n---')).toBe(
      '\\# one\n\\- two\n3\\. three\n\\> four\n\\---',
    );
    expect(escapeMarkdown('{{DATE(x)}} &amp; ~~gone~~')).toBe('{ {DATE(x)}} \\&amp; \\~~gone\\~~');
  });

  it('loses no character: taking the backslashes out again gives the text back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const back = escapeMarkdown(text).replace(/\\([!-/:-@[-`{-~])/g, '$1');
        expect(back).toBe(text.replaceAll('{{', '{ {'));
      }),
    );
  });
});

describe('safeUrl and link', () => {
  it('lets only http(s) addresses without credentials through', () => {
    expect(safeUrl('https://example.org/a?b=c')).toBe('https://example.org/a?b=c');
    for (const url of [
      'javascript:alert(1)',
      'https://a:b@example.org/',
      'file:///etc/passwd',
      '',
      'x',
      null,
    ])
      expect(safeUrl(url)).toBeNull();
  });

  it('cannot be broken out of', () => {
    expect(link('a](b', 'https://example.org/(x)')).toBe('[a\\](b](https://example.org/%28x%29)');
    expect(link('name', 'javascript:alert(1)')).toBe('name');
  });
});

describe('clip', () => {
  it('never splits a character and marks the cut', () => {
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('ab😀cd', 4)).toBe('ab…');
    expect(clip('abc', 3)).toBe('abc');
  });
});
