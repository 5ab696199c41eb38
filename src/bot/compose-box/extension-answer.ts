/** Bodies of answers to message extensions and dialogs, in the forms Teams understands. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { cardContentType } from '../activities.ts';
import { clip } from '../cards/escape.ts';
import type { InvokeAnswer } from '../invokes.ts';

/** One result: what the list shows, and the card that goes into the message. */
export type Hit = { readonly title: string; readonly text: string; readonly card: IAdaptiveCard };

const previewContentType = 'application/vnd.microsoft.card.thumbnail';

function attachmentOf({ title, text, card }: Hit): object {
  return {
    contentType: cardContentType,
    content: card,
    preview: {
      contentType: previewContentType,
      // Shown as plain text, so nothing is escaped.
      content: { title: clip(title, 120), text: clip(text, 240) },
    },
  };
}

/** A list to choose from; none is an empty list, which shows nothing. */
export function hitsAnswer(hits: readonly Hit[]): InvokeAnswer {
  return {
    status: 200,
    body: {
      composeExtension: { type: 'result', attachmentLayout: 'list', attachments: hits.map(attachmentOf) },
    },
  };
}

/** One sentence in place of a list. */
export function hintAnswer(sentence: string): InvokeAnswer {
  return { status: 200, body: { composeExtension: { type: 'message', text: clip(sentence, 300) } } };
}

/** A dialog that goes on with this card. */
export function dialogAnswer(title: string, card: IAdaptiveCard): InvokeAnswer {
  return {
    status: 200,
    body: {
      task: {
        type: 'continue',
        value: {
          title: clip(title, 60),
          width: 'medium',
          height: 'large',
          card: { contentType: cardContentType, content: card },
        },
      },
    },
  };
}

/** A dialog's last sentence. */
export function dialogMessage(sentence: string): InvokeAnswer {
  return { status: 200, body: { task: { type: 'message', value: clip(sentence, 600) } } };
}
