import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../procurement/iso-date.ts';
import { inForce, readDatedLaw } from '../../retrieval/dated-law.ts';
import { openGuidance } from '../../retrieval/open-guidance.ts';
import { searchGuidance } from '../../tools/search-guidance.ts';
import type { ToolContext } from '../../tools/tool.ts';
import { createCitations } from './draft.ts';
import { groundsSection } from './grounds.ts';

const knowledgeDir = join(import.meta.dirname, '../../../knowledge');
const today = isoDate('2026-11-23');

describe('grounds of the law', async () => {
  const { grounds } = await readDatedLaw(knowledgeDir);

  it('are a row each, and each cites its own paragraph', () => {
    const citations = createCitations();
    const awards = inForce(grounds['direct-award'], today).filter((row) => row.usable_by_councils);
    const table = groundsSection(awards, citations);
    expect(table.columns).toEqual(['Ground', 'When it applies', 'Standstill']);
    expect(table.rows.map(({ cells }) => cells[0]?.text)).toContain(
      'Extreme and unavoidable urgency (Schedule 5, paragraph 13)',
    );
    const addresses = citations.all().map(({ url }) => url);
    expect(addresses).toContain('https://www.legislation.gov.uk/ukpga/2023/54/schedule/5/paragraph/13');
    expect(new Set(addresses).size).toBe(awards.length);
  });

  it('of a change say their limits', () => {
    const limits = groundsSection(grounds['contract-change'], createCitations()).rows.map(
      ({ cells }) => cells[2]?.text,
    );
    expect(limits).toContain('10 per cent of the maximum term');
    expect(limits).toContain('50 per cent (increase in estimated value, each change)');
    expect(limits).toContain(
      '10 per cent of the value for goods and services, 15 for works; together below the threshold amount for the type of contract',
    );
  });

  it('stand in an answer to a question about them, those of the day and of councils alone', async () => {
    const { guidance } = await openGuidance({ knowledgeDir, dataDir: null });
    // Guidance alone is read: no catalogue is opened for it.
    const context = { guidance, today } as unknown as ToolContext;
    const ask = async (question: string, on_date: string | null = null) => {
      const found = await searchGuidance.run(
        { question, stage: null, role: null, regime: null, on_date, pages: null },
        context,
      );
      if (found.outcome !== 'guidance') throw new TypeError('guidance was asked for');
      return found.grounds.map(({ id }) => id);
    };
    const found = await ask('what are the direct award justifications');
    expect(found).toContain('urgency');
    expect(found).not.toContain('defence-capability');
    expect(await ask('what are the ten grounds for changing a public contract')).toContain('known-risk');
    expect(await ask('how long is the standstill period')).toEqual([]);
  }, 60_000);
});
