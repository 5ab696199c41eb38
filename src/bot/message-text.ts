/** The short text of an answer for Teams; its `[n]` marks carry the native citations. */
import type { Answer, CoverageSummary, Sentence } from '../assistant/answer.ts';
import { clip, escapeMarkdown } from './cards/escape.ts';
import { maxCitations } from './message-entity.ts';

/** Longest text posted beside a card, in UTF-16 units. */
export const maxMessageText = 6_000;

/** `2 are known to have none`, and so on; every borough is counted exactly once. */
export function coverageInWords(coverage: CoverageSummary): string {
  const about = coverage.serviceArea === null ? '' : ` for ${coverage.serviceArea}`;
  const parts = [
    `${coverage.known} of ${coverage.of} boroughs ${coverage.known === 1 ? 'has' : 'have'} a record${about}`,
  ];
  if (coverage.none > 0)
    parts.push(`${coverage.none} ${coverage.none === 1 ? 'is' : 'are'} known to have none`);
  if (coverage.withheld > 0)
    parts.push(`${coverage.withheld} ${coverage.withheld === 1 ? 'withholds' : 'withhold'} it`);
  parts.push(`nothing is known about ${coverage.unknown}`);
  return `${parts.join('; ')}.`;
}

/** A sentence with its marks: `Lambeth uses it [2][3].` Safe to show as Markdown. */
export function markedSentence(sentence: Sentence, maxLength: number): string {
  const words = escapeMarkdown(clip(sentence.text.trim(), maxLength));
  const marks = sentence.citations.map((number) => `[${number}]`).join('');
  if (marks === '') return words;
  const stop = /[.!?]$/.exec(words)?.[0] ?? '';
  return `${words.slice(0, words.length - stop.length)} ${marks}${stop}`;
}

/** As many whole paragraphs as fit. */
export function paragraphs(parts: readonly string[], maxLength: number): string {
  let result = '';
  for (const part of parts) {
    const next = result === '' ? part : `${result}\n\n${part}`;
    // Whole paragraphs only: a cut inside one could leave half a link or half a mark.
    if (next.length > maxLength) break;
    result = next;
  }
  return result;
}

/** Marks of sources the text does not name yet: in the text too, because Teams shows a citation only for a mark there. */
export function recordMarks(answer: Answer, said: readonly Sentence[]): string {
  const named = new Set(said.flatMap((sentence) => sentence.citations));
  const shown = [
    ...answer.sentences,
    ...answer.sections.flatMap((section) => [...section.sentences, ...section.rows]),
  ];
  const used = new Set(shown.flatMap((part) => part.citations));
  const left = answer.citations
    .map(({ number }) => number)
    .filter((number) => used.has(number) && !named.has(number))
    // The card lists every source; a mark without a citation behind it would only be a number.
    .slice(0, Math.max(0, maxCitations - named.size));
  return left.length === 0 ? '' : `Records: ${left.map((number) => `[${number}]`).join(' ')}`;
}

/**
 * Markdown, never empty. Beside a card with rows only the first two sentences, so that nobody reads everything twice; an
 * answer without rows is said whole.
 */
export function messageText(answer: Answer): string {
  const said = answer.sections.length > 0 ? answer.sentences.slice(0, 2) : answer.sentences;
  const parts = [
    said.map((sentence) => markedSentence(sentence, 1_200)).join(' ') ||
      escapeMarkdown(clip(answer.title, 200)),
    recordMarks(answer, said),
  ].filter((part) => part !== '');
  return paragraphs(parts, maxMessageText) || escapeMarkdown(clip(parts[0] ?? answer.title, 1_200));
}
