/** Contract periods as bars made of columns, so that they appear in every client; the words below say the same. */
import type { IColumn, IColumnSet } from '@microsoft/teams.cards';
import type { TimelineBar } from '../../assistant/answer.ts';
import { daysBetween, formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { type Element, group, heading, smallText } from './elements.ts';
import { clip, escapeMarkdown } from './escape.ts';

type Range = { readonly from: IsoDate; readonly to: IsoDate };

function rangeOf(bars: readonly TimelineBar[], today: IsoDate): Range {
  const dates = bars.flatMap((bar) =>
    [bar.startDate, bar.endDate, bar.maxExtentDate].filter((date): date is IsoDate => date !== null),
  );
  const sorted = [...dates, today].sort();
  return { from: sorted[0] ?? today, to: sorted.at(-1) ?? today };
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

function segment(weight: number, style: 'default' | 'accent' | 'warning'): IColumn {
  return { type: 'Column', width: weight, style, minHeight: '14px', spacing: 'None', items: [] };
}

function drawBar(bar: TimelineBar, range: Range): IColumnSet | null {
  const { startDate, endDate } = bar;
  if (startDate === null || endDate === null || endDate < startDate) return null;
  const total = Math.max(1, daysBetween(range.from, range.to));
  const share = (from: IsoDate, to: IsoDate): number => Math.round((daysBetween(from, to) / total) * 100);
  const last = bar.maxExtentDate !== null && bar.maxExtentDate > endDate ? bar.maxExtentDate : endDate;
  const columns = [
    segment(share(range.from, startDate), 'default'),
    segment(Math.max(1, share(startDate, endDate)), 'accent'),
    segment(share(endDate, last), 'warning'),
    segment(share(last, range.to), 'default'),
  ].filter((column) => typeof column.width === 'number' && column.width > 0);
  return { type: 'ColumnSet', columns, spacing: 'None' };
}

/** A bar and a line of words per contract, all on one scale; a contract whose dates are not known has words only. */
export function timeline(bars: readonly TimelineBar[], today: IsoDate): readonly Element[] {
  if (bars.length === 0) return [];
  const range = rangeOf(bars, today);
  const items = bars.flatMap((bar): Element[] => {
    const drawn = drawBar(bar, range);
    const words = smallText(escapeMarkdown(clip(barInWords(bar), 240)));
    return drawn === null ? [words] : [words, drawn];
  });
  const scale = smallText(
    `Scale: ${formatDate(range.from)} to ${formatDate(range.to)}. First colour: to the current end. Second: possible extensions.`,
  );
  return [group([heading('Timeline'), ...items, scale])];
}
