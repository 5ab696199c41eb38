/** What the counting tools answer with. */
import type { Figure, Figures } from '../catalogue/figures/count-contracts.ts';
import type { Dimension } from '../catalogue/figures/facts.ts';
import type { BoroughCoverage } from '../catalogue/queries/coverage.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import type { Understood } from './tool.ts';

/** What a count can be split by, as a tool is asked. */
export type SplitBy = Exclude<Dimension, 'all'>;

/** A part of a split under the name officers know it by; `label` null is “not known”. */
export type LabelledPart = Figure & { readonly key: string | null; readonly label: string | null };

/** A count, its sums by kind of value and, when asked for, its split. */
export type FiguresFound = {
  readonly outcome: 'figures';
  readonly understood: Understood;
  readonly liveOnly: boolean;
  readonly splitBy: SplitBy | null;
  readonly total: Figure;
  readonly kinds: Figures['kinds'];
  /** The parts asked for, in the order asked for. */
  readonly parts: readonly LabelledPart[];
  /** How many parts there are in all, those not known left out. */
  readonly partCount: number;
  /** The parts count so many more than the total, because some contracts stand in several. */
  readonly surplus: number;
  readonly order: 'contracts' | 'value' | 'key';
  readonly coverage: { readonly serviceArea: string | null; readonly boroughs: readonly BoroughCoverage[] };
};

/** One firm's part of a market. */
export type LabelledShare = {
  readonly label: string;
  readonly amount: number;
  /** Per cent, to one decimal place. */
  readonly percent: number;
};

/** One way to measure a market: by number of contracts, or by one comparable kind of value. */
export type MarketMeasure = {
  readonly by: 'contracts' | 'value';
  /** Kind of value, when by value. */
  readonly basis: string | null;
  readonly vat: string | null;
  /** Contracts the measure rests on. */
  readonly contracts: number;
  readonly total: number;
  /** The largest firms, at most ten. */
  readonly shares: readonly LabelledShare[];
  readonly firms: number;
  readonly topOnePercent: number;
  readonly topThreePercent: number;
  readonly topFivePercent: number;
  readonly index: number;
  readonly words: string;
};

/** How a market is divided, by agreements and by one comparable kind of value. */
export type MarketFound = {
  readonly outcome: 'market';
  readonly understood: Understood;
  readonly liveOnly: boolean;
  readonly by: 'supplier' | 'vendor';
  /** Agreements counted: planned purchases and, for suppliers, uses without a contract are left out. */
  readonly total: Figure;
  /** Agreements without a known supplier or maker. */
  readonly withoutFirm: number;
  readonly measures: readonly MarketMeasure[];
  readonly coverage: { readonly serviceArea: string | null; readonly boroughs: readonly BoroughCoverage[] };
};

/** A firm that boroughs have in common, with its contracts. */
export type SharedFirmFound = {
  readonly as: 'supplier' | 'maker';
  readonly name: string;
  readonly boroughs: readonly { readonly name: string; readonly contracts: readonly CatalogueContract[] }[];
};

/** Suppliers and makers that the boroughs asked about have in common. */
export type SharedFirmsFound = {
  readonly outcome: 'shared-firms';
  readonly understood: Understood;
  /** Those shared by all boroughs asked about first. */
  readonly firms: readonly SharedFirmFound[];
  readonly total: number;
  readonly coverage: { readonly serviceArea: string | null; readonly boroughs: readonly BoroughCoverage[] };
};
