/** Figures of a benchmark, and the table they are printed as. */

export type Figure = {
  readonly name: string;
  readonly engine: string;
  readonly unit: 'ms' | 's' | 'MB' | 'rows/s' | 'ratio' | 'count';
  readonly measured: number;
  /** The same measured on something bare in the same run; null where there is no such thing. */
  readonly baseline: number | null;
  readonly target: Target | null;
};

export type Target = {
  /** What is held against the limit: the figure, its distance from the baseline, or its share of it. */
  readonly of: 'measured' | 'difference' | 'ratio';
  readonly limit: number;
  readonly direction: 'at most' | 'at least';
};

export type BenchmarkResult = {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** Facts beside the figures, in plain sentences. */
  readonly notes: readonly string[];
};

/** Whether the figure meets its target; null without one. */
export function isMet(figure: Figure): boolean | null {
  const { measured, baseline, target } = figure;
  if (target === null) return null;
  const held =
    target.of === 'measured'
      ? measured
      : target.of === 'difference'
        ? measured - (baseline ?? 0)
        : measured / (baseline ?? Number.NaN);
  return target.direction === 'at most' ? held <= target.limit : held >= target.limit;
}

function round(value: number, unit: Figure['unit']): string {
  if (unit === 'rows/s') return Math.round(value).toLocaleString('en-GB');
  if (unit === 'MB' || unit === 'count') return String(Math.round(value));
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);
}

function targetText({ target, unit }: Figure): string {
  if (target === null) return '';
  const sign = target.direction === 'at most' ? '<=' : '>=';
  if (target.of === 'ratio') return `${sign} ${target.limit} x baseline`;
  return `${sign} ${target.limit} ${unit}${target.of === 'difference' ? ' above baseline' : ''}`;
}

function cellsOf(figure: Figure): string[] {
  const { measured, baseline, unit } = figure;
  const met = isMet(figure);
  return [
    figure.name,
    figure.engine,
    `${round(measured, unit)} ${unit === 'ratio' ? '' : unit}`.trim(),
    baseline === null ? '' : `${round(baseline, unit)} ${unit}`,
    baseline === null || baseline === 0 ? '' : (measured / baseline).toFixed(2),
    targetText(figure),
    met === null ? '' : met ? 'pass' : 'MISS',
  ];
}

/** A table for people; widths fit the content. */
export function tableOf(result: BenchmarkResult): string {
  const header = ['figure', 'engine', 'measured', 'baseline', 'ratio', 'target', ''];
  const rows = [header, ...result.figures.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [result.name, ...lines, ...result.notes.map((note) => `- ${note}`)].join('\n');
}

/** The value below which this share of the list lies; 0 for an empty list. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
