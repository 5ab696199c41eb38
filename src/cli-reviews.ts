/** `npm run reviews`: records that may be one contract, listed for a person and decided by one. */
import { deriveWith } from './catalogue/derive-row.ts';
import { decide } from './catalogue/merging/merge-deals.ts';
import { openReviews, type Review, type ReviewRecord } from './catalogue/merging/merge-reviews.ts';
import type { Product } from './compose.ts';

/** How the command is used. */
export const reviewsUsage =
  'Usage: npm run reviews -- [list] [--json]\n       npm run reviews -- same|different <key> <key> --reason "why" [--json]';

/** What to print and how the process ends; null when the words do not fit the command. */
export type ReviewsRun = { readonly text: string; readonly isFault: boolean } | null;

const mostShown = 50;

function recordLine(record: ReviewRecord): string {
  const term = `${record.startDate ?? 'start unknown'} to ${record.endDate ?? 'end unknown'}`;
  return `  ${record.key}\n    ${record.title} · ${record.buyers.join(', ')} · ${term} · ${record.publisher}${record.url === null ? '' : ` ${record.url}`}`;
}

function reviewLines(review: Review): string {
  return [
    `${review.score.toFixed(2)}  ${review.reasons.join(', ')}`,
    recordLine(review.first),
    recordLine(review.second),
  ].join('\n');
}

async function list(product: Product, isJson: boolean): Promise<ReviewsRun> {
  const { total, reviews } = await openReviews(product.database.kysely, mostShown);
  if (isJson) return { text: JSON.stringify({ total, reviews }, null, 2), isFault: false };
  if (total === 0) return { text: 'No records wait for a decision.', isFault: false };
  const heading =
    total > reviews.length
      ? `${total} pairs of records may be one contract each; the ${reviews.length} surest:`
      : `${total} ${total === 1 ? 'pair' : 'pairs'} of records may be one contract each:`;
  return { text: [heading, ...reviews.map(reviewLines)].join('\n\n'), isFault: false };
}

/** Runs the command with the words after its name. */
export async function runReviews(
  product: Product,
  words: readonly string[],
  options: { readonly reason?: string | undefined; readonly json?: boolean | undefined },
): Promise<ReviewsRun> {
  const [verb = 'list', firstKey, secondKey, ...rest] = words;
  const isJson = options.json === true;
  if (verb === 'list') return firstKey === undefined ? list(product, isJson) : null;
  if (verb !== 'same' && verb !== 'different') return null;
  if (firstKey === undefined || secondKey === undefined || rest.length > 0 || options.reason === undefined)
    return null;
  const outcome = await decide(
    product.database.kysely,
    { firstKey, secondKey, isSame: verb === 'same', decidedBy: 'terminal', reason: options.reason },
    deriveWith(product.reference.leadTimes),
  );
  if (isJson) return { text: JSON.stringify(outcome, null, 2), isFault: !outcome.ok };
  if (!outcome.ok) return { text: outcome.problem, isFault: true };
  const now = outcome.isOne ? 'are one contract now' : 'are two contracts now';
  const asSaid = outcome.isOne === (verb === 'same');
  return {
    text: asSaid
      ? `The two records ${now}. The decision is kept, whatever is imported later.`
      : `The decision is kept, but the two records ${now} because of another decision about one of them.`,
    isFault: !asSaid,
  };
}
