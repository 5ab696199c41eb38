/** Which subscriptions a contract belongs to, by look-up and not by asking each. Pure. */
import type { AlertFilter, Subscription } from '../subscription.ts';
import type { ContractFact } from './contract-fact.ts';

/** What matching needs of a subscription. */
export type Matchable = Pick<Subscription, 'id' | 'filter'>;

type Entry<S extends Matchable> = {
  readonly subscription: S;
  readonly buyers: ReadonlySet<string>;
  readonly areas: ReadonlySet<string>;
  readonly products: ReadonlySet<string>;
  readonly suppliers: ReadonlySet<string>;
  readonly makers: ReadonlySet<string>;
  /** Number of the last contract it was looked at for: one that is listed under several keys is checked once. */
  seenAt: number;
};

/** Finds the subscriptions of a contract. */
export type Matcher<S extends Matchable> = (fact: ContractFact) => readonly S[];

/** Keys a subscription is listed under: those of its narrowest condition. */
function keysOf({ buyerIds, serviceAreas, productIds, vendors, supplierIds }: AlertFilter): string[] {
  const subject = [
    ...productIds.map((id) => `p${id}`),
    ...supplierIds.map((id) => `s${id}`),
    ...vendors.map((name) => `v${name.toLowerCase()}`),
  ];
  if (subject.length > 0) return subject;
  if (buyerIds.length > 0 && serviceAreas.length > 0)
    return buyerIds.flatMap((buyer) => serviceAreas.map((area) => `x${buyer} ${area}`));
  if (buyerIds.length > 0) return buyerIds.map((id) => `b${id}`);
  if (serviceAreas.length > 0) return serviceAreas.map((name) => `a${name}`);
  return ['*'];
}

function some(wanted: ReadonlySet<string>, has: readonly string[]): boolean {
  for (const value of has) if (wanted.has(value)) return true;
  return false;
}

function fits(entry: Entry<Matchable>, fact: ContractFact): boolean {
  const { buyers, areas, products, suppliers, makers } = entry;
  const { amountFrom, amountTo } = entry.subscription.filter;
  if (buyers.size > 0 && !some(buyers, fact.buyers)) return false;
  if (areas.size > 0 && !some(areas, fact.areas)) return false;
  if (
    products.size + suppliers.size + makers.size > 0 &&
    !some(products, fact.products) &&
    !some(suppliers, fact.suppliers) &&
    !(fact.maker !== null && makers.has(fact.maker))
  )
    return false;
  if (amountFrom !== null && (fact.amount === null || fact.amount < amountFrom)) return false;
  return amountTo === null || (fact.amount !== null && fact.amount <= amountTo);
}

/** A matcher over these subscriptions; the order of what it finds is theirs within a key. */
export function createMatcher<S extends Matchable>(subscriptions: readonly S[]): Matcher<S> {
  const listed = new Map<string, Entry<S>[]>();
  for (const subscription of subscriptions) {
    const { filter } = subscription;
    const entry: Entry<S> = {
      subscription,
      buyers: new Set(filter.buyerIds),
      areas: new Set(filter.serviceAreas),
      products: new Set(filter.productIds),
      suppliers: new Set(filter.supplierIds),
      makers: new Set(filter.vendors.map((name) => name.toLowerCase())),
      seenAt: 0,
    };
    for (const key of new Set(keysOf(filter))) listed.set(key, [...(listed.get(key) ?? []), entry]);
  }
  let number = 0;
  return (fact) => {
    number += 1;
    const found: S[] = [];
    const look = (key: string) => {
      for (const entry of listed.get(key) ?? []) {
        if (entry.seenAt === number) continue;
        entry.seenAt = number;
        if (fits(entry, fact)) found.push(entry.subscription);
      }
    };
    for (const id of fact.products) look(`p${id}`);
    for (const id of fact.suppliers) look(`s${id}`);
    if (fact.maker !== null) look(`v${fact.maker}`);
    for (const buyer of fact.buyers) {
      look(`b${buyer}`);
      for (const area of fact.areas) look(`x${buyer} ${area}`);
    }
    for (const area of fact.areas) look(`a${area}`);
    look('*');
    return found;
  };
}
