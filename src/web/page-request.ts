/** What the page may ask for, checked at the door. */
import { z } from 'zod';
import { pageIdPattern } from './conversations.ts';

const pageId = z.string().regex(pageIdPattern);
const activityId = z.string().min(1).max(200);
const session = { conversation: pageId, user: pageId };
const data = z.record(z.string(), z.unknown());

const pageRequest = z.discriminatedUnion('kind', [
  z.object({ ...session, kind: z.literal('text'), text: z.string().trim().min(1).max(8_000) }),
  z.object({
    ...session,
    kind: z.literal('execute'),
    activityId,
    actionId: z.string().max(200).nullable(),
    verb: z.string().max(200).nullable(),
    data,
  }),
  z.object({ ...session, kind: z.literal('submit'), activityId, data }),
  z.object({
    ...session,
    kind: z.literal('feedback'),
    activityId,
    reaction: z.enum(['like', 'dislike']),
    text: z.string().max(2_000),
  }),
]);

/** Typed text, a pressed button (`execute` replaces its card, `submit` sends data) or a thumb. */
export type PageRequest = z.infer<typeof pageRequest>;

/** The request when it is whole, else null. */
export function parsePageRequest(value: unknown): PageRequest | null {
  const parsed = pageRequest.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The two ids in an address's query, or null. */
export function parseSession(
  query: URLSearchParams,
): { readonly conversation: string; readonly user: string } | null {
  const parsed = z.object(session).safeParse(Object.fromEntries(query));
  return parsed.success ? parsed.data : null;
}
