/** What to do now, from the dates and gaps in the rows; each line is something an officer can do. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { dayWords } from '../../procurement/published-dates.ts';
import type { CoverageSummary } from '../answer.ts';
import { actByStateOf, boroughsWords, hasEnded, nextAnniversary } from './contract-words.ts';

/** For one contract; most pressing first. */
export function actionsFor(contract: CatalogueContract, today: IsoDate): string[] {
  const { period } = contract;
  const what = contract.productName ?? contract.productAsPublished ?? contract.title;
  const whose = `${boroughsWords(contract)}, ${what.length > 80 ? `${what.slice(0, 79)}…` : what}`;
  const state = actByStateOf(contract, today);
  if (contract.kind === 'procurement')
    return [`${whose}: follow the notice; it is planned or being tendered, and no contract is on record.`];
  if (period.term === 'rolling') {
    const next = nextAnniversary(contract, today);
    const when = next === null ? 'its next anniversary' : formatDate(next);
    return [
      `${whose}: it renews by itself. Find the notice period and decide before ${when} whether to keep it; add up what has been paid over the years against the threshold.`,
    ];
  }
  if (state === 'ended') {
    return [
      `${whose}: the published end has passed. Ask what replaced or extended it, and have the record put right.`,
    ];
  }
  if (period.endDate === null)
    return [`${whose}: the end is not on record. Look it up in the signed contract and have it added.`];
  const canExtend = period.maxExtentDate !== null && period.maxExtentDate > period.endDate;
  const extend =
    canExtend && period.maxExtentDate !== null
      ? ` It may be extended to ${dayWords(period.maxExtentDate, period.maxExtentPrecision ?? 'day')} at the latest; check the notice date of the option.`
      : ' Check whether an extension option is left.';
  if (contract.actBy === null) return [];
  if (state === 'late' || state === 'critical')
    return [
      `${whose}: the day to start a replacement, ${formatDate(contract.actBy)}, has passed. Decide now: extend, or take a quicker route.${extend}`,
    ];
  if (state === 'soon') return [`${whose}: start now; act by ${formatDate(contract.actBy)}.${extend}`];
  return [
    `${whose}: nothing is due yet. Put ${formatDate(contract.actBy)} in the plan as the day to act by.${extend}`,
  ];
}

/** For an answer about several boroughs: whom to talk to, and what to ask for. */
export function actionsAcross(
  own: CatalogueContract | null,
  others: readonly CatalogueContract[],
  coverage: CoverageSummary,
  today: IsoDate,
): string[] {
  const actions = own === null ? [] : actionsFor(own, today);
  const live = others.filter((contract) => !hasEnded(contract, today) && contract.kind !== 'procurement');
  const names = [
    ...new Set(
      live.map((contract) => contract.participants[0]?.shortName).filter((name) => name !== undefined),
    ),
  ];
  if (names.length > 0) {
    const listed =
      names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
    actions.push(
      `Talk to ${listed} before you plan: what they pay, which options they hold, and whether ends can be aligned for a joint purchase.`,
    );
  }
  if (coverage.unknown > 0)
    actions.push(
      `Ask the ${coverage.unknown} boroughs with no record; their contract registers can be imported.`,
    );
  return actions;
}
