/** A short card that replaces another when there is nothing to show in its place. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { card, heading, text } from './elements.ts';
import { escapeMarkdown } from './escape.ts';

/** Title and one sentence, both plain text. */
export function noticeCard(title: string, sentence: string): IAdaptiveCard {
  return card({
    body: [heading(escapeMarkdown(title), 'title'), text(escapeMarkdown(sentence))],
    actions: [],
    fallbackText: sentence,
    speak: sentence,
  });
}
