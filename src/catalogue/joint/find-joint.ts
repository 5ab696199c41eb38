/** Who could buy together: every borough's place on the best common day, what holds it up, and who might lead. Pure. */
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { ValueBasis, VatBasis } from '../../procurement/value.ts';
import type { BoroughCoverage } from '../queries/coverage.ts';
import type { CatalogueContract } from '../queries/load-contracts.ts';
import {
  type CommonDay,
  commonDays,
  isPossible,
  isSure,
  type Placed,
  type Present,
  placeAt,
} from './align.ts';

/** What keeps a borough out although there is a record of it. */
export type Blocker = 'in-house' | 'part of a service' | 'planned already' | 'withheld';

/** A borough with a contract that could be replaced by a joint one. */
export type JointMember = {
  readonly buyerId: string;
  readonly name: string;
  /** The contract that decides for the borough. */
  readonly contract: CatalogueContract;
  /** Further live contracts of the borough for the same need. */
  readonly others: readonly CatalogueContract[];
  readonly placed: Placed | null;
  readonly isNeighbour: boolean;
};

/** What can be said about buying together; each of the 33 stands in one list. */
export type JointFound = {
  /** Null when no dated contract ends in the window. */
  readonly best: CommonDay | null;
  /** Up to two further days worth a thought. */
  readonly alternatives: readonly CommonDay[];
  readonly members: readonly JointMember[];
  readonly blocked: readonly {
    readonly name: string;
    readonly blocker: Blocker;
    readonly contractId: string | null;
  }[];
  readonly unknown: readonly string[];
  /** Sums of published values, one a comparable kind: of the sure boroughs, and of all that might join. */
  readonly values: readonly {
    readonly currency: string;
    readonly basis: ValueBasis;
    readonly vat: VatBasis;
    readonly sure: number;
    readonly sureContracts: number;
    readonly possible: number;
    readonly possibleContracts: number;
  }[];
  /** Suggested lead among the sure boroughs, and why. */
  readonly lead: {
    readonly name: string;
    readonly why: 'largest published value' | 'earliest day to act';
  } | null;
  /** Contracts that some of these boroughs already share. */
  readonly alreadyJoint: readonly CatalogueContract[];
};

/** Contracts for one need and the window in which a joint one could start. */
export type JointRequest = {
  readonly contracts: readonly CatalogueContract[];
  readonly coverage: readonly BoroughCoverage[];
  readonly today: IsoDate;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly leadMonths: number;
  /** The officer's own borough and those it borders on. */
  readonly ownId: string | null;
  readonly neighbourIds: readonly string[];
};

function presentOf(contract: CatalogueContract, id: string): Present {
  const { period } = contract;
  return {
    id,
    endDate: period.endDate,
    maxExtentDate: period.maxExtentDate,
    hasOptionWords: period.optionsAsPublished !== null,
    isRolling: period.term === 'rolling',
  };
}

function isUsable(contract: CatalogueContract): boolean {
  return !contract.flags.some((flag) => flag === 'end-before-start' || flag === 'end-after-2050');
}

function isInHouse(contract: CatalogueContract): boolean {
  return contract.vendor !== null && /\bin-house\b/i.test(contract.vendor);
}

/** Live before ended, dated before undated, then the later end: that contract binds the borough longest. */
function byWeight(today: IsoDate): (left: CatalogueContract, right: CatalogueContract) => number {
  const rank = (contract: CatalogueContract) => {
    const { endDate, term } = contract.period;
    if (endDate !== null && endDate < today) return 2;
    return endDate !== null || term === 'rolling' ? 0 : 1;
  };
  return (left, right) =>
    rank(left) - rank(right) ||
    (right.period.endDate ?? '').localeCompare(left.period.endDate ?? '') ||
    left.id.localeCompare(right.id);
}

type Group = {
  name: string;
  own: CatalogueContract[];
  services: CatalogueContract[];
  plans: CatalogueContract[];
};

function groupByBorough(contracts: readonly CatalogueContract[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const contract of contracts) {
    for (const { buyerId, shortName } of contract.participants) {
      if (!buyerId.startsWith('E09')) continue;
      const group = groups.get(buyerId) ?? { name: shortName, own: [], services: [], plans: [] };
      if (contract.kind === 'procurement') group.plans.push(contract);
      else if (contract.kind === 'service') group.services.push(contract);
      else group.own.push(contract);
      groups.set(buyerId, group);
    }
  }
  return groups;
}

function valuesOf(members: readonly JointMember[]): JointFound['values'] {
  type Sum = { -readonly [Key in keyof JointFound['values'][number]]: JointFound['values'][number][Key] };
  const sums = new Map<string, Sum>();
  const counted = new Set<string>();
  for (const { contract, placed } of members) {
    const { value } = contract;
    // A joint contract is one value, whoever takes part in it.
    if (value === null || placed === null || counted.has(contract.id)) continue;
    if (contract.flags.includes('amount-implausible')) continue;
    if (!isSure(placed.standing) && !isPossible(placed.standing)) continue;
    counted.add(contract.id);
    const key = `${value.currency} ${value.basis} ${value.vat}`;
    const sum = sums.get(key) ?? {
      currency: value.currency,
      basis: value.basis,
      vat: value.vat,
      sure: 0,
      sureContracts: 0,
      possible: 0,
      possibleContracts: 0,
    };
    if (isSure(placed.standing)) {
      sum.sure += value.amount;
      sum.sureContracts += 1;
    }
    sum.possible += value.amount;
    sum.possibleContracts += 1;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((left, right) => right.possibleContracts - left.possibleContracts);
}

/** The largest value among comparable ones, where at least two can be compared; else who must act first. */
function leadOf(members: readonly JointMember[], values: JointFound['values']): JointFound['lead'] {
  const sure = members.filter((member) => member.placed !== null && isSure(member.placed.standing));
  const kind = values.find((sum) => sum.sureContracts > 1);
  if (kind !== undefined) {
    const comparable = sure
      // A joint contract speaks for the first of those who share it.
      .filter((member, at) => sure.findIndex((other) => other.contract.id === member.contract.id) === at)
      .flatMap((member) => {
        const { value } = member.contract;
        const isSame =
          value?.currency === kind.currency && value.basis === kind.basis && value.vat === kind.vat;
        return value !== null && isSame ? [{ name: member.name, amount: value.amount }] : [];
      })
      .sort((left, right) => right.amount - left.amount || left.name.localeCompare(right.name));
    const [largest, second] = comparable;
    if (largest !== undefined && second !== undefined && largest.amount > second.amount)
      return { name: largest.name, why: 'largest published value' };
  }
  const [earliest] = sure
    .filter((member) => member.contract.actBy !== null)
    .sort(
      (left, right) =>
        (left.contract.actBy ?? '').localeCompare(right.contract.actBy ?? '') ||
        left.name.localeCompare(right.name),
    );
  return earliest === undefined ? null : { name: earliest.name, why: 'earliest day to act' };
}

/** Every borough of the 33 ends up once: as a member, blocked, or unknown. */
export function findJoint(request: JointRequest): JointFound {
  const { today, ownId, neighbourIds } = request;
  const usable = request.contracts.filter(isUsable);
  const groups = groupByBorough(usable);
  const blocked: JointFound['blocked'][number][] = [];
  const drafts: Omit<JointMember, 'placed'>[] = [];
  for (const [buyerId, group] of groups) {
    const own = group.own.filter((contract) => !isInHouse(contract)).sort(byWeight(today));
    const [contract, ...rest] = own;
    if (contract !== undefined) {
      drafts.push({
        buyerId,
        name: group.name,
        contract,
        others: rest.filter((other) => other.period.endDate === null || other.period.endDate >= today),
        isNeighbour: neighbourIds.includes(buyerId),
      });
      continue;
    }
    const [inHouse] = group.own;
    const [service] = group.services;
    const reason = inHouse ?? service ?? group.plans[0] ?? null;
    const blocker: Blocker =
      inHouse !== undefined ? 'in-house' : service !== undefined ? 'part of a service' : 'planned already';
    blocked.push({ name: group.name, blocker, contractId: reason?.id ?? null });
  }
  for (const borough of request.coverage) {
    if (borough.state === 'withheld' && !groups.has(borough.buyerId))
      blocked.push({ name: borough.shortName, blocker: 'withheld', contractId: null });
  }
  const known = new Set([...drafts.map(({ name }) => name), ...blocked.map(({ name }) => name)]);
  const [best, ...alternatives] = commonDays(
    drafts.map((draft) => presentOf(draft.contract, draft.buyerId)),
    request,
  );
  const members = drafts
    .map(
      (draft, at): JointMember => ({
        ...draft,
        placed: best?.placed[at] ?? placeAt(presentOf(draft.contract, draft.buyerId), request.to, today),
      }),
    )
    .sort(
      (left, right) =>
        Number(right.buyerId === ownId) - Number(left.buyerId === ownId) ||
        (right.placed?.points ?? 0) - (left.placed?.points ?? 0) ||
        Number(right.isNeighbour) - Number(left.isNeighbour) ||
        left.name.localeCompare(right.name),
    );
  const values = best === undefined ? [] : valuesOf(members);
  return {
    best: best ?? null,
    alternatives: alternatives.filter((day) => day.sure > 1).slice(0, 2),
    members,
    blocked: blocked.sort((left, right) => left.name.localeCompare(right.name)),
    unknown: request.coverage.map(({ shortName }) => shortName).filter((name) => !known.has(name)),
    values,
    lead: best === undefined ? null : leadOf(members, values),
    alreadyJoint: usable.filter(
      (contract) =>
        contract.kind !== 'procurement' &&
        contract.participants.filter(({ buyerId }) => buyerId.startsWith('E09')).length > 1,
    ),
  };
}
