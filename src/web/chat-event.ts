/** What the page is told, in the order it happened. */
import { z } from 'zod';

/** A bot activity as it came over the wire; checked only as far as the page needs to place it. */
export const wireActivity = z.looseObject({
  type: z.string().min(1).max(100),
  text: z.string().optional(),
  attachments: z
    .array(z.looseObject({ contentType: z.string() }))
    .max(20)
    .optional(),
  entities: z
    .array(z.looseObject({ type: z.string() }))
    .max(100)
    .optional(),
  channelData: z.unknown().optional(),
});
export type WireActivity = z.infer<typeof wireActivity>;

/** Kept, so that a page that reconnects or reloads sees the whole conversation again. */
export type ChatEvent =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'activity'; readonly activityId: string; readonly activity: WireActivity }
  | { readonly kind: 'update'; readonly activityId: string; readonly activity: WireActivity }
  | { readonly kind: 'delete'; readonly activityId: string }
  /** The card that an action returned in place of the one it was pressed on. */
  | { readonly kind: 'card'; readonly activityId: string; readonly card: unknown }
  | { readonly kind: 'notice'; readonly text: string };

/** Told only to pages that are listening now. */
export type PassingEvent =
  | { readonly kind: 'typing'; readonly text: string | null }
  /** No turn is running any more. */
  | { readonly kind: 'idle' }
  /** Older events are no longer kept. */
  | { readonly kind: 'gap' };
