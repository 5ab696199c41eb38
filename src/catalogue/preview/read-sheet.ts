/** Reads an Excel sheet through a library, after its parts have really been unpacked within the limit. */
import type { ZipFile } from 'yauzl';
import { SourceFormatError } from '../errors.ts';
import type { ReadSheet } from './spreadsheet.ts';

async function openArchive(content: Buffer): Promise<ZipFile> {
  const { fromBuffer } = await import('yauzl');
  return new Promise((resolve, reject) => {
    fromBuffer(content, { lazyEntries: true, validateEntrySizes: true }, (error, archive) => {
      if (error !== null || archive === undefined)
        reject(error ?? new SourceFormatError('The archive is empty.'));
      else resolve(archive);
    });
  });
}

/** Unpacks every part and throws away what it reads: sizes written in an archive can lie, bytes cannot. */
async function measureUnpacked(content: Buffer, largestUnpacked: number): Promise<void> {
  const archive = await openArchive(content);
  let unpacked = 0;
  await new Promise<void>((resolve, reject) => {
    archive.on('error', reject);
    archive.on('end', resolve);
    archive.on('entry', (entry) => {
      archive.openReadStream(entry, (error, stream) => {
        if (error !== null || stream === undefined) return reject(error);
        stream.on('data', (chunk: Buffer) => {
          unpacked += chunk.length;
          if (unpacked > largestUnpacked) {
            stream.destroy();
            archive.close();
            reject(
              new SourceFormatError(
                'This Excel file would unpack to more than 100 MB, which no contract register does; it was not opened.',
              ),
            );
          }
        });
        stream.on('error', reject);
        stream.on('end', () => archive.readEntry());
      });
    });
    archive.readEntry();
  });
}

/** Cells of the first sheet as last calculated; formulas are never run. Throws `SourceFormatError` when it cannot be read. */
export const readSheet: ReadSheet = async (content, { largestUnpacked }) => {
  try {
    await measureUnpacked(content, largestUnpacked);
    // Loaded when first needed: most starts never see an Excel file.
    const { default: readExcelFile } = await import('read-excel-file/node');
    const [sheet] = await readExcelFile(content);
    return sheet === undefined ? [] : sheet.data.map((row) => [...row]);
  } catch (error) {
    if (error instanceof SourceFormatError) throw error;
    throw new SourceFormatError(
      'This Excel file is damaged or of a kind that cannot be read. Save the sheet as CSV UTF-8 and resend it.',
      { cause: error },
    );
  }
};
