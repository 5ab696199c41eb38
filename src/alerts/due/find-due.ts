/** What is due in the database on a day: pages of contracts against all subscriptions, with what was told looked up. */
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Subscription } from '../subscription.ts';
import { toldOf } from '../told.ts';
import { type Candidate, createCandidates, type DueAlert, dueOf } from './due-alerts.ts';
import { readFacts } from './read-facts.ts';

/** Pages of what is due, in the order of the contracts; empty pages are left out. */
export async function* findDue(
  database: Kysely<Tables>,
  subscriptions: readonly Subscription[],
  today: IsoDate,
): AsyncGenerator<readonly DueAlert[]> {
  if (subscriptions.length === 0) return;
  const candidateOf = createCandidates(subscriptions, today);
  for await (const facts of readFacts(database, subscriptions, today)) {
    const candidates: Candidate[] = [];
    for (const fact of facts) {
      const candidate = candidateOf(fact);
      if (candidate !== null) candidates.push(candidate);
    }
    if (candidates.length === 0) continue;
    const told = await toldOf(
      database,
      candidates.map(({ fact }) => fact.contractId),
    );
    const due = candidates.flatMap((candidate) =>
      dueOf(candidate, told.get(candidate.fact.contractId) ?? [], today),
    );
    if (due.length > 0) yield due;
  }
}
