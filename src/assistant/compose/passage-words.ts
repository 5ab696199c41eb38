/** Passages into sentences: their sources cited, their roles and references in words. */
import type { Block, Passage, Role } from '../../retrieval/passage.ts';
import type { GuidanceFound } from '../../tools/search-guidance.ts';
import type { Section, Sentence } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { type CitationList, section, sourceDateWords } from './draft.ts';

/** Said once in a thread. */
export const adviceNote =
  'This is guidance, not legal advice. Your council’s own standing orders apply too, and I do not know them.';

/** The note, unless the thread has had it. */
export function noteOnce(input: ComposeInput): string[] {
  return input.isAdviceNoted ? [] : [adviceNote];
}

/** Roles as officers read them. */
export const roleWords: Readonly<Record<Role, string>> = {
  'service-teams': 'service teams',
  'digital-and-it': 'digital and IT teams',
  procurement: 'procurement teams',
  'contract-managers': 'contract managers',
  directors: 'directors',
  legal: 'legal teams',
  'small-suppliers': 'small suppliers',
};

/** Numbers of the sources that a paragraph of the passage rests on. */
export function citeBlock(citations: CitationList, passage: Passage, block: Block | undefined): number[] {
  return (block?.sources ?? []).flatMap((place) => {
    const source = passage.sources[place];
    if (source === undefined) return [];
    return citations.citePage({
      title: source.title,
      publisher: source.publisher,
      url: source.address,
      publishedDate: source.date,
      quote: `${source.title} (${sourceDateWords(source.date, null)}, confidence ${source.confidence})`,
    });
  });
}

/** Page paths in a text become titles; a sentence that only points to a page is left out. */
export function readable(text: string, titles: GuidanceFound['pageTitles']): string {
  return text
    .replace(
      /(?:^|\s)(?:See|The rest is in) (?:also )?(?:(?:law|guidance\/[a-z-]+)\/[a-z0-9-]+(?:#[a-z0-9-]+)?(?:,? (?:and|or) |, )?)+\./g,
      '',
    )
    .replace(/,? ?(?:;|,)? see (?:also )?((?:law|guidance\/[a-z-]+)\/[a-z0-9-]+)/g, '')
    .replace(/\b((?:law|guidance\/[a-z-]+)\/[a-z0-9-]+)(?:#[a-z0-9-]+)?/g, (whole, page: string) => {
      const title = titles[page] ?? whole.split('/').at(-1)?.replaceAll('-', ' ') ?? whole;
      return `the page “${title}”`;
    })
    .trim();
}

/** The passage's own answer to its heading. */
export function answerOf(passage: Passage, found: GuidanceFound, citations: CitationList): Sentence {
  return {
    text: readable(passage.answer, found.pageTitles),
    citations: citeBlock(citations, passage, passage.blocks[0]),
  };
}

/** What follows the passage's answer, a sentence a paragraph or item; items are left out where a table says them. */
export function restOf(
  passage: Passage,
  found: GuidanceFound,
  citations: CitationList,
  role: Role | null,
  withItems = true,
  most = 9,
): Sentence[] {
  return passage.blocks
    .slice(1)
    .filter((block) => block.role === null || role === null || block.role !== role)
    .filter((block) => withItems || block.kind !== 'item')
    .slice(0, most)
    .map((block) => ({
      text: `${block.kind === 'item' ? '• ' : ''}${readable(block.text, found.pageTitles)}`,
      citations: citeBlock(citations, passage, block),
    }))
    .filter(({ text }) => text.length > 2);
}

/** The lines of the passage for the officer's role. */
export function linesForRole(
  passage: Passage,
  found: GuidanceFound,
  citations: CitationList,
  role: Role | null,
): Sentence[] {
  return passage.blocks
    .filter((block) => role !== null && block.role === role)
    .map((block) => ({
      text: readable(block.text, found.pageTitles),
      citations: citeBlock(citations, passage, block),
    }));
}

/** Another passage, short: its heading and its answer. */
export function briefSection(passage: Passage, found: GuidanceFound, citations: CitationList): Section {
  return section(passage.heading, [], [], [answerOf(passage, found, citations)]);
}

/** Under which law the passage holds, where it rests on one. */
export function lawWords(passage: Passage): string[] {
  if (passage.regime === 'PA2023')
    return [
      'This is the law of the Procurement Act 2023, for procurements begun on or after 24 February 2025; earlier ones stay under the Public Contracts Regulations 2015.',
    ];
  return [];
}
