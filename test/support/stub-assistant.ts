/** An assistant for tests of the Teams edge: a full answer with fictional records, or any failure. */
import type { Answer, Citation, TableRow } from '../../src/assistant/answer.ts';
import type { Assistant, Question } from '../../src/assistant/assistant.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';

function citation(number: number): Citation {
  return {
    number,
    title: `Housing management system, fictional notice ${number}`,
    publisher: 'Example Notices',
    url: `https://notices.example.org/record/${number}`,
    publishedDate: '2025-03-01',
    quote: 'The contract runs until 31 March 2028 with an option to extend by 24 months.',
  };
}

function row(number: number): TableRow {
  return {
    contractId: `fictional-${number}`,
    cells: [
      { text: `Borough ${number}`, tone: 'plain' },
      { text: 'NEC Housing', tone: 'plain' },
      { text: 'Fictional_Supplier *Ltd* [UK]', tone: 'plain' },
      { text: '31 March 2028', tone: 'warning' },
      { text: '31 March 2030', tone: 'plain' },
      { text: '1 October 2026', tone: 'attention' },
      { text: 'Framework call-off', tone: 'subtle' },
    ],
    citations: [((number - 1) % 12) + 1],
  };
}

/** A full answer with `rowCount` rows; fields of `changes` replace its own. */
export function stubAnswer(rowCount = 3, changes: Partial<Answer> = {}): Answer {
  const numbers = Array.from({ length: rowCount }, (_unused, index) => index + 1);
  return {
    id: 'A-STUB42',
    status: 'answered',
    title: 'Who uses NEC Housing',
    sentences: [
      { text: `${rowCount} boroughs use NEC Housing.`, citations: [1, 2] },
      { text: 'The first contract ends on 31 March 2028.', citations: [1] },
    ],
    sections: [
      {
        heading: 'Contracts',
        sentences: [{ text: 'Ordered by end.', citations: [] }],
        columns: ['Borough', 'System', 'Supplier', 'Ends', 'Latest end', 'Act by', 'Route'],
        rows: numbers.map(row),
      },
    ],
    timeline: numbers.map((number) => ({
      label: `Borough ${number}`,
      contractId: `fictional-${number}`,
      startDate: isoDate('2023-04-01'),
      endDate: isoDate('2028-03-31'),
      maxExtentDate: isoDate('2030-03-31'),
      actBy: isoDate('2026-10-01'),
    })),
    citations: Array.from({ length: 12 }, (_unused, index) => citation(index + 1)),
    coverage: {
      serviceArea: 'housing management',
      known: 5,
      none: 1,
      withheld: 1,
      unknown: 26,
      of: 33,
      unknownBoroughs: ['Barnet', 'Bexley'],
    },
    remarks: ['Read “hosuing” as housing.'],
    nextActions: ['Give notice of the option by 1 October 2026.'],
    choices: [
      { label: 'Before April 2028', message: 'just the ones before April 2028' },
      { label: 'And Bromley?', message: 'and Bromley?' },
    ],
    planner: 'embedded',
    writtenByModel: false,
    today: isoDate('2025-11-23'),
    ...changes,
  };
}

/** A stub with the questions it was asked. */
export type StubAssistant = Assistant & { readonly questions: readonly Question[] };

/** Answers with `reply`; ids are numbered so that every answer differs. */
export function createStubAssistant(
  reply: (question: Question) => Answer | Promise<Answer> = () => stubAnswer(),
): StubAssistant {
  const questions: Question[] = [];
  return {
    questions,
    async answer(question) {
      questions.push(question);
      const answer = await reply(question);
      return { ...answer, id: `${answer.id}-${questions.length}` };
    },
    forget: () => Promise.resolve(0),
  };
}
