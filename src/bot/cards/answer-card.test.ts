import { describe, expect, it } from 'vitest';
import { cardProblems } from '../../../test/support/card-checks.ts';
import { stubAnswer } from '../../../test/support/stub-assistant.ts';
import { answerCard } from './answer-card.ts';
import { parseCardData } from './card-data.ts';
import { cardBytes } from './elements.ts';

function actionsOf(card: ReturnType<typeof answerCard>) {
  return (card.actions ?? []).map((action) => ({
    title: 'title' in action ? action.title : undefined,
    data: 'data' in action ? action.data : undefined,
  }));
}

describe('answerCard', () => {
  it('shows rows a page at a time and reaches every row', () => {
    const answer = stubAnswer(43);
    const seen: string[] = [];
    let page = 1;
    for (;;) {
      const card = answerCard(answer, { page: page, withProse: true });
      expect(cardProblems(card)).toEqual([]);
      seen.push(
        ...[...JSON.stringify(card.body).matchAll(/"Borough (\d+) \[/g)].map((match) => match[1] ?? ''),
      );
      const more = actionsOf(card).find(({ title }) => title?.startsWith('Show more'));
      if (more === undefined) break;
      const data = parseCardData(more.data);
      expect(data?.verb).toBe('page');
      page = data?.verb === 'page' ? data.page : 0;
    }
    expect([...new Set(seen)]).toEqual(Array.from({ length: 43 }, (_unused, index) => `${index + 1}`));
  });

  it('names the rows behind the button', () => {
    expect(actionsOf(answerCard(stubAnswer(43)))[0]).toEqual({
      title: 'Show more (8–14 of 43)',
      data: { verb: 'page', answerId: 'A-STUB42', page: 2 },
    });
  });

  it('brings pages outside the answer into range', () => {
    expect(answerCard(stubAnswer(12), { page: 99, withProse: true })).toEqual(
      answerCard(stubAnswer(12), { page: 2, withProse: true }),
    );
    expect(answerCard(stubAnswer(12), { page: 0, withProse: true })).toEqual(
      answerCard(stubAnswer(12), { page: 1, withProse: true }),
    );
  });

  it('shows a supplier name exactly as written', () => {
    const card = JSON.stringify(answerCard(stubAnswer(1)).body);
    expect(card).toContain(JSON.stringify('Fictional\\_Supplier \\*Ltd\\* \\[UK\\]').slice(1, -1));
  });

  it('draws contract periods and says them in words', () => {
    const card = JSON.stringify(answerCard(stubAnswer(2)));
    expect(card).toContain(
      'Borough 1: 1 April 2023 to 31 March 2028, can run to 31 March 2030, act by 1 October 2026',
    );
    expect(card).toContain('"style":"accent"');
  });

  it('says how much is known and links every source it shows', () => {
    const card = JSON.stringify(answerCard(stubAnswer(2)));
    expect(card).toContain('5 of 33 boroughs have a record for housing management; 1 is known to have none');
    expect(card).toContain('(https://notices.example.org/record/1)');
    expect(card).not.toContain('record/9');
  });

  it('keeps at most six buttons and prefers those that reach more rows', () => {
    const choices = Array.from({ length: 9 }, (_unused, index) => ({
      label: `Choice ${index}`,
      message: `ask ${index}`,
    }));
    const actions = actionsOf(answerCard(stubAnswer(30, { choices }), { page: 2, withProse: true }));
    expect(actions.map(({ title }) => title)).toEqual([
      'Show more (15–21 of 30)',
      'Show earlier rows',
      'Choice 0',
      'Choice 1',
      'Choice 2',
      'Choice 3',
    ]);
  });

  it('stays within 25 KB on every page of a huge answer', () => {
    const answer = stubAnswer(300);
    const large = {
      ...answer,
      sections: answer.sections.map((section) => ({
        ...section,
        rows: section.rows.map((row) => ({
          ...row,
          cells: row.cells.map((cell) => ({ ...cell, text: `${cell.text} ${'界*'.repeat(200)}` })),
        })),
      })),
    };
    for (let page = 1; page <= 300; page += 7)
      expect(cardBytes(answerCard(large, { page: page, withProse: true }))).toBeLessThanOrEqual(25_000);
  });
});
