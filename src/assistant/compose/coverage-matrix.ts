/** Known, none, withheld and unknown by service area, a page at a time. */
import type { CoverageCell } from '../../catalogue/quality/coverage-matrix.ts';
import { londonAuthorityCount } from '../../procurement/buyer.ts';
import { formatDate, parseIsoDate } from '../../procurement/iso-date.ts';
import type { CoverageMatrixFound } from '../../tools/coverage-matrix.ts';
import type { TableRow } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { type Draft, plain, section } from './draft.ts';

const pageSize = 10;

function dayWords(day: string): string {
  const parsed = parseIsoDate(day);
  return parsed === null ? day : formatDate(parsed);
}

function ages(cells: readonly CoverageCell[]): string {
  const known = cells.filter(({ records }) => records > 0);
  const newest = known
    .map((cell) => cell.newest)
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  const oldest = known
    .map((cell) => cell.oldest)
    .filter((day) => day !== null)
    .sort()[0];
  const read = known
    .map((cell) => cell.lastRead)
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  if (newest === undefined || oldest === undefined) return known.length === 0 ? '–' : 'publication not dated';
  const span =
    newest === oldest
      ? `published ${dayWords(newest)}`
      : `published ${dayWords(oldest)} to ${dayWords(newest)}`;
  return read === undefined ? span : `${span}; last read ${dayWords(read)}`;
}

function londonRow(serviceArea: string, cells: readonly CoverageCell[]): TableRow {
  const count = (state: CoverageCell['state']) => cells.filter((cell) => cell.state === state).length;
  const records = cells.reduce((sum, cell) => sum + cell.records, 0);
  const unknown = londonAuthorityCount - cells.length;
  return {
    contractId: null,
    citations: [],
    cells: [
      plain(serviceArea),
      plain(
        `${count('known')} of ${londonAuthorityCount} known (${records} ${records === 1 ? 'record' : 'records'})`,
      ),
      plain(`${unknown} no record; ${count('none')} none; ${count('withheld')} withheld`),
      plain(ages(cells)),
    ],
  };
}

const stateWords = {
  known: 'known',
  none: 'none: built in-house',
  withheld: 'withheld',
  unknown: 'no record',
} as const;

function boroughRow(serviceArea: string, cell: CoverageCell | undefined): TableRow {
  return {
    contractId: null,
    citations: [],
    cells: [
      plain(serviceArea),
      { text: stateWords[cell?.state ?? 'unknown'], tone: cell === undefined ? 'subtle' : 'plain' },
      plain(String(cell?.records ?? 0)),
      plain(cell === undefined ? '–' : ages([cell])),
    ],
  };
}

function sentence(found: CoverageMatrixFound): string {
  const { cells, serviceAreas, borough } = found;
  const all = borough === null ? serviceAreas.length * londonAuthorityCount : serviceAreas.length;
  const inAreas = cells.filter((cell) => serviceAreas.includes(cell.serviceArea));
  const withData = inAreas.filter(({ state }) => state === 'known' || state === 'none').length;
  const withheld = inAreas.length - withData;
  const tail = withheld === 0 ? '' : ` ${withheld} more are withheld from you.`;
  return borough === null
    ? `Of ${all} pairs of a borough and a service area (33 boroughs, ${serviceAreas.length} areas), ${withData} have a record; ${all - inAreas.length} have none, which does not mean that there is no system.${tail}`
    : `${borough.name} has a record in ${withData} of ${all} service areas; ${all - inAreas.length} have none, which does not mean that there is no system.${tail}`;
}

/** A row a service area; every count can be listed with the choices. */
export function composeCoverageMatrix(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'coverage-matrix');
  if (found === undefined) throw new TypeError('the coverage matrix needs a result to compose');
  const { borough, serviceAreas, cells } = found;
  const pages = Math.max(1, Math.ceil(serviceAreas.length / pageSize));
  const page = Math.min(found.page, pages);
  const shown = serviceAreas.slice((page - 1) * pageSize, page * pageSize);
  const whose = borough === null ? '' : ` for ${borough.name}`;
  const rows = shown.map((area) => {
    const inArea = cells.filter((cell) => cell.serviceArea === area);
    return borough === null ? londonRow(area, inArea) : boroughRow(area, inArea[0]);
  });
  const columns =
    borough === null
      ? ['Service area', 'Known', 'Not known', 'Age of what is known']
      : ['Service area', 'State', 'Records', 'Age of what is known'];
  const listable = shown.filter((area) =>
    cells.some((cell) => cell.serviceArea === area && cell.records > 0),
  );
  return {
    status: 'answered',
    title: `Coverage by service area${borough === null ? '' : `: ${borough.name}`}`,
    sentences: [
      { text: sentence(found), citations: [] },
      {
        text: `Page ${page} of ${pages}. A joint contract counts once for each borough in it.`,
        citations: [],
      },
    ],
    sections: [section(null, columns, rows)],
    timeline: [],
    citations: [],
    coverage: null,
    remarks: input.remarks,
    nextActions: [],
    choices: [
      ...(page < pages ? [{ label: 'Next page', message: `Coverage matrix${whose} page ${page + 1}` }] : []),
      ...(page > 1 ? [{ label: 'Previous page', message: `Coverage matrix${whose} page ${page - 1}` }] : []),
      ...listable.slice(0, 4).map((area) => ({
        label: `List: ${area}`.slice(0, 60),
        message:
          borough === null ? `List the ${area} contracts` : `List the ${area} contracts of ${borough.name}`,
      })),
    ],
  };
}
