/** What is set up in a conversation, why an alert came, and what the alerts would send. */
import { subscriptionWords } from '../../alerts/subscription-words.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { AlertsShown } from '../../tools/alerts-result.ts';
import { capital, here, previewRows, previewSentence } from './alert-parts.ts';
import type { ComposeInput } from './compose.ts';
import { createCitations, type Draft, draftOfWords, plain, section } from './draft.ts';
import { counted } from './filter-words.ts';

function composeWhy(found: AlertsShown, where: string, input: ComposeInput): Draft {
  const { latest } = found;
  if (latest === null)
    return draftOfWords(
      'no-record',
      'Why alerts come',
      [`No alert has been sent to ${where} yet.`],
      input.remarks,
    );
  const rows = latest.entries.slice(0, 10).map((entry) => ({
    contractId: entry.contractId,
    citations: [],
    cells: [plain(`${entry.boroughs}: ${entry.what}`), plain(entry.why)],
  }));
  const why = latest.subscriptions.map(({ id, words }) => `${words} (${id})`).join('; ');
  return {
    ...draftOfWords(
      'answered',
      'Why this alert came',
      [
        `The newest alert in ${where}, of ${formatDate(latest.day)}, came because somebody here set up: ${why}.`,
        'To end it, say “stop” or “pause” with the number of the subscription.',
      ],
      input.remarks,
    ),
    sections: [section(null, ['Contract', 'Why then'], rows)],
    choices: latest.subscriptions
      .slice(0, 3)
      .map(({ id }) => ({ label: `Pause ${id}`, message: `Pause subscription ${id}` })),
  };
}

/** Answers from the subscriptions as they stand. */
export function composeShown(found: AlertsShown, input: ComposeInput): Draft {
  if (found.scope === null)
    return draftOfWords(
      'answered',
      'Alerts are sent in Teams',
      ['Alerts are sent in Teams: ask the same in the chat or channel that gets them.'],
      input.remarks,
    );
  const where = here[found.scope];
  if (found.view === 'why') return composeWhy(found, where, input);
  const { boroughName } = input.catalogue;
  if (found.subscriptions.length === 0)
    return {
      ...draftOfWords('no-record', 'No alerts here', [`No alerts are set up in ${where}.`], input.remarks),
      nextActions: ['Say, for instance, “set up alerts for social care contracts 18 and 9 months out”.'],
    };
  if (found.view === 'preview') {
    const citations = createCitations();
    const sections = found.subscriptions.flatMap(({ previews }) =>
      previews === null
        ? []
        : [
            previewRows('What this year would have brought', previews.thisYear, found.contracts, citations),
            previewRows('What the next 12 months would bring', previews.nextYear, found.contracts, citations),
          ].filter(({ rows }) => rows.length > 0),
    );
    const sentences = found.subscriptions.flatMap(({ subscription, previews }) =>
      previews === null
        ? []
        : [
            `${subscription.id}, ${subscriptionWords(subscription, boroughName)}.`,
            previewSentence(previews.thisYear, `Over the whole of ${previews.thisYear.from.slice(0, 4)}`),
            previewSentence(previews.nextYear, 'In the next 12 months'),
          ],
    );
    return {
      ...draftOfWords('answered', 'What these alerts would send', sentences, input.remarks),
      sections,
      citations: citations.all(),
    };
  }
  const rows = found.subscriptions.map(({ subscription, nextDigest }) => ({
    contractId: null,
    citations: [],
    cells: [
      plain(subscription.id),
      plain(capital(subscriptionWords(subscription, boroughName))),
      plain(subscription.state === 'active' ? `next digest ${formatDate(nextDigest)}` : 'paused'),
    ],
  }));
  return {
    ...draftOfWords(
      'answered',
      'Alerts here',
      [
        `${capital(counted(rows.length, 'subscription'))} in ${where}. Say “pause”, “resume” or “stop” with its number.`,
      ],
      input.remarks,
    ),
    sections: [section(null, ['Number', 'Alerts of', 'State'], rows)],
    choices: found.subscriptions
      .slice(0, 3)
      .flatMap(({ subscription: { id, state } }) => [
        state === 'active'
          ? { label: `Pause ${id}`, message: `Pause subscription ${id}` }
          : { label: `Resume ${id}`, message: `Resume subscription ${id}` },
        { label: `Stop ${id}`, message: `Stop subscription ${id}` },
      ]),
  };
}
