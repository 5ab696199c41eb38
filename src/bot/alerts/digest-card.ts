/** The card of a digest: a page of contracts, those to act on first at the top, and one list to open any of them. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { AlertContent, AlertEntry } from '../../alerts/content.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import {
  card,
  cardBytes,
  type Element,
  execute,
  group,
  heading,
  smallText,
  text,
} from '../cards/elements.ts';
import { clip, escapeMarkdown } from '../cards/escape.ts';
import { actByLine, dayOrUnknown, entriesPerPage, entryText, statusWords, stopLine } from './alert-card.ts';
import { choiceInput } from './form-elements.ts';

const mostBytes = 25_000;

function lines(entry: AlertEntry): Element {
  const status = statusWords(entry);
  const [last] = entry.history.slice(-1);
  return group([
    text(`**${escapeMarkdown(clip(`${entry.boroughs}: ${entry.what}`, 160))}**`),
    text(
      `${escapeMarkdown(`Ends ${dayOrUnknown(entry.endDate)}. ${actByLine(entry)}.`)}`,
      entry.urgency === 'late' || entry.urgency === 'critical' ? 'attention' : 'plain',
    ),
    smallText(escapeMarkdown(clip(`${entry.why} ${entry.todo}`, 420))),
    ...(entry.joint === null ? [] : [smallText(escapeMarkdown(clip(entry.joint, 200)))]),
    ...(status === '' ? [] : [text(escapeMarkdown(clip(status, 240)), 'good')]),
    ...(last === undefined ? [] : [smallText(escapeMarkdown(clip(`Changed ${last}`, 240)))]),
  ]);
}

/** `3 contracts to look at`. */
export function digestTitle(content: AlertContent): string {
  return content.total === 1 ? '1 contract to look at' : `${content.total} contracts to look at`;
}

/** The digest in plain words: the first contracts, and how many more there are. */
export function digestText(content: AlertContent): string {
  const shown = content.entries.slice(0, 3).map(entryText).join(' ');
  const more = content.total - Math.min(3, content.entries.length);
  return `${digestTitle(content)}. ${shown}${more > 0 ? ` And ${more} more on the card.` : ''}`;
}

/** One page; `note` is a sentence on what the press before did. */
export function digestCard(content: AlertContent, note: string | null = null): IAdaptiveCard {
  const build = (count: number): IAdaptiveCard => {
    const entries = content.entries.slice(0, count);
    const from = content.offset + 1;
    const to = content.offset + entries.length;
    const delivery = content.deliveryKey;
    const range = content.total > entries.length ? ` Shown here: ${from} to ${to}.` : '';
    const [first] = entries;
    return card({
      body: [
        heading(`${digestTitle(content)}`, 'title'),
        smallText(
          escapeMarkdown(`Digest of ${formatDate(content.day)}, nearest day to act by first.${range}`),
        ),
        ...(note === null ? [] : [text(escapeMarkdown(note), 'good')]),
        ...entries.map(lines),
        ...(first === undefined
          ? []
          : [
              choiceInput(
                'key',
                'Contract to open',
                entries.map((entry) => ({ title: `${entry.boroughs}: ${entry.what}`, value: entry.key })),
                first.key,
              ),
            ]),
        smallText(escapeMarkdown(stopLine(content))),
      ],
      actions: [
        ...(first === undefined ? [] : [execute('Open', { verb: 'alerts.open' })]),
        ...(entries.some(({ acknowledgedOn }) => acknowledgedOn === null)
          ? [execute('Acknowledge all', { verb: 'alerts.acknowledge-all', delivery })]
          : []),
        ...(to < content.total
          ? [
              execute(`Show more (${to + 1} of ${content.total})`, {
                verb: 'alerts.page',
                delivery,
                offset: to,
              }),
            ]
          : []),
        ...(content.offset > 0
          ? [
              execute('Show earlier', {
                verb: 'alerts.page',
                delivery,
                offset: Math.max(0, content.offset - entriesPerPage),
              }),
            ]
          : []),
        execute('Manage', { verb: 'alerts.manage' }),
      ],
      fallbackText: clip(digestText(content), 2_000),
      speak: digestTitle(content),
    });
  };
  for (let count = entriesPerPage; count > 1; count -= 1) {
    const built = build(count);
    if (cardBytes(built) <= mostBytes) return built;
  }
  return build(1);
}
