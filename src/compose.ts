/** The one place where objects are made from the configuration. */
import { join } from 'node:path';
import type { Outbox } from './alerts/delivery/delivery.ts';
import { createOutbox } from './alerts/delivery/outbox.ts';
import { type AlertsDesk, createAlertsDesk } from './alerts/desk.ts';
import { createAnswerLog } from './assistant/answer-log.ts';
import type { Assistant, Officer, Scope } from './assistant/assistant.ts';
import { createAssistant } from './assistant/create-assistant.ts';
import { createMemory, type Memory } from './assistant/memory.ts';
import type { Planner } from './assistant/planner.ts';
import { embeddedPlanner } from './assistant/planners/embedded/planner.ts';
import { createOpenAiChat } from './assistant/planners/openai/openai-chat.ts';
import { createOpenAiPlanner } from './assistant/planners/openai/planner.ts';
import { viewerOf } from './assistant/who-asks.ts';
import { type Catalogue, createCatalogue, writeBoroughs } from './catalogue/catalogue.ts';
import { detectSource } from './catalogue/detect-format.ts';
import { keepSummaries } from './catalogue/figures/summaries.ts';
import { type ImportReport, importContracts } from './catalogue/import-contracts.ts';
import { openContractFile } from './catalogue/open-file.ts';
import { type ImportPreview, previewImport } from './catalogue/preview/preview-import.ts';
import { readSheet } from './catalogue/preview/read-sheet.ts';
import { readWhole } from './catalogue/preview/read-whole.ts';
import { createRegisterDesk, type RegisterDesk } from './catalogue/preview/register-desk.ts';
import { recordLatestScores } from './catalogue/quality/trend.ts';
import { loadReferenceData, type ReferenceData } from './catalogue/reference-data.ts';
import { createResolvers } from './catalogue/resolve/resolvers.ts';
import { officialFeeds } from './catalogue/sync/feeds.ts';
import { forgetHolds } from './catalogue/sync/lock.ts';
import type { SyncReport } from './catalogue/sync/report.ts';
import { type SyncOptions, syncFeeds } from './catalogue/sync/sync.ts';
import type { Viewer } from './catalogue/viewer.ts';
import { hashReferenceFiles, seedPublished } from './compose-seed.ts';
import type { Config } from './config.ts';
import { type Database, databaseLocation, openDatabase } from './database/connect.ts';
import { openEmbeddings } from './embedding-settings.ts';
import { createEngagements, type Engagements } from './engagement/store.ts';
import { type IsoDate, todayInLondon } from './procurement/iso-date.ts';
import { londonMoment, timeInLondon } from './procurement/london-time.ts';
import type { Guidance } from './retrieval/guidance.ts';
import { openGuidance } from './retrieval/open-guidance.ts';
import { createWalkDesk, type WalkDesk } from './toolkit/desk.ts';
import { createOpportunities } from './toolkit/store.ts';
import { readToolkit } from './toolkit/toolkit.ts';

/** Made by `npm run build` from the shipped knowledge, beside the compiled program; the source has none. */
const shippedIndex = join(import.meta.dirname, 'guidance-index.json');

/** How one file is to be read. */
export type ImportOptions = {
  /** `--format`; null finds out. */
  readonly format: string | null;
  readonly buyer: string | null;
  readonly dryRun: boolean;
  readonly onProgress: (read: number) => void;
};

/** The whole assistant without a way in; the server and the terminal each add theirs. */
export type Product = {
  readonly database: Database;
  readonly reference: ReferenceData;
  readonly catalogue: Catalogue;
  readonly assistant: Assistant;
  readonly today: () => IsoDate;
  /** Guidance and law in passages. */
  readonly guidance: Guidance;
  /** What the person who runs it should know, though everything works; empty when there is nothing. */
  readonly startNotes: readonly string[];
  /** Notes of market engagement. */
  readonly engagements: Engagements;
  /** GSS code of the authority an officer named, or null. */
  readonly boroughOf: Memory['boroughOf'];
  /** Whether somebody other than the officer vouches for it. */
  readonly isVouchedFor: (officer: Officer, buyerId: string) => boolean;
  /** Files that officers send in a chat. */
  readonly desk: RegisterDesk;
  /** Contract alerts of every conversation. */
  readonly alerts: AlertsDesk;
  /** Messages that wait to be posted unasked. */
  readonly outbox: Outbox;
  /** What taking the file in would change; saves nothing. Files up to 100 MB. */
  readonly previewFile: (
    pathOrAddress: string,
    options: Pick<ImportOptions, 'format' | 'buyer'>,
  ) => Promise<ImportPreview>;
  /** Takes one file or address into the catalogue; see `importContracts`. */
  readonly importFile: (pathOrAddress: string, options: ImportOptions) => Promise<ImportReport>;
  /** Scores the records' quality for the trend when the newest import has no score yet; looks at the whole catalogue. */
  readonly scoreRecords: () => Promise<void>;
  /** Reads the official feeds since the last run; see `syncFeeds`. */
  readonly sync: (options: SyncOptions) => Promise<SyncReport>;
  /** Purchases on their way through the toolkit. */
  readonly walk: WalkDesk;
  /** What an officer may see in this place. */
  readonly viewerFor: (officer: Officer, scope: Scope) => Promise<Viewer>;
  /** Tells where officers reach the server, for links to records. */
  readonly announce: (address: string) => void;
  readonly close: () => Promise<void>;
};

/** The moment it is, on the day that is set where one is. */
function momentOn(today: IsoDate | null): Date {
  return today === null ? new Date() : londonMoment(today, timeInLondon(new Date()));
}

/** With a model configured the embedded planner stands behind it; without one it answers alone. */
function plannersFor(model: Config['model']): { planner: Planner; fallback?: Planner } {
  if (model === null) return { planner: embeddedPlanner };
  return {
    planner: createOpenAiPlanner({
      chat: createOpenAiChat(model, { fetch, retries: 2 }),
      clock: () => performance.now(),
    }),
    fallback: embeddedPlanner,
  };
}

/**
 * Opens the database, reads the knowledge, seeds the shipped contracts and wires the assistant. Rejects with the named
 * errors of the database, reference data and sources, whose messages can be shown as they are.
 */
export async function composeProduct(
  config: Config,
  opening: Promise<Database> = openDatabase(databaseLocation(config)),
): Promise<Product> {
  // Read or built while the database opens in its own thread; on a new machine each takes seconds.
  const openingGuidance = openEmbeddings(config).then((service) =>
    openGuidance(
      { knowledgeDir: config.knowledgeDir, dataDir: config.dataDir, shippedIndex },
      false,
      service,
    ),
  );
  openingGuidance.catch(() => undefined);
  const [database, reference, rulesHash] = await Promise.all([
    opening,
    loadReferenceData(config.knowledgeDir),
    hashReferenceFiles(config.knowledgeDir).catch(() => 'unread'),
  ]).catch(async (error: unknown) => {
    // A database that opens after all would keep its lock, and the process, for ever.
    await opening.then((opened) => opened.close()).catch(() => undefined);
    throw error;
  });
  try {
    const today = () => config.today ?? todayInLondon(new Date());
    const resolvers = createResolvers(reference);
    await writeBoroughs(database.kysely, reference);
    await keepSummaries(database.kysely, reference);
    if (database.kind === 'embedded') await forgetHolds(database.kysely);
    const importFile: Product['importFile'] = async (pathOrAddress, options) => {
      const file = await openContractFile(pathOrAddress, { fetch, timeoutMs: 30_000 });
      const { source, bytes } = await detectSource(file.bytes, options.format);
      return importContracts({
        database: database.kysely,
        source,
        bytes,
        readOptions: {
          buyer: options.buyer,
          today: today(),
          origin: { url: file.url, fileName: file.fileName },
        },
        resolvers,
        leadTimes: reference.leadTimes,
        rulesHash,
        dryRun: options.dryRun,
        onProgress: options.onProgress,
      });
    };
    const scoreRecords = () => recordLatestScores(database.kysely, today());
    const previewFile: Product['previewFile'] = async (pathOrAddress, options) => {
      const file = await openContractFile(pathOrAddress, { fetch, timeoutMs: 30_000 });
      const { source, bytes } = await detectSource(file.bytes, options.format);
      return previewImport({
        database: database.kysely,
        source,
        content: await readWhole(bytes),
        readOptions: {
          buyer: options.buyer,
          today: today(),
          origin: { url: file.url, fileName: file.fileName },
        },
        resolvers,
        leadTimes: reference.leadTimes,
        rulesHash,
      });
    };
    await seedPublished(config, database, rulesHash, importFile);
    const catalogue = createCatalogue(database.kysely, reference);
    const desk = createRegisterDesk({
      database: database.kysely,
      resolvers,
      leadTimes: reference.leadTimes,
      rulesHash,
      today,
      readSheet,
      // A score that is not made now is made at the next start.
      afterLoad: () => void scoreRecords().catch(() => undefined),
    });
    const engagements = createEngagements(database.kysely);
    await engagements.purge(today());
    const { guidance, fallback } = await openingGuidance;
    const outbox = createOutbox(database.kysely);
    const alerts = createAlertsDesk({
      database: database.kysely,
      catalogue,
      outbox,
      now: () => momentOn(config.today),
      today,
    });
    const toolkit = await readToolkit(join(config.knowledgeDir, 'toolkit.json'));
    let address: string | null = null;
    const walk = createWalkDesk({
      toolkit,
      opportunities: createOpportunities(database.kysely, toolkit),
      address: () => address,
      now: () => new Date(),
    });
    const memory = createMemory(database.kysely);
    // On this machine the person has the data folder anyway; in Teams nobody is vouched for until tenants are mapped.
    const isVouchedFor = () => config.bot === null;
    const assistant = createAssistant({
      catalogue,
      alerts,
      guidance,
      ...plannersFor(config.model),
      desk,
      engagements,
      walk,
      memory,
      answers: createAnswerLog(database.kysely),
      today,
      clock: () => performance.now(),
      isVouchedFor,
    });
    const sync: Product['sync'] = (options) =>
      syncFeeds(
        {
          database: database.kysely,
          feeds: officialFeeds(config.sync),
          fetch,
          now: Date.now,
          today,
          resolvers,
          leadTimes: reference.leadTimes,
          rulesHash,
        },
        options,
      );
    return {
      database,
      reference,
      catalogue,
      assistant,
      today,
      guidance,
      startNotes: fallback === null ? [] : [fallback],
      desk,
      alerts,
      outbox,
      engagements,
      boroughOf: memory.boroughOf,
      isVouchedFor,
      previewFile,
      importFile,
      scoreRecords,
      sync,
      walk,
      viewerFor: async (officer, scope) =>
        viewerOf(
          isVouchedFor,
          { text: '', threadId: '', boroughHint: null, officer, scope },
          await memory.boroughOf(officer),
        ),
      announce: (reached) => {
        address = reached;
      },
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
