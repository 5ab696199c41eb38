/** What a file would change, or what became of it. */
import type { ImportPreview } from '../../catalogue/preview/preview-import.ts';
import type { Section, TableRow } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { type Draft, draftOfWords, emptyDraft, plain, section } from './draft.ts';

const gone = 'I do not have that file any more, or it is not yours. Files are kept for a day; send it again.';

function row(...cells: readonly string[]): TableRow {
  return { contractId: null, citations: [], cells: cells.map(plain) };
}

const fieldNames: Readonly<Record<string, string>> = {
  supplierId: 'company number',
  start: 'start date',
  end: 'end date',
  initialEnd: 'end of first term',
  maxExtent: 'latest end',
  review: 'review date',
  extension: 'extension options',
  annualValue: 'annual value',
  serviceArea: 'service area',
  process: 'route',
};

/** Sections of a preview; the terminal shows the same. */
export function previewSections(preview: ImportPreview): Section[] {
  const { columns, dates } = preview;
  const sections: Section[] = [];
  if (columns !== null) {
    const notes =
      dates === null || dates.format === 'none'
        ? 'No dates were found.'
        : `Dates look like ${dates.format}: ${dates.count} of ${dates.count + dates.others}.${dates.ambiguous === 0 ? '' : ` ${dates.ambiguous} could be read with day and month swapped; they are read day first.`}${dates.format === 'mm/dd/yyyy' ? ' Month first is not taken: such dates are kept as words, so please send the file with days first.' : ''}${dates.notDates.length === 0 ? '' : ` Kept as words: ${dates.notDates.map((text) => `“${text}”`).join(', ')}.`}`;
    sections.push(
      section(
        'Columns',
        ['Column in the file', 'Read as'],
        columns.map(({ header, field }) =>
          row(
            header === '' ? '(no name)' : header,
            field === null ? 'not used' : (fieldNames[field] ?? field),
          ),
        ),
        [{ text: notes, citations: [] }],
      ),
    );
  }
  if (preview.rejected.length > 0)
    sections.push(
      section(
        'Rejected rows',
        ['Reason', 'Rows', 'Lines'],
        preview.rejected.map(({ reason, count, lines }) =>
          row(reason, String(count), `${lines.join(', ')}${count > lines.length ? ', …' : ''}`),
        ),
      ),
    );
  if (preview.samples.length > 0)
    sections.push(
      section(
        `The first ${preview.samples.length} that would be new or changed`,
        ['Line', 'Record', 'State', 'Now → in the file'],
        preview.samples.map(({ line, title, buyers, state, changes }) =>
          row(
            line === null ? '–' : String(line),
            `${buyers}: ${title}`,
            state,
            changes
              .map(({ field, from, to }) => `${field}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`)
              .join('\n'),
          ),
        ),
      ),
    );
  return sections;
}

/** The counts in one sentence. */
export function previewSentence(preview: ImportPreview): string {
  const rejected = preview.rejected.reduce((sum, { count }) => sum + count, 0);
  return `${preview.read} rows read: ${preview.added} new, ${preview.changed} changed, ${preview.unchanged} unchanged, ${preview.merged} repeated within the file, ${rejected} rejected. Nothing has been saved.`;
}

/** The preview with buttons to load or discard, or what the officer's decision did. */
export function composeRegisterFile(input: ComposeInput): Draft {
  const one = (status: Draft['status'], title: string, text: string): Draft =>
    draftOfWords(status, title, [text], input.remarks);
  for (const result of input.results) {
    if (result.outcome === 'register-loaded') {
      const { loaded } = result;
      if (loaded.kind === 'unknown') return one('no-record', 'No such file', gone);
      if (loaded.kind === 'discarded')
        return one('noted', 'Discarded', 'The file is gone; nothing was changed.');
      if (loaded.kind === 'refused')
        return one('declined', loaded.file.fileName, `Nothing was loaded. ${loaded.reason}`);
      const { report } = loaded;
      return one(
        'noted',
        `Loaded ${loaded.file.fileName}`,
        `Loaded: ${report.added} new, ${report.changed} changed, ${report.unchanged} unchanged of ${report.read} rows. Published values of other sources stay on record beside it.`,
      );
    }
    if (result.outcome !== 'register-preview') continue;
    const { previewed, buyer, mayLoad } = result;
    if (previewed.kind === 'unknown') return one('no-record', 'No such file', gone);
    if (previewed.kind === 'refused')
      return one('declined', previewed.file.fileName, `${previewed.reason} Nothing was saved.`);
    const { preview, file } = previewed;
    const notAllowed =
      'You cannot load it: it holds records of an authority nobody vouches for you to speak for.';
    return {
      ...emptyDraft,
      status: 'clarify',
      title: `Preview of ${file.fileName}`,
      sentences: [
        { text: previewSentence(preview), citations: [] },
        ...(mayLoad ? [] : [{ text: notAllowed, citations: [] }]),
      ],
      sections: previewSections(preview),
      remarks: [
        ...input.remarks,
        ...(buyer === null ? [] : [`Rows that name no buyer are taken as ${buyer}’s.`]),
      ],
      nextActions: mayLoad
        ? ['Look at the columns and the rejected rows, then load or discard the file. It is kept for a day.']
        : [],
      choices: [
        ...(mayLoad && preview.added + preview.changed > 0
          ? [{ label: 'Load it', message: `Load file ${file.id}` }]
          : []),
        { label: 'Discard', message: `Discard file ${file.id}` },
      ],
    };
  }
  throw new TypeError('a file needs a result to compose');
}
