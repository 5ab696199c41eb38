import { describe, expect, it } from 'vitest';
import { cleanCell, cleanDescription, cleanLine } from './clean-text.ts';

describe('clean text', () => {
  it.each([
    ['Highways England&amp;apos;s', "Highways England's"],
    ['GEN II &amp;amp; Technology', 'GEN II & Technology'],
    ['costs Â£5,000', 'costs £5,000'],
    ['framework.â€¯ The', 'framework. The'],
    ['councilâ€™s', 'council’s'],
    ['caf&eacute;', 'café'],
    ['<p>One</p><br/>two', 'One two'],
    ['a\u0000b\ud800c\u202ed', 'a b\ufffdcd'],
    ['  many   spaces\r\nand lines ', 'many spaces and lines'],
    ['=cmd|calc', '=cmd|calc'],
    ['a < b and c > d', 'a < b and c > d'],
    ['£ and € stay', '£ and € stay'],
  ])('cleans %j', (text, clean) => {
    expect(cleanLine(text)).toBe(clean);
  });

  it('restores lost line breaks without breaking words', () => {
    expect(cleanDescription('First.rnrnSecond')).toBe('First.\n\nSecond');
    expect(cleanDescription('(boiler).rn Labour-only')).toBe('(boiler).\nLabour-only');
    expect(cleanDescription('modern government, return internal')).toBe('modern government, return internal');
  });

  it('takes out e-mail addresses', () => {
    expect(cleanDescription('Ask jane.doe@example.gov.uk now @ noon')).toBe(
      'Ask [e-mail address removed] now @ noon',
    );
  });

  it('reads placeholders as nothing, and bounds lengths', () => {
    expect(['N/A', 'TBC', ' none ', '-', '#REF!', '', null].map(cleanCell)).toEqual(Array(7).fill(null));
    expect(cleanLine('x'.repeat(5_000))?.length).toBe(500);
    expect(cleanDescription('x '.repeat(50_000))?.length).toBeLessThanOrEqual(10_000);
  });
});
