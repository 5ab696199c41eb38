/** Every tool there is; the one place to add one. */
import { actBy } from './act-by.ts';
import { boroughSystems } from './borough-systems.ts';
import { changeAlerts } from './change-alerts.ts';
import { checkThreshold } from './check-threshold.ts';
import { compareSources } from './compare-sources.ts';
import { confirmCorrection } from './confirm-correction.ts';
import { contractDetails } from './contract-details.ts';
import { countContracts } from './count-contracts.ts';
import { coverage } from './coverage.ts';
import { coverageMatrix } from './coverage-matrix.ts';
import { dataQuality } from './data-quality.ts';
import { expiringContracts } from './expiring-contracts.ts';
import { findContracts } from './find-contracts.ts';
import { findEngagements } from './find-engagements.ts';
import { jointOpportunities } from './joint-opportunities.ts';
import { decideEngagement, logEngagement } from './log-engagement.ts';
import { marketConcentration } from './market-concentration.ts';
import { noticeInfo } from './notice-info.ts';
import { loadRegister, previewRegister } from './preview-register.ts';
import { productLineage } from './product-lineage.ts';
import { proposeAlerts } from './propose-alerts.ts';
import { proposeCorrection } from './propose-correction.ts';
import { searchGuidance } from './search-guidance.ts';
import { sharedSuppliers } from './shared-suppliers.ts';
import { showAlerts } from './show-alerts.ts';
import { startWalkThrough } from './start-walk-through.ts';
import type { Tool, ToolContext, ToolResult } from './tool.ts';
import { changeWalkThrough, myPurchases, showWalkThrough } from './walk-through.ts';
import { whoUses } from './who-uses.ts';

export const tools = [
  whoUses,
  findContracts,
  contractDetails,
  expiringContracts,
  boroughSystems,
  coverage,
  countContracts,
  marketConcentration,
  sharedSuppliers,
  compareSources,
  jointOpportunities,
  productLineage,
  actBy,
  coverageMatrix,
  dataQuality,
  proposeCorrection,
  previewRegister,
  searchGuidance,
  checkThreshold,
  noticeInfo,
  findEngagements,
] as const;

/** Tools that change what others see. A model is never offered them: the officer's own message alone runs them. */
export const confirmingTools = [
  confirmCorrection,
  loadRegister,
  logEngagement,
  decideEngagement,
  proposeAlerts,
  changeAlerts,
  showAlerts,
  startWalkThrough,
  changeWalkThrough,
  showWalkThrough,
  myPurchases,
] as const;

export type ToolName = (typeof tools | typeof confirmingTools)[number]['name'];

/** Input that does not fit the tool's schema: a planner's mistake, told back to it as data. */
export type ToolRun =
  | { readonly ok: true; readonly result: ToolResult }
  | { readonly ok: false; readonly problem: string };

/** Runs a tool by name with unchecked input; an unknown name or a wrong input is a value, not an exception. */
export async function runTool(name: string, input: unknown, context: ToolContext): Promise<ToolRun> {
  const tool = [...tools, ...confirmingTools].find((candidate) => candidate.name === name) as
    | Tool
    | undefined;
  if (tool === undefined) return { ok: false, problem: `There is no tool ${name}.` };
  const parsed = tool.input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, problem: `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'does not fit'}` };
  }
  return { ok: true, result: await tool.run(parsed.data, context) };
}
