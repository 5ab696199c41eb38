/** What guidance is made of: one passage answers one heading, says its sources, and knows between which days it holds. */
import type { IsoDate } from '../procurement/iso-date.ts';

/** Part of the toolkit, or the body of knowledge, a page belongs to; own documents are their own. */
export const stages = [
  'preparation',
  'strategy',
  'design',
  'execution',
  'management',
  'collaboration',
  'workshop',
  'research',
  'city-tools',
  'thirty3',
  'small-suppliers',
  'law',
  'own-documents',
] as const;
/** One of `stages`. */
export type Stage = (typeof stages)[number];

/** Whom a passage, or a line of it, is for. */
export const roles = [
  'service-teams',
  'digital-and-it',
  'procurement',
  'contract-managers',
  'directors',
  'legal',
  'small-suppliers',
] as const;
/** One of `roles`. */
export type Role = (typeof roles)[number];

/** The law a passage rests on; neutral ones rest on none. */
export const regimes = ['PCR2015', 'PA2023', 'neutral'] as const;
/** One of `regimes`. */
export type Regime = (typeof regimes)[number];

/** A page a passage rests on. */
export type PassageSource = {
  readonly title: string;
  readonly publisher: string;
  readonly address: string | null;
  /** As precisely as known: `2020-11`, `2025-02-24`; null when the page states none. */
  readonly date: string | null;
  readonly confidence: 'high' | 'medium' | 'low';
};

/** A paragraph, or one item of a list, without marks; `sources` are places in the passage's list. */
export type Block = {
  readonly kind: 'paragraph' | 'item';
  readonly text: string;
  readonly sources: readonly number[];
  /** The role an item of a “By role” list is addressed to. */
  readonly role: Role | null;
};

/** Lists of grounds that the law names. */
export const groundLists = ['direct-award', 'contract-change', 'contract-change-before-2025'] as const;
/** One of `groundLists`. */
export type GroundList = (typeof groundLists)[number];

/** One `##` section of a page. */
export type Passage = {
  /** `law/standstill#how-long-is-the-standstill-period`. */
  readonly id: string;
  /** The part of the id before `#`. */
  readonly page: string;
  readonly title: string;
  readonly heading: string;
  /** Other ways in which officers put the heading's question; for finding the passage, never shown. */
  readonly asked: readonly string[];
  readonly stage: Stage;
  readonly kind: 'toolkit' | 'law' | 'research' | 'note' | 'own';
  readonly regime: Regime;
  readonly roles: readonly Role[];
  readonly topics: readonly string[];
  /** The first paragraph, which answers the heading by itself. */
  readonly answer: string;
  readonly blocks: readonly Block[];
  readonly validFrom: IsoDate | null;
  /** Last day, or null while it holds. */
  readonly validTo: IsoDate | null;
  /** Page or passage that states today's rule. */
  readonly replacedBy: string | null;
  readonly whatChanged: string | null;
  readonly notKnown: string | null;
  /** The list of dated grounds in `knowledge/law/grounds.json` that belongs to the passage. */
  readonly grounds: GroundList | null;
  readonly sources: readonly PassageSource[];
};

/** Everything that is said, for searching. */
export function textOf(passage: Passage): string {
  return passage.blocks.map((block) => block.text).join('\n');
}

/** Whether what the passage says is the rule on `date`; undated passages hold on every day. */
export function holdsOn(passage: Passage, date: IsoDate): boolean {
  return (
    (passage.validFrom === null || passage.validFrom <= date) &&
    (passage.validTo === null || passage.validTo >= date)
  );
}

/** Knowledge or a document that cannot be used; the message names the file and says what to do. */
export class KnowledgeError extends Error {
  readonly code = 'KNOWLEDGE_INVALID';
  override readonly name = 'KnowledgeError';
}
