/** The contracts that a pasted notice address is about, looked up in the records the catalogue has; nothing is fetched. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../database/tables.ts';

/** How one notice may be named in source records. */
export type NoticeAddress = {
  /** The address as written there, in the ways it is written. */
  readonly addresses: readonly string[];
  readonly noticeId: string;
  /** The procurement that Contracts Finder numbers like its notice; null elsewhere. */
  readonly ocid: string | null;
};

/** Hosts whose notices are known, as the app package names them to Teams. */
export const noticeHosts = [
  'www.find-tender.service.gov.uk',
  'www.contractsfinder.service.gov.uk',
  'www.digitalmarketplace.service.gov.uk',
] as const;

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const paths: Readonly<Record<(typeof noticeHosts)[number], RegExp>> = {
  'www.find-tender.service.gov.uk': /^\/Notice\/(\d{6}-20\d{2})\b/i,
  'www.contractsfinder.service.gov.uk': new RegExp(`^/(?:Notice|Notices/Notice)/(${uuid})`, 'i'),
  'www.digitalmarketplace.service.gov.uk': /^\/digital-outcomes-and-specialists\/opportunities\/(\d{1,9})\b/i,
};
const written: Readonly<Record<(typeof noticeHosts)[number], string>> = {
  'www.find-tender.service.gov.uk': '/Notice/',
  'www.contractsfinder.service.gov.uk': '/Notice/',
  'www.digitalmarketplace.service.gov.uk': '/digital-outcomes-and-specialists/opportunities/',
};

/** What the address names, or null when it is none of a notice we know. Pure. */
export function readNoticeAddress(address: string): NoticeAddress | null {
  if (address.length > 2_000 || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || url.port !== '') return null;
  const host = noticeHosts.find((known) => known === url.hostname || known === `www.${url.hostname}`);
  if (host === undefined) return null;
  const found = paths[host].exec(url.pathname)?.[1];
  if (found === undefined) return null;
  const noticeId = found.toLowerCase();
  const path = `${written[host]}${noticeId}`;
  return {
    addresses: [`https://${host}${path}`, `http://${host}${path}`, `https://${host.slice(4)}${path}`],
    noticeId,
    ocid: host === 'www.contractsfinder.service.gov.uk' ? `ocds-b5fd17-${noticeId}` : null,
  };
}

/** Ids of contracts with a public record of the notice, or of its procurement; at most `limit`. */
export async function contractsOfNotice(
  database: Kysely<Tables>,
  notice: NoticeAddress,
  limit: number,
): Promise<string[]> {
  const addresses = sql.join(notice.addresses.map((address) => sql`md5(${address})`));
  const byOcid =
    notice.ocid === null
      ? sql``
      : sql` union select id from contracts where ocid = ${notice.ocid} and visibility = 'public'`;
  // A record that not everybody may see must not tell of itself through its address.
  const { rows } = await sql<{ contract_id: string }>`
    select contract_id from source_records
      where level = 'public' and md5(url) in (${addresses}) and url in (${sql.join([...notice.addresses])})
    union select contract_id from source_records
      where level = 'public' and notice_id = ${notice.noticeId}
    ${byOcid} limit ${limit}`.execute(database);
  return rows.map((row) => row.contract_id);
}
