/** `npm run feedback`: which kinds of answers helped and which did not, without names. */
import { withoutPersonalData } from './assistant/answer-log.ts';
import { dislikedAnswers, feedbackCounts } from './bot/database-stores.ts';
import type { FeedbackCount } from './bot/feedback.ts';
import type { Product } from './compose.ts';

/** How the command is used. */
export const feedbackUsage = 'Usage: npm run feedback [-- --questions] [--json]';

const mostQuestions = 50;

function line(cells: readonly string[]): string {
  const [kind = '', planner = '', ...numbers] = cells;
  return `${kind.padEnd(20)} ${planner.padEnd(10)} ${numbers.map((cell) => cell.padStart(9)).join(' ')}`.trimEnd();
}

function share({ likes, dislikes }: FeedbackCount): string {
  return likes + dislikes === 0 ? '–' : `${Math.round((100 * likes) / (likes + dislikes))} %`;
}

/**
 * The report as text or JSON. Questions are shown only when they are asked for: officers may have written anything into
 * them. Addresses and telephone numbers are taken out, and nobody who asked or pressed is named.
 */
export async function feedbackReport(
  product: Pick<Product, 'database'>,
  options: { readonly questions?: boolean | undefined; readonly json?: boolean | undefined },
): Promise<string> {
  const database = product.database.kysely;
  const counts = await feedbackCounts(database);
  const disliked =
    options.questions === true
      ? (await dislikedAnswers(database, mostQuestions)).map((answer) => ({
          ...answer,
          question: withoutPersonalData(answer.question),
          comment: withoutPersonalData(answer.comment),
        }))
      : [];
  if (options.json === true)
    return JSON.stringify({ counts, ...(options.questions === true ? { disliked } : {}) }, null, 2);
  if (counts.length === 0) return 'No answer has been given yet, so there is no feedback.';
  const total = counts.reduce(
    (sum, count) => ({
      kind: 'all',
      planner: '',
      answers: sum.answers + count.answers,
      likes: sum.likes + count.likes,
      dislikes: sum.dislikes + count.dislikes,
    }),
    { kind: 'all', planner: '', answers: 0, likes: 0, dislikes: 0 },
  );
  const rows = [...counts, total].map((count) =>
    line([
      count.kind,
      count.planner,
      String(count.answers),
      String(count.likes),
      String(count.dislikes),
      share(count),
    ]),
  );
  const questions = disliked.flatMap(({ answerId, kind, planner, question, comment }) => [
    '',
    `${answerId} (${kind}, ${planner}): ${question}`,
    ...(comment === '' ? [] : [`  said: ${comment}`]),
  ]);
  return [line(['kind', 'planner', 'answers', 'helped', 'did not', 'share']), ...rows, ...questions].join(
    '\n',
  );
}
