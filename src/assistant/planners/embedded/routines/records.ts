/** Quality, gaps, corrections and files: routines over the tools about records. */
import { type CorrectableField, fieldWords } from '../../../../catalogue/corrections/correction.ts';
import { type CorrectionWords, readCorrectionWords } from '../../../../catalogue/corrections/read-words.ts';
import type { CatalogueContract } from '../../../../catalogue/queries/load-contracts.ts';
import { boroughsWords, hasEnded, productWords } from '../../../compose/contract-words.ts';
import type { Slots, Step, Turn } from '../../../planner.ts';
import { areaOf, askOwnBorough, boroughsAsked, call, compose, foundBy, type Routine } from './steps.ts';

/** The scorecard, or the rows behind one count of it. */
export const quality: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('quality', slots);
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  return call('data_quality', {
    borough: boroughsAsked(turn, slots)?.[0] ?? null,
    rule: slots.words,
    page: slots.limit,
  });
};

/** Known and unknown by service area. */
export const coverageMatrix: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('coverage-matrix', slots);
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null) return askOwnBorough(slots);
  return call('coverage_matrix', { borough: boroughsAsked(turn, slots)?.[0] ?? null, page: slots.limit });
};

/** A yes or no to a proposal; only the officer's own words reach this tool. */
export const decideCorrection: Routine = (_turn, slots, observations) => {
  if (observations.length > 0) return compose('correction', slots);
  const said = /\b(confirm|cancel) correction (K-[0-9A-F]{10})\b/i.exec(slots.words ?? '');
  if (said === null) return { kind: 'notice', notice: 'not-understood' };
  return call('confirm_correction', {
    correction_id: said[2]?.toUpperCase(),
    decision: said[1]?.toLowerCase(),
  });
};

/** Shows, loads or discards a file that was received. */
export const registerFile: Routine = (_turn, slots, observations) => {
  if (observations.length > 0) return compose('register-file', slots);
  const said = /\b(preview|load|discard) file (R-[0-9A-F]{10})\b/i.exec(slots.words ?? '');
  const [, verb, id] = said ?? [];
  if (verb === undefined || id === undefined) return { kind: 'notice', notice: 'not-understood' };
  return verb.toLowerCase() === 'preview'
    ? call('preview_register', { file_id: id.toUpperCase() })
    : call('load_register', { file_id: id.toUpperCase(), decision: verb.toLowerCase() });
};

function ask(question: string, slots: Slots): Step {
  return { kind: 'ask', question, choices: [], slots, pending: null };
}

/** The proposal as a message of its own, for a button. */
function messageFor(contract: CatalogueContract, field: CorrectableField, said: CorrectionWords): string {
  const value = field === 'value' ? `£${said.value}` : said.value;
  const address = said.sourceUrl === null ? '' : ` ${said.sourceUrl}`;
  return `Correct the ${fieldWords[field]} of contract ${contract.id} to ${value}${address}`;
}

/** Agreements that have not ended, when that leaves any; else whatever was found. */
function candidatesOf(contracts: readonly CatalogueContract[], turn: Turn): readonly CatalogueContract[] {
  const agreements = contracts.filter(({ kind }) => kind === 'contract' || kind === 'framework');
  const live = agreements.filter((contract) => !hasEnded(contract, turn.today));
  return live.length > 0 ? live : agreements.length > 0 ? agreements : contracts;
}

function findContract(turn: Turn, slots: Slots, said: CorrectionWords): Step {
  const names = slots.name !== null || slots.serviceAreas.length > 0 || slots.boroughs.length > 0;
  const focused = turn.focus?.contractIds.length === 1 ? (turn.focus.contractIds[0] ?? null) : null;
  const id = said.contractId ?? (names ? null : focused);
  const borough =
    boroughsAsked(turn, slots)?.[0] ?? (slots.name === null ? null : (turn.borough?.id ?? null));
  if (id === null && borough === null && !names)
    return ask('Which contract do you mean? Name the borough and the system in the same message.', slots);
  return call('contract_details', {
    contract_id: id,
    borough: id === null ? borough : null,
    name: id === null ? slots.name : null,
    service_area: id === null && slots.name === null ? areaOf(slots) : null,
  });
}

/** “The end date for Unit4 at Sutton is wrong, it’s 2029”: find the one contract, then propose. */
export const correct: Routine = (turn, slots, observations) => {
  if (observations.length > 1) return compose('correction', slots);
  const said = readCorrectionWords(slots.words ?? '');
  const { field } = said;
  if (field === null)
    return ask('What is wrong: the end date, the start date, the value, the supplier or the product?', slots);
  if (said.value === null)
    return ask(
      `What should the ${fieldWords[field]} be? Say it in one message, for instance “the end date for Unit4 at Sutton is 31 March 2029”.`,
      slots,
    );
  if (slots.isOwn && slots.boroughs.length === 0 && turn.borough === null && said.contractId === null)
    return askOwnBorough(slots);
  const found = foundBy(observations[0]);
  if (found === null) return findContract(turn, slots, said);
  const candidates = candidatesOf(found.contracts, turn);
  const [only, ...others] = candidates;
  if (only === undefined) return compose('details', slots);
  if (others.length > 0)
    return {
      kind: 'ask',
      question: `${candidates.length} records fit. Which one is wrong?`,
      choices: candidates.slice(0, 6).map((contract) => ({
        label: `${boroughsWords(contract)}: ${productWords(contract)}`.slice(0, 80),
        message: messageFor(contract, field, said),
      })),
      slots,
      pending: null,
    };
  return call('propose_correction', {
    contract_id: only.id,
    field,
    value: said.value,
    precision: said.precision,
    words: slots.words ?? '',
    source_url: said.sourceUrl,
  });
};
