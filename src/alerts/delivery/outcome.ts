/** What became of one post or update, in our words; whoever sends maps the answers of Teams to them. */

/** Why Teams took a message for certain not, and will not take it later either. */
export type RefusalCode =
  | 'BadArgument'
  | 'BotNotRegistered'
  | 'BotDisabledByAdmin'
  | 'BotNotInConversationRoster'
  | 'ConversationBlockedByUser'
  | 'MessageWritesBlocked'
  | 'ForbiddenOperationException'
  | 'InvalidBotApiHost'
  | 'NotEnoughPermissions'
  | 'ConversationNotFound'
  | 'ActivityNotFoundInConversation'
  | 'MessageSizeTooBig'
  /** A 403 with a body nobody has described. */
  | 'Forbidden'
  /** Any other 4xx. */
  | 'Refused'
  /** Found before anything was sent. */
  | 'NotInstalled'
  | 'ServiceUrlRefused'
  | 'RenderFailed';

/**
 * The named ends of one attempt. `throttled` and `busy` are known not to have been taken; after `unknown` the message
 * may be there or not.
 */
export type PostOutcome =
  | { readonly kind: 'accepted'; readonly activityId: string | null }
  | { readonly kind: 'throttled'; readonly retryAfterMilliseconds: number | null }
  | { readonly kind: 'busy'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'unknown'; readonly code: string };

/** How a message is to be drawn beside its content. */
export type DeliveryForm = {
  /** Says visibly that it may have been posted before. */
  readonly mayRepeat: boolean;
  /** Teams found it too big once. */
  readonly isSmaller: boolean;
};

/** One message on its way. */
export type OutgoingDelivery = {
  readonly key: string;
  readonly conversationKey: string;
  readonly content: unknown;
  readonly form: DeliveryForm;
  /** Where to send instead of where the reference says; null: as the reference says. */
  readonly serviceUrl: string | null;
};

/** Posts and updates; one call is at most one request, and neither ever rejects. */
export type DeliverySender = {
  readonly post: (delivery: OutgoingDelivery) => Promise<PostOutcome>;
  readonly update: (delivery: OutgoingDelivery, activityId: string) => Promise<PostOutcome>;
};
