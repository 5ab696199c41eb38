/** Draws the content `{ words }` as a card with one paragraph and a button; stands in for the drawing of alerts. */
import { cardContentType, type MessageActivity } from '../../src/bot/activities.ts';
import { card, execute, text } from '../../src/bot/cards/elements.ts';
import { escapeMarkdown } from '../../src/bot/cards/escape.ts';

/** Throws for anything else, as every drawing must for content that is not its own. */
export function plainRender(content: unknown): MessageActivity {
  const words = (content as { words?: unknown } | null)?.words;
  if (typeof words !== 'string') throw new TypeError('This content has no words.');
  return {
    type: 'message',
    text: words,
    textFormat: 'markdown',
    summary: words,
    attachments: [
      {
        contentType: cardContentType,
        content: card({
          body: [text(escapeMarkdown(words))],
          actions: [execute('Ask about it', { verb: 'ask', message: 'help' })],
          fallbackText: words,
          speak: words,
        }),
      },
    ],
  };
}
