/** `npm run engagement`: notes of market engagement for the person who runs this machine. */
import type { Product } from './compose.ts';
import type { EngagementReader } from './engagement/engagement.ts';
import { engagementsAsCsv } from './engagement/export-csv.ts';

/** How the command is used. */
export const engagementUsage = `Usage: npm run engagement -- export --borough Hackney [--out notes.csv]   (what its officers may read, as CSV)
       npm run engagement -- remove M-0123456789 --borough Hackney   (a note of that borough, for good)
       npm run engagement -- purge   (removes what has expired)`;

/** What the command says, and whether it failed. */
export type EngagementOutcome = { readonly text: string; readonly isFault: boolean };

/** Runs one command; null when it is used wrongly. Whoever runs this machine is taken for an officer of the borough. */
export async function runEngagement(
  product: Pick<Product, 'engagements' | 'today'>,
  words: readonly string[],
  boroughId: string | null,
): Promise<EngagementOutcome | null> {
  const { engagements, today } = product;
  const [command, id, ...others] = words;
  if (others.length > 0) return null;
  if (command === 'purge' && id === undefined) {
    const gone = await engagements.purge(today());
    return { text: `${gone} ${gone === 1 ? 'note' : 'notes'} removed.`, isFault: false };
  }
  if (boroughId === null) return null;
  const reader: EngagementReader = { boroughId, isVouchedFor: true, isPrivate: true, officer: null };
  if (command === 'export' && id === undefined)
    return { text: engagementsAsCsv(await engagements.all(reader, today())), isFault: false };
  if (command !== 'remove' || id === undefined) return null;
  return (await engagements.remove(id, reader))
    ? { text: `${id} is removed.`, isFault: false }
    : { text: `There is no note ${id} of that borough. Nothing was removed.`, isFault: true };
}
