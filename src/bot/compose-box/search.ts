/** The search commands: what was typed, read and looked up in time, as cards for everybody in the chat. */
import { z } from 'zod';
import { byLiveThenEnd } from '../../assistant/compose/contract-words.ts';
import { readSearchWords } from '../../assistant/search-words.ts';
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { publicViewer } from '../../catalogue/viewer.ts';
import { inputFrom, searchCommands } from '../../tools/as-message-extension.ts';
import { expiringContracts } from '../../tools/expiring-contracts.ts';
import { findContracts } from '../../tools/find-contracts.ts';
import { searchGuidance } from '../../tools/search-guidance.ts';
import type { ToolContext, ToolResult } from '../../tools/tool.ts';
import { runTool } from '../../tools/tools.ts';
import { whoUses } from '../../tools/who-uses.ts';
import { cleanText, cut } from '../clean-text.ts';
import type { Visit } from '../features.ts';
import type { InvokeAnswer } from '../invokes.ts';
import { type Hit, hintAnswer, hitsAnswer } from './extension-answer.ts';
import { contractHit, passageHit } from './result-cards.ts';
import { type ComposeBoxServices, inTime } from './services.ts';

/** Teams gives up after five seconds; officers sooner. */
export const searchMilliseconds = 1_800;
const mostTyped = 200;
/** Results looked at for one search; further pages end here. */
const mostResults = 200;
const usualPage = 15;
const mostOnPage = 25;
const monthsAhead = 24;

const commandIds = searchCommands.map(({ id }) => id) as [string, ...string[]];
const queryValue = z.object({
  commandId: z.enum(commandIds),
  parameters: z
    .array(z.object({ name: z.string().max(64), value: z.unknown() }))
    .max(5)
    .nullish(),
  queryOptions: z
    .object({ skip: z.number().int().min(0).max(10_000), count: z.number().int().min(1).max(1_000) })
    .partial()
    .nullish(),
});

type Asked = {
  readonly commandId: string;
  readonly typed: string;
  readonly skip: number;
  readonly count: number;
};

function read(value: unknown): Asked | null {
  const parsed = queryValue.safeParse(value);
  if (!parsed.success) return null;
  const { commandId, parameters, queryOptions } = parsed.data;
  const given = parameters?.find(({ name }) => name === 'query')?.value;
  return {
    commandId,
    typed: typeof given === 'string' ? cut(cleanText(given), mostTyped) : '',
    skip: queryOptions?.skip ?? 0,
    count: Math.min(queryOptions?.count ?? usualPage, mostOnPage),
  };
}

const late = 'The search took too long. Type a little more, for instance a borough and a system.';
const notUnderstood = 'This search is not one of ours any more. Please update the app.';
const guidanceHint = 'Type a question about buying, for instance “how long is standstill now”.';

function nothingFound(typed: string): string {
  return typed === ''
    ? 'Nothing is on record here yet. Type a system, a supplier, a borough or a service.'
    : `No record for “${cut(typed, 80)}”. That does not mean that there is none. Try a system, a supplier, a borough or a service.`;
}

type Found = { readonly contracts: readonly CatalogueContract[]; readonly isWhole: boolean };

function contractsIn(result: ToolResult | null | undefined): readonly CatalogueContract[] {
  return result?.outcome === 'contracts' ? result.contracts : [];
}

function unique(contracts: readonly CatalogueContract[]): CatalogueContract[] {
  return [...new Map(contracts.map((contract) => [contract.id, contract])).values()];
}

/** Answers one query of the compose box; a query that is none of ours is told so. */
export async function answerSearch(
  services: ComposeBoxServices,
  value: unknown,
  visit: Visit,
): Promise<InvokeAnswer> {
  const asked = read(value);
  if (asked === null) return hintAnswer(notUnderstood);
  const { catalogue, guidance, wait } = services;
  const today = services.today();
  // The card is for everybody in the chat, whoever searches: what a channel may see, and nothing is written.
  const context: ToolContext = { catalogue, viewer: publicViewer, today, guidance };
  const deadline = wait(searchMilliseconds).then(() => null);
  const run = async (tool: { readonly name: string }, input: unknown): Promise<ToolResult | null> => {
    const ran = await runTool(tool.name, input, context);
    return ran.ok ? ran.result : null;
  };
  const inDeadline = async <Result>(work: Promise<Result>): Promise<Result | null> => {
    work.catch(() => undefined);
    return await Promise.race([work, deadline]);
  };

  async function searchGuidancePages(): Promise<InvokeAnswer> {
    if (asked === null || asked.typed === '') return hintAnswer(guidanceHint);
    const result = await inDeadline(
      run(searchGuidance, inputFrom(searchGuidance, { question: asked.typed })),
    );
    if (result === null) return hintAnswer(late);
    if (result.outcome !== 'guidance' || !result.isCovered)
      return hintAnswer(`Nothing in the guidance here answers “${cut(asked.typed, 80)}”.`);
    const page = result.passages.slice(asked.skip, asked.skip + asked.count);
    return hitsAnswer(page.map((passage) => passageHit(passage, result)));
  }

  /** What ends next for the officer's borough; for one that has not said which, in London. */
  async function endingNext(): Promise<Found> {
    const boroughId = await services.boroughOf(visit.officer);
    const input = {
      ...inputFrom(expiringContracts, { within_months: monthsAhead, sort: 'act-by' }),
      boroughs: boroughId === null ? null : [boroughId],
    };
    const ending = contractsIn(await run(expiringContracts, input));
    if (ending.length > 0 || boroughId === null) return { contracts: ending, isWhole: true };
    const all = inputFrom(findContracts, { boroughs: [boroughId], sort: 'ends', limit: mostResults });
    const others = [...contractsIn(await run(findContracts, all))].sort(byLiveThenEnd(today));
    return { contracts: others, isWhole: true };
  }

  async function findTyped(): Promise<Found | null> {
    if (asked === null) return null;
    const names = await inDeadline(catalogue.names());
    if (names === null) return null;
    const fields = readSearchWords(asked.typed, today, names);
    const limit = Math.min(mostResults, asked.skip + asked.count);
    const everything = { ...fields, sort: 'ends', limit: mostResults };
    const isSystem = asked.commandId === 'systems' && fields.words === null && fields.boroughs === null;
    const byNames = isSystem
      ? run(whoUses, inputFrom(whoUses, everything))
      : run(findContracts, inputFrom(findContracts, everything));
    // Of a long list the first are the ones that ended long ago, so what is live is asked for by itself.
    const live = run(findContracts, inputFrom(findContracts, { ...everything, live_only: true }));
    // The words as they stand, for names that nobody here knows; all at once, since there is one deadline.
    const words = { words: asked.typed, sort: 'ends', limit };
    const byWords = run(findContracts, inputFrom(findContracts, words));
    const [liveOnes, named, worded] = await Promise.all([live, byNames, byWords].map(inDeadline));
    if (liveOnes == null && named == null && worded == null) return null;
    const first = unique([...contractsIn(liveOnes), ...contractsIn(named)]);
    const found = first.length > 0 ? first : contractsIn(worded);
    const contracts = [...found].sort(byLiveThenEnd(today));
    return { contracts, isWhole: liveOnes !== null && named !== null };
  }

  if (asked.commandId === 'guidance') return await searchGuidancePages();
  const found = await (asked.typed === '' ? inDeadline(endingNext()) : findTyped());
  if (found === null) return hintAnswer(late);
  const { contracts, isWhole } = found;
  if (contracts.length === 0) return hintAnswer(nothingFound(asked.typed));
  const page = contracts.slice(asked.skip, asked.skip + asked.count);
  const note = isWhole ? '' : ' · search cut short, type more';
  const hits: Hit[] = page.map((contract) => contractHit(contract, today, note));
  return hitsAnswer(hits);
}

/** The card of the contract that a pasted notice address is about; an address without one shows nothing. */
export async function answerLink(services: ComposeBoxServices, value: unknown): Promise<InvokeAnswer> {
  const parsed = z.object({ url: z.string().max(2_000) }).safeParse(value);
  if (!parsed.success) return hitsAnswer([]);
  const work = services.catalogue.byNoticeAddress(publicViewer, parsed.data.url);
  const contracts = (await inTime(work, searchMilliseconds, services.wait)) ?? [];
  const today = services.today();
  const [best] = [...contracts].sort(byLiveThenEnd(today));
  return hitsAnswer(best === undefined ? [] : [contractHit(best, today)]);
}
