/** What the publishers of OCDS in the United Kingdom do differently. */
import type { OcdsDocument, OcdsRelease } from './schema.ts';

/** What is special about one publisher. */
export type Dialect = {
  readonly publisher: string;
  /** What `value.amount` means when no `amountGross` is beside it. */
  readonly vat: 'excluding' | 'unknown';
  /** True where a duration in days is the published months times thirty. */
  readonly countsMonthsAsThirtyDays: boolean;
};

const dialects: readonly (readonly [prefix: string, dialect: Dialect])[] = [
  ['ocds-h6vhtk-', { publisher: 'Find a Tender', vat: 'excluding', countsMonthsAsThirtyDays: false }],
  ['ocds-b5fd17-', { publisher: 'Contracts Finder', vat: 'unknown', countsMonthsAsThirtyDays: false }],
  [
    'ocds-r6ebe6-',
    { publisher: 'Public Contracts Scotland', vat: 'unknown', countsMonthsAsThirtyDays: true },
  ],
  ['ocds-kuma6s-', { publisher: 'Sell2Wales', vat: 'unknown', countsMonthsAsThirtyDays: true }],
];

const otherDialect: Dialect = {
  publisher: 'Other OCDS publisher',
  vat: 'unknown',
  countsMonthsAsThirtyDays: false,
};

/** The dialect of a process, by the prefix of its ocid. */
export function dialectOf(ocid: string): Dialect {
  return dialects.find(([prefix]) => ocid.startsWith(prefix))?.[1] ?? otherDialect;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const noticeNumber = /^\d{6}-\d{4}$/;
const noticeTypes = new Set([
  'awardNotice',
  'contractNotice',
  'tenderNotice',
  'plannedProcurementNotice',
  'marketEngagementNotice',
  'planningNotice',
  'contractSigned',
]);

/** The notice a record was published in, as far as known. */
export type Notice = { readonly id: string | null; readonly url: string | null };

/**
 * The notice these facts were published in: the latest notice among the first of these lists that has one, else worked
 * out from the release. `ocds-b5fd17-` ids name the process; the page of a notice carries another id.
 */
export function noticeOf(
  release: OcdsRelease,
  lists: readonly (readonly OcdsDocument[] | null | undefined)[],
): Notice {
  for (const documents of lists) {
    const notices = (documents ?? []).filter(isNotice);
    const latest = notices.reduce<OcdsDocument | null>(
      (found, document) =>
        found === null || (document.datePublished ?? '') >= (found.datePublished ?? '') ? document : found,
      null,
    );
    if (latest !== null) return { id: noticeIdIn(latest.url ?? ''), url: latest.url ?? null };
  }
  return noticeFromRelease(release);
}

/** True when one of these documents is a notice of this kind (`UK6`). */
export function hasNotice(
  documents: readonly OcdsDocument[] | null | undefined,
  noticeType: string,
): boolean {
  return (documents ?? []).some((document) => document.noticeType === noticeType);
}

function isNotice(document: OcdsDocument): boolean {
  const url = document.url ?? '';
  if (!/^https?:\/\/[^\s<>"]{4,500}$/.test(url)) return false;
  if (/^UK\d+$/.test(document.noticeType ?? '')) return true;
  // Attachments can carry the same types; a notice has its own page.
  return (
    noticeTypes.has(document.documentType ?? '') &&
    /\/Notice\/(?!Attachment)|search_view\.aspx\?ID=/i.test(url)
  );
}

function noticeIdIn(url: string): string | null {
  return /\/Notice\/([\w-]+)/.exec(url)?.[1] ?? /[?&]ID=([\w-]+)/i.exec(url)?.[1] ?? null;
}

function noticeFromRelease(release: OcdsRelease): Notice {
  const id = release.id ?? '';
  if (release.ocid.startsWith('ocds-h6vhtk-') && noticeNumber.test(id)) {
    return { id, url: `https://www.find-tender.service.gov.uk/Notice/${id}` };
  }
  if (release.ocid.startsWith('ocds-b5fd17-')) {
    // The older data puts the process into the id of the release; there only the package's address names the notice.
    const own = id.startsWith('ocds-') ? release.packageUri : id;
    const notice = uuid.exec(own ?? '')?.[0] ?? null;
    if (notice !== null)
      return { id: notice, url: `https://www.contractsfinder.service.gov.uk/Notice/${notice}` };
  }
  return { id: id === '' ? null : id.slice(0, 200), url: null };
}
