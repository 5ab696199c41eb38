/** The planner that needs no model: it reads the message with the catalogue's own names and plans a few calls. */
import damerau from 'damerau-levenshtein';
import type { Mention } from '../../../catalogue/names/name-index.ts';
import type { Observation, Planner, Slots, Step, Turn } from '../../planner.ts';
import { interpret } from './interpret.ts';
import { ownSystem } from './own-system.ts';
import { compareSources } from './routines/compare-sources.ts';
import { concentration, count, sharedSuppliers } from './routines/figures.ts';
import { guidance, modification, notice, threshold } from './routines/guidance.ts';
import { joint } from './routines/joint.ts';
import { lineage } from './routines/lineage.ts';
import { correct, coverageMatrix, decideCorrection, quality, registerFile } from './routines/records.ts';
import {
  areaOf,
  askOwnBorough,
  boroughsAsked,
  call,
  compose,
  foundBy,
  type Routine,
} from './routines/steps.ts';
import { timeline } from './routines/timeline.ts';

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

/** The question names nothing but “this”: what the thread is about, or the officer's own system. */
const whoUses: Routine = (turn, slots, observations) => {
  const area = areaOf(slots);
  const needsOwn =
    slots.name === null &&
    slots.words === null &&
    (slots.isThis || (slots.isElse && slots.boroughs.length === 0) || slots.isOwn);
  const search = {
    service_area: area,
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    sort: slots.sort,
  };
  if (!needsOwn) {
    if (observations.length > 0) return compose('who-uses', slots);
    if (slots.name === null && slots.words !== null) return findContracts(turn, slots, observations);
    const except =
      slots.isElse && turn.borough !== null && slots.boroughs.length === 0 ? turn.borough.id : null;
    return call('who_uses', { name: slots.name, except_borough: except, ...search });
  }
  const own = slots.boroughs.length === 1 ? (slots.boroughs[0] ?? null) : (turn.borough?.id ?? null);
  if (own === null) return askOwnBorough(slots);
  const [first] = observations;
  if (first === undefined) {
    const focused =
      turn.focus?.contractIds.length === 1 && area === null ? (turn.focus.contractIds[0] ?? null) : null;
    if (focused !== null)
      return call('contract_details', {
        contract_id: focused,
        borough: null,
        name: null,
        service_area: null,
      });
    if (area === null) {
      return {
        kind: 'ask',
        question:
          'Which system do you mean? Name the product or the service, for instance housing or parking.',
        choices: [],
        slots,
        pending: { field: 'service_area', options: [] },
      };
    }
    return call('borough_systems', { borough: own, service_areas: [area] });
  }
  // From here on the thread is about the product found, so that “and Lambeth?” asks for it.
  const found = foundBy(observations[1])?.understood.subject ?? null;
  if (observations.length > 1) return compose('who-uses', { ...slots, name: found ?? slots.name });
  const system = ownSystem(foundBy(first)?.contracts ?? [], area, turn.catalogue, turn.today);
  if (system.kind === 'several') {
    const boroughName = turn.catalogue.boroughName(own) ?? own;
    return {
      kind: 'ask',
      question: `${boroughName} has more than one ${area === null ? 'system' : `${area.toLowerCase()} system`} on record. Which do you mean?`,
      choices: system.options
        .slice(0, 6)
        .map((option) => ({ label: option, message: `Who else uses ${option}?` })),
      slots: { ...slots, isThis: false },
      pending: { field: 'name', options: system.options },
    };
  }
  const name = system.kind === 'one' && system.productId !== null ? system.label : null;
  return call('who_uses', {
    name,
    except_borough: own,
    ...search,
    service_area: name === null ? area : null,
  });
};

const expiring: Routine = (turn, slots, observations) => {
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  const boroughs = boroughsAsked(turn, slots);
  if (observations.length === 0) {
    return call('expiring_contracts', {
      boroughs,
      service_area: areaOf(slots),
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

const details: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('details', slots);
  const focusedId =
    slots.contractId ??
    (turn.focus?.contractIds.length === 1 && slots.name === null && slots.serviceAreas.length === 0
      ? (turn.focus.contractIds[0] ?? null)
      : null);
  if (focusedId !== null && slots.boroughs.length === 0)
    return call('contract_details', {
      contract_id: focusedId,
      borough: null,
      name: null,
      service_area: null,
    });
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  const borough = boroughsAsked(turn, slots)?.[0] ?? null;
  if (borough === null && slots.name === null && slots.serviceAreas.length === 0) {
    if (slots.words !== null) return findContracts(turn, slots, observations);
    return {
      kind: 'ask',
      question: 'Which contract do you mean? Name the borough and the system.',
      choices: [],
      slots,
      pending: { field: 'name', options: [] },
    };
  }
  return call('contract_details', {
    contract_id: null,
    borough,
    name: slots.name,
    service_area: areaOf(slots),
  });
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

const findContracts: Routine = (turn, slots, observations) => {
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  if (observations.length > 0) return compose('find', slots);
  return call('find_contracts', {
    name: slots.name,
    service_area: areaOf(slots),
    boroughs: boroughsAsked(turn, slots),
    except_boroughs: null,
    words: slots.words,
    ends_after: slots.endsFrom,
    ends_before: slots.endsTo,
    min_amount: slots.amountFrom,
    max_amount: slots.amountTo,
    live_only: null,
    sort: slots.sort,
    limit: slots.limit,
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

/** Pure apart from its arguments; `observations` are the results of this turn's calls so far. */
export const embeddedPlanner: Planner = {
  name: 'embedded',
  next: async (turn, observations) => {
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
      ? { ...step, remarks: [...repairRemarks(turn, understanding.mentions), ...step.remarks] }
      : step;
  },
};
