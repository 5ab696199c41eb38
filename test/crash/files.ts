/** The files the crash suite imports: a register in many versions, and the awards of half of it. */
import { type MadeUpFile, ocdsFile, registerFile } from '../support/four-sources.ts';

const lines = 120;
const awarded = 60;

/** The pair that persons decide about, again and again. */
export const decidedPair = [
  'register:london-borough-of-bromley:crash-100',
  'register:london-borough-of-bromley:crash-101',
] as const;

function dayOf(version: number): string {
  return new Date(Date.UTC(2024, 0, 1 + version)).toISOString().slice(0, 10);
}

/** Every line says which version it is. */
export function registerVersion(version: number): MadeUpFile {
  return registerFile(
    Array.from(
      { length: lines },
      (_, at) =>
        `London Borough of ${at < awarded ? 'Hillingdon' : 'Bromley'},CRASH-${at},Made-up service ${at} version ${version},Fictional Firm ${at} Ltd,01/04/2024,31/03/2028,"£${100_000 + at * 1_000}",${dayOf(version)}`,
    ),
    'crash-register.csv',
  );
}

/** Awards that are one deal with the first lines of the register. */
export const awards: MadeUpFile = ocdsFile(
  'crash-awards.json',
  Array.from({ length: awarded }, (_, at) => ({
    ocid: `ocds-b5fd17-crash-${at}`,
    title: `Made-up service ${at}`,
    supplier: `Fictional Firm ${at} Ltd`,
    companyNumber: String(90_000_000 + at),
    amount: 100_000 + at * 1_000,
    date: '2023-12-01',
  })),
);
