/** A delivery as it is posted: a card alone with its summary, so that Teams gives one id and it can be updated. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { DeliveryForm, OutgoingDelivery } from '../alerts/delivery/outcome.ts';
import { cardContentType, type MessageActivity, messageBytes } from './activities.ts';
import { card, heading, smallText, text } from './cards/elements.ts';
import { clip, escapeMarkdown } from './cards/escape.ts';

/** Draws the content of a delivery; throws for content that is not its own. */
export type RenderDelivery = (content: unknown, form: DeliveryForm) => MessageActivity;

/** What stands above a message that may be there twice. */
export const mayRepeatWords =
  'This message may repeat an earlier one: Teams did not tell whether that was shown.';

const longestSmallText = 4_000;

function withMark(shown: IAdaptiveCard): IAdaptiveCard {
  return {
    ...shown,
    body: [smallText(mayRepeatWords), ...shown.body],
    ...(shown.fallbackText === undefined ? {} : { fallbackText: `${mayRepeatWords} ${shown.fallbackText}` }),
  };
}

/** Field of a button's data that names the delivery whose message it stands in. */
export const postedAs = 'postedAs';

/** A copy in which every button knows its delivery: when it is pressed, the message was shown, and where is known. */
function withDelivery<Value>(value: Value, key: string): Value {
  if (Array.isArray(value)) return value.map((item) => withDelivery(item, key)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withDelivery(inner, key)]),
  );
  const isButton = copy['type'] === 'Action.Execute' || copy['type'] === 'Action.Submit';
  if (isButton && typeof copy['data'] === 'object' && copy['data'] !== null)
    copy['data'] = { ...copy['data'], [postedAs]: key };
  return copy as Value;
}

function textCard(words: string, summary: string): IAdaptiveCard {
  return card({
    body: [
      heading(escapeMarkdown(summary), 'title'),
      text(words),
      smallText('The whole message was too long for Teams. Ask the assistant here for the rest.'),
    ],
    actions: [],
    fallbackText: summary,
    speak: summary,
  });
}

/**
 * The message to post. Text and card are never in one activity, because Teams may split them and then gives no id. A
 * drawing that does not get smaller when asked to is cut down to its words.
 */
export function deliveryMessage(
  render: RenderDelivery,
  { key, content, form }: Pick<OutgoingDelivery, 'key' | 'content' | 'form'>,
): MessageActivity {
  const drawn = render(content, form);
  const isStillBig =
    form.isSmaller && messageBytes(drawn) >= messageBytes(render(content, { ...form, isSmaller: false }));
  const summary = clip(drawn.summary, 200);
  const [attachment] = drawn.attachments;
  const shown =
    attachment === undefined || isStillBig
      ? textCard(clip(drawn.text, longestSmallText), summary)
      : attachment.content;
  return {
    type: 'message',
    text: '',
    textFormat: 'markdown',
    summary: form.mayRepeat ? `May repeat: ${summary}` : summary,
    attachments: [
      { contentType: cardContentType, content: withDelivery(form.mayRepeat ? withMark(shown) : shown, key) },
    ],
  };
}
