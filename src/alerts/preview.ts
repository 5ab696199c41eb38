/** What a filter finds, and what a subscription would send over a year with the dates as they are on record today. */
import { type Kysely, sql } from 'kysely';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { anyContract, type ContractCriteria } from '../catalogue/queries/find-contracts.ts';
import { matchingRows } from '../catalogue/queries/matching.ts';
import { publicViewer } from '../catalogue/viewer.ts';
import type { Tables } from '../database/tables.ts';
import { addMonths, type IsoDate } from '../procurement/iso-date.ts';
import { onOrAfterWorkingDay } from '../procurement/working-days.ts';
import { nextDigestDayAfter } from './due/digest-day.ts';
import { latestRung, type Reached, rungsOf } from './due/due-alerts.ts';
import { type AlertFilter, mostContracts, type SubscriptionTerms } from './subscription.ts';

/** One contract on one planned digest. */
export type PreviewedAlert = Reached & {
  readonly contractId: string;
  /** Day of the digest it would stand in. */
  readonly digestDay: IsoDate;
  readonly endDate: IsoDate | null;
  readonly actBy: IsoDate | null;
};

/** A year of alerts. */
export type Preview = {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Earliest first. */
  readonly alerts: readonly PreviewedAlert[];
  readonly digests: number;
};

/** Contracts that fit and have not ended: how many, and of them how many have no day to measure from. */
export type Fitting = { readonly live: number; readonly undated: number };

type Dated = { readonly id: string; readonly end_date: IsoDate | null; readonly act_by: IsoDate | null };

/** The filter as the catalogue's own search understands it; only agreements can be alerted of. */
export function criteriaOf(
  filter: AlertFilter,
  catalogue: Pick<Catalogue, 'productIdsOf'>,
): ContractCriteria {
  const { productIds, vendors, supplierIds, serviceAreas, buyerIds } = filter;
  const hasSubject = productIds.length + vendors.length + supplierIds.length > 0;
  return {
    ...anyContract,
    subject: hasSubject ? { productIds, vendors, supplierIds } : null,
    serviceAreas:
      serviceAreas.length === 0
        ? null
        : serviceAreas.map((name) => ({ name, productIds: catalogue.productIdsOf(name) })),
    buyerIds: buyerIds.length === 0 ? null : buyerIds,
    kinds: ['contract', 'framework', 'service'],
    amountFrom: filter.amountFrom,
    amountTo: filter.amountTo,
  };
}

/** Counts what the filter finds on `today`. */
export async function fitting(
  database: Kysely<Tables>,
  catalogue: Catalogue,
  filter: AlertFilter,
  today: IsoDate,
): Promise<Fitting> {
  const criteria = { ...criteriaOf(filter, catalogue), liveOn: today };
  const { rows } = await sql<{ live: number; undated: number }>`
    select count(*) as live, count(*) filter (where end_date is null) as undated
    from (${matchingRows(publicViewer, criteria)}) as found`.execute(database);
  return { live: Number(rows[0]?.live ?? 0), undated: Number(rows[0]?.undated ?? 0) };
}

/** Every rung that falls between two days, each in the digest that follows it; two of one contract in one digest are the later one. */
export function previewOf(
  facts: readonly {
    readonly contractId: string;
    readonly endDate: IsoDate | null;
    readonly actBy: IsoDate | null;
  }[],
  terms: Pick<SubscriptionTerms, 'ladder' | 'measuredFrom' | 'digest'>,
  from: IsoDate,
  to: IsoDate,
): Preview {
  const alerts: PreviewedAlert[] = [];
  for (const { contractId, endDate, actBy } of facts) {
    const inDigest = new Map<IsoDate, PreviewedAlert>();
    for (const rung of rungsOf(terms, { endDate, actBy })) {
      // A last call does not wait for the digest.
      const digestDay =
        rung.rung === 0
          ? onOrAfterWorkingDay(rung.reachedOn)
          : nextDigestDayAfter(terms.digest, rung.reachedOn);
      if (digestDay < from || digestDay > to) continue;
      if (latestRung(terms, { endDate, actBy }, digestDay) === null) continue;
      const before = inDigest.get(digestDay);
      if (before === undefined || before.reachedOn < rung.reachedOn)
        inDigest.set(digestDay, { ...rung, contractId, digestDay, endDate, actBy });
    }
    alerts.push(...inDigest.values());
  }
  alerts.sort(
    (left, right) =>
      left.digestDay.localeCompare(right.digestDay) || left.contractId.localeCompare(right.contractId),
  );
  return { from, to, alerts, digests: new Set(alerts.map(({ digestDay }) => digestDay)).size };
}

/** The same from the records of the filter. Contracts beyond the most a subscription may fit are not looked at. */
export async function preview(
  database: Kysely<Tables>,
  catalogue: Catalogue,
  terms: SubscriptionTerms,
  from: IsoDate,
  to: IsoDate,
): Promise<Preview> {
  const criteria = { ...criteriaOf(terms.filter, catalogue), endsFrom: addMonths(from, -1) };
  const { rows } = await sql<Dated>`
    select id, end_date, act_by from (${matchingRows(publicViewer, criteria)}) as found
    order by end_date, id limit ${mostContracts}`.execute(database);
  const facts = rows.map((row) => ({ contractId: row.id, endDate: row.end_date, actBy: row.act_by }));
  return previewOf(facts, terms, from, to);
}
