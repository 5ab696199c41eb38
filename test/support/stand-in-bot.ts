/** A stand-in bot that answers like ours: text with citations, a card with a table and a button. */
import type { Bot } from './chat-harness.ts';

/** Content type of an adaptive card. */
export const cardType = 'application/vnd.microsoft.card.adaptive';

/** A card with a heading, a table and `buttons`. */
export function answerCard(title: string, buttons: readonly object[] = []): object {
  const columns = ['Borough', 'System', 'Supplier', 'Ends'];
  const cell = (text: string) => ({ type: 'TableCell', items: [{ type: 'TextBlock', text, wrap: true }] });
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    speak: title,
    body: [
      { type: 'TextBlock', text: title, size: 'Large', weight: 'Bolder', style: 'heading', wrap: true },
      { type: 'TextBlock', text: 'Act by **1 October 2026**.', color: 'Attention', wrap: true },
      {
        type: 'Table',
        columns: columns.map(() => ({ width: 1 })),
        rows: [columns, ['Hillingdon', 'Fictional Housing', 'Made-up Systems Ltd', '31 March 2028']].map(
          (cells) => ({
            type: 'TableRow',
            cells: cells.map(cell),
          }),
        ),
      },
    ],
    actions: buttons,
  };
}

const andBromley = {
  type: 'Action.Execute',
  title: 'And Bromley?',
  verb: 'ask',
  data: { verb: 'ask', message: 'and Bromley?' },
};

/** Answers every message with the same card, every button with another one. */
export const answers: Bot = async ({ activity, reply }) => {
  if (activity.type === 'invoke')
    return {
      status: 200,
      body: { statusCode: 200, type: cardType, value: answerCard('Bromley too', [andBromley]) },
    };
  if (activity.type !== 'message') return undefined;
  await reply({ type: 'typing' });
  await reply({
    type: 'message',
    textFormat: 'markdown',
    text: '**Hillingdon** uses it [1], see [2].',
    attachments: [{ contentType: cardType, content: answerCard('Who uses it', [andBromley]) }],
    channelData: { feedbackLoopEnabled: true },
    entities: [
      {
        type: 'https://schema.org/Message',
        additionalType: ['AIGeneratedContent'],
        citation: [
          {
            position: 1,
            appearance: { name: 'A notice', abstract: 'as published', url: 'https://notices.example.org/1' },
          },
          { position: 2, appearance: { name: 'A register', abstract: 'row 12' } },
        ],
      },
    ],
  });
  return undefined;
};
