/** Alerts in answers: what is proposed, and what was changed. */
import {
  mostContracts,
  mostSubscriptions,
  rungMonths,
  type Subscription,
} from '../../alerts/subscription.ts';
import { digestWords, filterWords, subscriptionWords } from '../../alerts/subscription-words.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { SubscriptionResult } from '../../tools/alerts-result.ts';
import type { Choice } from '../answer.ts';
import { capital, here, previewRows, previewSentence, termRows } from './alert-parts.ts';
import { composeShown } from './alerts-shown.ts';
import type { ComposeInput } from './compose.ts';
import { createCitations, type Draft, draftOfWords } from './draft.ts';
import { counted } from './filter-words.ts';

function fittingSentence({ fitting }: SubscriptionResult): string[] {
  if (fitting === null) return [];
  if (fitting.live === 0)
    return [
      'No contract on record fits today, which does not mean that there is none; one that comes on record later is told of.',
    ];
  const undated =
    fitting.undated === 0
      ? ''
      : `; ${fitting.undated} of them have no end on record, and of those nobody can be told`;
  return [
    `${capital(counted(fitting.live, 'contract'))} on record ${fitting.live === 1 ? 'fits' : 'fit'}${undated}.`,
  ];
}

function confirmChoices(subscription: Subscription): Choice[] {
  const other =
    subscription.measuredFrom === 'act-by'
      ? {
          label: 'Measure from the end date instead',
          message: `Measure subscription ${subscription.id} from the end`,
        }
      : {
          label: 'Measure from the day to act by instead',
          message: `Measure subscription ${subscription.id} from act-by`,
        };
  return [
    { label: 'Confirm', message: `Confirm subscription ${subscription.id}` },
    other,
    { label: 'Cancel', message: `Cancel subscription ${subscription.id}` },
  ];
}

function proposed(found: SubscriptionResult, subscription: Subscription, input: ComposeInput): Draft {
  const where = here[subscription.scope];
  const measured =
    subscription.measuredFrom === 'act-by'
      ? 'The months count back from the day to act by, which already has the lead time taken off'
      : 'The months count back from the end date';
  const asks = found.isMeasureSaid ? '.' : '; or should they count from the end date?';
  const citations = createCitations();
  const next = found.previews?.nextYear ?? null;
  const rows =
    next === null
      ? null
      : previewRows('What the next 12 months would bring', next, found.contracts, citations);
  return {
    ...draftOfWords(
      'clarify',
      'Alerts to confirm',
      [
        `Nothing is sent until it is confirmed, with the button or by “confirm subscription ${subscription.id}”.`,
        `${measured}${asks}`,
        ...fittingSentence(found),
        ...(next === null ? [] : [previewSentence(next, 'In the next 12 months')]),
        ...(found.firstDigest === null
          ? []
          : [`Confirmed today, the first digest comes on ${formatDate(found.firstDigest)}.`]),
        `To stop it later, say “stop subscription ${subscription.id}” or “pause subscription ${subscription.id}”; a single contract is put off with Snooze on its alert.`,
      ],
      input.remarks,
    ),
    sections: [
      termRows(subscription, capital(where), input.catalogue.boroughName),
      ...(rows === null || rows.rows.length === 0 ? [] : [rows]),
    ],
    citations: citations.all(),
    choices: confirmChoices(subscription),
    panel: { kind: 'subscription', id: subscription.id },
  };
}

/** Nothing can be sent to a terminal: what it would send is shown. */
function withoutPlace(found: SubscriptionResult, input: ComposeInput): Draft {
  const lead =
    'Alerts are sent in Teams: ask the same there, in the chat or channel that is to get them. Nothing was set up.';
  if (found.terms === null)
    return draftOfWords('answered', 'Alerts are sent in Teams', [lead], input.remarks);
  const citations = createCitations();
  const { previews } = found;
  const sections =
    previews === null
      ? []
      : [
          previewRows('What the next 12 months would bring', previews.nextYear, found.contracts, citations),
          previewRows('What this year would have brought', previews.thisYear, found.contracts, citations),
        ].filter(({ rows }) => rows.length > 0);
  return {
    ...draftOfWords(
      'answered',
      'What these alerts would send',
      [
        lead,
        ...fittingSentence(found),
        ...(previews === null
          ? []
          : [
              previewSentence(previews.nextYear, 'In the next 12 months'),
              previewSentence(previews.thisYear, `Over the whole of ${previews.thisYear.from.slice(0, 4)}`),
            ]),
      ],
      input.remarks,
    ),
    sections: [termRows(found.terms, null, input.catalogue.boroughName), ...sections],
    citations: citations.all(),
  };
}

function tooWide(found: SubscriptionResult, input: ComposeInput): Draft {
  const count = found.fitting?.live ?? 0;
  const what = found.terms === null ? 'that' : filterWords(found.terms.filter, input.catalogue.boroughName);
  const own = input.borough;
  const ladder = found.terms === null ? '' : ` ${found.terms.ladder.join(' and ')} months out`;
  return {
    ...draftOfWords(
      'clarify',
      'Too many contracts for one channel',
      [
        count > mostContracts
          ? `${capital(what)}: ${counted(count, 'contract')} on record would fit, and I set up alerts for at most ${mostContracts.toLocaleString('en-GB')}. Nothing was set up.`
          : `That is everything on record, ${counted(count, 'contract')}; alerts of everything are read by nobody. Nothing was set up.`,
        'Name a borough, a service, a product, a supplier or a value, for instance “parking contracts of Camden over £100k”.',
      ],
      input.remarks,
    ),
    choices:
      own === null
        ? []
        : [
            {
              label: `Only ${own.name}, over £100k`,
              message: `Set up alerts for contracts of ${own.name} over £100k${ladder}`,
            },
          ],
  };
}

function several(found: SubscriptionResult, input: ComposeInput): Draft {
  const verb = /\b(pause|resume|stop)\b/i.exec(input.slots.words ?? '')?.[1]?.toLowerCase() ?? 'stop';
  return {
    ...draftOfWords(
      'clarify',
      'Which alerts?',
      [`${found.candidates.length} subscriptions may be meant. Which one?`],
      input.remarks,
    ),
    choices: found.candidates.slice(0, 6).map((candidate) => ({
      label: `${capital(verb)}: ${filterWords(candidate.filter, input.catalogue.boroughName)}`.slice(0, 80),
      message: `${capital(verb)} subscription ${candidate.id}`,
    })),
  };
}

const doneWords: Readonly<Partial<Record<SubscriptionResult['result'], string>>> = {
  confirmed: 'is confirmed',
  cancelled: 'is cancelled; nothing will be sent',
  paused: 'is paused; what was waiting to be sent is taken back',
  resumed: 'is on again; what came due meanwhile comes in one digest',
  stopped: 'is stopped; nothing more is sent for it',
  edited: 'is changed',
};
const stateWords: Readonly<Record<Subscription['state'], string>> = {
  proposed: 'waits to be confirmed',
  active: 'is on',
  paused: 'is paused',
  stopped: 'is stopped',
};

function changed(found: SubscriptionResult, subscription: Subscription, input: ComposeInput): Draft {
  const { boroughName } = input.catalogue;
  const isSame = found.result === 'same';
  const what = isSame
    ? `${stateWords[subscription.state]}; nothing was changed`
    : (doneWords[found.result] ?? 'is changed');
  const isOn = subscription.state === 'active';
  const id = subscription.id;
  if (subscription.state === 'proposed') return proposed(found, subscription, input);
  return {
    ...draftOfWords(
      'noted',
      'Alerts',
      [
        `Subscription ${id} (${subscriptionWords(subscription, boroughName)}) ${what}.`,
        ...(isOn
          ? [`The digest comes ${digestWords(subscription.digest)}, in ${here[subscription.scope]}.`]
          : []),
        ...(found.result === 'confirmed' && found.firstDigest !== null
          ? [
              `The first one comes on ${formatDate(found.firstDigest)} and says where every contract stands; later ones only what is new.`,
            ]
          : []),
      ],
      input.remarks,
    ),
    choices: isOn
      ? [
          { label: 'What would it send?', message: `Preview subscription ${id}` },
          { label: 'Pause', message: `Pause subscription ${id}` },
          { label: 'Stop', message: `Stop subscription ${id}` },
        ]
      : subscription.state === 'paused'
        ? [
            { label: 'Resume', message: `Resume subscription ${id}` },
            { label: 'Stop', message: `Stop subscription ${id}` },
          ]
        : [],
    panel: { kind: 'subscription', id },
  };
}

function composeSubscription(found: SubscriptionResult, input: ComposeInput): Draft {
  const { subscription } = found;
  switch (found.result) {
    case 'no-place':
      return withoutPlace(found, input);
    case 'too-wide':
      return tooWide(found, input);
    case 'several':
      return several(found, input);
    case 'bad-months':
      return draftOfWords(
        'clarify',
        'Months that cannot be',
        [
          `I can alert ${rungMonths.least} to ${rungMonths.most} months ahead, at up to six times${found.text === '' ? '' : `; you said ${found.text}`}. Nothing was set up.`,
          'Say, for instance, “18 and 9 months out”; without months I take 12 and 6 before the day to act by.',
        ],
        input.remarks,
      );
    case 'bad-time':
      return draftOfWords(
        'clarify',
        'A time that cannot be',
        [
          'Digests come on working days, Monday to Friday, between 08:00 and 17:59 London time. Nothing was changed.',
        ],
        input.remarks,
      );
    case 'full':
      return draftOfWords(
        'declined',
        'Enough alerts here',
        [`There are ${mostSubscriptions} subscriptions here already, which is the most. Stop one first.`],
        input.remarks,
      );
    case 'unknown-name':
      return draftOfWords(
        'clarify',
        'One question',
        [
          `I do not know “${found.text}” as a borough, product, supplier or service, so I set nothing up. What do you mean?`,
        ],
        input.remarks,
      );
    case 'unknown':
      return draftOfWords(
        'no-record',
        'No such alerts here',
        [
          `There is no such subscription in ${found.scope === null ? 'this conversation' : here[found.scope]}. Only those who write here can change its alerts, and only here.`,
        ],
        input.remarks,
      );
    case 'proposed':
      return subscription === null ? withoutPlace(found, input) : proposed(found, subscription, input);
    default:
      return subscription === null ? withoutPlace(found, input) : changed(found, subscription, input);
  }
}

/** Answers everything about alerts from what the tool found. */
export function composeAlerts(input: ComposeInput): Draft {
  for (const result of input.results) {
    if (result.outcome === 'subscription') return composeSubscription(result, input);
    if (result.outcome === 'alerts') return composeShown(result, input);
  }
  throw new TypeError('alerts need a result to compose');
}
