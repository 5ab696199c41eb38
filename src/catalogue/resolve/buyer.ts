/** Which authority a published buyer name stands for. */
import { distance } from 'fastest-levenshtein';
import type { BuyerId } from '../../procurement/buyer.ts';
import type { BoroughReference, ReferenceData } from '../reference-data.ts';
import type { PublishedOrganisation } from '../source-record.ts';
import { comparable, slugOf } from './words.ts';

/**
 * What a buyer name came to. `ambiguous` lists the authorities it may mean; one alone means that bodies outside
 * London use the same letters. `joint`: one name holds several authorities that buy together.
 */
export type BuyerResolution =
  | {
      readonly kind: 'london';
      readonly buyerId: BuyerId;
      readonly how: 'identifier' | 'name' | 'part-of-name' | 'spelling';
    }
  | {
      readonly kind: 'other';
      readonly buyerId: BuyerId;
      readonly shortName: string;
      readonly officialName: string;
    }
  | { readonly kind: 'joint'; readonly buyerIds: readonly BuyerId[] }
  | { readonly kind: 'ambiguous'; readonly buyerIds: readonly BuyerId[] };

export type BuyerResolver = { readonly resolveBuyer: (buyer: PublishedOrganisation) => BuyerResolution };

/** Names kept in memory before the cache starts afresh: more than any real file has, far less than memory. */
const cacheLimit = 50_000;

/** What a name of the authority itself may begin with; cut off before comparing. */
const leadingWords =
  /^(?:(?:the )?(?:lord )?mayor (?:and|commonalty)[a-z ]*? of (?:the )?|(?:the )?council of (?:the )?|the )/;

/** Words that make a part of a name another body, even beside a borough's name. */
const otherBody =
  /\b(?:homes|nhs|trusts?|academy|academies|schools?|college|university|hospitals?|police|limited|ltd|llp|cic|plc|housing partnership|housing association|ccg|clinical commissioning|diocese|chamber of commerce|law centre|citizens advice|mind|age uk|fire|town council|parish council)\b/;

/** Department, service or programme beside the authority's name. */
const partSeparator = /\s*(?:\s[-–—]\s?|\s?[-–—]\s|[:;,|/()[\]]|\bon behalf of\b|\bc\/o\b)\s*/i;

type Names = {
  /** Comparable name to authority: matches the name as a whole. */
  readonly whole: Map<string, BuyerId>;
  /** Only forms that say "council", "borough" or the like: may match a part of a name. */
  readonly formal: Map<string, BuyerId>;
  readonly ambiguous: Map<string, BuyerId[]>;
  /** Bare borough names, for spelling repair behind "London Borough of". */
  readonly bare: ReadonlyMap<string, BuyerId>;
};

function formalNames(bare: string): string[] {
  return [
    `london borough of ${bare}`,
    `london borough of ${bare} council`,
    `london borough ${bare}`,
    `royal borough of ${bare}`,
    `royal borough of ${bare} council`,
    `lb of ${bare}`,
    `lb ${bare}`,
    `${bare} council`,
    `${bare} borough council`,
    `${bare} london borough`,
    `${bare} london boro`,
    `${bare} london borough council`,
    `${bare} lbc`,
    `${bare} lb`,
    `${bare} royal borough`,
  ];
}

function isFormal(name: string): boolean {
  return /\b(?:council|borough|lb|corporation|city of)\b/.test(name);
}

function namesOf(boroughs: readonly BoroughReference[]): Names {
  const whole = new Map<string, BuyerId>();
  const formal = new Map<string, BuyerId>();
  const ambiguous = new Map<string, BuyerId[]>();
  const bareNames = new Map<string, BuyerId>();
  for (const borough of boroughs) {
    const { id, shortName, officialName } = borough.buyer;
    const isCityOfLondon = id === 'E09000001';
    const bare = comparable(shortName);
    bareNames.set(bare, id);
    const published = [shortName, officialName, ...borough.aliases];
    // Published names such as "Meridian Water - London Borough of Enfield" are met through their parts.
    for (const name of borough.namesAsPublished) if (!/\s-\s/.test(name)) published.push(name);
    const forms = published.map((name) => comparable(name).replace(/^the /, ''));
    // "London Borough of London" is nobody; the City has its own forms among the aliases.
    if (!isCityOfLondon) forms.push(...formalNames(bare));
    // "Royal Borough of Kingston": a short alias behind the full prefix can be nobody else in London.
    for (const alias of borough.aliases.map(comparable)) {
      if (!isCityOfLondon && /^[a-z]{6,}$/.test(alias))
        forms.push(`london borough of ${alias}`, `royal borough of ${alias}`);
    }
    if (id === 'E09000033')
      forms.push('westminster city', 'city of westminster council', 'city of westminster london boro');
    if (id === 'E09000027') forms.push('richmond borough council');
    for (const form of forms) {
      whole.set(form, id);
      if (isFormal(form)) formal.set(form, id);
    }
    for (const alias of borough.ambiguousAliases) {
      const form = comparable(alias).replace(/^the /, '');
      ambiguous.set(form, [...(ambiguous.get(form) ?? []), id]);
    }
  }
  for (const form of ambiguous.keys()) whole.delete(form);
  return { whole, formal, ambiguous, bare: bareNames };
}

function identifierTable(boroughs: readonly BoroughReference[]): ReadonlyMap<string, BuyerId> {
  const table = new Map<string, BuyerId>();
  for (const borough of boroughs) {
    const id = borough.buyer.id;
    table.set(id, id);
    table.set(`GB-GSS-${id}`, id);
    table.set(`GB-LAE-${borough.registerCode}`, id);
    if (borough.ppon !== null) {
      table.set(`GB-PPON-${borough.ppon}`, id);
      table.set(borough.ppon, id);
    }
  }
  return table;
}

/** "London Borough of Haringay": the prefix leaves 32 names, so a slip of the pen can be put right safely. */
function repairSpelling(name: string, names: Names): BuyerId | null {
  const behind = /^(?:london|royal) borough of (.{4,30}?)(?: council)?$/.exec(name)?.[1];
  if (behind === undefined) return null;
  const limit = behind.length >= 8 ? 2 : 1;
  const near = [...names.bare].filter(([bare]) => distance(bare, behind) <= limit);
  return near.length === 1 ? (near[0]?.[1] ?? null) : null;
}

/**
 * Joined names are several buyers: "London Borough of Richmond upon Thames and London Borough of Wandsworth",
 * "Richmond and Wandsworth Councils".
 */
function joinedBuyers(name: string, names: Names): ReadonlySet<BuyerId> | null {
  const isPlural = /\b(?:councils|boroughs)\b/.test(name);
  const listed = isPlural
    ? name.replace(/^(?:london|royal) boroughs of | (?:london borough |borough )?councils$/g, '')
    : name;
  const parts = listed.split(' and ');
  const table = isPlural ? names.whole : names.formal;
  const found = new Set<BuyerId>();
  for (let from = 0; from < parts.length; ) {
    let id: BuyerId | undefined;
    let to = parts.length;
    for (; to > from; to -= 1) {
      id = table.get(parts.slice(from, to).join(' and ').replace(leadingWords, ''));
      if (id !== undefined) break;
    }
    if (id === undefined) return null;
    found.add(id);
    from = to;
  }
  return found;
}

function resolveParts(name: string, names: Names): BuyerResolution | null {
  const parts = name.split(partSeparator).map((part) => comparable(part));
  if (parts.length < 2) return null;
  const found = new Set<BuyerId>();
  for (const part of parts) {
    const buyers = joinedBuyers(part.replace(leadingWords, ''), names);
    if (buyers === null && otherBody.test(part)) return null;
    for (const id of buyers ?? []) found.add(id);
  }
  return asResolution(found, 'part-of-name');
}

function asResolution(found: ReadonlySet<BuyerId>, how: 'name' | 'part-of-name'): BuyerResolution | null {
  const [only, ...others] = [...found];
  if (only === undefined) return null;
  return others.length === 0
    ? { kind: 'london', buyerId: only, how }
    : { kind: 'joint', buyerIds: [only, ...others] };
}

function otherBuyer(name: string, compared: string): BuyerResolution {
  const officialName = name.replace(/\s+/g, ' ').trim();
  const slug = slugOf(compared.replace(/^the /, ''));
  return { kind: 'other', buyerId: `other:${slug}`, shortName: officialName, officialName };
}

function resolveName(name: string, names: Names): BuyerResolution {
  const compared = comparable(name);
  const core = compared.replace(leadingWords, '');
  const id = names.whole.get(core) ?? names.whole.get(compared);
  if (id !== undefined) return { kind: 'london', buyerId: id, how: 'name' };
  const several = names.ambiguous.get(core);
  if (several !== undefined) return { kind: 'ambiguous', buyerIds: several };
  const joint = joinedBuyers(core, names);
  const resolved = joint === null ? resolveParts(name, names) : asResolution(joint, 'name');
  if (resolved !== null) return resolved;
  const repaired = repairSpelling(core, names);
  if (repaired !== null) return { kind: 'london', buyerId: repaired, how: 'spelling' };
  return otherBuyer(name, compared);
}

/**
 * Resolves buyers by identifier first, then by name. A body that only carries a borough's name (its housing company,
 * a hospital, a college) is another body; letters shared by several authorities are `ambiguous`. Answers for names
 * are remembered, so a million rows of a few hundred buyers cost a look-up each.
 */
export function createBuyerResolver(reference: Pick<ReferenceData, 'boroughs'>): BuyerResolver {
  const names = namesOf(reference.boroughs);
  const identifiers = identifierTable(reference.boroughs);
  let cache = new Map<string, BuyerResolution>();
  return {
    resolveBuyer({ name, identifiers: published }) {
      for (const identifier of published) {
        const id = identifiers.get(identifier.toUpperCase());
        if (id !== undefined) return { kind: 'london', buyerId: id, how: 'identifier' };
      }
      const known = cache.get(name);
      if (known !== undefined) return known;
      const resolution = resolveName(name, names);
      if (cache.size >= cacheLimit) cache = new Map();
      cache.set(name, resolution);
      return resolution;
    },
  };
}
