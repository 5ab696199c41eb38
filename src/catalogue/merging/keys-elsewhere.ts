/** Spares the database a join for records that share a match key with nobody, which is nearly all of a large feed. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { ProvenanceCounts } from './match-records.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** Above this many records of other provenances their keys are not held in memory; the database is asked instead. */
const mostRecordsElsewhere = 20_000;

/** Match keys of all records that are not of one provenance, kept through an import that writes only that one. */
export class KeysElsewhere {
  #provenance: string | null = null;
  #keys: ReadonlySet<string> | null = null;
  #isOff = false;

  /**
   * Those of the records that share a key with a record of another provenance; all of them where that cannot be told
   * from memory. `counts` are the records of each provenance before this batch.
   */
  async likely(
    database: Reader,
    records: readonly { readonly key: string; readonly matchKeys: readonly string[] }[],
    provenances: readonly string[],
    counts: ProvenanceCounts,
  ): Promise<string[]> {
    const all = () => records.map(({ key }) => key);
    const [provenance, ...others] = provenances;
    if (this.#isOff || provenance === undefined) return all();
    if (this.#keys === null) {
      const elsewhere = [...counts].reduce(
        (sum, [name, count]) => (name === provenance ? sum : sum + count),
        0,
      );
      if (elsewhere > mostRecordsElsewhere) this.#isOff = true;
      else this.#keys = await this.#read(database, provenance);
      this.#provenance = provenance;
    }
    // A second provenance in the file adds keys that were not read.
    if (others.length > 0 || provenance !== this.#provenance) this.#isOff = true;
    const keys = this.#keys;
    if (this.#isOff || keys === null) return all();
    return records.filter(({ matchKeys }) => matchKeys.some((key) => keys.has(key))).map(({ key }) => key);
  }

  async #read(database: Reader, provenance: string): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ key: string }>`
      select distinct match_key::text as key from match_keys where provenance <> ${provenance}`.execute(
      database,
    );
    return new Set(rows.map(({ key }) => key));
  }
}
