/** Excel files at the door: known by their bytes, refused when they would unpack to more than a register ever is. */
import { SourceFormatError } from '../errors.ts';

const largestUnpacked = 100 * 1024 * 1024;
const mostEntries = 2_000;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/** Whether the bytes are a ZIP archive, which an `.xlsx` file is. */
export function isZip(content: Buffer): boolean {
  return content.length >= 22 && content.readUInt32LE(0) === 0x04034b50;
}

/** Whether they are the older Excel format, which is not read. */
export function isOldExcel(content: Buffer): boolean {
  return content.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1';
}

function findEnd(content: Buffer): number {
  for (let at = content.length - 22; at >= Math.max(0, content.length - 65_557); at -= 1)
    if (content.readUInt32LE(at) === endMark) return at;
  throw new SourceFormatError(
    'This Excel file is damaged: its list of parts is missing. Save it again and resend it.',
  );
}

/**
 * Throws `SourceFormatError` for an archive that is damaged, locked with a password, or that says it would unpack to
 * more than 100 MB. What it says can be untrue, so whoever unpacks it must stop at `largestUnpacked` as well.
 */
export function checkArchive(content: Buffer): void {
  const end = findEnd(content);
  const entries = content.readUInt16LE(end + 10);
  let at = content.readUInt32LE(end + 16);
  if (entries === 0xffff || at === 0xffffffff || entries > mostEntries) throw tooLarge();
  let unpacked = 0;
  let hasSheet = false;
  for (let index = 0; index < entries; index += 1) {
    if (at + 46 > content.length || content.readUInt32LE(at) !== entryMark)
      throw new SourceFormatError('This Excel file is damaged. Save it again and resend it.');
    if ((content.readUInt16LE(at + 8) & 1) === 1)
      throw new SourceFormatError(
        'This Excel file is locked with a password. Take the password off and resend it.',
      );
    unpacked += content.readUInt32LE(at + 24);
    if (unpacked > largestUnpacked) throw tooLarge();
    const nameLength = content.readUInt16LE(at + 28);
    hasSheet ||= /^xl\/worksheets\//.test(content.toString('latin1', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
  if (!hasSheet)
    throw new SourceFormatError('This archive is not an Excel workbook. Send the register as CSV or XLSX.');
}

function tooLarge(): SourceFormatError {
  return new SourceFormatError(
    'This Excel file would unpack to more than 100 MB, which no contract register does; it was not opened.',
  );
}

/** Reads the first sheet: rows of cells as last calculated; formulas are never run. Stops at `largestUnpacked` bytes. */
export type ReadSheet = (
  content: Buffer,
  limits: { readonly largestUnpacked: number },
) => Promise<unknown[][]>;

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? String(cell)
    : '';
}

/** The sheet as CSV, so that one reader serves both; bytes that are no Excel file come back as they are. */
export async function withoutSpreadsheet(content: Buffer, readSheet: ReadSheet | null): Promise<Buffer> {
  if (isOldExcel(content))
    throw new SourceFormatError(
      'This is the older Excel format (.xls). Save it as CSV or XLSX and resend it.',
    );
  if (!isZip(content)) return content;
  checkArchive(content);
  if (readSheet === null)
    throw new SourceFormatError(
      'Excel files cannot be read here yet. Save the sheet as CSV UTF-8 and resend it.',
    );
  const rows = await readSheet(content, { largestUnpacked });
  return Buffer.from(
    rows.map((row) => row.map((cell) => `"${cellText(cell).replaceAll('"', '""')}"`).join(',')).join('\n'),
  );
}
