/** Cards of subscriptions: setting one up, changing it, and the list of a conversation. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { TwoPreviews } from '../../alerts/desk.ts';
import type { Fitting, Preview } from '../../alerts/preview.ts';
import { measures, type Subscription } from '../../alerts/subscription.ts';
import {
  digestDayWords,
  digestWords,
  filterWords,
  hasLastCall,
  ladderWords,
  measureWords,
  subscriptionWords,
} from '../../alerts/subscription-words.ts';
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { type CardAction, card, execute, facts, heading, smallText, text } from '../cards/elements.ts';
import { clip, escapeMarkdown } from '../cards/escape.ts';
import { choiceInput, textInput } from './form-elements.ts';

/** Names of boroughs by id. */
export type BoroughName = (buyerId: string) => string | null;

/** What the card of one subscription is drawn from. */
export type SubscriptionView = {
  readonly subscription: Subscription;
  readonly fitting: Fitting;
  readonly previews: TwoPreviews;
  readonly firstDigest: IsoDate;
  readonly boroughName: BoroughName;
};

const where = { personal: 'This chat', group: 'This group chat', channel: 'This channel' } as const;
const states = {
  proposed: 'Waits to be confirmed; nothing is sent yet',
  active: 'On',
  paused: 'Paused; nothing is sent',
  stopped: 'Stopped; nothing more is sent',
} as const;
const times = ['08:00', '09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00', '17:00'];
const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

function sent(preview: Preview, when: string): string {
  const { alerts, digests } = preview;
  if (alerts.length === 0) return `${when}: nothing, by the dates on record today.`;
  return `${when}: ${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'} in ${digests} ${digests === 1 ? 'message' : 'messages'}, by the dates on record today.`;
}

/** What the subscription would send, in two sentences. */
export function previewWords({ thisYear, nextYear }: TwoPreviews): string {
  return `${sent(thisYear, `Over the whole of ${thisYear.from.slice(0, 4)}`)} ${sent(nextYear, 'In the next 12 months')}`;
}

function fittingWords({ live, undated }: Fitting): string {
  if (live === 0) return 'none on record today; one that comes on record later is told of';
  if (undated === 0) return String(live);
  return `${live}; ${undated} of them ${undated === 1 ? 'has' : 'have'} no end date on record, so nothing can be told of ${undated === 1 ? 'it' : 'them'}`;
}

function buttons({ id, state }: Subscription): CardAction[] {
  const all = execute('All alerts here', { verb: 'alerts.manage' });
  const save = execute('Save', { verb: 'alerts.save', id });
  const stop = execute('Stop', { verb: 'alerts.stop', id });
  if (state === 'proposed')
    return [
      execute('Confirm', { verb: 'alerts.confirm', id }),
      execute('Cancel', { verb: 'alerts.stop', id }),
    ];
  if (state === 'active') return [save, execute('Pause', { verb: 'alerts.pause', id }), stop, all];
  return state === 'paused' ? [save, execute('Resume', { verb: 'alerts.resume', id }), stop, all] : [all];
}

/** The inputs with what holds now; the months as text, so that any ladder can be typed. */
function inputs({ ladder, measuredFrom, digest }: Subscription) {
  return [
    textInput('months', 'Months ahead, longest first', ladder.join(', '), 60, '18, 9'),
    choiceInput(
      'measured',
      'Counted back from',
      measures.map((measure) => ({
        title:
          measure === 'act-by' ? 'the day to act by (the end less the lead time)' : measureWords[measure],
        value: measure,
      })),
      measuredFrom,
    ),
    choiceInput(
      'day',
      'Day of the digest',
      [1, 2, 3, 4, 5, 0].map((day) => ({ title: capital(digestDayWords(day)), value: String(day) })),
      String(digest.day),
    ),
    choiceInput(
      'time',
      'Time of the digest, in London',
      [...new Set([...times, digest.time])].sort().map((time) => ({ title: time, value: time })),
      digest.time,
    ),
  ];
}

/** The subscription in plain words. */
export function subscriptionText({ subscription, boroughName, firstDigest }: SubscriptionView): string {
  const { id, state } = subscription;
  const next = state === 'proposed' ? ` The first digest would come on ${formatDate(firstDigest)}.` : '';
  return `${id}: ${subscriptionWords(subscription, boroughName)}. ${states[state]}. Digest ${digestWords(subscription.digest)}.${next}`;
}

/** Set-up and change in one card; `note` says what was just done, `fault` what could not be. */
export function subscriptionCard(
  view: SubscriptionView,
  note: string | null = null,
  fault: string | null = null,
): IAdaptiveCard {
  const { subscription, fitting, previews, firstDigest, boroughName } = view;
  const { id, state, scope } = subscription;
  const isOver = state === 'stopped';
  const rows = [
    { name: 'Number', value: id },
    { name: 'What', value: capital(filterWords(subscription.filter, boroughName)) },
    {
      name: 'When',
      value: `${capital(ladderWords(subscription.ladder, subscription.measuredFrom))}${hasLastCall(subscription) ? ', and a last call four weeks before the day to act by' : ''}`,
    },
    { name: 'Where', value: where[scope] },
    { name: 'Digest', value: capital(digestWords(subscription.digest)) },
    { name: 'Contracts that fit', value: fittingWords(fitting) },
    { name: 'Owner', value: state === 'proposed' ? 'whoever confirms it' : 'the person who confirmed it' },
    { name: 'State', value: states[state] },
  ];
  return card({
    body: [
      heading(state === 'proposed' ? 'Set up alerts' : 'Alerts', 'title'),
      ...(note === null ? [] : [text(escapeMarkdown(note), 'good')]),
      ...(fault === null ? [] : [text(escapeMarkdown(fault), 'attention')]),
      facts(rows.map(({ name, value }) => ({ name, value: escapeMarkdown(clip(value, 400)) }))),
      ...(isOver ? [] : inputs(subscription)),
      smallText(escapeMarkdown(previewWords(previews))),
      ...(state === 'proposed'
        ? [
            smallText(
              escapeMarkdown(
                `Confirmed today, the first digest comes on ${formatDate(firstDigest)}. Urgent contracts come by themselves, at most three a day.`,
              ),
            ),
          ]
        : []),
      smallText(
        'A digest planned for a bank holiday comes on the next working day. One contract is put off with Snooze on its alert; all of it with Pause or Stop here.',
      ),
    ],
    actions: buttons(subscription),
    fallbackText: clip(subscriptionText(view), 2_000),
    speak: `Alerts ${id}: ${states[state]}.`,
  });
}

/** The subscriptions of a conversation, with one list to open any of them. */
export function manageCard(
  subscriptions: readonly { readonly subscription: Subscription; readonly nextDigest: IsoDate }[],
  boroughName: BoroughName,
): IAdaptiveCard {
  const [first] = subscriptions;
  const lines = subscriptions.map(
    ({ subscription, nextDigest }) =>
      `${subscription.id}: ${subscriptionWords(subscription, boroughName)}; ${
        subscription.state === 'active' ? `next digest ${formatDate(nextDigest)}` : 'paused'
      }`,
  );
  const none =
    'No alerts are set up here. Say, for instance, “set up alerts for social care contracts 18 and 9 months out”.';
  return card({
    body: [
      heading('Alerts here', 'title'),
      ...(first === undefined ? [text(none)] : lines.map((line) => text(escapeMarkdown(clip(line, 400))))),
      ...(first === undefined
        ? []
        : [
            choiceInput(
              'id',
              'Alerts to open',
              subscriptions.map(({ subscription }) => ({
                title: `${subscription.id}: ${filterWords(subscription.filter, boroughName)}`,
                value: subscription.id,
              })),
              first.subscription.id,
            ),
          ]),
    ],
    actions: first === undefined ? [] : [execute('Open', { verb: 'alerts.subscription' })],
    fallbackText: clip(first === undefined ? none : lines.join('. '), 2_000),
    speak: first === undefined ? none : `${lines.length} alerts here.`,
  });
}
