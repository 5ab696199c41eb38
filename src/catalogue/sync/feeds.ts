/** The official feeds of the United Kingdom's notices, and how each is asked. */

/** Names of the feeds as they stand in the database and on the command line. */
export type FeedName = 'contracts-finder' | 'find-a-tender';

/** One feed: a list of OCDS release packages, read page by page between two instants. */
export type Feed = {
  readonly name: FeedName;
  readonly title: string;
  readonly address: string;
  readonly fromParameter: string;
  readonly toParameter: string;
  /** The setting that holds its address, for messages. */
  readonly setting: string;
};

/** Where both feeds are published. */
export const publicAddresses = {
  contractsFinder: 'https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search',
  findATender: 'https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages',
} as const;

/** Both feeds, at these addresses. */
export function officialFeeds(addresses: {
  readonly contractsFinder: string;
  readonly findATender: string;
}): readonly Feed[] {
  return [
    {
      name: 'contracts-finder',
      title: 'Contracts Finder',
      address: addresses.contractsFinder,
      fromParameter: 'publishedFrom',
      toParameter: 'publishedTo',
      setting: 'CONTRACTS_FINDER_URL',
    },
    {
      name: 'find-a-tender',
      title: 'Find a Tender',
      address: addresses.findATender,
      fromParameter: 'updatedFrom',
      toParameter: 'updatedTo',
      setting: 'FIND_A_TENDER_URL',
    },
  ];
}

/** The largest number of releases a page that both feeds allow. */
const releasesPerPage = 100;

/**
 * Address of one page. Neither feed can be asked for buyers or classifications, so every notice of the window is read
 * and the rest left out here; stages are left open, because that means all of them.
 */
export function pageAddress(
  feed: Feed,
  window: { readonly from: string; readonly to: string },
  cursor: string | null,
): string {
  const address = new URL(feed.address);
  // Both take local date and time without a zone; windows overlap by more than summer time shifts them.
  address.searchParams.set(feed.fromParameter, window.from.slice(0, 19));
  address.searchParams.set(feed.toParameter, window.to.slice(0, 19));
  address.searchParams.set('limit', String(releasesPerPage));
  if (cursor !== null) address.searchParams.set('cursor', cursor);
  return address.href;
}
