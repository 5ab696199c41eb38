/** Steps that every routine is made of. */
import type { ContractsFound } from '../../../../tools/tool.ts';
import type { Form, Observation, Slots, Step, Turn } from '../../../planner.ts';

/** What to do next for one intent, given what this turn has observed so far. */
export type Routine = (turn: Turn, slots: Slots, observations: readonly Observation[]) => Step;

/** A call of a tool. */
export function call(tool: string, input: Readonly<Record<string, unknown>>): Step {
  return { kind: 'call', tool, input };
}

/** The rows are enough: answer in this form. */
export function compose(form: Form, slots: Slots, remarks: readonly string[] = []): Step {
  return { kind: 'compose', form, slots, remarks };
}

/** The contracts an observation holds, if it holds any. */
export function foundBy(observation: Observation | undefined): ContractsFound | null {
  return observation?.result.outcome === 'contracts' ? observation.result : null;
}

/** Asks which borough the officer works for. */
export function askOwnBorough(slots: Slots): Step {
  return {
    kind: 'ask',
    question:
      'Which borough do you work for? Say, for instance, “I work for Hillingdon”, and I will remember it.',
    choices: [],
    slots,
    pending: { field: 'own-borough', options: [] },
  };
}

/** The one service area asked about, else null. */
export const areaOf = (slots: Slots): string | null =>
  slots.serviceAreas.length === 1 ? (slots.serviceAreas[0] ?? null) : null;

/** All service areas asked about, as tools take them; null for any. */
export const areasOf = (slots: Slots): string | null =>
  slots.serviceAreas.length === 0 ? null : slots.serviceAreas.slice(0, 5).join('; ').slice(0, 200);

/** Boroughs named, else the officer's own when “us” was said; null for all. */
export function boroughsAsked(turn: Turn, slots: Slots): readonly string[] | null {
  if (slots.boroughs.length > 0) return slots.boroughs;
  return slots.isOwn && turn.borough !== null ? [turn.borough.id] : null;
}
