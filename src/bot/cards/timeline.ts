/** Contract periods as bars made of columns, so that they appear in every client; the words below say the same. */
import type { IColumn, IColumnSet } from '@microsoft/teams.cards';
import type { TimelineBar } from '../../assistant/answer.ts';
import { daysBetween, formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { type Element, group, heading, smallText } from './elements.ts';
import { clip, escapeMarkdown } from './escape.ts';

type Range = { readonly from: IsoDate; readonly to: IsoDate };
type Style = NonNullable<IColumn['style']>;

/** A day that cuts through the bars: today, the day to act by, the day everybody would start. */
export type Mark = { readonly day: IsoDate; readonly style: Style };

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

type Part = { readonly from: IsoDate; readonly to: IsoDate; readonly style: Style };

/** `parts` cut at the marks; a mark is one hundredth of the scale wide. */
function cutAt(parts: readonly Part[], marks: readonly Mark[], share: (part: Part) => number): IColumn[] {
  const columns: IColumn[] = [];
  for (const part of parts) {
    let from = part.from;
    for (const mark of marks) {
      if (mark.day < from || mark.day >= part.to) continue;
      columns.push(segment(share({ ...part, from, to: mark.day }), part.style), segment(1, mark.style));
      from = mark.day;
    }
    columns.push(segment(share({ ...part, from }), part.style));
  }
  return columns.filter((column) => typeof column.width === 'number' && column.width > 0);
}

function drawBar(bar: TimelineBar, range: Range, marks: readonly Mark[]): IColumnSet | null {
  const { startDate, endDate } = bar;
  if (startDate === null || endDate === null || endDate < startDate) return null;
  const total = Math.max(1, daysBetween(range.from, range.to));
  const last = bar.maxExtentDate !== null && bar.maxExtentDate > endDate ? bar.maxExtentDate : endDate;
  const parts: readonly Part[] = [
    { from: range.from, to: startDate, style: 'default' },
    { from: startDate, to: endDate, style: 'accent' },
    { from: endDate, to: last, style: 'warning' },
    { from: last, to: range.to, style: 'default' },
  ];
  const share = ({ from, to, style }: Part): number => {
    const weight = Math.round((daysBetween(from, to) / total) * 100);
    // A contract of a few days is still drawn.
    return style === 'accent' && to > from ? Math.max(1, weight) : weight;
  };
  const sorted = [...marks].sort((left, right) => (left.day < right.day ? -1 : 1));
  return { type: 'ColumnSet', columns: cutAt(parts, sorted, share), spacing: 'None' };
}

/** A bar and a line of words per contract, all on one scale; a contract whose dates are not known has words only. */
export function timeline(
  bars: readonly TimelineBar[],
  today: IsoDate,
  marks: readonly Mark[] = [],
  note = '',
): readonly Element[] {
  if (bars.length === 0) return [];
  const range = rangeOf(bars, [today, ...marks.map(({ day }) => day)]);
  const items = bars.flatMap((bar): Element[] => {
    const drawn = drawBar(bar, range, marks);
    const words = smallText(escapeMarkdown(clip(barInWords(bar), 240)));
    return drawn === null ? [words] : [words, drawn];
  });
  const scale = smallText(
    `Scale: ${formatDate(range.from)} to ${formatDate(range.to)}. First colour: to the current end. Second: possible extensions.${note === '' ? '' : ` ${escapeMarkdown(note)}`}`,
  );
  return [group([heading('Timeline'), ...items, scale])];
}

/** One contract: its bar, cut today and on the day to act by, and what the cuts mean. */
export function contractTimeline(bar: TimelineBar, today: IsoDate): readonly Element[] {
  const marks: Mark[] = [{ day: today, style: 'emphasis' }];
  const notes = [`Grey gap: today, ${formatDate(today)}.`];
  if (bar.actBy !== null) {
    marks.push({ day: bar.actBy, style: 'attention' });
    notes.push(`Red line: act by ${formatDate(bar.actBy)}.`);
  }
  return timeline([bar], today, marks, notes.join(' '));
}
