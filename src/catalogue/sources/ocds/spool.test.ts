import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRelease } from './schema.ts';
import { ReleaseSpool } from './spool.ts';

function folders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('procurement-import-'));
}

async function group(ocids: readonly string[], memoryBytes: number): Promise<Map<string, (number | null)[]>> {
  const spool = new ReleaseSpool(memoryBytes);
  const groups = new Map<string, (number | null)[]>();
  try {
    for (const [line, ocid] of ocids.entries()) {
      const release = readRelease({ ocid, title: `title ${line} £\n"` }, undefined);
      if (release !== null) await spool.add(release, line);
    }
    for await (const found of spool.groups()) {
      const ocid = found[0]?.release.ocid ?? '';
      expect(groups.has(ocid)).toBe(false);
      expect(
        found.every(({ release, line }) => release.ocid === ocid && release.title === `title ${line} £\n"`),
      ).toBe(true);
      groups.set(
        ocid,
        found.map(({ line }) => line),
      );
    }
  } finally {
    await spool.close();
  }
  return groups;
}

describe('the spool', () => {
  it('brings releases of a process together, in memory and on disk alike, and leaves nothing behind', async () => {
    const before = folders();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }),
        fc.constantFrom(1, 500, 1_000_000),
        async (numbers, memoryBytes) => {
          const ocids = numbers.map((number) => `ocds-abcdef-${number}`);
          const expected = new Map<string, number[]>();
          for (const [line, ocid] of ocids.entries())
            expected.set(ocid, [...(expected.get(ocid) ?? []), line]);
          const groups = await group(ocids, memoryBytes);
          expect(Object.fromEntries(groups)).toEqual(Object.fromEntries(expected));
          if (memoryBytes === 1_000_000) expect([...groups.keys()]).toEqual([...expected.keys()]);
        },
      ),
      { numRuns: 40 },
    );
    expect(folders()).toEqual(before);
  });
});
