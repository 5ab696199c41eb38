/** Lists of contracts: who uses a system, what ends, who could buy together, what each source says. */
import type { Answer, Section, TableRow } from '../../../assistant/answer.ts';
import { type IsoDate, parseIsoDate } from '../../../procurement/iso-date.ts';
import { donutChart, type Share } from '../charts.ts';
import { type Element, heading, smallText, table } from '../elements.ts';
import { escapeMarkdown } from '../escape.ts';
import { jointTimeline, timeline } from '../timeline.ts';
import { cellWords, entry, firstLine, marksOf, toneOf } from './cells.ts';
import type { Picture } from './picture.ts';

/** How many of the 33 are known, as a ring; nothing for a count that says nothing. */
export function coverageRing(answer: Answer): readonly Element[] {
  const { coverage } = answer;
  if (coverage === null || coverage.known === coverage.of) return [];
  const shares: readonly Share[] = [
    { label: 'on record', value: coverage.known, colour: 'good' },
    { label: 'known to have none', value: coverage.none, colour: 'categoricalTeal' },
    { label: 'withheld', value: coverage.withheld, colour: 'warning' },
    { label: 'no record', value: coverage.unknown, colour: 'neutral' },
  ];
  const about = coverage.serviceArea === null ? '' : `: ${coverage.serviceArea}`;
  return donutChart(`What is known of the 33 boroughs${about}`, shares, coverage.of);
}

/** Who uses it: the ring of what is known above the usual table. */
export function whoUsesPicture(answer: Answer): Picture {
  return { before: coverageRing(answer) };
}

function dueTable(rows: readonly TableRow[]): readonly Element[] {
  const cells = rows.map((row) => [
    [{ markdown: firstLine(row, 2), tone: toneOf(row, 2) }],
    row.cells.slice(0, 1).flatMap((cell) =>
      cell.text.split('\n').map((line, at) => ({
        markdown: `${escapeMarkdown(line)}${at === 0 ? ` ${marksOf(row)}` : ''}`,
        tone: 'plain' as const,
      })),
    ),
    [{ markdown: cellWords(row, 1), tone: toneOf(row, 1) }],
    [{ markdown: cellWords(row, 3), tone: toneOf(row, 3) }],
  ]);
  return table(['Act by', 'Contract', 'Ends', 'Value and route'], cells, [2, 3, 2, 3]);
}

/** What ends: the day to act by comes first, because the list is in its order. */
export function expiringPicture(): Picture {
  return {
    rows: (section, rows) =>
      section.columns[0] === 'Contract' && section.columns[2] === 'Act by' ? dueTable(rows) : null,
  };
}

const verdicts: readonly { readonly tone: string; readonly title: string }[] = [
  { tone: 'good', title: 'Could join' },
  { tone: 'plain', title: 'Not known' },
  { tone: 'warning', title: 'Ask first' },
  { tone: 'attention', title: 'Ends too early' },
  { tone: 'subtle', title: 'Not for this day' },
];

function byVerdict(rows: readonly TableRow[]): readonly Element[] {
  return verdicts.flatMap(({ tone, title }) => {
    const own = rows.filter((row) => toneOf(row, 3) === tone);
    if (own.length === 0) return [];
    return [
      heading(title),
      ...own.map((row) =>
        entry(`${firstLine(row, 0)} ${marksOf(row)}`.trim(), [
          { markdown: cellWords(row, 3), tone: toneOf(row, 3) },
          { markdown: cellWords(row, 1), tone: 'subtle' },
          { markdown: `Ends: ${cellWords(row, 2)}`, tone: 'subtle' },
        ]),
      ),
    ];
  });
}

/** The day named in a column title: `To start on 30 April 2028`. */
function startDay(answer: Answer): IsoDate | null {
  const title = answer.sections.flatMap(({ columns }) => columns).find((name) => /^To start on /.test(name));
  const moment = title === undefined ? Number.NaN : Date.parse(`${title.slice('To start on '.length)} UTC`);
  return Number.isNaN(moment) ? null : parseIsoDate(new Date(moment).toISOString().slice(0, 10));
}

/** Who could buy together: what still runs after the proposed day, then the boroughs by what stands in the way. */
export function jointPicture(answer: Answer): Picture {
  const day = startDay(answer);
  return {
    before:
      day === null
        ? timeline(answer.timeline, answer.today)
        : jointTimeline(answer.timeline, answer.today, day),
    hasTimeline: true,
    rows: (section, rows) => (section.columns.length === 4 ? byVerdict(rows) : null),
  };
}

/** `1: A` and `2: B` of one cell, each at its source's place. */
function sayingsOf(row: TableRow): ReadonlyMap<number, string> {
  const said = new Map<number, string>();
  let at = 0;
  for (const line of row.cells[1]?.text.split('\n') ?? []) {
    const numbered = /^(\d{1,2}): (.*)$/s.exec(line);
    if (numbered?.[1] !== undefined) at = Number(numbered[1]);
    const words = numbered?.[2] ?? line;
    if (at > 0) said.set(at, said.has(at) ? `${said.get(at)} ${words}` : words);
  }
  return said;
}

function sideBySide(section: Section, rows: readonly TableRow[]): readonly Element[] {
  const sayings = rows.map(sayingsOf);
  const sources = Math.max(0, ...sayings.flatMap((said) => [...said.keys()]));
  // Three sources and the name of the fact are as wide as a phone-sized table gets.
  if (sources < 2 || sources > 3)
    return rows.map((row) =>
      entry(firstLine(row, 0), [
        { markdown: cellWords(row, 1), tone: 'plain' },
        { markdown: cellWords(row, 2), tone: toneOf(row, 2) },
      ]),
    );
  const columns = ['What', ...Array.from({ length: sources }, (_unused, at) => `Source ${at + 1}`)];
  const cells = rows.map((row, index) => [
    [
      { markdown: firstLine(row, 0), tone: 'plain' as const },
      { markdown: cellWords(row, 2), tone: toneOf(row, 2) },
    ],
    ...columns.slice(1).map((_title, at) => {
      const words = sayings[index]?.get(at + 1);
      return words === undefined
        ? [{ markdown: 'does not say', tone: 'subtle' as const }]
        : [{ markdown: escapeMarkdown(words), tone: 'plain' as const }];
    }),
  ]);
  return [
    smallText(
      `${sources} sources${section.heading === null ? '' : ` of ${escapeMarkdown(section.heading)}`}, side by side:`,
    ),
    ...table(columns, cells, [2, ...columns.slice(1).map(() => 3)]),
  ];
}

/** What each source says, a column each. */
export function comparePicture(): Picture {
  return {
    rowsPerPage: 20,
    rows: (section, rows) => (section.columns.length === 3 ? sideBySide(section, rows) : null),
  };
}
