/** A purchase's record in the form asked for. */
import type { RecordForm, WalkDesk } from '../../toolkit/desk.ts';
import type { Opportunity } from '../../toolkit/opportunity.ts';
import type { ToolContext } from '../../tools/tool.ts';
import { passagesOf, viewOf } from '../../tools/walk-view.ts';
import { fileStem } from './plain-line.ts';
import { type RecordDocument, recordDocument } from './record-document.ts';

/** A file to hand out; `fileName` holds nothing but letters, digits, dots and hyphens. */
export type RecordFile = {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Buffer;
};

/** What a record is looked up in. */
export type RecordContext = Pick<ToolContext, 'catalogue' | 'viewer' | 'today' | 'guidance'> & {
  readonly walk: Pick<WalkDesk, 'toolkit'>;
};

const contentTypes: Readonly<Record<RecordForm, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  md: 'text/markdown; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
};

// The writers are loaded when first needed: the packages behind them are large and most starts write no record.
const writers: Readonly<Record<RecordForm, (document: RecordDocument, made: Date) => Promise<Buffer>>> = {
  docx: async (document) => (await import('./word-record.ts')).wordRecord(document),
  pdf: async (document, made) => (await import('./pdf-record.ts')).pdfRecord(document, made),
  md: async (document) => Buffer.from((await import('./markdown-record.ts')).markdownRecord(document)),
  ics: async (document, made) =>
    Buffer.from((await import('./calendar-record.ts')).calendarRecord(document, made)),
};

/** The document behind every form, as the viewer may see it. */
export async function documentOf(opportunity: Opportunity, context: RecordContext): Promise<RecordDocument> {
  const view = await viewOf(opportunity, context.walk.toolkit, context);
  return recordDocument(view, (pages) => passagesOf(pages, context));
}

/** Writes the record; `made` is the moment that goes into it. */
export async function writeRecord(
  form: RecordForm,
  opportunity: Opportunity,
  context: RecordContext,
  made: Date,
): Promise<RecordFile> {
  const document = await documentOf(opportunity, context);
  return {
    fileName: `${fileStem(opportunity.id, opportunity.title)}.${form}`,
    contentType: contentTypes[form],
    content: await writers[form](document, made),
  };
}
