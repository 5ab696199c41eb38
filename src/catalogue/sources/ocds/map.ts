/** The records in the merged state of one contracting process. */
import type { ContractKind, ContractStatus, Period } from '../../../procurement/contract.ts';
import type { Value } from '../../../procurement/value.ts';
import type {
  PublishedBuyer,
  PublishedOrganisation,
  ReadOptions,
  SourceRecord,
} from '../../source-record.ts';
import { cleanDescription, cleanLine } from '../shared/clean-text.ts';
import { readDate } from '../shared/dates.ts';
import { flagsOf } from '../shared/flags.ts';
import { isPortalCompany, readCpv } from '../shared/identifiers.ts';
import { type Dialect, dialectOf, hasNotice, noticeOf } from './dialect.ts';
import { datesOf, lotDates, moneyOf, periodOf } from './period.ts';
import { frameworkNote, frameworkOf, regimeOf, routeOf } from './route.ts';
import type { OcdsAward, OcdsContract, OcdsItem, OcdsRelease, OcdsTender } from './schema.ts';

/** The records of a process, or why there are none. */
export type MappedProcess =
  | { readonly kind: 'records'; readonly records: readonly SourceRecord[] }
  | { readonly kind: 'dropped'; readonly reason: string };

/** What is the same for every record of a process. */
type Process = {
  readonly release: OcdsRelease;
  readonly tender: OcdsTender | null;
  readonly dialect: Dialect;
  readonly buyers: readonly PublishedBuyer[];
  readonly options: ReadOptions;
};

/** What differs from record to record. */
type Facts = {
  readonly key: string;
  readonly kind: ContractKind;
  readonly titles: readonly (string | null | undefined)[];
  readonly descriptions: readonly (string | null | undefined)[];
  readonly suppliers: readonly PublishedOrganisation[];
  readonly items: readonly (readonly OcdsItem[] | null | undefined)[];
  readonly status: ContractStatus;
  readonly period: Period;
  readonly value: Value | null;
  readonly notice: { readonly id: string | null; readonly url: string | null };
  readonly notes: string | null;
};

/** One record per contract, else per award with suppliers, else one for the procurement; or why there is none. */
export function mapProcess(release: OcdsRelease, options: ReadOptions): MappedProcess {
  const buyers = buyersOf(release, options.buyer);
  if (buyers === null) return { kind: 'dropped', reason: 'no buyer named' };
  if (options.buyer === null && buyers.every((buyer) => isPortalCompany(buyer.name))) {
    return { kind: 'dropped', reason: 'the buyer named is a portal company' };
  }
  const process: Process = {
    release,
    tender: release.tender ?? null,
    dialect: dialectOf(release.ocid),
    buyers,
    options,
  };
  const facts = findFacts(process);
  const records = facts.map((found) => recordOf(process, found)).filter((record) => record !== null);
  return records.length === 0 ? { kind: 'dropped', reason: 'no title' } : { kind: 'records', records };
}

function buyersOf(release: OcdsRelease, given: string | null): readonly PublishedBuyer[] | null {
  const { buyers } = release;
  if (Array.isArray(buyers) && buyers.length > 0) return buyers;
  return given === null ? null : [{ name: given, identifiers: [], role: 'lead' }];
}

function findFacts(process: Process): Facts[] {
  const awards = (process.release.awards ?? []).filter(
    (award) => (award.suppliers ?? []).length > 0 || award.status === 'active',
  );
  const contracts = process.release.contracts ?? [];
  const keys = new KeyMaker(process.release.ocid);
  const signed = contracts.map((contract) => contractFacts(process, contract, keys));
  const awarded = new Set(contracts.map((contract) => contract.awardID ?? ''));
  // An award whose contract is published too is the same deal.
  const unsigned = awards.filter(
    (award) => !awarded.has(award.id ?? '') && !(contracts.length > 0 && award.id === undefined),
  );
  const found = [...signed, ...unsigned.map((award) => awardFacts(process, award, keys))];
  return found.length > 0 ? found : [procurementFacts(process)];
}

/** The first contract of an award takes the award's key, so that the signed contract replaces the award. */
class KeyMaker {
  readonly #ocid: string;
  readonly #used = new Set<string>();

  constructor(ocid: string) {
    this.#ocid = ocid;
  }

  make(awardId: string | null | undefined, contractId: string | null | undefined): string {
    const award = this.#short(awardId ?? contractId ?? '1');
    const candidates = [award, `${award}:${this.#short(contractId ?? '2')}`];
    let free = candidates.find((candidate) => !this.#used.has(candidate));
    for (let number = 2; free === undefined; number += 1) {
      const numbered = `${award}:${number}`;
      if (!this.#used.has(numbered)) free = numbered;
    }
    this.#used.add(free);
    return `ocds:${this.#ocid}:${free}`;
  }

  /** Contracts Finder begins award ids with the ocid. */
  #short(id: string): string {
    return (id.startsWith(`${this.#ocid}-`) ? id.slice(this.#ocid.length + 1) : id).slice(0, 120);
  }
}

function contractFacts(process: Process, contract: OcdsContract, keys: KeyMaker): Facts {
  const { release, tender, dialect } = process;
  const award = (release.awards ?? []).find((found) => found.id === contract.awardID) ?? null;
  const lots = lotsOf(tender, award);
  const own = datesOf(contract.period, dialect);
  const dates =
    own.startDate === null && own.endDate === null && own.datesAsPublished === null
      ? datesOf(award?.contractPeriod, dialect)
      : own;
  return {
    key: keys.make(contract.awardID, contract.id),
    kind: agreementKind(tender),
    titles: [contract.title, award?.title, tender?.title, release.title],
    descriptions: [contract.description, award?.description, tender?.description, release.description],
    suppliers: award?.suppliers ?? [],
    items: [contract.items, award?.items, tender?.items],
    status: contractStatus(contract.status),
    period: periodOf(dates, [
      contract,
      ...(award === null ? [] : [award]),
      ...(hasOptionFields(contract) ? [] : lots),
    ]),
    value:
      moneyOf(contract.value, agreementBasis(tender), dialect) ??
      moneyOf(award?.value, agreementBasis(tender), dialect),
    notice: noticeOf(release, [contract.documents, award?.documents]),
    notes: frameworkNote(contract.relatedProcesses ?? release.relatedProcesses),
  };
}

function awardFacts(process: Process, award: OcdsAward, keys: KeyMaker): Facts {
  const { release, tender, dialect } = process;
  const lots = lotsOf(tender, award);
  const isUnsigned =
    hasNotice(award.documents, 'UK6') || hasNotice(award.documents, 'UK5') || award.status === 'pending';
  const notes = isUnsigned ? 'Award notice: the contract was not signed when this was published.' : null;
  return {
    key: keys.make(award.id, null),
    kind: agreementKind(tender),
    titles: [award.title, tender?.title, release.title],
    descriptions: [award.description, tender?.description, release.description],
    suppliers: award.suppliers ?? [],
    items: [award.items, tender?.items],
    status:
      award.status === 'cancelled' || award.status === 'unsuccessful'
        ? 'cancelled'
        : isUnsigned
          ? 'planned'
          : 'active',
    period: periodOf(datesOf(award.contractPeriod, dialect), [
      award,
      ...(hasOptionFields(award) ? [] : lots),
    ]),
    value: moneyOf(award.value, agreementBasis(tender), dialect),
    notice: noticeOf(release, [award.documents]),
    notes: [notes, frameworkNote(release.relatedProcesses)].filter((note) => note !== null).join(' ') || null,
  };
}

function procurementFacts(process: Process): Facts {
  const { release, tender, dialect } = process;
  const lots = tender?.lots ?? [];
  const own = datesOf(tender?.contractPeriod, dialect);
  const isDated = own.startDate !== null || own.endDate !== null || own.datesAsPublished !== null;
  const dates = isDated
    ? own
    : lotDates(
        lots.map((lot) => lot.contractPeriod),
        dialect,
      );
  const lotValue = lots.length === 1 ? moneyOf(lots[0]?.value, 'estimate', dialect) : null;
  return {
    key: `ocds:${release.ocid}`,
    kind: 'procurement',
    titles: [tender?.title, release.title],
    descriptions: [tender?.description, release.description],
    suppliers: [],
    items: [tender?.items],
    status: /^(cancelled|unsuccessful|withdrawn)$/.test(tender?.status ?? '') ? 'cancelled' : 'planned',
    period: periodOf(dates, [...(tender === null ? [] : [tender]), ...lots]),
    value: moneyOf(tender?.value, 'estimate', dialect) ?? lotValue,
    notice: noticeOf(release, [tender?.documents, release.planning?.documents]),
    notes: tender?.techniques?.hasFrameworkAgreement === true ? 'A framework is being let.' : null,
  };
}

function recordOf(process: Process, facts: Facts): SourceRecord | null {
  const { release, tender, dialect, buyers, options } = process;
  const title = facts.titles.map((text) => cleanLine(text)).find((text) => text !== null);
  if (title === undefined) return null;
  const published = readDate(release.date);
  const classifications = [tender?.classification, ...(tender?.additionalClassifications ?? [])];
  for (const item of facts.items.flatMap((items) => items ?? [])) {
    classifications.push(item.classification, ...(item.additionalClassifications ?? []));
  }
  return {
    key: facts.key,
    kind: facts.kind,
    title,
    description: facts.descriptions.map(describe).find((text) => text !== null) ?? null,
    buyers,
    suppliers: facts.suppliers,
    serviceAreaAsPublished: null,
    productName: null,
    productAsPublished: null,
    vendorAsPublished: null,
    cpv: readCpv(classifications.filter((found) => found?.scheme === 'CPV').map((found) => found?.id)),
    route: routeOf(tender?.procurementMethodDetails),
    framework: frameworkOf(release),
    regime: regimeOf(release),
    status: facts.status,
    period: facts.period,
    value: facts.value,
    ocid: release.ocid,
    noticeId: facts.notice.id,
    publisher: dialect.publisher,
    url: facts.notice.url ?? options.origin.url,
    publishedDate: published.date ?? published.partial,
    readOn: options.today,
    confidence: 'high',
    notes: facts.notes,
    visibility: 'public',
    flags: flagsOf(facts.period, facts.value),
  };
}

function describe(text: string | null | undefined): string | null {
  return /^\s*see description of related tender\.?\s*$/i.test(text ?? '') ? null : cleanDescription(text);
}

function agreementKind(tender: OcdsTender | null): ContractKind {
  return tender?.techniques?.hasFrameworkAgreement === true ||
    tender?.techniques?.hasDynamicPurchasingSystem === true
    ? 'framework'
    : 'contract';
}

/** A framework's figure is a ceiling. */
function agreementBasis(tender: OcdsTender | null): 'maximum' | 'whole-life' {
  return agreementKind(tender) === 'framework' ? 'maximum' : 'whole-life';
}

/** Lot statuses are not read: old-regime notices say `cancelled` on lots that were awarded. */
function contractStatus(status: string | null | undefined): ContractStatus {
  if (status === 'pending') return 'planned';
  return status === 'cancelled' || status === 'terminated' ? status : 'active';
}

function lotsOf(tender: OcdsTender | null, award: OcdsAward | null): NonNullable<OcdsTender['lots']> {
  const related = award?.relatedLots ?? [];
  const lots = tender?.lots ?? [];
  return related.length === 0 && lots.length === 1
    ? lots
    : lots.filter((lot) => related.includes(lot.id ?? ''));
}

function hasOptionFields(
  fields: Pick<OcdsContract, 'hasRenewal' | 'renewal' | 'hasOptions' | 'options'>,
): boolean {
  return (
    typeof fields.hasRenewal === 'boolean' ||
    typeof fields.hasOptions === 'boolean' ||
    fields.renewal != null ||
    fields.options != null
  );
}
