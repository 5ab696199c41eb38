/** Waiting for something no longer than is polite; the work itself goes on. */

/** Whether the work was done in time. */
export type InTime<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'late' };

/** Resolves when `work` does or when the time is up, and rejects when `work` fails before. A later failure is the caller's. */
export async function inTime<Value>(work: Promise<Value>, milliseconds: number): Promise<InTime<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<InTime<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), milliseconds);
  });
  try {
    return await Promise.race([work.then((value): InTime<Value> => ({ kind: 'done', value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
