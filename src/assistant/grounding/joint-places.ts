/** What is said of boroughs in a joint purchase: where each stands on the common day, and who might lead. */
import type { Standing } from '../../catalogue/joint/align.ts';
import type { Observation } from '../planner.ts';
import type { Borough } from './claim.ts';
import { plainText } from './plain-text.ts';

/** Boroughs of a joint purchase by their names in plain form. */
export type JointPlaces = {
  readonly standings: ReadonlyMap<string, Standing | null>;
  readonly lead: string | null;
};

/** The places that this turn's rows tell; null when it is about no joint purchase. */
export function jointPlaces(observations: readonly Observation[]): JointPlaces | null {
  const found = observations.flatMap(({ result }) => (result.outcome === 'joint' ? [result.joint] : []));
  const [joint] = found;
  if (joint === undefined || found.length > 1) return null;
  return {
    standings: new Map(joint.members.map(({ name, placed }) => [plainText(name), placed?.standing ?? null])),
    lead: joint.lead === null ? null : plainText(joint.lead.name),
  };
}

const undatedOrEnded: readonly [RegExp, readonly Standing[]] = [/^ may be free\b/i, ['ended', 'undated']];

const standingCues: readonly (readonly [RegExp, readonly Standing[]])[] = [
  [/^ would have nothing to extend\b/i, ['ends-then', 'rolling']],
  [/^ can extend to it\b/i, ['can-extend']],
  [/^ would have to extend and it is not known\b/i, ['may-extend']],
  undatedOrEnded,
];

/** The first borough of a joint purchase that is said to stand where its row does not put it; null when none is. */
export function misplaced(text: string, boroughs: readonly Borough[], places: JointPlaces): Borough | null {
  const isJoined = (from: number, to: number) => /^\s*(?:,|and|,\s*and)\s*$/i.test(text.slice(from, to));
  for (const [at, borough] of boroughs.entries()) {
    // What follows the last of the list is said of all of it.
    let last = at;
    for (let next = boroughs[last + 1]; next !== undefined; next = boroughs[last + 1]) {
      if (!isJoined(boroughs[last]?.end ?? 0, next.start)) break;
      last += 1;
    }
    const before = text.slice(0, borough.start);
    const after = text.slice(boroughs[last]?.end ?? 0);
    const cue = /^worth asking, because the record has no end or has ended:/i.test(text)
      ? undatedOrEnded
      : standingCues.find(([pattern]) => pattern.test(after));
    const standing = places.standings.get(borough.name);
    if (cue !== undefined && (standing === undefined || standing === null || !cue[1].includes(standing)))
      return borough;
    if (/\bfor the lead:\s*$/i.test(before) && places.lead !== borough.name) return borough;
    if (/^ask [^.;:]*$/i.test(before) && / what they plan\b/.test(after) && standing === undefined)
      return borough;
  }
  return null;
}
