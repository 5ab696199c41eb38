/** The planner that needs no model: it reads the message with the catalogue's own names and plans a few calls. */
import damerau from 'damerau-levenshtein';
import type { Mention } from '../../../catalogue/names/name-index.ts';
import type { Observation, Planner, Slots, Step, Turn } from '../../planner.ts';
import { interpret, isReadWhole } from './interpret.ts';
import { profileStep } from './profile-questions.ts';
import { manageAlerts, setUpAlerts } from './routines/alerts.ts';
import { compareSources } from './routines/compare-sources.ts';
import { details } from './routines/details.ts';
import { decideEngagement, findEngagement, logEngagement } from './routines/engagement.ts';
import { concentration, count, sharedSuppliers } from './routines/figures.ts';
import { findContracts } from './routines/find.ts';
import { guidance, modification, notice, threshold } from './routines/guidance.ts';
import { joint } from './routines/joint.ts';
import { lineage } from './routines/lineage.ts';
import { correct, coverageMatrix, decideCorrection, quality, registerFile } from './routines/records.ts';
import {
  areaOf,
  areasOf,
  askOwnBorough,
  boroughsAsked,
  call,
  compose,
  type Routine,
} from './routines/steps.ts';
import { timeline } from './routines/timeline.ts';
import { walkThrough } from './routines/walk-through.ts';
import { whoUses } from './routines/who-uses.ts';
import { splitQuestions } from './split-questions.ts';
import type { Understanding } from './understand.ts';

/** A name that means several things, or nothing: one question with the choices as buttons. */
function askBack(turn: Turn, slots: Slots, observation: Observation): Step | null {
  const { result } = observation;
  if (result.outcome !== 'unclear') return null;
  if (result.options.length === 0) return null;
  const preferred =
    turn.borough !== null && result.field === 'borough' && result.options.includes(turn.borough.name)
      ? turn.borough.name
      : null;
  const options =
    preferred === null
      ? result.options
      : [preferred, ...result.options.filter((option) => option !== preferred)];
  const what = result.field === 'borough' ? 'more than one borough' : 'more than one thing';
  const question =
    options.length === 1
      ? `“${result.text}” is also the name of other things. Do you mean ${options[0]}?`
      : `“${result.text}” can mean ${what}. Which do you mean?`;
  return {
    kind: 'ask',
    question,
    choices: options.slice(0, 6).map((option) => ({ label: option, message: option })),
    slots,
    pending: { field: result.field, options },
  };
}

const expiring: Routine = (turn, slots, observations) => {
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  const boroughs = boroughsAsked(turn, slots);
  if (observations.length === 0) {
    return call('expiring_contracts', {
      boroughs,
      service_area: areasOf(slots),
      name: slots.name,
      within_months: slots.endsFrom === null && slots.endsTo === null ? 12 : null,
      ends_after: slots.endsFrom,
      ends_before: slots.endsTo ?? (slots.endsFrom === null ? null : '2099-12-31'),
      sort: slots.sort,
    });
  }
  // For one borough the rest of its records tell what has no end date and what must be acted on although it ends later.
  if (observations.length === 1 && boroughs?.length === 1) {
    return call('borough_systems', {
      borough: boroughs[0],
      service_areas: slots.serviceAreas.length === 0 ? null : slots.serviceAreas,
    });
  }
  return compose('expiring', slots);
};

const boroughSystems: Routine = (turn, slots, observations) => {
  if (slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough({ ...slots, isOwn: true });
  const boroughs = slots.boroughs.length > 0 ? slots.boroughs : [turn.borough?.id ?? ''];
  const next = boroughs[observations.length];
  if (next === undefined || observations.length >= 4) return compose('borough-systems', slots);
  return call('borough_systems', {
    borough: next,
    service_areas: slots.serviceAreas.length === 0 ? null : slots.serviceAreas,
  });
};

const coverage: Routine = (_turn, slots, observations) =>
  observations.length > 0 ? compose('coverage', slots) : call('coverage', { service_area: areaOf(slots) });

const routines: Readonly<Record<Slots['intent'], Routine>> = {
  'who-uses': whoUses,
  expiring,
  details,
  advise: details,
  'borough-systems': boroughSystems,
  find: findContracts,
  coverage,
  count,
  concentration,
  joint,
  'shared-suppliers': sharedSuppliers,
  'compare-sources': compareSources,
  lineage,
  quality,
  'coverage-matrix': coverageMatrix,
  correct,
  'decide-correction': decideCorrection,
  'register-file': registerFile,
  timeline,
  guidance,
  threshold,
  notice,
  modification,
  'set-up-alerts': setUpAlerts,
  'manage-alerts': manageAlerts,
  'log-engagement': logEngagement,
  'decide-engagement': decideEngagement,
  'find-engagement': findEngagement,
  'walk-through': walkThrough,
};

/** Misspelt names are said openly; a variant that is a known misspelling counts as one. */
function repairRemarks(turn: Turn, mentions: readonly Mention[]): string[] {
  return mentions.flatMap((mention) => {
    if (mention.repairedTo !== null) return [`Read “${mention.text}” as ${mention.repairedTo}.`];
    const product = mention.meanings.find((meaning) => meaning.kind === 'product');
    const known = product?.kind === 'product' ? turn.catalogue.productById(product.productId) : null;
    if (known === null || known === undefined) return [];
    // A slip that registers know as a variant is still a slip.
    const said = mention.text.toLowerCase();
    const steps = damerau(said, known.name.toLowerCase()).steps;
    return steps > 0 && steps <= 2 && said.length >= 4 ? [`Read “${mention.text}” as ${known.name}.`] : [];
  });
}

/** What of the message the answer could not take into account. */
function limitRemarks(slots: Slots, understanding: Understanding): string[] {
  const remarks: string[] = [];
  if (understanding.unknownBeside !== null)
    remarks.push(
      `The catalogue does not know “${understanding.unknownBeside}”, so the answer is not about it.`,
    );
  if (slots.exceptName !== null && slots.intent !== 'who-uses')
    remarks.push(
      `Records with ${slots.exceptName} are not left out here: ask who is not using it, for one service.`,
    );
  if (slots.exceptBoroughs.length > 0 && slots.intent !== 'who-uses' && slots.intent !== 'find')
    remarks.push('No borough is left out here; ask for a list of contracts to leave one out.');
  return remarks;
}

/** A message that asks to reveal, change or load something is read whole, so that nothing of it slips through in parts. */
function questionsOf(turn: Turn): readonly string[] {
  if (turn.isPart === true || isReadWhole(turn)) return [turn.text];
  return splitQuestions(turn);
}

/** Pure apart from its arguments; `observations` are the results of this turn's calls so far. */
export const embeddedPlanner: Planner = {
  name: 'embedded',
  next: async (turn, observations) => {
    const onProfile = observations.length === 0 ? profileStep(turn) : null;
    if (onProfile !== null) return onProfile;
    const parts = questionsOf(turn);
    if (parts.length > 1) return { kind: 'split', parts };
    const reading = interpret(turn);
    if (reading.kind === 'step') return reading.step;
    const { slots, understanding } = reading;
    const last = observations.at(-1);
    if (last?.result.outcome === 'unclear') {
      const question = askBack(turn, slots, last);
      if (question !== null) return question;
      // The catalogue does not know the name: look for the words themselves, once.
      if (observations.length === 1 && last.result.field === 'name') {
        return findContracts(turn, { ...slots, name: null, words: last.result.text }, []);
      }
      return { kind: 'notice', notice: 'not-understood' };
    }
    const wordsSearched = observations.length > 1 && observations[0]?.result.outcome === 'unclear';
    const step = wordsSearched
      ? compose('find', { ...slots, intent: 'find', name: null, words: slots.name })
      : routines[slots.intent](turn, slots, observations);
    return step.kind === 'compose'
      ? {
          ...step,
          remarks: [
            ...repairRemarks(turn, understanding.mentions),
            ...limitRemarks(slots, understanding),
            ...step.remarks,
          ],
        }
      : step;
  },
};
