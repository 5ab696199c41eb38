/** What this turn's rows and passages say, each row by itself, in the form in which claims are looked up. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { nextRenewal } from '../../procurement/act-by.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Observation } from '../planner.ts';
import { type Counts, countsOf } from './counts.ts';
import { type JointPlaces, jointPlaces } from './joint-places.ts';
import { plainText } from './plain-text.ts';
import { countsAndSums } from './recount.ts';
import { type ValueFound, valuesIn } from './values.ts';

/** One row, passage or figure: everything it says. */
export type Scope = {
  /** The contract's id, where it is one. */
  readonly id: string | null;
  /** Lower-case words between blanks. */
  readonly text: string;
  readonly days: ReadonlySet<string>;
  readonly amounts: readonly number[];
  readonly numbers: ReadonlySet<number>;
  readonly codes: ReadonlySet<string>;
  /** Only how much is known of a borough, not what it has. */
  readonly isCoverage: boolean;
  readonly contract: CatalogueContract | null;
  /** Days by what they are: an end, a latest end, a day to act by, a start. */
  readonly roles: Readonly<Record<DayRole, ReadonlySet<string>>>;
  /** Marks that stand as values of their own or in short texts, not in prose. */
  readonly isProse: boolean;
  /** Values in the order in which the sentence says them; only of prose. */
  readonly sequence: readonly ValueFound[];
  /** Names and titles of the row itself, in plain form: two words and more, without a figure. */
  readonly labels: readonly string[];
  /** The code that the row is about, such as the notice it describes. */
  readonly ownCode: string | null;
};

/** What a day is to a contract. */
export type DayRole = 'end' | 'latest' | 'act' | 'start' | 'since' | 'common';

/** Everything that may be said in this turn. */
export type Facts = {
  readonly scopes: readonly Scope[];
  /** Sentences of passages and notes that hold a figure. */
  readonly prose: readonly Scope[];
  /** All of them together, with what was asked and what can be counted. */
  readonly world: Scope;
  /** Sentences and short texts with a figure, that may be quoted. */
  readonly quotable: readonly Scope[];
  /** How many of something there are, by what is counted. */
  readonly counts: Counts;
  /** Where boroughs stand in a joint purchase. */
  readonly joint: JointPlaces | null;
  readonly links: ReadonlySet<string>;
  /** Values that stand alone in a row, such as a year: not words out of a text. */
  readonly alone: ReadonlySet<string>;
  /** Words that an officer or a tool call named: what “no record of …” may be said about. */
  readonly asked: string;
  /** Days and amounts of the question, its calls and what they understood: they belong to no row. */
  readonly said: Scope;
  readonly today: IsoDate;
};

type Leaves = { readonly texts: string[]; readonly numbers: number[] };

function gather(value: unknown, into: Leaves): void {
  if (typeof value === 'string') into.texts.push(value);
  else if (typeof value === 'number') into.numbers.push(value);
  else if (Array.isArray(value)) for (const item of value) gather(item, into);
  else if (value !== null && typeof value === 'object')
    for (const item of Object.values(value)) gather(item, into);
}

function isContract(value: object): value is CatalogueContract {
  return 'participants' in value && 'period' in value && 'sources' in value;
}

/** A rolling contract's next renewal is worked out from its published start, so it belongs to the row. */
function renewalOf(contract: CatalogueContract, today: IsoDate): string[] {
  const next = contract.period.term === 'rolling' ? nextRenewal(contract.period, today) : null;
  return next === null ? [] : [next];
}

/** The contract that a row is, or that a result about one thing is about. */
function contractOf(value: unknown): CatalogueContract | null {
  if (value === null || typeof value !== 'object') return null;
  if (isContract(value)) return value;
  const inner = 'outcome' in value && 'contract' in value ? value.contract : null;
  return inner !== null && typeof inner === 'object' && isContract(inner) ? inner : null;
}

function scopeOf(value: unknown, today: IsoDate, extra: readonly number[] = []): Scope {
  const leaves: Leaves = { texts: [], numbers: [] };
  gather(value, leaves);
  const contract = contractOf(value);
  const joined = [...leaves.texts, ...(contract === null ? [] : renewalOf(contract, today))].join('\n');
  const days = new Set<string>();
  const amounts = [...leaves.numbers];
  const numbers = new Set([...leaves.numbers, ...extra]);
  const codes = new Set<string>();
  for (const found of valuesIn(joined)) {
    if (found.kind === 'day') {
      days.add(found.value);
      days.add(found.value.slice(0, 7));
      days.add(found.value.slice(0, 4));
      for (const part of found.value.split('-')) numbers.add(Number(part));
    } else if (found.kind === 'amount') amounts.push(found.value);
    else if (found.kind === 'number') {
      numbers.add(found.value);
      amounts.push(found.value);
    } else if (found.kind === 'code') codes.add(found.value);
  }
  return {
    id: contract?.id ?? null,
    text: plainText(joined),
    days,
    amounts,
    numbers,
    codes,
    isCoverage: value !== null && typeof value === 'object' && 'state' in value && 'shortName' in value,
    contract,
    roles: rolesIn(value),
    isProse: false,
    sequence: [],
    labels: contract === null ? labelsOf(value) : [],
    ownCode:
      value !== null && typeof value === 'object' && 'code' in value && typeof value.code === 'string'
        ? value.code
        : null,
  };
}

function labelsOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.values(value).flatMap((item) =>
    typeof item === 'string' && /^\D{6,90}$/.test(item) && /\S\s\S/.test(item) ? [plainText(item)] : [],
  );
}

const roleOfKey: Readonly<Record<string, DayRole>> = {
  endDate: 'end',
  initialEndDate: 'end',
  targetEnd: 'end',
  maxExtentDate: 'latest',
  actBy: 'act',
  startBy: 'act',
  date: 'act',
  quickerStartBy: 'act',
  beginBy: 'act',
  startDate: 'start',
  validFrom: 'since',
  day: 'common',
};

function rolesIn(value: unknown): Scope['roles'] {
  const roles = {
    end: new Set<string>(),
    latest: new Set<string>(),
    act: new Set<string>(),
    start: new Set<string>(),
    since: new Set<string>(),
    common: new Set<string>(),
  };
  const read = (item: unknown): void => {
    if (item === null || typeof item !== 'object') return;
    for (const [key, inner] of Object.entries(item)) {
      const role = roleOfKey[key];
      if (role !== undefined && typeof inner === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(inner))
        for (const form of [inner, inner.slice(0, 7), inner.slice(0, 4)]) roles[role].add(form);
      else read(inner);
    }
  };
  read(value);
  return roles;
}

/** Sentences of longer texts, each by itself: what a figure in prose is said of stands in the same sentence. */
function proseOf(texts: readonly string[], today: IsoDate, leastWords: number): Scope[] {
  return texts
    .filter((text) => text.split(' ').length >= leastWords)
    .flatMap((text) => text.split(/(?<=[.!?;])\s+|\n+/))
    .filter((sentence) => /\d/.test(sentence))
    .map((sentence) => ({ ...scopeOf(sentence, today), isProse: true, sequence: valuesIn(sentence) }));
}

/** Every element of a list is a row of its own; so is a result that is about one thing. */
function rowsOf(value: unknown, into: object[]): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      if (item !== null && typeof item === 'object' && !Array.isArray(item)) into.push(item);
      rowsOf(item, into);
    }
  } else if (value !== null && typeof value === 'object') {
    // Nothing inside one contract is a row apart from it.
    if (isContract(value)) {
      if (!into.includes(value)) into.push(value);
      return;
    }
    for (const item of Object.values(value)) {
      if (isFlat(item)) into.push(item);
      rowsOf(item, into);
    }
  }
}

/** An object of plain values, such as the threshold row of a result: a row though it stands in no list. */
function isFlat(item: unknown): item is object {
  return (
    item !== null &&
    typeof item === 'object' &&
    !Array.isArray(item) &&
    !('amountFrom' in item) &&
    Object.values(item).every(
      (value) => !Array.isArray(value) || value.every((inner) => inner === null || typeof inner !== 'object'),
    ) &&
    Object.values(item).some((value) => typeof value === 'string' || typeof value === 'number')
  );
}

/** What a result says it was asked: its names, its days, its amounts. */
function understoodIn(result: object): unknown {
  const plain = Object.values(result).filter(
    (value) => typeof value === 'string' || typeof value === 'number',
  );
  return ['understood' in result ? result.understood : null, plain];
}

const aboutOne: ReadonlySet<string> = new Set(['act-by']);

/** Reads the results of a turn; `said` is the officer's own message, whose dates and amounts may be repeated. */
export function factsOf(observations: readonly Observation[], said: string, today: IsoDate): Facts {
  const rows: object[] = [];
  for (const { result } of observations) {
    rowsOf(result, rows);
    if (aboutOne.has(result.outcome)) rows.push(result);
    if (result.outcome === 'joint' && result.joint.best !== null) {
      const { day, score, sure } = result.joint.best;
      rows.push({ day, score, sure }, { beginBy: result.beginBy, leadMonths: result.leadMonths });
    }
  }
  const everything = observations.map(({ result, input }) => ({ result, input }));
  const leaves: Leaves = { texts: [], numbers: [] };
  gather(everything, leaves);
  const inputs = observations.map(({ input }) => input);
  const counted = countsAndSums(observations, today);
  const scopes = rows.map((row) => scopeOf(row, today));
  const world = scopeOf([everything, said, today, counted.sums], today, counted.counts);
  const days = new Set([...world.days, ...scopes.flatMap((scope) => [...scope.days])]);
  return {
    scopes,
    prose: proseOf(leaves.texts, today, 9),
    quotable: proseOf(leaves.texts, today, 4),
    counts: countsOf(observations, counted),
    joint: jointPlaces(observations),
    world: { ...world, days },
    alone: new Set([...leaves.texts.filter((text) => text.length <= 10), ...leaves.numbers.map(String)]),
    links: new Set(
      leaves.texts.flatMap((text) => [...text.matchAll(/https?:\/\/\S+/g)].map(([link]) => link)),
    ),
    said: scopeOf([said, inputs, observations.map(({ result }) => understoodIn(result)), today], today),
    asked: plainText(`${said} ${JSON.stringify(inputs)}`),
    today,
  };
}
