import { describe, expect, it } from 'vitest';
import { mergeReleases, mergeValue } from './merge.ts';
import { readRelease } from './schema.ts';

function release(input: Record<string, unknown>) {
  const found = readRelease({ ocid: 'ocds-h6vhtk-0000a1', ...input }, undefined);
  if (found === null) throw new TypeError('not a release');
  return found;
}

describe('the OCDS merge routine', () => {
  it('overrides, deletes with null, merges lists by id and replaces others', () => {
    const earlier = {
      a: 1,
      b: 2,
      list: [
        { id: '1', x: 1 },
        { id: '2', x: 2 },
      ],
      plain: [1, 2],
      deep: { kept: true },
    };
    const later = { a: 9, b: null, list: [{ id: '2', y: 3 }, { id: '3' }], plain: [3], deep: { added: 1 } };

    expect(mergeValue(earlier, later, 0)).toEqual({
      a: 9,
      list: [{ id: '1', x: 1 }, { id: '2', x: 2, y: 3 }, { id: '3' }],
      plain: [3],
      deep: { kept: true, added: 1 },
    });
  });

  it('orders by instant, not by text, and puts undated releases first', () => {
    const winter = release({ date: '2025-06-01T00:30:00+01:00', title: 'earlier' });
    const summer = release({ date: '2025-06-01T00:00:00Z', title: 'later' });
    const undated = release({ title: 'undated' });

    expect(mergeReleases([summer, undated, winter]).title).toBe('later');
  });

  it('does not mix parties whose ids are local to a release', () => {
    const merged = mergeReleases([
      release({
        date: '2025-01-01',
        buyer: { id: 'org-1', name: 'A Council' },
        parties: [
          { id: 'org-1', name: 'A Council', roles: ['buyer'], identifier: { scheme: 'GB-LAE', id: 'AAA' } },
        ],
      }),
      release({
        date: '2025-02-01',
        buyer: { id: 'org-2', name: 'A Council' },
        parties: [
          { id: 'org-1', name: 'A Court', roles: ['reviewBody'] },
          { id: 'org-2', name: 'A Council', roles: ['buyer'] },
        ],
      }),
    ]);

    expect(merged.buyers).toEqual([{ name: 'A Council', identifiers: [], role: 'lead' }]);
  });

  it('is not led astray by names of object internals or by depth', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":1}',
    );
    const merged = mergeValue({}, hostile, 0) as Record<string, unknown>;
    let deep: unknown = 1;
    for (let level = 0; level < 10_000; level += 1) deep = { deep };

    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(() => mergeValue({}, deep as never, 0)).not.toThrow();
  });
});
