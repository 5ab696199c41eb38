/** The part of a release package that paging needs. */
import { z } from 'zod';

const schema = z.object({
  releases: z.array(z.unknown()).max(10_000),
  links: z
    .object({ next: z.string().max(4_000).nullish() })
    .nullish()
    .catch(undefined),
});

/** A page of a feed. */
export type ReleasePackage = {
  readonly releases: readonly unknown[];
  /** What the next page is asked for with; null on the last page. */
  readonly nextCursor: string | null;
};

/**
 * The package, or null when this is none. Only the cursor is taken from the link to the next page: where to ask is
 * ours to say, so that a page cannot send us to another server.
 */
export function readPackage(body: unknown): ReleasePackage | null {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return null;
  const next = parsed.data.links?.next ?? null;
  return { releases: parsed.data.releases, nextCursor: next === null ? null : cursorOf(next) };
}

function cursorOf(link: string): string | null {
  try {
    const cursor = new URL(link, 'https://feed.invalid').searchParams.get('cursor')?.trim() ?? '';
    return cursor === '' || cursor.length > 1_000 ? null : cursor;
  } catch {
    return null;
  }
}
