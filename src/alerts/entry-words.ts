/** One contract of an alert in words. */

import { findJoint } from '../catalogue/joint/find-joint.ts';
import type { BoroughCoverage } from '../catalogue/queries/coverage.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import { type ActByState, actByState } from '../procurement/act-by.ts';
import { addMonths, formatDate, type IsoDate } from '../procurement/iso-date.ts';
import { listed } from '../procurement/list-words.ts';

/** Cut to what a card can hold, with an ellipsis. */
export function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

/** `NEC Housing`, else the title as published. */
export function whatOf(contract: CatalogueContract): string {
  return cut(contract.productName ?? contract.productAsPublished ?? contract.title, 160);
}

/** `Hillingdon`, `Sutton with Kingston upon Thames`, `Camden with 5 others`. */
export function boroughsOf(contract: CatalogueContract): string {
  const [lead, ...others] = contract.participants.map(({ shortName }) => shortName);
  if (lead === undefined) return 'buyer not known';
  if (others.length === 0) return lead;
  return others.length > 3 ? `${lead} with ${others.length} others` : `${lead} with ${others.join(', ')}`;
}

/** The supplier of record, with the maker where that is another; null when not published. */
export function supplierOf({ supplierAsPublished, vendor }: CatalogueContract): string | null {
  if (supplierAsPublished === null) return vendor === null ? null : `${vendor} (maker)`;
  if (vendor === null || supplierAsPublished.toLowerCase().includes(vendor.toLowerCase().split(' ')[0] ?? ''))
    return supplierAsPublished;
  return `${supplierAsPublished} (made by ${vendor})`;
}

/** State of the day to act by; null where there is none. */
export function urgencyOf(contract: CatalogueContract, today: IsoDate): ActByState | null {
  const { endDate } = contract.period;
  return contract.actBy === null || endDate === null
    ? null
    : actByState(contract.actBy, endDate, today, contract.criticalAfter);
}

/** What to do now, one or two sentences. */
export function todoOf(contract: CatalogueContract, today: IsoDate): string {
  const urgency = urgencyOf(contract, today);
  const { endDate, maxExtentDate } = contract.period;
  const corrected = contract.corrections.find(({ field }) => field === 'endDate');
  if (corrected !== undefined)
    return `An officer has confirmed another end (${corrected.value}). Plan by that, and have the published record put right.`;
  const option =
    endDate !== null && maxExtentDate !== null && maxExtentDate > endDate
      ? ` It may be extended to ${formatDate(maxExtentDate)} at the latest; check the notice date of the option.`
      : ' Check whether an extension option is left.';
  if (urgency === 'ended') return 'The published end has passed. Find out what replaced or extended it.';
  if (contract.actBy === null)
    return `Nobody can say by when to act: look the dates up in the contract.${option}`;
  const day = formatDate(contract.actBy);
  if (urgency === 'critical')
    return `${day} has passed, and it is too late for a full tender. Decide now: extend, or a quicker route.${option}`;
  if (urgency === 'late') return `${day} has passed. Decide now: extend, or a quicker route.${option}`;
  if (urgency === 'soon') return `Start now: a replacement must be under way by ${day}.${option}`;
  return `Put ${day} in the plan and name an owner. Ask who uses it what they need.${option}`;
}

/** Who could buy together with the contract’s boroughs, from contracts and coverage of the same service; null for nobody. */
export function jointWords(
  contract: CatalogueContract,
  others: readonly CatalogueContract[],
  coverage: readonly BoroughCoverage[],
  today: IsoDate,
  leadMonths: number,
): string | null {
  const { endDate } = contract.period;
  if (endDate === null) return null;
  const own = new Set(contract.participants.map(({ buyerId }) => buyerId));
  const from = addMonths(endDate, -6) < today ? today : addMonths(endDate, -6);
  const found = findJoint({
    contracts: others,
    coverage,
    today,
    from,
    to: addMonths(endDate, 12),
    leadMonths,
    ownId: contract.participants[0]?.buyerId ?? null,
    neighbourIds: [],
  });
  if (found.best === null) return null;
  const sure = new Set(
    found.best.placed
      .filter(
        ({ standing }) => standing === 'ends-then' || standing === 'can-extend' || standing === 'rolling',
      )
      .map(({ id }) => id),
  );
  const names = found.members
    .filter(({ buyerId }) => sure.has(buyerId) && !own.has(buyerId))
    .map(({ name }) => name);
  if (names.length === 0) return null;
  const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  return `${listed(shown)} could replace the same service around ${formatDate(found.best.day)}, by published dates.`;
}
