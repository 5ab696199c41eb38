/** Pure makers of the activities the bot posts, within every limit Teams sets. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Answer } from '../assistant/answer.ts';
import type { Scope } from '../assistant/assistant.ts';
import { answerCard } from './cards/answer-card.ts';
import { clip, escapeMarkdown } from './cards/escape.ts';
import { anyPlace, type CardPlace } from './cards/forms/picture.ts';
import { helpCard, helpText } from './cards/help-card.ts';
import type { Option } from './cards/inputs.ts';
import { greeting, welcomeCard } from './cards/welcome-card.ts';
import { type MessageEntity, messageEntity } from './message-entity.ts';
import { messageText } from './message-text.ts';

/** Content type of an adaptive card. */
export const cardContentType = 'application/vnd.microsoft.card.adaptive';
/** Most bytes of one message counted as UTF-16; Teams refuses at about 100 KB. */
export const maxMessageBytes = 75_000;
/** Teams shows and processes no more. */
export const maxSuggestions = 3;
/** Buttons below the latest message of a private chat; pressing one says its value. */
export type SuggestedActions = {
  readonly to: readonly string[];
  readonly actions: readonly { readonly type: 'imBack'; readonly title: string; readonly value: string }[];
};

/** A message as we post it; a subset of a Bot Framework activity. */
export type MessageActivity = {
  readonly type: 'message';
  readonly text: string;
  readonly textFormat: 'markdown';
  readonly summary: string;
  readonly attachments: readonly { readonly contentType: string; readonly content: IAdaptiveCard }[];
  readonly entities?: readonly [MessageEntity];
  readonly suggestedActions?: SuggestedActions;
  readonly channelData?: {
    readonly feedbackLoopEnabled: true;
    readonly feedbackLoop: { readonly type: 'default' };
  };
};

/** What else there is beside sentences and buttons. */
function hasMoreThanChoices(answer: Answer, place: CardPlace): boolean {
  const asks = answer.form === 'threshold' || (answer.form === 'profile' && place.boroughs.length > 0);
  return (
    asks ||
    answer.sections.length + answer.nextActions.length + answer.timeline.length + answer.remarks.length > 0 ||
    answer.coverage !== null
  );
}

/** Rows stand alone with their prose; an answer of sentences only needs a card for its buttons, or none. */
function attachmentsOf(answer: Answer, place: CardPlace): MessageActivity['attachments'] {
  const withProse = answer.sections.length > 0;
  return [{ contentType: cardContentType, content: answerCard(answer, { page: 1, withProse, place }) }];
}

/** A few choices in a private chat are Teams’ own suggestions; it takes none beside a card, so all others are buttons. */
function suggestions(answer: Answer): SuggestedActions {
  return {
    to: [],
    actions: answer.choices.map(({ label, message }) => ({
      type: 'imBack',
      title: clip(label, 60),
      value: message,
    })),
  };
}

/** An answer as one message: text with marks, card, native citations, AI label where a model wrote, feedback buttons. */
export function answerActivity(
  answer: Answer,
  place: CardPlace = anyPlace,
  text = messageText(answer),
): MessageActivity {
  const entity = messageEntity(answer, text);
  const needsCard = hasMoreThanChoices(answer, place);
  const suggests =
    !needsCard && !place.isShared && answer.choices.length > 0 && answer.choices.length <= maxSuggestions;
  return {
    type: 'message',
    text,
    textFormat: 'markdown',
    summary: clip(answer.title.trim() || 'Answer', 100),
    attachments: needsCard || (answer.choices.length > 0 && !suggests) ? attachmentsOf(answer, place) : [],
    ...(suggests ? { suggestedActions: suggestions(answer) } : {}),
    ...(entity === null ? {} : { entities: [entity] as const }),
    channelData: { feedbackLoopEnabled: true, feedbackLoop: { type: 'default' } },
  };
}

/** The least that says the answer, for when Teams found the whole of it too big: no card, and the text cut short. */
export function smallerActivity(activity: MessageActivity): MessageActivity {
  const { suggestedActions: _dropped, ...rest } = activity;
  const words =
    activity.text.length <= 2_000
      ? activity.text
      : `${activity.text.slice(0, activity.text.lastIndexOf(' ', 2_000))} …`;
  return {
    ...rest,
    text: `${words}\n\n(The whole answer was too big for Teams. Ask for a part of it, for instance one borough.)`,
    attachments: [],
  };
}

/** The message in words alone, for when something about it was refused: no card, no citations, no buttons. */
export function plainActivity(activity: MessageActivity): MessageActivity {
  const { suggestedActions: _actions, entities: _entities, ...rest } = activity;
  const [attached] = activity.attachments;
  const said = attached?.content.fallbackText ?? '';
  const words = clip(said.length > activity.text.length ? escapeMarkdown(said) : activity.text, 4_000);
  return { ...rest, text: words, attachments: [] };
}

/**
 * An answer whose card is drawn by the part of the app it belongs to. The words are its first sentence alone: the card
 * says the rest and changes in place, and more words above it would soon be untrue.
 */
export function panelActivity(answer: Answer, own: IAdaptiveCard): MessageActivity {
  const { suggestedActions: _notBesideCards, entities: _ofOtherWords, ...rest } = answerActivity(answer);
  return {
    ...rest,
    text: escapeMarkdown(clip(answer.sentences[0]?.text ?? answer.title, 1_200)),
    attachments: [{ contentType: cardContentType, content: own }],
  };
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
export function welcomeActivity(
  scope: Scope,
  addedBy: string | null,
  boroughs: readonly Option[] = [],
): MessageActivity {
  return {
    type: 'message',
    text: escapeMarkdown(greeting(scope, addedBy === null ? null : clip(addedBy, 100))),
    textFormat: 'markdown',
    summary: 'Procurement assistant: welcome',
    attachments: [{ contentType: cardContentType, content: welcomeCard(scope, addedBy, boroughs) }],
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
