/** A purchase through the toolkit: which tool a message calls. */
import type { Slots, Step, Turn } from '../../../planner.ts';
import { moneyIn, readWalkWords, targetIn } from '../../../understanding/walk-words.ts';
import { understand } from '../understand.ts';
import { areaOf, askOwnBorough, call, compose, type Routine } from './steps.ts';

const nothing = {
  text: null,
  owner: null,
  date: null,
  amount: null,
  per: null,
  years: null,
  vat: null,
} as const;

/** `planning system`, as the officer says it, for the title. */
function titleIn(text: string): string | null {
  const said =
    /\b(?:buy|procure|re-?procure|replac(?:e|ing)|purchase|commission|get|need|source)(?:ing)?\s+(?!to\b)(?:us\s+)?(?:(?:an?|the|our|some)\s+)?((?:new\s+)?[a-z][\w&/ -]{2,60}?\s(?:system|software|platform|app|application|solution|tool|contract|portal|database))\b/i.exec(
      text,
    )?.[1];
  if (said === undefined || /\b(?:to|that|which|contract)\b/i.test(said)) return null;
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function start(turn: Turn, slots: Slots, text: string, isThis: boolean): Step {
  const focused = turn.focus?.contractIds.length === 1 ? (turn.focus.contractIds[0] ?? null) : null;
  const namesSomething = slots.name !== null || slots.serviceAreas.length > 0;
  const contractId = isThis && !namesSomething ? (slots.contractId ?? focused) : null;
  const about = turn.focus?.slots;
  // “For this”, after a list about one product or service: the officer's own record of it is meant.
  if (
    isThis &&
    !namesSomething &&
    contractId === null &&
    about !== undefined &&
    (about.name !== null || about.serviceAreas.length > 0)
  )
    return start(
      turn,
      { ...slots, name: about.name, serviceAreas: about.serviceAreas, boroughs: about.boroughs },
      text,
      false,
    );
  const borough = slots.boroughs[0] ?? turn.borough?.id ?? null;
  if (isThis && !namesSomething && contractId === null)
    return {
      kind: 'ask',
      question:
        'Which contract do you mean? Name the system, for instance “walk me through replacing our parking system”.',
      choices: [],
      slots: null,
      pending: null,
    };
  if (contractId === null && borough === null) return askOwnBorough(slots);
  const money = moneyIn(text);
  return call('start_walk_through', {
    contract_id: contractId,
    borough: contractId === null ? borough : null,
    name: slots.name,
    service_area: areaOf(slots) ?? slots.serviceAreas[0] ?? null,
    title: titleIn(text)?.slice(0, 120) ?? null,
    amount: money?.amount ?? null,
    per: money?.per ?? 'whole',
    years: money?.years ?? null,
    vat: money?.vat ?? 'unknown',
    target: targetIn(text),
  });
}

function change(slots: Slots, input: Readonly<Record<string, unknown>>): Step {
  return call('change_walk_through', { id: slots.walkId, words: null, ...nothing, ...input });
}

function show(id: string | null, input: Readonly<Record<string, unknown>>): Step {
  return call('walk_through', { id, words: null, step: null, task: null, record: false, ...input });
}

/** What a message that names no act says: an amount, a service, else the answer to the step's question. */
function reply(slots: Slots, text: string): Step {
  const money = moneyIn(text);
  if (money !== null)
    return change(slots, {
      act: 'value',
      amount: money.amount,
      per: money.per,
      years: money.years,
      vat: money.vat === 'unknown' ? null : money.vat,
    });
  const [area] = slots.serviceAreas;
  if (area !== undefined) return change(slots, { act: 'area', text: area });
  return change(slots, { act: 'add', text: text.slice(0, 1_000) });
}

/** One call, then the purchase as it stands. */
export const walkThrough: Routine = (turn, slots, observations) => {
  const last = observations.at(-1)?.result;
  if (last?.outcome === 'walk-through')
    return compose('walk-through', { ...slots, walkId: last.view?.opportunity.id ?? slots.walkId });
  if (last !== undefined) return compose('walk-through', slots);
  const text = slots.asked ?? turn.text;
  const { words } = understand(text, turn.today, turn.names);
  const act = readWalkWords(text, words, slots.walkId !== null);
  if (act === null) return slots.walkId === null ? start(turn, slots, text, false) : reply(slots, text);
  switch (act.kind) {
    case 'start':
      return start(turn, slots, text, act.isThis);
    case 'list':
      return call('my_purchases', {});
    case 'resume': {
      const isId = act.words !== null && /^W-/.test(act.words);
      return isId
        ? show(act.words, {})
        : show(act.words === null ? slots.walkId : null, { words: act.words });
    }
    case 'record':
      return show(slots.walkId, { record: true });
    case 'who':
      return show(slots.walkId, { task: act.task.slice(0, 160) });
    case 'move':
      return change(slots, { act: act.how });
    case 'go':
      return change(slots, { act: 'go', text: act.stage });
    case 'check':
      return change(slots, { act: act.isDone ? 'check' : 'uncheck', text: act.item });
    case 'owner':
      return change(slots, { act: 'owner', text: act.task.slice(0, 160), owner: act.owner.slice(0, 80) });
    case 'decide':
      return change(slots, { act: 'decide', text: act.words });
    case 'answer':
      return change(slots, { act: 'answer', text: act.words });
    case 'target':
      return change(slots, { act: 'target', date: act.date });
  }
};
