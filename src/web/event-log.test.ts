import { describe, expect, it } from 'vitest';
import { createEventLog } from './event-log.ts';

function said(text: string) {
  return { kind: 'said', text } as const;
}

describe('event log', () => {
  it('numbers events and gives those after an id', () => {
    const log = createEventLog('e');
    expect(log.append(said('a')).id).toBe('e-1');
    log.append(said('b'));
    expect(log.after('e-1')).toEqual({ events: [{ id: 'e-2', event: said('b') }], hasGap: false });
  });

  it.each([null, 'other-1', 'e-x', '', 'e'])('gives everything for the id %s', (id) => {
    const log = createEventLog('e');
    log.append(said('a'));
    expect(log.after(id)).toEqual({ events: [{ id: 'e-1', event: said('a') }], hasGap: false });
  });

  it('drops the oldest by number and says so', () => {
    const log = createEventLog('e', { maxEvents: 2, maxBytes: 1_000_000 });
    for (const text of ['a', 'b', 'c']) log.append(said(text));
    expect(log.after(null).events.map(({ id }) => id)).toEqual(['e-2', 'e-3']);
    expect(log.after(null).hasGap).toBe(true);
    expect(log.after('e-1').hasGap).toBe(false);
  });

  it('drops the oldest by size but never the newest', () => {
    const log = createEventLog('e', { maxEvents: 10, maxBytes: 100 });
    log.append(said('x'.repeat(60)));
    log.append(said('y'.repeat(500)));
    expect(log.after(null).events.map(({ id }) => id)).toEqual(['e-2']);
  });
});
