/** Which stretch of time of a feed is read next. Pure; instants are ISO text in UTC, `2026-11-23T07:00:00Z`. */

/** What of a feed is in the catalogue: everything published from `from` to `to`. */
export type Coverage = { readonly from: string; readonly to: string };

/** A stretch of time to read, and what is covered once it has been read. */
export type Window = { readonly from: string; readonly to: string };

/** Days a window: short, so that a page address that expires costs little. */
const daysPerWindow = 7;
/** Read again at every edge: more than summer time, a wrong clock or a late notice can shift. */
const overlapHours = 6;

const hour = 3_600_000;
const day = 24 * hour;

/** The instant without fractions of a second. */
export function instant(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function startOfDay(milliseconds: number): number {
  return Math.floor(milliseconds / day) * day;
}

/** Whole days, so that a second run on the same day asks for the same addresses and can be told "not modified". */
function endOfDay(milliseconds: number): number {
  return startOfDay(milliseconds) + day - 1_000;
}

/**
 * The next stretch to read, null when `from` to `now` is covered: first what is newer than the coverage, then, week by
 * week backwards, what is older, so that the newest notices are there first.
 */
export function nextWindow(coverage: Coverage | null, from: string, now: string): Window | null {
  const end = Date.parse(now);
  if (coverage === null) {
    const start = Math.max(startOfDay(Date.parse(from)), startOfDay(end) - (daysPerWindow - 1) * day);
    return { from: instant(Math.min(start, startOfDay(end))), to: instant(endOfDay(end)) };
  }
  const coveredTo = Date.parse(coverage.to);
  if (coveredTo < end) {
    const start = startOfDay(coveredTo - overlapHours * hour);
    return { from: instant(start), to: instant(endOfDay(Math.min(start + daysPerWindow * day, end))) };
  }
  const coveredFrom = Date.parse(coverage.from);
  const oldest = startOfDay(Date.parse(from));
  if (coveredFrom <= oldest) return null;
  return {
    from: instant(Math.max(oldest, startOfDay(coveredFrom - daysPerWindow * day))),
    to: instant(coveredFrom + overlapHours * hour),
  };
}

/** The coverage once a window, begun at `startedAt`, has been read to its end. */
export function extendCoverage(coverage: Coverage | null, window: Window, startedAt: string): Coverage {
  // What is published while a window is being read may be on a page that was read before.
  const to = window.to < startedAt ? window.to : startedAt;
  if (coverage === null) return { from: window.from, to };
  return {
    from: window.from < coverage.from ? window.from : coverage.from,
    to: to > coverage.to ? to : coverage.to,
  };
}
