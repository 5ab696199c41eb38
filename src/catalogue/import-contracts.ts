/** Takes one file into the catalogue: streamed, in one transaction, and counted row by row. */
import { createHash, randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import { allOrNothing } from '../database/all-or-nothing.ts';
import type { Tables } from '../database/tables.ts';
import type { LeadTimes } from '../procurement/act-by.ts';
import type { BatchContext, BatchItem } from './batch-item.ts';
import { type Resolvers, resolveRecord, shortHash } from './contract-row.ts';
import { deriveWith } from './derive-row.ts';
import { contractsOfSuppliers, refreshSummaries } from './figures/summaries.ts';
import { KeySet } from './key-set.ts';
import { KeysElsewhere } from './merging/keys-elsewhere.ts';
import { linkProcurements } from './merging/link-procurements.ts';
import { countProvenances } from './merging/match-records.ts';
import type { ContractSource, ReadOptions } from './source-record.ts';
import { writeBatch } from './write-batch.ts';
import { unifySupplierRows } from './write-organisations.ts';

/** Rows a statement; larger batches gain nothing and hold more memory. */
const batchSize = 1_000;
/** Line numbers kept per reason, so that a report stays readable. */
const linesKept = 10;
const progressEvery = 10_000;
/** Rows resolved before the event loop gets its turn: statements under way go on, and requests are answered meanwhile. */
const rowsPerTurn = 32;
/**
 * Statistics are gathered after this many written contracts, then each time there are four times as many: nobody else
 * can see the rows of this transaction, so without it the look-ups of later batches are planned for empty tables.
 */
const analyseFrom = 2_000;
/** Written contracts from which it is worth settling the pages afterwards. */
const settleFrom = 20_000;
/** Contracts written before the summaries are brought up to date once: totals shared by many cost one write. */
const summariseEvery = 20_000;

/** Why rows were left out, how many, and the first lines where it happened. */
export type DroppedReason = {
  readonly reason: string;
  readonly count: number;
  readonly lines: readonly number[];
};

/** What became of every row of one file. */
export type ImportReport = {
  readonly source: ContractSource['name'];
  readonly origin: string;
  readonly dryRun: boolean;
  /** Rows, releases or records looked at. */
  readonly read: number;
  /** Contracts this file stands behind: added + changed + unchanged. Read = kept + merged + dropped. */
  readonly kept: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Records of a deal that this same file had named before. */
  readonly merged: number;
  /** Deals that other sources had told of already, and that are now one contract with several sources. */
  readonly joined: number;
  /** Most frequent reason first. */
  readonly dropped: readonly DroppedReason[];
  /** Records with one of London's 33 authorities among the buyers. */
  readonly london: number;
};

/** One file and what is needed to read it; the bytes are read once and never held whole. */
export type ImportRequest = {
  readonly database: Kysely<Tables>;
  readonly source: ContractSource;
  readonly bytes: AsyncIterable<Buffer>;
  readonly readOptions: ReadOptions;
  readonly resolvers: Resolvers;
  readonly leadTimes: LeadTimes;
  /** Names the reference data in force: the same bytes under the same rules are recognised without being rewritten. */
  readonly rulesHash: string;
  readonly dryRun: boolean;
  /** Called every 10,000 rows with the number read so far. */
  readonly onProgress: (read: number) => void;
};

/** Thrown to undo a dry run, or an import of bytes already taken in; never leaves this file. */
class Rollback extends Error {
  constructor(readonly report: ImportReport) {
    super('rolled back');
  }
}

type Tally = {
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  merged: number;
  joined: number;
  london: number;
};

async function writeFile(
  request: ImportRequest,
  transaction: Transaction<Tables>,
  importId: string,
  dropped: Map<string, { count: number; lines: number[] }>,
): Promise<Tally & { hash: string }> {
  const tally: Tally = { read: 0, added: 0, changed: 0, unchanged: 0, merged: 0, joined: 0, london: 0 };
  const context: BatchContext = {
    source: request.source.name,
    importId,
    derive: deriveWith(request.leadTimes),
    provenances: await countProvenances(transaction),
    writtenNames: new Map(),
    keysElsewhere: new KeysElsewhere(),
  };
  const hash = createHash('sha256');
  const seen = new KeySet();
  let batch = new Map<string, BatchItem>();
  let notSummarised: string[] = [];
  let written = 0;
  let analyseNext = analyseFrom;

  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of request.bytes) {
      hash.update(chunk);
      yield chunk;
    }
  }
  const drop = (reason: string, line: number | null) => {
    const entry = dropped.get(reason) ?? { count: 0, lines: [] };
    entry.count += 1;
    if (line !== null && entry.lines.length < linesKept) entry.lines.push(line);
    dropped.set(reason, entry);
  };
  const write = async (items: readonly BatchItem[]) => {
    const counts = await writeBatch(transaction, items, context);
    tally.added += counts.added;
    tally.changed += counts.changed;
    tally.unchanged += counts.unchanged;
    tally.joined += counts.joined;
    notSummarised.push(...counts.writtenIds);
    written += counts.writtenIds.length;
    if (written >= analyseNext) {
      await analyseTables(transaction, 'roughly');
      analyseNext = written * 4;
    }
    if (notSummarised.length >= summariseEvery) {
      await refreshSummaries(transaction, notSummarised);
      notSummarised = [];
    }
  };
  // One batch is written while the next is read and resolved; batches still follow one another.
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const items = [...batch.values()];
    batch = new Map();
    await writing;
    writing = write(items);
    // Awaited by the next flush; until then a failure must not end the process unsaid.
    writing.catch(() => undefined);
  };

  try {
    for await (const item of request.source.read(hashed(), request.readOptions)) {
      tally.read += 1;
      if (tally.read % progressEvery === 0) request.onProgress(tally.read);
      if (tally.read % rowsPerTurn === 0) await nextTurn();
      if (item.kind === 'dropped') {
        drop(item.reason, item.line);
        continue;
      }
      const resolution = resolveRecord(item.record, request.resolvers, request.leadTimes);
      if (!resolution.ok) {
        drop(resolution.reason, item.line);
        continue;
      }
      const record = resolution.value;
      const isFirstInFile = seen.add(record.contract.id);
      if (!isFirstInFile) {
        // Within one statement a key may stand once; whatever came before must be written first.
        if (batch.has(record.contract.id)) await flush();
        tally.merged += 1;
      }
      if (record.participants.some((participant) => participant.buyer_id.startsWith('E09')))
        tally.london += 1;
      batch.set(record.contract.id, { record, isFirstInFile });
      if (batch.size >= batchSize) await flush();
    }
    await flush();
    await writing;
    await refreshSummaries(transaction, notSummarised);
  } finally {
    // Statements still on their way must not outlive the transaction: after its rollback they would count.
    await writing.catch(() => undefined);
  }
  return { ...tally, hash: hash.digest('hex') };
}

/** What was last taken in from this origin; two files of one name and the same bytes are one import. */
async function latestContentHash(
  transaction: Transaction<Tables>,
  source: string,
  origin: string,
): Promise<string | null> {
  const row = await transaction
    .selectFrom('imports')
    .select('content_hash')
    .where('source', '=', source)
    .where('origin', '=', origin)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.content_hash ?? null;
}

/**
 * Reads the file through its source and writes what it says, all or nothing: any fault, in the file or on the way,
 * leaves the catalogue as it was. Inside a transaction of the caller's it stands or falls with that. Importing the same
 * file again changes nothing. Rejects with the source's
 * `SourceFormatError` or `SourceUnavailableError` when the file as a whole cannot be taken.
 */
export async function importContracts(request: ImportRequest): Promise<ImportReport> {
  const dropped = new Map<string, { count: number; lines: number[] }>();
  const importId = randomUUID();
  const origin = request.readOptions.origin.url ?? request.readOptions.origin.fileName;
  try {
    const report = await allOrNothing(request.database, async (transaction) => {
      // The totals of a batch are grouped in memory rather than sorted on disk.
      await sql`set local work_mem = '64MB'`.execute(transaction);
      const { hash, ...tally } = await writeFile(request, transaction, importId, dropped);
      const contentHash = shortHash(`${hash} ${request.rulesHash}`);
      const isRepeat = (await latestContentHash(transaction, request.source.name, origin)) === contentHash;
      const kept = tally.added + tally.changed + tally.unchanged;
      const report: ImportReport = {
        source: request.source.name,
        origin,
        dryRun: request.dryRun,
        read: tally.read,
        kept,
        added: isRepeat ? 0 : tally.added,
        changed: isRepeat ? 0 : tally.changed,
        unchanged: isRepeat ? kept : tally.unchanged,
        merged: tally.merged,
        joined: isRepeat ? 0 : tally.joined,
        london: tally.london,
        dropped: [...dropped]
          .map(([reason, entry]) => ({ reason, count: entry.count, lines: entry.lines }))
          .sort((left, right) => right.count - left.count || left.reason.localeCompare(right.reason)),
      };
      if (request.dryRun || isRepeat) throw new Rollback(report);
      const linked = await linkProcurements(transaction);
      const unified = await unifySupplierRows(transaction);
      await refreshSummaries(transaction, [...linked, ...(await contractsOfSuppliers(transaction, unified))]);
      // The embedded database never gathers statistics by itself, and a server does it too late for the first question.
      if (tally.added + tally.changed >= analyseFrom) await analyseTables(transaction, 'fully');
      await transaction
        .insertInto('imports')
        .values({
          id: importId,
          source: request.source.name,
          origin,
          content_hash: contentHash,
          report: JSON.stringify(report),
        })
        .execute();
      return report;
    });
    const isLarge = report.added + report.changed >= settleFrom;
    if (isLarge && !request.database.isTransaction) await settlePages(request.database);
    return report;
  } catch (error) {
    if (error instanceof Rollback) return error.report;
    throw error;
  }
}

/**
 * Lets lists be read from indexes alone, which PostgreSQL does only for pages it knows to be settled. Cannot run inside
 * a transaction; without it everything works, only slower, so nobody is told when it fails.
 */
async function settlePages(database: Kysely<Tables>): Promise<void> {
  await sql`vacuum contracts, participants, contract_suppliers, contract_products, contract_facts`
    .execute(database)
    .catch(() => undefined);
}

/** Tells the query planner how the tables look now; without it look-ups over many contracts read whole tables. */
async function analyseTables(transaction: Transaction<Tables>, how: 'roughly' | 'fully'): Promise<void> {
  // Look-ups by key need only know how large the tables are: a tenth of the usual sample.
  await sql`set local default_statistics_target to ${sql.lit(how === 'roughly' ? 10 : 100)}`.execute(
    transaction,
  );
  // Titles, words as published and stored facts are never looked up by value, and are most of what there is to read.
  await sql`analyze buyers, suppliers, participants, contract_suppliers, contract_products, match_keys, contract_facts,
    summary_cells, coverage_cells,
    contracts (id, deal_id, ocid, kind, visibility, replaced_by, service_area, vendor, end_date, act_by, published_date),
    source_records (key, contract_id, provenance, level, read_on)`.execute(transaction);
}
