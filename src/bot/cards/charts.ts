/** Charts that Teams draws itself. Hosts without them show bars made of columns, or the same numbers in words. */
import type { ChartColor, IColumnSet, IDonutChart, IHorizontalBarChart } from '@microsoft/teams.cards';
import type { Cell, Section } from '../../assistant/answer.ts';
import { type Element, group, smallText } from './elements.ts';
import { clip, escapeMarkdown } from './escape.ts';

/** One bar: its name, its length, and the number as written in the table. */
export type Bar = {
  readonly label: string;
  readonly value: number;
  readonly shown: string;
  readonly tone: Cell['tone'];
};

/** Most bars of one chart; the table below has them all. */
export const maxBars = 10;

const colourOf: Readonly<Partial<Record<Cell['tone'], ChartColor>>> = {
  good: 'good',
  warning: 'warning',
  attention: 'attention',
  subtle: 'neutral',
};

/** The number a cell begins with: `1,200`, `38% (53 of 139)`, `£6.5`; null for words. */
export function numberIn(text: string): number | null {
  const found = /^£?(\d[\d,]*(?:\.\d+)?)(?=%|\s|$)/.exec(text.trim());
  return found?.[1] === undefined ? null : Number(found[1].replaceAll(',', ''));
}

/**
 * Bars for a column of a table, drawn from its own cells so that the picture cannot say anything else. Null when a row
 * has no number there, or fewer than two rows have one.
 */
export function barsOf(section: Section, column: number): readonly Bar[] | null {
  const bars: Bar[] = [];
  for (const { cells } of section.rows) {
    const cell = cells[column];
    const value = cell === undefined ? null : numberIn(cell.text);
    if (cell === undefined || value === null) return null;
    const label = cells[0]?.text.split('\n')[0]?.trim() ?? '';
    bars.push({ label, value, shown: cell.text.split('\n')[0]?.trim() ?? '', tone: cell.tone });
  }
  return bars.length < 2 ? null : bars;
}

function drawn(bar: Bar, most: number): Element[] {
  const share = Math.max(1, Math.min(100, Math.round((bar.value / most) * 100)));
  const style =
    bar.tone === 'good' || bar.tone === 'attention' || bar.tone === 'warning' ? bar.tone : 'accent';
  const line: IColumnSet = {
    type: 'ColumnSet',
    spacing: 'None',
    columns: [
      { type: 'Column', width: share, style, minHeight: '12px', spacing: 'None', items: [] },
      ...(share === 100
        ? []
        : [
            {
              type: 'Column' as const,
              width: 100 - share,
              minHeight: '12px',
              spacing: 'None' as const,
              items: [],
            },
          ]),
    ],
  };
  const words = smallText(escapeMarkdown(`${clip(bar.label, 80)}: ${clip(bar.shown, 60)}`));
  return bar.value > 0 ? [words, line] : [words];
}

/** A bar chart of at most ten bars; what is left out is said. `whole` is what the longest possible bar stands for. */
export function barChart(
  title: string,
  bars: readonly Bar[],
  whole: number | null = null,
): readonly Element[] {
  if (bars.length === 0) return [];
  const shown = bars.slice(0, maxBars);
  const most = whole ?? Math.max(...shown.map(({ value }) => value), 1);
  const chart: IHorizontalBarChart = {
    type: 'Chart.HorizontalBar',
    title: clip(title, 100),
    displayMode: 'AbsoluteWithAxis',
    data: shown.map((bar) => ({
      x: clip(bar.label, 40),
      y: bar.value,
      color: colourOf[bar.tone] ?? 'categoricalTeal',
    })),
    fallback: group([
      smallText(`**${escapeMarkdown(clip(title, 100))}**`),
      ...shown.flatMap((bar) => drawn(bar, most)),
    ]),
  };
  const left = bars.length - shown.length;
  return [
    chart,
    ...(left > 0 ? [smallText(`The chart shows the first ${maxBars}; ${left} more are in the table.`)] : []),
  ];
}

/** One part of a whole. */
export type Share = { readonly label: string; readonly value: number; readonly colour: ChartColor };

const columnStyle: Readonly<Partial<Record<ChartColor, 'good' | 'warning' | 'attention' | 'accent'>>> = {
  good: 'good',
  warning: 'warning',
  attention: 'attention',
  categoricalTeal: 'accent',
};

/** Parts of a whole as a ring; shares of nothing are left out. Without charts one bar in parts, and the words. */
export function donutChart(title: string, shares: readonly Share[], total: number): readonly Element[] {
  const shown = shares.filter(({ value }) => value > 0);
  if (shown.length === 0 || total <= 0) return [];
  const words = shown.map(({ label, value }) => `${label}: ${value}`).join(' · ');
  const bar: IColumnSet = {
    type: 'ColumnSet',
    spacing: 'Small',
    columns: shown.map(({ value, colour }) => ({
      type: 'Column',
      width: Math.max(1, Math.round((value / total) * 100)),
      minHeight: '16px',
      spacing: 'None',
      style: columnStyle[colour] ?? 'emphasis',
      items: [],
    })),
  };
  const chart: IDonutChart = {
    type: 'Chart.Donut',
    title: clip(title, 100),
    data: shown.map(({ label, value, colour }) => ({ legend: label, value, color: colour })),
    fallback: group([
      smallText(`**${escapeMarkdown(clip(title, 100))}**`),
      bar,
      smallText(escapeMarkdown(words)),
    ]),
  };
  return [chart];
}
