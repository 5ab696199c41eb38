/** An answer as plain text, for the terminal, for screen readers and wherever cards cannot be shown. */
import type { Answer, Section, Sentence } from './answer.ts';

function marks(citations: readonly number[]): string {
  return citations.length === 0 ? '' : ` ${citations.map((number) => `[${number}]`).join('')}`;
}

function sentenceText(sentence: Sentence): string {
  return `${sentence.text}${marks(sentence.citations)}`;
}

function wrapLine(line: string, width: number, indent: string): string {
  const words = line.split(' ');
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    if (current !== '' && current.length + word.length + 1 > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].join('\n');
}

/** Rows as blocks rather than columns: readable at any width and by a screen reader; a line each. */
export function sectionText(section: Section, width: number): string[] {
  const lines: string[] = [];
  if (section.heading !== null) lines.push('', section.heading, '-'.repeat(section.heading.length));
  for (const sentence of section.sentences) lines.push(wrapLine(sentenceText(sentence), width, ''));
  const isFactTable = section.columns.length === 2;
  for (const row of section.rows) {
    const [first, ...others] = row.cells;
    if (first === undefined) continue;
    if (isFactTable) {
      lines.push(
        wrapLine(
          `${first.text}: ${(others[0]?.text ?? '').replaceAll('\n', ' / ')}${marks(row.citations)}`,
          width,
          '    ',
        ),
      );
      continue;
    }
    lines.push('', wrapLine(`${first.text.replaceAll('\n', ' – ')}${marks(row.citations)}`, width, '    '));
    others.forEach((cell, at) => {
      lines.push(
        wrapLine(
          `    ${section.columns[at + 1] ?? ''}: ${cell.text.replaceAll('\n', '; ')}`,
          width,
          '        ',
        ),
      );
    });
  }
  return lines;
}

/** The whole answer, sources with addresses at the end; `width` columns, newest habits of terminals allow 100. */
export function answerAsText(answer: Answer, width = 100): string {
  const lines: string[] = [answer.title, '='.repeat(answer.title.length)];
  for (const remark of answer.remarks) lines.push(wrapLine(`(${remark})`, width, ' '));
  for (const sentence of answer.sentences) lines.push(wrapLine(sentenceText(sentence), width, ''));
  for (const section of answer.sections) lines.push(...sectionText(section, width));
  if (answer.coverage !== null && answer.coverage.unknownBoroughs.length > 0) {
    lines.push(
      '',
      wrapLine(
        `No record (${answer.coverage.unknown} of ${answer.coverage.of}): ${answer.coverage.unknownBoroughs.join(', ')}`,
        width,
        '    ',
      ),
    );
  }
  if (answer.nextActions.length > 0)
    lines.push(
      '',
      'What to do next',
      ...answer.nextActions.map((action) => wrapLine(`- ${action}`, width, '  ')),
    );
  if (answer.choices.length > 0)
    lines.push('', 'You can ask', ...answer.choices.map((choice) => `- ${choice.message}`));
  if (answer.citations.length > 0) {
    lines.push('', 'Sources');
    for (const citation of answer.citations) {
      const date = citation.publishedDate === null ? '' : `, ${citation.publishedDate}`;
      lines.push(
        wrapLine(`[${citation.number}] ${citation.publisher}${date}: ${citation.quote}`, width, '    '),
        `    ${citation.url ?? 'no address'}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
