import { describe, expect, it } from 'vitest';
import { cardProblems } from '../../../test/support/card-checks.ts';
import { stubAnswer } from '../../../test/support/stub-assistant.ts';
import { answerTable } from './answer-table.ts';
import { card, execute, facts, heading, openUrl, text } from './elements.ts';
import { noticeCard } from './notice-card.ts';

describe('elements', () => {
  it('make a card Microsoft’s parser accepts', () => {
    const content = card({
      body: [heading('Title', 'title'), text('Words'), facts([{ name: 'Ends', value: '31 March 2028' }])],
      actions: [
        openUrl('Notice', 'https://notices.example.org/1'),
        execute('Ask', { verb: 'ask', message: 'x' }),
      ],
      fallbackText: 'Words',
      speak: 'Words',
    });
    expect(cardProblems(content)).toEqual([]);
    expect(cardProblems(noticeCard('Please ask again', 'These rows are gone.'))).toEqual([]);
  });

  it('say that a link leaves Teams, and repeat a button’s data for older clients', () => {
    expect(openUrl('Notice', 'https://notices.example.org/1').title).toBe('Notice (opens in browser)');
    expect(execute('Ask', { verb: 'ask', message: 'x' })).toEqual({
      type: 'Action.Execute',
      title: 'Ask',
      verb: 'ask',
      data: { verb: 'ask', message: 'x' },
      associatedInputs: 'none',
      fallback: {
        type: 'Action.Submit',
        title: 'Ask',
        data: { verb: 'ask', message: 'x' },
        associatedInputs: 'none',
      },
    });
    expect(execute('Calculate', { verb: 'threshold.calculate' })).not.toHaveProperty('associatedInputs');
  });
});

describe('answerTable', () => {
  it('shows at most four columns; further dates stand under the date they belong to', () => {
    const [section] = stubAnswer(1).sections;
    if (section === undefined) throw new TypeError('the stub has a section');
    const [table] = answerTable(section, section.rows, { cellLimit: 100, columns: 12, withNarrow: true });
    if (table?.type !== 'Table') throw new TypeError('not a table');
    const cells = table.rows?.[1]?.cells ?? [];
    const words = cells.map((cell) =>
      (cell.items ?? []).map((item) => ('text' in item ? item.text : undefined)),
    );
    expect(words).toEqual([
      ['Borough 1 [1]'],
      ['NEC Housing'],
      ['Fictional\\_Supplier \\*Ltd\\* \\[UK\\]', 'Route: Framework call-off'],
      ['31 March 2028', 'Latest end: 31 March 2030', 'Act by: 1 October 2026'],
    ]);
  });

  it('makes paragraphs of rows without column titles', () => {
    const [section] = stubAnswer(1).sections;
    if (section === undefined) throw new TypeError('the stub has a section');
    const elements = answerTable({ ...section, columns: [] }, section.rows, {
      cellLimit: 100,
      columns: 12,
      withNarrow: true,
    });
    expect(elements.map(({ type }) => type)).toEqual(['TextBlock']);
  });
});
