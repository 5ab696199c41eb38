/** `walk-through`: the purchases on this machine and their records, for whoever runs it. */
import { writeFile } from 'node:fs/promises';
import { writeRecord } from './assistant/record/write-record.ts';
import { publicViewer } from './catalogue/viewer.ts';
import type { Product } from './compose.ts';
import { type RecordForm, recordForms } from './toolkit/desk.ts';
import { progressOf } from './toolkit/progress.ts';

/** How the command is used. */
export const walkThroughUsage =
  'Usage: npm run walk-through -- list | export <id> --format docx|pdf|md|ics --out FILE';

/** What came of it; `isFault` when nothing was done. */
export type WalkThroughOutcome = { readonly text: string; readonly isFault: boolean };

function isForm(text: string): text is RecordForm {
  return text in recordForms;
}

/** Runs the command; null when it was used wrongly. */
export async function runWalkThrough(
  product: Product,
  words: readonly string[],
  options: { readonly format?: string | undefined; readonly out?: string | undefined },
): Promise<WalkThroughOutcome | null> {
  const [command, id, ...others] = words;
  const { opportunities, toolkit } = product.walk;
  if (command === 'list' && id === undefined) {
    const all = await opportunities.all();
    const lines = all.map((one) => {
      const progress = progressOf(toolkit, one.state);
      return `${one.id}  ${one.title}: ${progress.settled} of ${progress.steps.length} steps settled, begun ${one.createdOn}`;
    });
    return { text: lines.length === 0 ? 'No purchase is kept here yet.' : lines.join('\n'), isFault: false };
  }
  const { format = 'docx', out } = options;
  if (command !== 'export' || id === undefined || others.length > 0 || out === undefined || !isForm(format))
    return null;
  const opportunity = await opportunities.byId(id.toUpperCase());
  if (opportunity === null)
    return {
      text: `There is no purchase ${id.slice(0, 40)} here. See: npm run walk-through -- list`,
      isFault: true,
    };
  // Who runs this machine has its data; what goes into a file for others is what everybody may see.
  const context = { ...product, viewer: publicViewer, today: product.today() };
  const file = await writeRecord(format, opportunity, context, new Date());
  await writeFile(out, file.content);
  return { text: `${out}: ${file.content.length} bytes (${file.contentType.split(';')[0]})`, isFault: false };
}
