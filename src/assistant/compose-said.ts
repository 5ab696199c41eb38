/** A model's sentences over the same tables: what the rows bear out leads, all else is as composed without a model. */
import type { Citation, Sentence } from './answer.ts';
import { type ComposeInput, compose } from './compose/compose.ts';
import type { Draft } from './compose/draft.ts';
import type { Grounding } from './ground.ts';
import { joinParts } from './join-parts.ts';
import type { Observation, SaidEvidence, Slots, Step } from './planner.ts';
import { formOf, slotsOfCall } from './planners/openai/slots-of-call.ts';
import { saidWords } from './wording.ts';

type Said = Extract<Step, { kind: 'say' }>['sentences'];
type Base = Omit<ComposeInput, 'results' | 'found' | 'coverage' | 'slots' | 'remarks'>;

/** The rows of a turn as they are shown without a model, and the slots of its last call; null when nothing was found. */
export function composeObserved(
  observations: readonly Observation[],
  base: Base,
  asked: string,
): { readonly draft: Draft; readonly slots: Slots } | null {
  const guidance = observations.filter(({ result }) => result.outcome === 'guidance');
  const rows = observations.filter(
    ({ result }) => result.outcome !== 'unclear' && result.outcome !== 'guidance',
  );
  const groups = new Map<string, Observation[]>();
  for (const observation of rows)
    groups.set(observation.tool, [...(groups.get(observation.tool) ?? []), observation]);
  const drafts: Draft[] = [];
  let slots: Slots | null = null;
  const add = (group: readonly Observation[]) => {
    const last = group.at(-1);
    const form = last === undefined ? null : formOf(last.tool);
    if (last === undefined || form === null) return;
    slots = slotsOfCall(last.tool, last.input, asked, base.borough?.id ?? null);
    drafts.push(compose(form.form, { ...base, slots, remarks: [] }, group));
  };
  const isRule = (tool: string) => tool === 'check_threshold' || tool === 'notice_info';
  for (const [tool, group] of groups) {
    // Several looks at the same kind of list are several lists; only the rules and one borough after another belong together.
    if (tool === 'borough_systems') add(group);
    else for (const one of group) add(isRule(tool) ? [one, ...guidance] : [one]);
  }
  if (![...groups.keys()].some(isRule)) for (const one of guidance) add([one]);
  if (slots === null || drafts.length === 0) return null;
  const [only, ...others] = drafts;
  return { draft: only !== undefined && others.length === 0 ? only : joinParts(drafts, 0), slots };
}

function sourceUrls(observations: readonly Observation[], evidence: SaidEvidence): string[] {
  if ('url' in evidence) return [evidence.url];
  return observations.flatMap(({ result }) => {
    if ('contractId' in evidence)
      return result.outcome === 'contracts'
        ? result.contracts
            .filter(({ id }) => id === evidence.contractId)
            .flatMap(({ sources }) => sources.flatMap(({ url }) => url ?? []))
        : [];
    if (result.outcome !== 'guidance') return [];
    return result.passages
      .flatMap(({ passage, replacement }) => [passage, ...(replacement === null ? [] : [replacement])])
      .filter(({ id }) => id === evidence.passageId)
      .flatMap(({ sources }) => sources.flatMap(({ address }) => address ?? []));
  });
}

/** Numbers of the draft's own citations for what a sentence rests on. */
function citationsFor(
  evidence: readonly SaidEvidence[],
  draft: Draft,
  observations: readonly Observation[],
): number[] {
  const rows = draft.sections.flatMap((section) => section.rows);
  const byRow = evidence.flatMap((item) =>
    'contractId' in item
      ? rows.filter(({ contractId }) => contractId === item.contractId).flatMap(({ citations }) => citations)
      : [],
  );
  const urls = new Set(evidence.flatMap((item) => sourceUrls(observations, item)));
  const byUrl = draft.citations
    .filter(({ url }: Citation) => url !== null && urls.has(url))
    .map(({ number }) => number);
  return [...new Set(byRow.length > 0 ? byRow : byUrl)].slice(0, 4);
}

/**
 * Puts the sentences that hold before the rows; how many did not is said. When none holds the draft stands as it is,
 * and `isByModel` is false.
 */
export function withSaid(
  draft: Draft,
  said: Said,
  grounding: Grounding,
  observations: readonly Observation[],
): { readonly draft: Draft; readonly isByModel: boolean } {
  const held = said.filter(({ text }) => grounding.sentence(text) === null);
  const removed = said.length - held.length;
  const remarks = removed === 0 ? draft.remarks : [...draft.remarks, saidWords.removed(removed)];
  if (held.length === 0) return { draft: { ...draft, remarks }, isByModel: false };
  const coverage =
    draft.coverage === null ? [] : draft.sentences.filter(({ text }) => /of the 33 boroughs/.test(text));
  const sentences: Sentence[] = [
    ...held.map(({ text, evidence }) => ({ text, citations: citationsFor(evidence, draft, observations) })),
    ...coverage.filter(({ text }) => !held.some((sentence) => sentence.text === text)),
  ];
  return { draft: { ...draft, sentences, remarks }, isByModel: true };
}
