/** The one root entity of a message: citations, the AI label, the sensitivity label. */
import type { Answer, Citation } from '../assistant/answer.ts';
import { clip, safeUrl } from './cards/escape.ts';

/** Most native citations of a message: Teams documents twenty, and Microsoft’s own emulator refuses an eleventh. */
export const maxCitations = 10;

/** `citation[]` of the root entity, as Teams defines it. */
export type ClaimEntity = {
  readonly '@type': 'Claim';
  readonly position: number;
  readonly appearance: {
    readonly '@type': 'DigitalDocument';
    readonly name: string;
    readonly abstract: string;
    readonly url?: string;
  };
};

/** Whom an answer is for, in words; a label id of Purview is not known to us, so none is claimed. */
export type UsageInfo = {
  readonly '@type': 'CreativeWork';
  readonly name: string;
  readonly description: string;
};

/** The one root entity a message may have. */
export type MessageEntity = {
  readonly type: 'https://schema.org/Message';
  readonly '@type': 'Message';
  readonly '@context': 'https://schema.org';
  readonly '@id': '';
  readonly additionalType?: readonly ['AIGeneratedContent'];
  readonly citation?: readonly ClaimEntity[];
  readonly usageInfo?: UsageInfo;
};

/** The label of an answer that shows a record not meant for everybody. */
export const restrictedLabel: UsageInfo = {
  '@type': 'CreativeWork',
  name: 'For borough officers only',
  description: 'Holds values that were shared with boroughs and are not published. Do not pass them on.',
};

function claim(citation: Citation): ClaimEntity {
  const url = safeUrl(citation.url);
  const about = [citation.publisher, citation.publishedDate ?? '', citation.quote]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' – ');
  return {
    '@type': 'Claim',
    position: citation.number,
    appearance: {
      '@type': 'DigitalDocument',
      name: clip(citation.title.trim() || citation.publisher.trim() || `Source ${citation.number}`, 80),
      abstract: clip(about || citation.title.trim() || `Source ${citation.number}`, 160),
      ...(url === null ? {} : { url }),
    },
  };
}

/** Numbers of the unescaped `[n]` marks in `text`, each once. */
export function marksIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(/(?<!\\)\[(\d{1,4})\](?!\()/g)].map((match) => Number(match[1])));
}

/** The root entity, or null when it would say nothing. Only citations whose mark is in `text`; at most `maxCitations`. */
export function messageEntity(answer: Answer, text: string): MessageEntity | null {
  const marks = marksIn(text);
  const seen = new Set<number>();
  const citation = answer.citations
    .filter(({ number }) => {
      const isUsed = Number.isInteger(number) && number >= 1 && marks.has(number) && !seen.has(number);
      seen.add(number);
      return isUsed;
    })
    .slice(0, maxCitations)
    .map(claim);
  const isRestricted = answer.isRestricted === true;
  if (citation.length === 0 && !answer.writtenByModel && !isRestricted) return null;
  return {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    '@id': '',
    ...(answer.writtenByModel ? { additionalType: ['AIGeneratedContent'] as const } : {}),
    ...(citation.length === 0 ? {} : { citation }),
    ...(isRestricted ? { usageInfo: restrictedLabel } : {}),
  };
}
