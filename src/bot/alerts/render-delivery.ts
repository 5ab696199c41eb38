/** Draws what the sender is about to post, at the moment it is posted. */
import { contentSchema } from '../../alerts/content.ts';
import { cardActivity, type MessageActivity } from '../activities.ts';
import { alertCard, entryText } from './alert-card.ts';
import { digestCard, digestText } from './digest-card.ts';

/** The content does not have the form this release writes: an older or another program made it. */
export class DeliveryContentError extends Error {
  readonly code = 'DELIVERY_CONTENT';
  override readonly name = 'DeliveryContentError';
  constructor() {
    super('The content of a delivery could not be read, so it is not posted.');
  }
}

/** The message of a digest or an urgent alert; throws `DeliveryContentError` when the content is not ours. */
export function renderDelivery(content: unknown): MessageActivity {
  const parsed = contentSchema.safeParse(content);
  if (!parsed.success) throw new DeliveryContentError();
  const [first] = parsed.data.entries;
  return parsed.data.kind === 'urgent' && first !== undefined
    ? cardActivity(alertCard(parsed.data, first), entryText(first))
    : cardActivity(digestCard(parsed.data), digestText(parsed.data));
}
