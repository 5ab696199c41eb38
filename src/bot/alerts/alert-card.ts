/** The card of one contract: an urgent alert by itself, or one opened from a digest. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { AlertContent, AlertEntry } from '../../alerts/content.ts';
import { addMonths, formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import {
  card,
  cardBytes,
  type Element,
  execute,
  facts,
  group,
  heading,
  smallText,
  text,
} from '../cards/elements.ts';
import { clip, escapeMarkdown, link } from '../cards/escape.ts';
import { dateInput, textInput } from './form-elements.ts';

const mostBytes = 25_000;
/** Contracts on one card of a digest; fewer where their words are long. */
export const entriesPerPage = 8;
const urgencyTones = {
  ok: 'good',
  soon: 'warning',
  late: 'attention',
  critical: 'attention',
  ended: 'subtle',
} as const;
const urgencyWords = {
  ok: 'in good time',
  soon: 'soon',
  late: 'already past',
  critical: 'already past; too late for a full tender',
  ended: 'the contract has ended',
} as const;

/** `31 March 2027`, or that it is not known. */
export function dayOrUnknown(day: IsoDate | null): string {
  return day === null ? 'not known' : formatDate(day);
}

/** `Act by 31 March 2027 (soon)`. */
export function actByLine(entry: Pick<AlertEntry, 'actBy' | 'urgency'>): string {
  if (entry.actBy === null || entry.urgency === null) return 'Act by: not known';
  return `Act by ${formatDate(entry.actBy)} (${urgencyWords[entry.urgency]})`;
}

/** What has been done about it, or happened to it; empty while nothing has. */
export function statusWords(entry: AlertEntry): string {
  const parts = [
    entry.state === 'withdrawn' ? 'no longer on record' : null,
    entry.state === 'superseded' ? 'a newer alert stands in its place' : null,
    entry.owner === null ? null : `owner: ${entry.owner}`,
    entry.acknowledgedOn === null ? null : `acknowledged on ${formatDate(entry.acknowledgedOn)}`,
    entry.snoozedUntil === null
      ? null
      : `put off until ${formatDate(entry.snoozedUntil)}${entry.snoozeReason === null ? '' : `: ${entry.snoozeReason}`}`,
    entry.correctionId === null ? null : `correction ${entry.correctionId} proposed`,
  ];
  return parts.filter((part) => part !== null).join('; ');
}

function sourceWords({ source }: AlertEntry): string {
  if (source === null) return 'Source: not known';
  const published = source.publishedDate === null ? '' : `, published ${source.publishedDate}`;
  const read = source.readOn === null ? '' : `, read on ${formatDate(source.readOn)}`;
  return `Source: ${link(clip(source.publisher, 120), source.url)}${escapeMarkdown(`${published}${read}`)}`;
}

/** How it is stopped: the subscriptions it came from. */
export function stopLine(content: Pick<AlertContent, 'subscriptions'>): string {
  const ids = content.subscriptions.map(({ id }) => id).join(', ');
  return ids === ''
    ? 'The subscription behind it was stopped.'
    : `It comes from ${ids}: say “stop subscription” with that number, or press Manage.`;
}

/** The alert in plain words, for clients without cards and for notifications. */
export function entryText(entry: AlertEntry): string {
  return `${entry.boroughs}: ${entry.what}. Ends ${dayOrUnknown(entry.endDate)}. ${actByLine(entry)}. ${entry.todo}`;
}

function details(entry: AlertEntry, steps: number): Element[] {
  const rows = [
    { name: 'Contract', value: entry.what },
    { name: 'Of', value: entry.boroughs },
    { name: 'Supplier', value: entry.supplier ?? 'not published' },
    { name: 'Ends', value: dayOrUnknown(entry.endDate) },
    { name: 'Value', value: entry.value ?? 'not published' },
    { name: 'Why now', value: entry.why },
  ];
  const status = statusWords(entry);
  return [
    text(
      `**${escapeMarkdown(actByLine(entry))}**`,
      entry.urgency === null ? 'plain' : urgencyTones[entry.urgency],
    ),
    facts(rows.map(({ name, value }) => ({ name, value: escapeMarkdown(clip(value, 200)) }))),
    ...(status === '' ? [] : [text(escapeMarkdown(clip(status, 400)), 'good')]),
    group([heading('What to do now'), text(escapeMarkdown(entry.todo))]),
    group([
      heading('How the day is worked out'),
      ...entry.steps.slice(0, steps).map((step) => smallText(`- ${escapeMarkdown(step)}`)),
    ]),
    ...(entry.joint === null
      ? []
      : [group([heading('Who else is in the same position'), text(escapeMarkdown(entry.joint))])]),
    ...(entry.history.length === 0
      ? []
      : [
          group([
            heading('What has changed'),
            ...entry.history.slice(-6).map((line) => smallText(`- ${escapeMarkdown(clip(line, 200))}`)),
          ]),
        ]),
  ];
}

/** The whole card; `note` is a sentence on what the press before did. */
export function alertCard(
  content: AlertContent,
  entry: AlertEntry,
  note: string | null = null,
): IAdaptiveCard {
  const key = entry.key;
  const isOpen = entry.state === 'open';
  const build = (steps: number) =>
    card({
      body: [
        heading(escapeMarkdown(clip(`${entry.boroughs}: ${entry.what}`, 150)), 'title'),
        ...(note === null ? [] : [text(escapeMarkdown(note), 'good')]),
        ...details(entry, steps),
        smallText(sourceWords(entry)),
        smallText(escapeMarkdown(stopLine(content))),
      ],
      actions: [
        ...(isOpen && entry.acknowledgedOn === null
          ? [execute('Acknowledge', { verb: 'alerts.acknowledge', key })]
          : []),
        ...(isOpen
          ? [
              execute('Owner…', { verb: 'alerts.form', form: 'assign', key }),
              execute('Snooze…', { verb: 'alerts.form', form: 'snooze', key }),
              execute('Already extended…', { verb: 'alerts.form', form: 'extended', key }),
              execute('Start a walk-through', {
                verb: 'ask',
                message: `Start a walk-through for contract ${entry.contractId}`,
              }),
            ]
          : []),
        content.kind === 'digest'
          ? execute('Back to the digest', {
              verb: 'alerts.page',
              delivery: content.deliveryKey,
              offset: content.offset - (content.offset % entriesPerPage),
            })
          : execute('Manage', { verb: 'alerts.manage' }),
      ],
      fallbackText: clip(entryText(entry), 2_000),
      speak: clip(`${entry.boroughs}: ${entry.what}. ${actByLine(entry)}.`, 500),
    });
  const whole = build(10);
  return cardBytes(whole) <= mostBytes ? whole : build(3);
}

/** Forms behind the buttons with dots. */
export type FormName = 'assign' | 'snooze' | 'extended';

/** The form for one alert; `fault` says what was wrong with what was typed before. */
export function alertForm(
  form: FormName,
  entry: AlertEntry,
  today: IsoDate,
  fault: string | null = null,
): IAdaptiveCard {
  const name = `${entry.boroughs}: ${entry.what}`;
  const { key } = entry;
  const parts = {
    assign: {
      title: 'Who takes it on',
      said: 'Name a team or a role, not a person; leave it empty to take it on yourself. Whoever had it before is replaced.',
      inputs: [textInput('owner', 'Team or role', '', 60, 'for instance Housing systems team')],
      button: execute('Save the owner', { verb: 'alerts.assign', key }),
    },
    snooze: {
      title: 'Put it off',
      said: 'This conversation hears no more of this contract until that day, unless its dates come nearer.',
      inputs: [
        dateInput('until', 'Until', addMonths(today, 1)),
        textInput('reason', 'Why', '', 200, 'for instance: decision at the March board'),
      ],
      button: execute('Put it off', { verb: 'alerts.snooze', key }),
    },
    extended: {
      title: 'Already extended or renewed',
      said: 'The new end becomes a proposal; the published date stays until an officer of the borough confirms it.',
      inputs: [dateInput('end', 'New end', entry.endDate === null ? today : addMonths(entry.endDate, 12))],
      button: execute('Propose the new end', { verb: 'alerts.extended', key }),
    },
  }[form];
  return card({
    body: [
      heading(parts.title, 'title'),
      text(escapeMarkdown(clip(name, 160))),
      ...(fault === null ? [] : [text(escapeMarkdown(fault), 'attention')]),
      text(parts.said),
      ...parts.inputs,
    ],
    actions: [parts.button, execute('Back', { verb: 'alerts.open', key })],
    fallbackText: `${parts.title}: ${clip(name, 160)}. ${parts.said}`,
    speak: parts.title,
  });
}
