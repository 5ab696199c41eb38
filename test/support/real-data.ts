/** Finds the real public contract data, kept outside the repository beside it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = process.env['REAL_DATA_DIR'] ?? resolve(import.meta.dirname, '../../../shared/data');

/** Path of one real data file, or null when the data is not on this machine (the suite then says it is skipped). */
export function realDataFile(name: string): string | null {
  const path = resolve(folder, name);
  return existsSync(path) ? path : null;
}

/** How every reason for skipping a suite on real data begins. */
export const realDataReason = 'real data not found';

/** Why a suite on real data is skipped. */
export const realDataMissing = `${realDataReason} in ${folder}; set REAL_DATA_DIR to run this suite`;
