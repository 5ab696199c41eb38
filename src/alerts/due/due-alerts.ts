/**
 * What is due: a pure function of contracts, subscriptions, the day, and what each conversation was told before. It
 * never looks at when it last ran, so a week of standing still is caught up by the next run.
 */
import { createHash } from 'node:crypto';
import { addDays, addMonths, type IsoDate } from '../../procurement/iso-date.ts';
import { lastCall, lastCallDays, type Measure, type Subscription } from '../subscription.ts';
import { hasLastCall } from '../subscription-words.ts';
import type { ContractFact } from './contract-fact.ts';
import { createMatcher } from './match.ts';

/** Part of every key; a higher number would tell of everything again, so it is raised only for that. */
const templateVersion = 1;

/** What deciding needs of a subscription. */
export type DueSubscription = Pick<
  Subscription,
  'id' | 'filter' | 'ladder' | 'measuredFrom' | 'conversationKey'
>;

/** A rung of a ladder that has been reached. */
export type Reached = {
  readonly rung: number;
  readonly measuredFrom: Measure;
  readonly relevantDate: IsoDate;
  /** First day on which it holds. */
  readonly reachedOn: IsoDate;
};

/** One contract of which one conversation is to be told. */
export type DueAlert = Reached & {
  readonly key: string;
  readonly contractId: string;
  readonly conversationKey: string;
  readonly subscriptionId: string;
  readonly endDate: IsoDate | null;
  readonly actBy: IsoDate | null;
  /** Told before and put off until now. */
  readonly isReminder: boolean;
};

/** What a conversation was told of a contract, with the dates as they were then. */
export type Told = {
  readonly key: string;
  readonly conversationKey: string;
  readonly measuredFrom: Measure;
  readonly rung: number;
  readonly endDate: IsoDate | null;
  readonly actBy: IsoDate | null;
  readonly madeOn: IsoDate;
  readonly snoozedUntil: IsoDate | null;
};

/** Unique for ever for a contract, its date, the rung and the conversation; `again` is the day a reminder was put off to. */
export function alertKey(
  alert: Pick<DueAlert, 'contractId' | 'conversationKey' | 'relevantDate' | 'rung' | 'measuredFrom'>,
  again: IsoDate | null = null,
): string {
  const parts = [
    alert.contractId,
    alert.relevantDate,
    alert.measuredFrom,
    alert.rung,
    alert.conversationKey,
    templateVersion,
    again ?? '',
  ];
  return createHash('sha256').update(parts.join('\n')).digest('base64url').slice(0, 22);
}

/**
 * The last date whose rung of so many months is reached on a day: months before it are on or before that day. Counting
 * back for each of a million contracts is what would cost; comparing with one date does not.
 */
const lastReached = new Map<string, IsoDate>();
const mostRemembered = 10_000;

function lastDateReached(months: number, today: IsoDate): IsoDate {
  const name = `${today} ${months}`;
  const known = lastReached.get(name);
  if (known !== undefined) return known;
  // Ends of months fall together (31 August and 28 February are six months apart), so a few days more may fit.
  let date = addDays(addMonths(today, months), 4);
  while (addMonths(date, -months) > today) date = addDays(date, -1);
  if (lastReached.size >= mostRemembered) lastReached.clear();
  lastReached.set(name, date);
  return date;
}

/** The day measured from: null where the contract has none. */
function dateOf(measure: Measure, fact: Pick<ContractFact, 'endDate' | 'actBy'>): IsoDate | null {
  return measure === 'end' ? fact.endDate : fact.actBy;
}

function lastCallOf(actBy: IsoDate): Reached {
  return {
    rung: lastCall,
    measuredFrom: 'act-by',
    relevantDate: actBy,
    reachedOn: addDays(actBy, -lastCallDays),
  };
}

/** Every rung of the subscription for these dates, the last call included; in no order. */
export function rungsOf(
  subscription: Pick<Subscription, 'ladder' | 'measuredFrom'>,
  fact: Pick<ContractFact, 'endDate' | 'actBy'>,
): Reached[] {
  const { ladder, measuredFrom } = subscription;
  const relevantDate = dateOf(measuredFrom, fact);
  const rungs =
    relevantDate === null
      ? []
      : ladder.map((rung) => ({
          rung,
          measuredFrom,
          relevantDate,
          reachedOn: addMonths(relevantDate, -rung),
        }));
  if (fact.actBy === null || !hasLastCall(subscription)) return rungs;
  return [...rungs, lastCallOf(fact.actBy)];
}

/** The rung reached last by `today`, which stands for all before it; null when none is, or the contract has ended. */
export function latestRung(
  subscription: Pick<Subscription, 'ladder' | 'measuredFrom'>,
  fact: Pick<ContractFact, 'endDate' | 'actBy'>,
  today: IsoDate,
): Reached | null {
  if (fact.endDate === null || fact.endDate < today) return null;
  const { ladder, measuredFrom } = subscription;
  const relevantDate = dateOf(measuredFrom, fact);
  let months: number | null = null;
  if (relevantDate !== null)
    for (const rung of ladder)
      if ((months === null || rung < months) && relevantDate <= lastDateReached(rung, today)) months = rung;
  const rung =
    relevantDate === null || months === null
      ? null
      : { rung: months, measuredFrom, relevantDate, reachedOn: addMonths(relevantDate, -months) };
  if (fact.actBy === null || !hasLastCall(subscription)) return rung;
  if (fact.actBy > addDays(today, lastCallDays)) return rung;
  const last = lastCallOf(fact.actBy);
  return rung === null || last.reachedOn > rung.reachedOn ? last : rung;
}

/**
 * Whether having been told `before` makes telling of `rung` now a repetition: the rung had been reached by then, and
 * either the date was the same, or something as near was said. A date that moved nearer is therefore told again, one
 * that moved away is not until its next rung.
 */
function isCovered(before: Told, rung: Reached): boolean {
  if (before.madeOn < rung.reachedOn) return false;
  if (dateOf(rung.measuredFrom, before) === rung.relevantDate) return true;
  return before.measuredFrom === rung.measuredFrom && before.rung <= rung.rung;
}

function latestTold(told: readonly Told[]): Told | null {
  return told.reduce<Told | null>(
    (latest, one) => (latest === null || one.madeOn >= latest.madeOn ? one : latest),
    null,
  );
}

/** A snooze holds until its day, unless the contract has since come nearer. */
function isSnoozed(latest: Told, fact: ContractFact, today: IsoDate): boolean {
  if (latest.snoozedUntil === null || latest.snoozedUntil <= today) return false;
  const cameNearer = (now: IsoDate | null, then: IsoDate | null) =>
    now !== null && (then === null || now < then);
  return !cameNearer(fact.actBy, latest.actBy) && !cameNearer(fact.endDate, latest.endDate);
}

/** The alert for one contract in one conversation, or null: the nearest uncovered rung of its subscriptions. */
function dueIn(
  fact: ContractFact,
  reached: readonly { readonly subscription: DueSubscription; readonly rung: Reached }[],
  told: readonly Told[],
  today: IsoDate,
): DueAlert | null {
  const latest = latestTold(told);
  if (latest !== null && isSnoozed(latest, fact, today)) return null;
  const isReminder =
    latest !== null &&
    latest.snoozedUntil !== null &&
    latest.snoozedUntil <= today &&
    latest.madeOn < latest.snoozedUntil;
  const open = reached.filter(({ rung }) => isReminder || !told.some((before) => isCovered(before, rung)));
  const [nearest] = open.sort(
    (left, right) =>
      right.rung.reachedOn.localeCompare(left.rung.reachedOn) ||
      left.rung.rung - right.rung.rung ||
      left.subscription.id.localeCompare(right.subscription.id),
  );
  if (nearest === undefined) return null;
  const { rung, subscription } = nearest;
  const alert = { ...rung, contractId: fact.contractId, conversationKey: subscription.conversationKey };
  const plainKey = alertKey(alert);
  const again = isReminder ? latest.snoozedUntil : null;
  const key = again === null ? plainKey : alertKey(alert, again);
  // The same date may come back after it had moved away: that was told.
  if (told.some((before) => before.key === key)) return null;
  return {
    ...alert,
    key,
    subscriptionId: subscription.id,
    endDate: fact.endDate,
    actBy: fact.actBy,
    isReminder: again !== null,
  };
}

/** A contract with the rungs that its subscriptions have reached, by conversation. */
export type Candidate = {
  readonly fact: ContractFact;
  readonly reached: ReadonlyMap<
    string,
    readonly { readonly subscription: DueSubscription; readonly rung: Reached }[]
  >;
};

/** Gives for each contract what might be due, before it is looked up what was told; null for most. */
export function createCandidates(
  subscriptions: readonly DueSubscription[],
  today: IsoDate,
): (fact: ContractFact) => Candidate | null {
  const subscriptionsOf = createMatcher(subscriptions);
  return (fact) => {
    if (fact.endDate === null || fact.endDate < today) return null;
    let reached: Map<string, { subscription: DueSubscription; rung: Reached }[]> | null = null;
    for (const subscription of subscriptionsOf(fact)) {
      const rung = latestRung(subscription, fact, today);
      if (rung === null) continue;
      reached ??= new Map();
      const here = reached.get(subscription.conversationKey);
      if (here === undefined) reached.set(subscription.conversationKey, [{ subscription, rung }]);
      else here.push({ subscription, rung });
    }
    return reached === null ? null : { fact, reached };
  };
}

/** What is due of the candidate, at most one alert a conversation. `told` is what was told of this contract anywhere. */
export function dueOf(candidate: Candidate, told: readonly Told[], today: IsoDate): DueAlert[] {
  const due: DueAlert[] = [];
  for (const [conversationKey, reached] of candidate.reached) {
    const here = told.filter((before) => before.conversationKey === conversationKey);
    const alert = dueIn(candidate.fact, reached, here, today);
    if (alert !== null) due.push(alert);
  }
  return due;
}

/** All that is due: contracts and subscriptions in any order; `toldOf` gives what was told of a contract. */
export function dueAlerts(
  facts: Iterable<ContractFact>,
  subscriptions: readonly DueSubscription[],
  toldOf: (contractId: string) => readonly Told[],
  today: IsoDate,
): DueAlert[] {
  const candidateOf = createCandidates(subscriptions, today);
  const due: DueAlert[] = [];
  for (const fact of facts) {
    const candidate = candidateOf(fact);
    if (candidate !== null) due.push(...dueOf(candidate, toldOf(fact.contractId), today));
  }
  return due;
}

/** Whether an alert stands by itself: the day to act by is within four weeks, or passed in the last four. */
export function isUrgent(alert: Pick<DueAlert, 'actBy'>, today: IsoDate): boolean {
  return (
    alert.actBy !== null &&
    alert.actBy <= addDays(today, lastCallDays) &&
    alert.actBy >= addDays(today, -lastCallDays)
  );
}
