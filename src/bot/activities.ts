/** Pure makers of the activities the bot posts, within every limit Teams sets. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Answer, Citation } from '../assistant/answer.ts';
import type { Scope } from '../assistant/assistant.ts';
import { answerCard } from './cards/answer-card.ts';
import { clip, escapeMarkdown, safeUrl } from './cards/escape.ts';
import { helpCard, helpText } from './cards/help-card.ts';
import { welcomeCard, welcomeText } from './cards/welcome-card.ts';
import { messageText } from './message-text.ts';

/** Content type of an adaptive card. */
export const cardContentType = 'application/vnd.microsoft.card.adaptive';
/** Most bytes of one message counted as UTF-16; Teams refuses at about 100 KB. */
export const maxMessageBytes = 75_000;
/** More citations than this make Teams refuse the message. */
export const maxCitations = 20;

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

/** The one root entity a message may have: citations and the AI label. */
export type MessageEntity = {
  readonly type: 'https://schema.org/Message';
  readonly '@type': 'Message';
  readonly '@context': 'https://schema.org';
  readonly '@id': '';
  readonly additionalType?: readonly ['AIGeneratedContent'];
  readonly citation?: readonly ClaimEntity[];
};

/** A message as we post it; a subset of a Bot Framework activity. */
export type MessageActivity = {
  readonly type: 'message';
  readonly text: string;
  readonly textFormat: 'markdown';
  readonly summary: string;
  readonly attachments: readonly { readonly contentType: string; readonly content: IAdaptiveCard }[];
  readonly entities?: readonly [MessageEntity];
  readonly channelData?: {
    readonly feedbackLoopEnabled: true;
    readonly feedbackLoop: { readonly type: 'default' };
  };
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

/** The root entity, or null when it would say nothing. Only citations whose mark is in `text`; at most twenty. */
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
  if (citation.length === 0 && !answer.writtenByModel) return null;
  return {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    '@id': '',
    ...(answer.writtenByModel ? { additionalType: ['AIGeneratedContent'] as const } : {}),
    ...(citation.length === 0 ? {} : { citation }),
  };
}

/** Rows stand alone with their prose; an answer of sentences only needs a card for its buttons, or none. */
function attachmentsOf(answer: Answer): MessageActivity['attachments'] {
  const hasRows = answer.sections.length > 0;
  const needsCard =
    hasRows ||
    answer.choices.length + answer.nextActions.length + answer.timeline.length + answer.remarks.length > 0 ||
    answer.coverage !== null;
  return needsCard
    ? [{ contentType: cardContentType, content: answerCard(answer, { page: 1, withProse: hasRows }) }]
    : [];
}

/** An answer as one message: text with marks, card, native citations, AI label where a model wrote, feedback buttons. */
export function answerActivity(answer: Answer): MessageActivity {
  const text = messageText(answer);
  const entity = messageEntity(answer, text);
  return {
    type: 'message',
    text,
    textFormat: 'markdown',
    summary: clip(answer.title.trim() || 'Answer', 100),
    attachments: attachmentsOf(answer),
    ...(entity === null ? {} : { entities: [entity] as const }),
    channelData: { feedbackLoopEnabled: true, feedbackLoop: { type: 'default' } },
  };
}

/** An answer whose card is drawn by the part of the app it belongs to. */
export function panelActivity(answer: Answer, own: IAdaptiveCard): MessageActivity {
  return { ...answerActivity(answer), attachments: [{ contentType: cardContentType, content: own }] };
}

/** A card with its words; `plainText` is what clients without cards, and notifications, show. */
export function cardActivity(own: IAdaptiveCard, plainText: string): MessageActivity {
  return {
    type: 'message',
    text: escapeMarkdown(clip(plainText, 1_200)),
    textFormat: 'markdown',
    summary: clip(plainText, 100),
    attachments: [{ contentType: cardContentType, content: own }],
  };
}

/** The welcome of a conversation. `addedBy` is named in groups and channels only. */
export function welcomeActivity(scope: Scope, addedBy: string | null): MessageActivity {
  return {
    type: 'message',
    text: escapeMarkdown(welcomeText(scope, addedBy === null ? null : clip(addedBy, 100))),
    textFormat: 'markdown',
    summary: 'Procurement assistant: welcome',
    attachments: [{ contentType: cardContentType, content: welcomeCard(scope, addedBy) }],
  };
}

/** How to ask; `lead` is a plain first sentence. */
export function helpActivity(lead: string | null): MessageActivity {
  const escaped = lead === null ? null : escapeMarkdown(lead);
  return {
    type: 'message',
    text: escaped === null ? helpText : `${escaped} ${helpText}`,
    textFormat: 'markdown',
    summary: 'How to ask',
    attachments: [{ contentType: cardContentType, content: helpCard(escaped) }],
  };
}

/** One plain sentence without a card. */
export function sentenceActivity(sentence: string): MessageActivity {
  return {
    type: 'message',
    text: escapeMarkdown(sentence),
    textFormat: 'markdown',
    summary: clip(sentence, 100),
    attachments: [],
  };
}

/** Size of a message as Teams counts it. */
export function messageBytes(activity: MessageActivity): number {
  return JSON.stringify(activity).length * 2;
}
