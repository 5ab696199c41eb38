/** The planner with a language model: it chooses calls and words, and is trusted with neither facts nor rules. */
import { asFunction, type FunctionTool } from '../../../tools/as-openai.ts';
import type { Tool } from '../../../tools/tool.ts';
import { tools } from '../../../tools/tools.ts';
import type { Focus, HandOver, Observation, Planner, Step, Turn } from '../../planner.ts';
import { changesEngagement } from '../embedded/engagement-intents.ts';
import { interpret } from '../embedded/interpret.ts';
import { isAboutRecords } from '../embedded/record-intents.ts';
import type { Chat, ChatCall, ChatFailure, ChatMessage } from './chat.ts';
import { createMarks, type Marks, quotedData } from './quoted-data.ts';
import { lineByLine, sentencesSaid } from './said-sentences.ts';
import { systemPrompt } from './system-prompt.ts';

/** Bounds of one turn. */
export type ModelLimits = {
  /** Requests to the model, its repeated and faulty ones included. */
  readonly requests: number;
  /** Calls of tools taken from one reply. */
  readonly callsAtOnce: number;
  /** Tokens of the whole turn, as the service counts them. */
  readonly tokens: number;
  readonly firstByteMs: number;
  readonly turnMs: number;
};

/** What a turn may take when nothing else is said. */
export const standardLimits: ModelLimits = {
  requests: 6,
  callsAtOnce: 6,
  tokens: 60_000,
  firstByteMs: 8_000,
  turnMs: 40_000,
};

/** Tools that propose or load something stay with the officer's own words. */
const kept: ReadonlySet<string> = new Set(['propose_correction', 'preview_register']);

type Session = {
  readonly messages: ChatMessage[];
  readonly marks: Marks;
  readonly startedAt: number;
  /** Calls that were asked for in the last step, in its order. */
  waiting: ChatCall[];
  /** Observations that the model has been told of. */
  told: number;
  requests: number;
  tokens: number;
  readonly asked: Set<string>;
};

const reasons: Readonly<Record<ChatFailure, HandOver>> = {
  unreachable: 'model-down',
  busy: 'model-down',
  rejected: 'model-rejected',
  broken: 'model-down',
  slow: 'model-slow',
  refused: 'model-refused',
  'cut-off': 'model-limit',
};

/** What the thread was about, in one line: the earlier messages themselves are not kept. */
function summaryOf(focus: Focus | null, turn: Turn): string {
  if (focus === null) return 'This is the first message of the thread.';
  const { slots } = focus;
  const boroughs = slots.boroughs.map((id) => turn.catalogue.boroughName(id) ?? id);
  const said = {
    asked_for: slots.intent,
    name: slots.name,
    service_areas: slots.serviceAreas,
    boroughs,
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    left_out: [slots.exceptName, ...slots.exceptBoroughs.map((id) => turn.catalogue.boroughName(id) ?? id)],
    contract_ids: focus.contractIds.slice(0, 5),
    contracts_shown: focus.contractIds.length,
    question_asked_back: focus.pending?.options ?? null,
  };
  return `Before this message the thread was about: ${JSON.stringify(said)}. “It”, “they” and “those” mean that.`;
}

function startSession(turn: Turn, now: number): Session {
  const own = turn.borough === null ? 'not known' : `${turn.borough.name} (${turn.borough.id})`;
  return {
    messages: [
      { role: 'system', content: systemPrompt },
      {
        role: 'user',
        content: `Today is ${turn.today}. The officer's borough: ${own}. ${summaryOf(turn.focus, turn)}\nThe officer's message:\n${turn.text}`,
      },
    ],
    marks: createMarks(),
    startedAt: now,
    waiting: [],
    told: 0,
    requests: 0,
    tokens: 0,
    asked: new Set(),
  };
}

type Checked =
  | { readonly ok: true; readonly input: unknown }
  | { readonly ok: false; readonly problem: string };

/** A call is taken only when the tool exists, the text is JSON, and the JSON fits the tool's own schema. */
function checkCall(call: ChatCall, offered: ReadonlyMap<string, Tool>): Checked {
  const tool = offered.get(call.name);
  if (tool === undefined)
    return {
      ok: false,
      problem: `There is no function ${call.name.slice(0, 60)}. Use only the functions given.`,
    };
  let input: unknown;
  try {
    input = JSON.parse(call.input === '' ? '{}' : call.input);
  } catch {
    return { ok: false, problem: 'The arguments were not JSON. Write them again.' };
  }
  const parsed = tool.input.safeParse(input);
  if (parsed.success) return { ok: true, input };
  const issue = parsed.error.issues[0];
  return { ok: false, problem: `${issue?.path.join('.') ?? 'input'}: ${issue?.message ?? 'does not fit'}` };
}

/** Steps that no model is asked for: refusals, forgetting, the officer's borough, records to be changed or loaded. */
function fixedStep(turn: Turn): Step | null {
  const reading = interpret(turn);
  if (reading.kind === 'step') {
    const { step } = reading;
    return step.kind === 'notice' && step.notice === 'not-understood' ? null : step;
  }
  if (changesEngagement(reading.slots.intent)) return { kind: 'hand-over', reason: 'own-words' };
  return isAboutRecords(reading.slots.intent) &&
    reading.slots.intent !== 'quality' &&
    reading.slots.intent !== 'coverage-matrix'
    ? { kind: 'hand-over', reason: 'own-words' }
    : null;
}

function tellResults(session: Session, observations: readonly Observation[]): void {
  for (const call of session.waiting) {
    const observation = observations[session.told];
    session.told += 1;
    session.messages.push({
      role: 'tool',
      callId: call.id,
      content: observation === undefined ? 'No result.' : quotedData(observation, session.marks),
    });
  }
  session.waiting = [];
}

/** Takes the calls that hold; every other is answered with what is wrong with it. */
function takeCalls(
  session: Session,
  calls: readonly ChatCall[],
  offered: ReadonlyMap<string, Tool>,
  most: number,
): { readonly tool: string; readonly input: unknown }[] {
  const taken: { tool: string; input: unknown }[] = [];
  for (const call of calls) {
    const key = `${call.name} ${call.input}`;
    const checked = checkCall(call, offered);
    const problem = !checked.ok
      ? checked.problem
      : session.asked.has(key)
        ? 'This was asked before; its result stands above. Answer now.'
        : taken.length >= most
          ? 'Too many calls at once. Ask again if it is still needed.'
          : null;
    if (problem !== null || !checked.ok) {
      session.messages.push({ role: 'tool', callId: call.id, content: problem ?? 'Not run.' });
      continue;
    }
    session.asked.add(key);
    session.waiting.push(call);
    taken.push({ tool: call.name, input: checked.input });
  }
  return taken;
}

/**
 * Makes the planner. Its steps depend on the turn, the observations and what the model replied in this turn; whatever
 * goes wrong with the model becomes a `hand-over` with its reason.
 */
export function createOpenAiPlanner(parts: {
  readonly chat: Chat;
  readonly clock: () => number;
  readonly limits?: Partial<ModelLimits>;
}): Planner {
  const limits = { ...standardLimits, ...parts.limits };
  const offered = new Map<string, Tool>(
    tools.filter(({ name }) => !kept.has(name)).map((tool) => [tool.name, tool as unknown as Tool]),
  );
  const functions: readonly FunctionTool[] = [...offered.values()].map((tool) => asFunction(tool));
  const sessions = new WeakMap<Turn, Session>();

  const askModel = async (
    session: Session,
    onLine: ((line: string) => void) | undefined,
  ): Promise<Step | null> => {
    // The service library takes whole milliseconds only.
    const left = Math.floor(limits.turnMs - (parts.clock() - session.startedAt));
    if (left <= 0) return { kind: 'hand-over', reason: 'model-slow' };
    if (session.requests >= limits.requests || session.tokens >= limits.tokens)
      return { kind: 'hand-over', reason: 'model-limit' };
    session.requests += 1;
    const lines = lineByLine((line) => onLine?.(line));
    const reply = await parts.chat({
      messages: session.messages,
      functions,
      firstByteMs: Math.min(limits.firstByteMs, left),
      wholeMs: left,
      onText: lines.add,
    });
    if (!reply.ok) return { kind: 'hand-over', reason: reasons[reply.failure] };
    lines.end();
    session.tokens += reply.tokens ?? 0;
    session.messages.push({
      role: 'assistant',
      content: reply.text === '' ? null : reply.text,
      calls: reply.calls,
    });
    if (reply.calls.length > 0) {
      const calls = takeCalls(session, reply.calls, offered, limits.callsAtOnce);
      return calls.length === 0 ? null : { kind: 'calls', calls };
    }
    const sentences = sentencesSaid(reply.text);
    // Words without a single look at the rows are worth nothing here.
    if (session.told === 0 || sentences.length === 0) return { kind: 'hand-over', reason: 'model-unfounded' };
    return {
      kind: 'say',
      sentences: sentences.map(({ text, marks }) => ({
        text,
        evidence: marks.flatMap((mark) => session.marks.meaning(mark) ?? []),
      })),
    };
  };

  return {
    name: 'openai',
    next: async (turn, observations, onSentence) => {
      let session = sessions.get(turn);
      if (session === undefined) {
        const fixed = fixedStep(turn);
        if (fixed !== null) return fixed;
        session = startSession(turn, parts.clock());
        sessions.set(turn, session);
      }
      tellResults(session, observations);
      const onLine =
        onSentence === undefined || session.told === 0
          ? undefined
          : (line: string) => {
              for (const { text } of sentencesSaid(line)) onSentence(text);
            };
      for (;;) {
        const step = await askModel(session, onLine);
        if (step !== null) return step;
      }
    },
  };
}
