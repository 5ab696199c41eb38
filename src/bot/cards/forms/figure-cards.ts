/** Figures: coverage of the 33, counts, shares of a market, the quality of the records. */
import type { Answer, TableRow } from '../../../assistant/answer.ts';
import { barChart, barsOf } from '../charts.ts';
import { type Element, facts, heading, smallText, text } from '../elements.ts';
import { clip, escapeMarkdown } from '../escape.ts';
import { cellWords, firstLine } from './cells.ts';
import { coverageRing } from './list-cards.ts';
import type { Picture } from './picture.ts';

function byState(rows: readonly TableRow[]): readonly Element[] {
  // What is known first; the long list of those without a record comes last.
  const states = [...new Set(rows.map((row) => row.cells[1]?.text ?? ''))].sort((left, right) =>
    left === 'known' ? -1 : right === 'known' ? 1 : left.localeCompare(right),
  );
  return states.flatMap((state): readonly Element[] => {
    const own = rows.filter((row) => row.cells[1]?.text === state);
    const title = heading(
      `${escapeMarkdown(clip(state.charAt(0).toUpperCase() + state.slice(1), 60))} (${own.length})`,
    );
    const hasRecords = own.some(
      (row) => (row.cells[2]?.text ?? '').trim() !== '' && row.cells[2]?.text !== '0',
    );
    if (!hasRecords) return [title, text(own.map((row) => firstLine(row, 0)).join(', '))];
    return [
      title,
      facts(
        own.map((row) => ({
          name: firstLine(row, 0),
          value: `${cellWords(row, 2)} ${row.cells[2]?.text === '1' ? 'record' : 'records'}, newest ${/\d/.test(row.cells[3]?.text ?? '') ? cellWords(row, 3) : 'not dated'}`,
        })),
      ),
    ];
  });
}

/** The 33 by state on one card, the ring above them. */
export function coveragePicture(answer: Answer): Picture {
  return {
    before: coverageRing(answer),
    rowsPerPage: 40,
    hasBoroughs: true,
    rows: (section, rows) =>
      section.columns[0] === 'Borough' && section.columns[1] === 'State' ? byState(rows) : null,
  };
}

/** Bars for the first section whose column of that number holds numbers only. */
function chartOf(
  answer: Answer,
  title: (heading: string | null, column: string) => string,
  whole: number | null = null,
): readonly Element[] {
  for (const section of answer.sections) {
    const bars = barsOf(section, 1);
    if (bars !== null) return barChart(title(section.heading, section.columns[1] ?? ''), bars, whole);
  }
  return [];
}

/** Known boroughs by service area. */
export function coverageMatrixPicture(answer: Answer): Picture {
  return { before: chartOf(answer, (_heading, column) => `${column} of the 33, by service area`, 33) };
}

/** Counts and sums: bars for the first column of numbers. */
export function figuresPicture(answer: Answer): Picture {
  const words = (heading: string | null, column: string) =>
    heading === null || heading === '' ? column : `${column}: ${heading}`;
  return { before: chartOf(answer, words) };
}

/** The scorecard: how much of each field is filled in, in per cent. */
export function qualityPicture(answer: Answer): Picture {
  const chart = chartOf(answer, (_heading, column) => `Fields filled in, per cent: ${column}`, 100);
  const key = 'Green: better than the median borough. Red: worse. The table says the same in words.';
  return { before: chart.length === 0 ? [] : [...chart, smallText(key)] };
}
