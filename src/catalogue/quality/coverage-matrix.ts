/** What is known of each borough in each service area, and how old it is; silence is counted, never read as absence. */
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import { everything } from '../figures/facts.ts';
import { type CoverageState, type SeenCell, seenCells, stateOf } from '../queries/coverage.ts';
import type { Viewer } from '../viewer.ts';

/** One borough in one service area. */
export type CoverageCell = {
  readonly buyerId: string;
  readonly serviceArea: string;
  readonly state: CoverageState;
  /** Records the viewer may see. */
  readonly records: number;
  /** Newest and oldest publication among them, as precise as known. */
  readonly newest: string | null;
  readonly oldest: string | null;
  /** When somebody last read one of their sources. */
  readonly lastRead: string | null;
};

/** Cells with at least one record, seen or withheld; every borough and area that has none is `unknown`. */
export async function coverageCells(database: Kysely<Tables>, viewer: Viewer): Promise<CoverageCell[]> {
  const cells = (await seenCells(database, viewer, null)).filter((cell) => cell.area !== everything);
  const nameOf = (cell: SeenCell) => `${cell.area} ${cell.buyer_id}`;
  return cells
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
    .map((cell) => ({
      buyerId: cell.buyer_id,
      serviceArea: cell.area,
      state: stateOf(cell.records, cell.inHouse, cell.total),
      records: cell.records,
      newest: cell.records === 0 ? null : cell.newest,
      oldest: cell.records === 0 ? null : cell.oldest,
      lastRead: cell.records === 0 ? null : cell.lastRead,
    }));
}
