/** Merges the releases of one process by the OCDS merge routine. */
import type { OcdsRelease } from './schema.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
type JsonObject = { [key: string]: Json | undefined };

const deepest = 64;

/**
 * The state of a process after all its releases: by date, later values win, `null` deletes, lists whose elements all
 * have an `id` are merged by it, other lists are replaced; `id` and `date` are those of the latest release.
 */
export function mergeReleases(releases: readonly OcdsRelease[]): OcdsRelease {
  const ordered = releases
    .map((release, order) => ({ release, order, instant: instantOf(release.date) }))
    .sort((left, right) => left.instant - right.instant || left.order - right.order);
  const [first] = ordered;
  if (first === undefined) throw new RangeError('A process has at least one release.');
  if (ordered.length === 1) return first.release;
  let merged: Json = {};
  for (const { release } of ordered) merged = mergeValue(merged, release as unknown as Json, 0);
  return merged as unknown as OcdsRelease;
}

function instantOf(date: string | null | undefined): number {
  const instant = Date.parse(date ?? '');
  // A release without a readable date comes first: it must not override a dated one.
  return Number.isNaN(instant) ? Number.NEGATIVE_INFINITY : instant;
}

/** Exported for its tests: the merge rule for any two JSON values. */
export function mergeValue(earlier: Json | undefined, later: Json, depth: number): Json {
  if (Array.isArray(later)) return mergeList(Array.isArray(earlier) ? earlier : [], later, depth);
  if (!isObject(later)) return later;
  if (depth > deepest) return later;
  const merged: JsonObject = isObject(earlier) ? { ...earlier } : {};
  for (const [key, value] of Object.entries(later)) {
    // Assigning this name would change the object's prototype.
    if (key === '__proto__' || value === undefined) continue;
    if (value === null) delete merged[key];
    else merged[key] = mergeValue(Object.hasOwn(merged, key) ? merged[key] : undefined, value, depth + 1);
  }
  return merged;
}

function mergeList(earlier: readonly Json[], later: readonly Json[], depth: number): Json {
  if (later.length === 0 || !later.every(hasId) || !earlier.every(hasId))
    return later.map((value) => mergeValue(undefined, value, depth + 1));
  const merged = new Map<string, Json>(earlier.map((element) => [idOf(element), element]));
  for (const element of later)
    merged.set(idOf(element), mergeValue(merged.get(idOf(element)), element, depth + 1));
  return [...merged.values()];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasId(value: Json): boolean {
  return isObject(value) && (typeof value['id'] === 'string' || typeof value['id'] === 'number');
}

function idOf(value: Json): string {
  return isObject(value) ? String(value['id']) : '';
}
