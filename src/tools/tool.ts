/** A tool is one object: name, words, input, run. Everything else (functions for a model, commands) is derived from it. */
import type { z } from 'zod';
import type { AlertsDesk } from '../alerts/desk.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RegisterDesk } from '../catalogue/preview/register-desk.ts';
import type { BoroughCoverage } from '../catalogue/queries/coverage.ts';
import type { CatalogueContract } from '../catalogue/queries/load-contracts.ts';
import type { Viewer } from '../catalogue/viewer.ts';
import type { Engagements } from '../engagement/store.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Guidance } from '../retrieval/guidance.ts';
import type { WalkDesk } from '../toolkit/desk.ts';
import type { ActByFound } from './act-by-plans.ts';
import type { AlertsShown, SubscriptionResult } from './alerts-result.ts';
import type { ThresholdFound } from './check-threshold.ts';
import type { SourcesCompared } from './compare-sources.ts';
import type { CoverageMatrixFound } from './coverage-matrix.ts';
import type { FailingRowsFound, QualityFound } from './data-quality.ts';
import type { FiguresFound, MarketFound, SharedFirmsFound } from './figures-result.ts';
import type { EngagementsFoundResult } from './find-engagements.ts';
import type { JointOpportunities } from './joint-opportunities.ts';
import type { EngagementResult } from './log-engagement.ts';
import type { NoticesFound } from './notice-info.ts';
import type { ToolOfficer, ToolPlace } from './officer.ts';
import type { RegisterFileResult } from './preview-register.ts';
import type { LineageFound } from './product-lineage.ts';
import type { CorrectionResult } from './propose-correction.ts';
import type { GuidanceFound } from './search-guidance.ts';
import type { WalkFound, WalkList } from './walk-result.ts';

export type ToolContext = {
  readonly catalogue: Catalogue;
  readonly viewer: Viewer;
  readonly today: IsoDate;
  /** Who asks; tools that write do nothing without. */
  readonly officer?: ToolOfficer;
  /** Where it was asked; missing in the terminal. */
  readonly place?: ToolPlace;
  /** Contract alerts; missing where none can be set up. */
  readonly alerts?: AlertsDesk;
  /** Files sent by officers; missing where none can be sent. */
  readonly desk?: RegisterDesk;
  /** Notes of market engagement; missing where none are kept. */
  readonly engagements?: Engagements;
  /** Guidance and law in passages; missing where none was opened, and then nothing is covered. */
  readonly guidance?: Guidance;
  /** Purchases on their way through the toolkit; missing where none are kept. */
  readonly walk?: WalkDesk;
};

/** What a name in the input was taken to mean, for the answer to say openly. */
export type Understood = {
  /** Product or firm asked about: `NEC Housing`. */
  readonly subject: string | null;
  readonly productIds: readonly string[];
  readonly serviceAreas: readonly string[];
  readonly boroughs: readonly { readonly id: string; readonly name: string }[];
  readonly endsFrom: IsoDate | null;
  readonly endsTo: IsoDate | null;
  readonly amountFrom: number | null;
  readonly amountTo: number | null;
  readonly words: string | null;
};

/** A name that means several things, or nothing here; the planner asks one question back. */
export type Unclear = {
  readonly outcome: 'unclear';
  readonly field: 'borough' | 'name' | 'service_area';
  readonly text: string;
  /** What it may mean; empty when the catalogue does not know the name. */
  readonly options: readonly string[];
};

export type ContractsFound = {
  readonly outcome: 'contracts';
  readonly understood: Understood;
  /** In the order asked for; at most `limit` of `total`. */
  readonly contracts: readonly CatalogueContract[];
  readonly total: number;
  /** For the service area the answer is about, else for the whole catalogue. */
  readonly coverage: { readonly serviceArea: string | null; readonly boroughs: readonly BoroughCoverage[] };
  /** True when contracts whose end has passed were left out. */
  readonly liveOnly: boolean;
};

export type CoverageFound = {
  readonly outcome: 'coverage';
  readonly serviceArea: string | null;
  readonly boroughs: readonly BoroughCoverage[];
};

export type ToolResult =
  | ContractsFound
  | CoverageFound
  | Unclear
  | CoverageMatrixFound
  | QualityFound
  | FailingRowsFound
  | CorrectionResult
  | RegisterFileResult
  | FiguresFound
  | MarketFound
  | SharedFirmsFound
  | SourcesCompared
  | JointOpportunities
  | LineageFound
  | GuidanceFound
  | ThresholdFound
  | NoticesFound
  | ActByFound
  | SubscriptionResult
  | AlertsShown
  | EngagementsFoundResult
  | EngagementResult
  | WalkFound
  | WalkList;

export type Tool<Input = unknown> = {
  /** Snake-case verb and noun, as a model calls it. */
  readonly name: string;
  /** One sentence for the officer and the model. */
  readonly description: string;
  /** Plain JSON: nullable, never optional, dates as text. */
  readonly input: z.ZodType<Input>;
  readonly run: (input: Input, context: ToolContext) => Promise<ToolResult>;
};

/** Keeps the input type of `run` while tools of different inputs stand in one list. */
export function defineTool<Input>(tool: Tool<Input>): Tool<Input> {
  return tool;
}
