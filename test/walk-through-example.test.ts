/** Holds the shipped example to the product: `npx tsx scripts/write-walk-through-example.ts` renews it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { examplePath, walkThroughExample } from '../scripts/write-walk-through-example.ts';

describe('the example of a housing system', () => {
  it('is what the product writes', async () => {
    expect(await walkThroughExample()).toBe(readFileSync(examplePath, 'utf8'));
  });

  it('goes through all five stages, and names a source for what it took from records', () => {
    const page = readFileSync(examplePath, 'utf8');
    for (const at of [1, 2, 3, 4, 5]) expect(page).toContain(`Stage ${at}: `);
    expect(page).toContain('https://modgov.hillingdon.gov.uk/ieDecisionDetails.aspx?ID=3359');
    const facts =
      /## Filled in from the records\n\n([\s\S]*?)\n\n/.exec(page)?.[1]?.split('\n').slice(2) ?? [];
    expect(facts.length).toBeGreaterThan(6);
    const cited = new Set(page.match(/^- \\\[\d+\\\]/gm));
    expect(cited.size).toBeGreaterThan(20);
    for (const fact of facts) expect(fact).toMatch(/\\\[\d+\\\]|end of the current contract|lead times/);
  });
});
