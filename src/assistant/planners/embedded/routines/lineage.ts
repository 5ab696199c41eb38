/** “Who makes it now?”, “what happened to …?” */
import { call, compose, type Routine } from './steps.ts';

/** The whole message is handed over: two names in it (“is Northgate NEC?”) belong together. */
export const lineage: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('lineage', slots);
  const named = turn.text.trim().slice(0, 200);
  return call('product_lineage', {
    name:
      slots.name !== null && turn.focus !== null && /\b(?:it|they|this|that)\b/i.test(named)
        ? slots.name
        : named,
  });
};
