/** Whether what is said of a borough stands in a row of that borough. */
import type { CatalogueContract } from '../../catalogue/queries/load-contracts.ts';
import { hasEnded } from '../compose/contract-words.ts';
import { type Borough, type Claim, type Fault, holds } from './claim.ts';
import { roleOf } from './days.ts';
import type { Facts, Scope } from './facts.ts';
import { plainText } from './plain-text.ts';
import { looseFault } from './prose.ts';
import { isInState, states, takesPart } from './states.ts';

/** “No record that Camden uses it”, “no contracts of Camden”: what stands behind it is denied, not claimed. */
const denies =
  /\bno (?:other )?(?:borough|such)\b[^.;:]*$|\b(?:no|has no)\b[^.;:]{0,80}\b(?:records?|contracts?)\b[^.;:]*$/i;

/** “3 contracts of Camden”: the borough is the one that was asked about. */
const ofAsked = /\b(?:contracts?|records?|deals?) of\s*$/i;

/** “framework led by Sutton”: the leading buyer need not be a party. */
const isLed = /\bled by\s*$/i;

/** “… and not with Mosaic”: a name that the boroughs beside it do not have. */
const isDenied = /\b(?:not with|without|not using|other than|instead of)\s+(?:\S+\s+(?:or|and)\s+)*$/i;

/** Boroughs joined as a list share what is said of them. */
function segmentsOf(
  text: string,
  boroughs: readonly Borough[],
): { boroughs: Borough[]; start: number; end: number }[] {
  const groups: { boroughs: Borough[]; start: number; end: number }[] = [];
  for (const [at, borough] of boroughs.entries()) {
    const last = groups.at(-1);
    const end = boroughs[at + 1]?.start ?? text.length;
    const gap = last === undefined ? '' : text.slice(last.boroughs.at(-1)?.end ?? 0, borough.start);
    if (last !== undefined && /^\s*(?:,|and|or|with|,\s*and|&|\/)\s*$/i.test(gap)) {
      last.boroughs.push(borough);
      last.end = end;
    } else {
      const before = text.slice(0, borough.start);
      const mark = Math.max(...['. ', '; ', ': '].map((stop) => before.lastIndexOf(stop)));
      groups.push({ boroughs: [borough], start: at === 0 ? mark + 1 : borough.start, end });
    }
  }
  return groups;
}

/** A day or amount goes with the name before it, else with the one after it. */
function namesBeside(claim: Claim, attached: readonly Claim[]): Claim[] {
  if (claim.kind === 'name') return [];
  const named = attached.filter(({ kind }) => kind === 'name');
  const before = named.filter(({ end }) => end <= claim.start).at(-1);
  const beside = before ?? named[0];
  return beside === undefined ? [] : [beside];
}

/** Rows that a claim may be held against: those of the borough and the name beside it, as far as there are any. */
function candidates(
  claim: Claim,
  claims: readonly Claim[],
  borough: Borough | null,
  facts: Facts,
): readonly Scope[] {
  const own =
    borough === null ? facts.scopes : facts.scopes.filter((scope) => scope.text.includes(borough.name));
  const beside = namesBeside(claim, claims);
  const both = own.filter((scope) => beside.every((name) => holds(scope, name)));
  return both.length > 0 ? both : own;
}

/** A day that is said to be an end, a latest end or a day to act by must be just that in its row. */
function roleFault(
  text: string,
  claims: readonly Claim[],
  groups: readonly { boroughs: Borough[]; start: number; end: number }[],
  facts: Facts,
): Fault {
  for (const claim of claims) {
    if (claim.kind !== 'day') continue;
    const role = roleOf(text, claim);
    if (role === null) continue;
    const amountsBefore = claims.filter(({ kind, end }) => kind === 'amount' && end <= claim.start).slice(-1);
    const endsBefore = claims.filter(
      (other) => other.kind === 'day' && other.end <= claim.start && roleOf(text, other) === 'end',
    );
    const fault: Fault = { kind: 'pairing', text: text.slice(Math.max(0, claim.start - 30), claim.end) };
    const isSaidPast = /^,? (?:\()?(?:already past|has (?:already )?passed|which has already passed)/.test(
      text.slice(claim.end),
    );
    if (isSaidPast && claim.value >= facts.today) return fault;
    if (role === 'asked') {
      if (!holds(facts.said, claim)) return fault;
      continue;
    }
    const group = groups.find(({ start, end }) => claim.start >= start && claim.end <= end);
    const within =
      group === undefined
        ? claims
        : claims.filter(({ start, end }) => start >= group.start && end <= group.end);
    const rows = candidates(claim, within, group?.boroughs[0] ?? null, facts).filter(
      (scope) =>
        scope.roles[role].size > 0 &&
        endsBefore.every((end) => holds(scope, end)) &&
        (role !== 'since' || amountsBefore.every((amount) => holds(scope, amount))),
    );
    const ofOneEnd = endsBefore.length === 0 ? [] : rows.filter((scope) => scope.roles.end.size <= 3);
    const held = ofOneEnd.length > 0 ? ofOneEnd : rows;
    if (held.length > 0 && !held.some((scope) => scope.roles[role].has(claim.value))) return fault;
  }
  return null;
}

type Listed = { readonly having: readonly Claim[]; readonly lacking: readonly Claim[] };

/** “On record with Mosaic: …”, “… and not with Idox: …”: what the boroughs of the list have and have not. */
function namesListed(before: string, claims: readonly Claim[]): Listed | null {
  const from = before.lastIndexOf('. ') + 1;
  const named = claims.filter(
    ({ kind, start, end }) => kind === 'name' && start >= from && end <= before.length,
  );
  if (named.length === 0) return null;
  const lacking = named.filter(({ start }) => isDenied.test(before.slice(0, start)));
  return { having: named.filter((claim) => !lacking.includes(claim)), lacking };
}

/** Whether the contract itself goes by the name; its notes may speak of anything. */
function isNamedSo(contract: CatalogueContract, claim: Claim): boolean {
  if (claim.kind !== 'name') return false;
  const named = plainText(
    [
      contract.productName,
      contract.productAsPublished,
      contract.vendor,
      contract.supplierAsPublished,
      ...contract.productIds,
    ].join(' '),
  );
  return claim.forms.some((form) => named.includes(form));
}

function isListedRightly(
  borough: Borough,
  rows: readonly Scope[],
  { having, lacking }: Listed,
  facts: Facts,
): boolean {
  const contracts = rows.flatMap(({ contract }) =>
    contract !== null && takesPart(contract, borough) ? [contract] : [],
  );
  if (contracts.length === 0)
    return (
      lacking.length === 0 &&
      (having.length === 0 || rows.some((scope) => having.some((claim) => holds(scope, claim))))
    );
  const live = contracts.filter(
    (contract) => contract.kind !== 'procurement' && !hasEnded(contract, facts.today),
  );
  if (lacking.length > 0)
    return live.length > 0 && !live.some((contract) => lacking.some((claim) => isNamedSo(contract, claim)));
  return (
    having.length === 0 || contracts.some((contract) => having.some((claim) => isNamedSo(contract, claim)))
  );
}

/** “Bromley, Aspien Debt System: …”: a title that stands behind a borough must stand in a row of that borough. */
function isTitled(text: string, boroughs: readonly Borough[], rows: readonly Scope[], facts: Facts): boolean {
  const rest = text.slice(boroughs.at(-1)?.end ?? 0);
  const others = /^ with (\d+) others\b/.exec(rest)?.[1];
  if (others !== undefined)
    return rows.some(
      ({ contract }) =>
        contract !== null &&
        contract.participants.length === Number(others) + 1 &&
        plainText(contract.participants[0]?.shortName ?? '') === boroughs[0]?.name,
    );
  const [title] =
    /^(?:[,:] )([^:;“(]{6,100}?)(?=:| ends | runs | has no | \()/.exec(
      text.slice(boroughs.at(-1)?.end ?? 0),
    ) ?? [];
  if (title === undefined) return true;
  const plain = plainText(title);
  return !facts.world.text.includes(plain) || rows.some((scope) => scope.text.includes(plain));
}

/** Whether a contract names the borough as its lead, or a row says in words that something is led by it. */
function isLeading(borough: Borough, facts: Facts): boolean {
  return facts.scopes.some(
    (scope) =>
      scope.text.includes(` led by${borough.name}`) ||
      scope.contract?.participants.some(
        ({ role, shortName }) => role === 'lead' && plainText(shortName) === borough.name,
      ),
  );
}

/** The first thing said of a borough that no row of it bears out; without a borough, of the rows alone. */
export function pairingFault(
  text: string,
  boroughs: readonly Borough[],
  claims: readonly Claim[],
  facts: Facts,
): Fault {
  const repeated = new Set<string>();
  const groups = segmentsOf(text, boroughs);
  const wrongDay = roleFault(text, claims, groups, facts);
  if (wrongDay !== null) return wrongDay;
  if (groups.length === 0) return looseFault(text, claims, facts);
  for (const group of groups) {
    const said = text.slice(group.start, group.end);
    const before = text.slice(0, group.boroughs[0]?.start ?? 0);
    const attached = claims.filter(
      (claim) =>
        claim.start >= group.start &&
        claim.end <= group.end &&
        (claim.kind === 'name' ||
          (claim.kind === 'number' &&
            /\b(?:stands first|has the largest sum)\b[^;]{0,60}\bwith\s*$/.test(
              text.slice(group.start, claim.start),
            )) ||
          ((claim.kind === 'day' || claim.kind === 'amount') && !holds(facts.said, claim))) &&
        !isDenied.test(text.slice(0, claim.start)),
    );
    const state = states.find(({ cue }) => cue.test(before));
    const fault = (borough: Borough | undefined): Fault => ({
      kind: 'pairing',
      text: `${borough?.name.trim() ?? ''} in “${said.trim()}”`,
    });
    // A contract that only mentions a borough tells nothing of it.
    const rowsOf = (borough: Borough) =>
      facts.scopes.filter(
        (scope) =>
          scope.text.includes(borough.name) &&
          (scope.contract === null || takesPart(scope.contract, borough) || isLed.test(before)),
      );
    const isBorneOut = (borough: Borough, claim: Claim) =>
      rowsOf(borough).some((scope) =>
        [claim, ...namesBeside(claim, attached)].every((part) => holds(scope, part)),
      );
    const listed = /:\s*$/.test(before) && attached.length === 0 ? namesListed(before, claims) : null;
    const isCommon = /\b(?:in common|share)\b/i.test(said);
    const isDeniedHere =
      denies.test(before) ||
      ((ofAsked.test(before) ||
        /^ (?:has \d+ records? here|scores \d)/.test(text.slice(group.boroughs.at(-1)?.end ?? 0))) &&
        attached.length === 0);
    for (const borough of group.boroughs) {
      if (group.boroughs.length > 1 && repeated.has(borough.name)) return fault(borough);
      repeated.add(borough.name);
      const isAsked = facts.asked.includes(borough.name);
      if (isDeniedHere || isCommon) {
        if (!isAsked) return fault(borough);
      } else if (listed !== null) {
        if (!isListedRightly(borough, rowsOf(borough), listed, facts)) return fault(borough);
      } else if (isLed.test(before) && !isLeading(borough, facts)) {
        return fault(borough);
      } else if (!isTitled(text, group.boroughs, rowsOf(borough), facts)) {
        return fault(borough);
      } else if (attached.length > 0) {
        if (!attached.some((claim) => isBorneOut(borough, claim))) return fault(borough);
      } else if (state !== undefined) {
        if (!isInState(state, borough, rowsOf(borough), facts.today)) return { kind: 'state', text: said };
      } else if (!isAsked && !rowsOf(borough).some((scope) => !scope.isCoverage)) return fault(borough);
    }
    if (!isDeniedHere && !isCommon)
      for (const claim of attached)
        if (!group.boroughs.some((borough) => isBorneOut(borough, claim))) return fault(group.boroughs[0]);
  }
  return null;
}
