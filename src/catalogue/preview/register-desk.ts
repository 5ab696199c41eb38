/** Files officers send: kept a day, shown as a preview, loaded only after a yes. */
import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { LeadTimes } from '../../procurement/act-by.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Resolvers } from '../contract-row.ts';
import { detectSource } from '../detect-format.ts';
import { SourceFormatError } from '../errors.ts';
import { type ImportReport, importContracts } from '../import-contracts.ts';
import { type ImportPreview, previewImport } from './preview-import.ts';
import { type ReadSheet, withoutSpreadsheet } from './spreadsheet.ts';

/** Largest file taken in a chat; bigger ones go through the command line. */
export const largestFile = 10 * 1024 * 1024;
const keptHours = 24;

/** Whose file it is; ids without meaning outside the channel. */
export type Sender = { readonly tenantId: string; readonly officerId: string };

/** A file that waits for a decision. */
export type ReceivedFile = {
  /** `R-1A2B3C4D5E`, as officers type it. */
  readonly id: string;
  readonly fileName: string;
  /** Authority whose register it is said to be; null when the file must say. */
  readonly buyerId: string | null;
  readonly bytes: number;
};

/** A preview, or in one sentence why there is none. */
export type Previewed =
  | { readonly kind: 'preview'; readonly file: ReceivedFile; readonly preview: ImportPreview }
  | { readonly kind: 'refused'; readonly file: ReceivedFile; readonly reason: string }
  | { readonly kind: 'unknown' };

/** What became of a file that was to be loaded. */
export type Loaded =
  | { readonly kind: 'loaded'; readonly file: ReceivedFile; readonly report: ImportReport }
  | { readonly kind: 'refused'; readonly file: ReceivedFile; readonly reason: string }
  | { readonly kind: 'unknown' };

/** Only the officer who sent a file sees or loads it. */
export type RegisterDesk = {
  /** Rejects with `SourceFormatError` for an empty or oversized file; the content is looked at when previewed. */
  readonly receive: (
    sender: Sender,
    fileName: string,
    content: Buffer,
    buyerId: string | null,
  ) => Promise<ReceivedFile>;
  readonly get: (sender: Sender, id: string) => Promise<ReceivedFile | null>;
  readonly preview: (sender: Sender, id: string, buyerName: string | null) => Promise<Previewed>;
  /** Loads the file and forgets it, when the sender may speak for every buyer in it; a second call finds nothing. */
  readonly load: (
    sender: Sender,
    id: string,
    buyerName: string | null,
    mayActFor: (buyerId: string) => boolean,
  ) => Promise<Loaded>;
  readonly discard: (sender: Sender, id: string) => Promise<boolean>;
};

/** What the desk is made from. */
export type DeskParts = {
  readonly database: Kysely<Tables>;
  readonly resolvers: Resolvers;
  readonly leadTimes: LeadTimes;
  readonly rulesHash: string;
  readonly today: () => IsoDate;
  /** Null until an Excel reader is installed: then only text files are read. */
  readonly readSheet: ReadSheet | null;
  /** Called when a file has been loaded; nobody waits for what it does. */
  readonly afterLoad: () => void;
};

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

/** A name for reports and sources: no path, no hidden characters. */
function cleanFileName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 120);
  return clean === '' ? 'register' : clean;
}

/** The desk over the given database; files older than a day are gone. */
export function createRegisterDesk(parts: DeskParts): RegisterDesk {
  const { database } = parts;
  const held = async (sender: Sender, id: string) => {
    const row = await database
      .selectFrom('register_files')
      .selectAll()
      .where('id', '=', id)
      .where('tenant_id', '=', sender.tenantId)
      .where('officer_id', '=', sender.officerId)
      .where('received_at', '>', sql<string>`now() - make_interval(hours => ${keptHours})`)
      .executeTakeFirst();
    if (row === undefined) return null;
    const content = Buffer.from(row.content, 'base64');
    const file: ReceivedFile = {
      id: row.id,
      fileName: row.file_name,
      buyerId: row.buyer_id,
      bytes: content.length,
    };
    return { file, content };
  };
  const open = async (file: ReceivedFile, content: Buffer, buyerName: string | null) => {
    const text = await withoutSpreadsheet(content, parts.readSheet);
    const { source } = await detectSource(once(text), null);
    // Notices and shipped facts have their own publishers; a file from a chat must not speak in their name.
    if (source.name !== 'register' && source.name !== 'systems')
      throw new SourceFormatError(
        `This looks like ${source.title}. In a chat only contract registers and surveys of systems are taken; ask whoever runs this assistant to load it with npm run import.`,
      );
    return {
      database,
      source,
      content: text,
      readOptions: { buyer: buyerName, today: parts.today(), origin: { url: null, fileName: file.fileName } },
      resolvers: parts.resolvers,
      leadTimes: parts.leadTimes,
      rulesHash: parts.rulesHash,
    };
  };
  const discard = async (sender: Sender, id: string) => {
    const result = await database
      .deleteFrom('register_files')
      .where('id', '=', id)
      .where('tenant_id', '=', sender.tenantId)
      .where('officer_id', '=', sender.officerId)
      .executeTakeFirst();
    return Number(result.numDeletedRows) === 1;
  };
  return {
    discard,
    get: async (sender, id) => (await held(sender, id))?.file ?? null,
    receive: async (sender, fileName, content, buyerId) => {
      if (content.length === 0) throw new SourceFormatError('The file is empty.');
      if (content.length > largestFile)
        throw new SourceFormatError(
          'The file is larger than 10 MB. Ask whoever runs this assistant to load it with npm run import.',
        );
      await database
        .deleteFrom('register_files')
        .where('received_at', '<', sql<string>`now() - make_interval(hours => ${keptHours})`)
        .execute();
      const id = `R-${randomBytes(5).toString('hex').toUpperCase()}`;
      const name = cleanFileName(fileName);
      await database
        .insertInto('register_files')
        .values({
          id,
          tenant_id: sender.tenantId,
          officer_id: sender.officerId,
          buyer_id: buyerId,
          file_name: name,
          content: content.toString('base64'),
          content_hash: createHash('sha256').update(content).digest('hex'),
        })
        .execute();
      return { id, fileName: name, buyerId, bytes: content.length };
    },
    preview: async (sender, id, buyerName) => {
      const found = await held(sender, id);
      if (found === null) return { kind: 'unknown' };
      try {
        const request = await open(found.file, found.content, buyerName);
        return { kind: 'preview', file: found.file, preview: await previewImport(request) };
      } catch (error) {
        if (!(error instanceof SourceFormatError)) throw error;
        return { kind: 'refused', file: found.file, reason: error.message };
      }
    },
    load: async (sender, id, buyerName, mayActFor) => {
      const found = await held(sender, id);
      if (found === null) return { kind: 'unknown' };
      try {
        const { content, ...request } = await open(found.file, found.content, buyerName);
        // What was shown is worked out again: the file decides whose records it changes, not the preview.
        const { buyerIds } = await previewImport({ ...request, content });
        if (!buyerIds.every(mayActFor)) {
          const reason =
            'It holds records of an authority you are not known to work for. An officer of that authority, vouched for by its tenant, can load it.';
          return { kind: 'refused', file: found.file, reason };
        }
        const report = await importContracts({
          ...request,
          bytes: once(content),
          dryRun: false,
          onProgress: () => undefined,
        });
        await discard(sender, id);
        parts.afterLoad();
        return { kind: 'loaded', file: found.file, report };
      } catch (error) {
        if (!(error instanceof SourceFormatError)) throw error;
        return { kind: 'refused', file: found.file, reason: error.message };
      }
    },
  };
}

/** Removes the files an officer sent; resolves to how many there were. */
export async function forgetFiles(
  database: Kysely<Tables> | Transaction<Tables>,
  tenantId: string,
  officerId: string,
): Promise<number> {
  const result = await database
    .deleteFrom('register_files')
    .where('tenant_id', '=', tenantId)
    .where('officer_id', '=', officerId)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
