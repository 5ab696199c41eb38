/** Parts that answers about alerts share. */
import type { Preview } from '../../alerts/preview.ts';
import type { SubscriptionTerms } from '../../alerts/subscription.ts';
import {
  digestWords,
  filterWords,
  hasLastCall,
  ladderWords,
  rungWords,
} from '../../alerts/subscription-words.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { Section } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { boroughsWords, productWords } from './contract-words.ts';
import { type CitationList, plain, section } from './draft.ts';
import { counted } from './filter-words.ts';

/** Where alerts go, in words. */
export const here = { personal: 'this chat', group: 'this group chat', channel: 'this channel' } as const;

/** With a capital at its beginning. */
export function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What a subscription is, fact by fact. */
export function termRows(
  terms: SubscriptionTerms,
  where: string | null,
  names: ComposeInput['catalogue']['boroughName'],
): Section {
  const rows: (readonly [string, string])[] = [
    ['What', capital(filterWords(terms.filter, names))],
    [
      'When',
      `${capital(ladderWords(terms.ladder, terms.measuredFrom))}${hasLastCall(terms) ? ', and a last call four weeks before the day to act by' : ''}`,
    ],
    ...(where === null ? [] : ([['Where', where]] as const)),
    ['Digest', `${capital(digestWords(terms.digest))}; after a bank holiday the next working day`],
    ['Owner', 'whoever confirms it'],
  ];
  return section(
    null,
    ['Alerts', 'As understood'],
    rows.map(([name, value]) => ({ contractId: null, citations: [], cells: [plain(name), plain(value)] })),
  );
}

/** One line a contract: when it would come, and for which rung. */
export function previewRows(
  heading: string,
  preview: Preview,
  contracts: readonly CatalogueContract[],
  citations: CitationList,
): Section {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const rows = preview.alerts.flatMap((alert) => {
    const contract = byId.get(alert.contractId);
    if (contract === undefined) return [];
    return [
      {
        contractId: contract.id,
        citations: citations.cite(contract),
        cells: [
          plain(formatDate(alert.digestDay)),
          plain(`${boroughsWords(contract)}: ${productWords(contract)}`.slice(0, 160)),
          plain(rungWords(alert.rung, alert.measuredFrom)),
        ],
      },
    ];
  });
  return section(heading, ['Digest of', 'Contract', 'Because'], rows.slice(0, 10));
}

/** How much it would send in that time. */
export function previewSentence(preview: Preview, when: string): string {
  if (preview.alerts.length === 0) return `${when} it would send nothing, by the dates on record today.`;
  return `${when} it would tell of ${counted(preview.alerts.length, 'alert')} in ${counted(preview.digests, 'message')}, by the dates on record today.`;
}
