/** Contract periods as bars made of columns, so that they appear in every client; the words below say the same. */
import type { IColumn, IColumnSet } from '@microsoft/teams.cards';
import type { TimelineBar } from '../../assistant/answer.ts';
import { daysBetween, formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { type Element, group, heading, smallText } from './elements.ts';
import { clip, escapeMarkdown } from './escape.ts';

type Range = { readonly from: IsoDate; readonly to: IsoDate };
type Style = NonNullable<IColumn['style']>;

/** A stretch of time and its colour. */
export type Phase = { readonly from: IsoDate; readonly to: IsoDate; readonly style: Style };

function rangeOf(bars: readonly TimelineBar[], days: readonly IsoDate[]): Range {
  const dates = bars.flatMap((bar) =>
    [bar.startDate, bar.endDate, bar.maxExtentDate].filter((date): date is IsoDate => date !== null),
  );
  const sorted = [...dates, ...days].sort();
  const first = sorted[0] ?? days[0];
  const last = sorted.at(-1) ?? first;
  if (first === undefined || last === undefined) throw new TypeError('a timeline needs a day');
  return { from: first, to: last };
}

/** The bar in words: `Lambeth: 1 April 2020 to 31 March 2027, can run to 31 March 2030, act by 1 October 2026`. */
export function barInWords(bar: TimelineBar): string {
  const start = bar.startDate === null ? 'start not known' : formatDate(bar.startDate);
  const end = bar.endDate === null ? 'end not known' : formatDate(bar.endDate);
  const parts = [`${start} to ${end}`];
  if (bar.maxExtentDate !== null && bar.maxExtentDate !== bar.endDate)
    parts.push(`can run to ${formatDate(bar.maxExtentDate)}`);
  if (bar.actBy !== null) parts.push(`act by ${formatDate(bar.actBy)}`);
  return `${bar.label}: ${parts.join(', ')}`;
}

function segment(weight: number, style: Style): IColumn {
  return { type: 'Column', width: weight, style, minHeight: '14px', spacing: 'None', items: [] };
}

/** From the start to the current end in one colour, possible extensions in another. */
function usualPhases(bar: Period): readonly Phase[] {
  return [{ from: bar.startDate, to: bar.endDate, style: 'accent' }];
}

/** A bar whose start and end are known and in order. */
export type Period = {
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  readonly actBy: IsoDate | null;
};

function drawBar(
  bar: TimelineBar,
  range: Range,
  phasesOf: (bar: Period) => readonly Phase[],
): IColumnSet | null {
  const { startDate, endDate } = bar;
  if (startDate === null || endDate === null || endDate < startDate) return null;
  const total = Math.max(1, daysBetween(range.from, range.to));
  const last = bar.maxExtentDate !== null && bar.maxExtentDate > endDate ? bar.maxExtentDate : endDate;
  const phases: readonly Phase[] = [
    { from: range.from, to: startDate, style: 'default' },
    ...phasesOf({ startDate, endDate, actBy: bar.actBy }),
    { from: endDate, to: last, style: 'warning' },
    { from: last, to: range.to, style: 'default' },
  ];
  const columns = phases.flatMap(({ from, to, style }) => {
    const weight = Math.round((daysBetween(from, to) / total) * 100);
    if (style === 'default' || style === 'warning') return weight > 0 ? [segment(weight, style)] : [];
    // A contract of a few days is still drawn.
    return to > from ? [segment(Math.max(1, weight), style)] : [];
  });
  // A contract that begins and ends on one day has no length.
  return columns.length === 0 ? null : { type: 'ColumnSet', columns, spacing: 'None' };
}

/** How bars are drawn where the usual two colours do not say enough; `note` explains the colours. */
export type Drawing = {
  readonly phasesOf: (bar: Period) => readonly Phase[];
  readonly days: readonly IsoDate[];
  readonly note: string;
};

const usual: Drawing = {
  phasesOf: usualPhases,
  days: [],
  note: 'First colour: to the current end. Second: possible extensions.',
};

/** A bar and a line of words per contract, all on one scale; a contract whose dates are not known has words only. */
export function timeline(
  bars: readonly TimelineBar[],
  today: IsoDate,
  drawing: Drawing = usual,
): readonly Element[] {
  if (bars.length === 0) return [];
  const range = rangeOf(bars, [today, ...drawing.days]);
  const items = bars.flatMap((bar): Element[] => {
    const drawn = drawBar(bar, range, drawing.phasesOf);
    const words = smallText(escapeMarkdown(clip(barInWords(bar), 240)));
    return drawn === null ? [words] : [words, drawn];
  });
  const scale = smallText(
    `Scale: ${formatDate(range.from)} to ${formatDate(range.to)}. ${escapeMarkdown(drawing.note)}`,
  );
  return [group([heading('Timeline'), ...items, scale])];
}

/** `from` to `to` cut at the days between them, a style for each piece. */
function cut(
  from: IsoDate,
  to: IsoDate,
  days: readonly IsoDate[],
  styles: readonly Style[],
): readonly Phase[] {
  const points = [from, ...days.map((day) => (day < from ? from : day > to ? to : day)), to];
  return styles.flatMap((style, index) => {
    const start = points[index];
    const end = points[index + 1];
    return start === undefined || end === undefined || end <= start ? [] : [{ from: start, to: end, style }];
  });
}

/** One contract: what is past, the time left to act, the time after it, possible extensions. */
export function contractTimeline(bar: TimelineBar, today: IsoDate): readonly Element[] {
  const isLate = bar.actBy !== null && bar.actBy < today;
  return timeline([bar], today, {
    days: [],
    phasesOf: ({ startDate, endDate, actBy }) =>
      actBy === null
        ? cut(startDate, endDate, [today], ['emphasis', 'accent'])
        : cut(startDate, endDate, [today, isLate ? today : actBy], ['emphasis', 'good', 'attention']),
    note:
      bar.actBy === null
        ? `Grey: before today, ${formatDate(today)}. Then to the current end, and in yellow possible extensions.`
        : `Grey: before today, ${formatDate(today)}. Green: until the day to act by, ${formatDate(bar.actBy)}. Red: after it, to the current end. Yellow: possible extensions.`,
  });
}

/** Several contracts and the day on which all would start anew: what still runs after it is red. */
export function jointTimeline(
  bars: readonly TimelineBar[],
  today: IsoDate,
  day: IsoDate,
): readonly Element[] {
  return timeline(bars, today, {
    days: [day],
    phasesOf: ({ startDate, endDate }) => cut(startDate, endDate, [day], ['accent', 'attention']),
    note: `Red: still bound after ${formatDate(day)}, the day proposed for a common start. Yellow: possible extensions.`,
  });
}
