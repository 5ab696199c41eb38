/** Notices and periods of the law from dated rows, with the passage that explains them. */
import { formatDate } from '../../procurement/iso-date.ts';
import { termsOf } from '../../retrieval/analyser.ts';
import type { NoticeRule, TimeLimit } from '../../retrieval/dated-law.ts';
import type { NoticesFound } from '../../tools/notice-info.ts';
import type { Sentence, TableRow } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { type CitationList, createCitations, type Draft, plain, section } from './draft.ts';
import { composeGuidance } from './guidance.ts';
import { noteOnce } from './passage-words.ts';

type Dated = { readonly source: NoticeRule['source'] };

function cite(citations: CitationList, row: Dated, title: string): readonly number[] {
  const { address, date, confidence, publisher } = row.source;
  return citations.citePage({
    title: row.source.title ?? title,
    publisher: publisher ?? new URL(address).hostname.replace(/^www\./, ''),
    url: address,
    publishedDate: date,
    quote: `${title} (confidence ${confidence})`,
  });
}

function dayWords(row: TimeLimit): string {
  if (row.days === null) return row.notes ?? 'no number of days';
  const kind = row.kind === null ? '' : `${row.kind} `;
  const from = row.counted_from === null ? '' : `, counted from: ${row.counted_from}`;
  return `${row.days} ${kind}${row.days === 1 ? 'day' : 'days'}${from}`;
}

function validWords(row: TimeLimit): string {
  const from = row.valid_from === null ? '' : `from ${formatDate(row.valid_from)} `;
  const to = row.valid_to === null ? '' : `to ${formatDate(row.valid_to)}`;
  return `${from}${to}`.trim() || 'not dated';
}

function limitRow(row: TimeLimit, citations: CitationList): TableRow {
  return {
    contractId: null,
    citations: cite(citations, row, row.what),
    cells: [plain(row.what), plain(dayWords(row)), plain(validWords(row))],
  };
}

function noticeSentences(notice: NoticeRule, citations: CitationList): Sentence[] {
  const numbers = cite(citations, notice, `${notice.code} ${notice.name}`);
  const say = (text: string | null | undefined) =>
    text === null || text === undefined || text === '' ? [] : [{ text, citations: numbers }];
  const below =
    notice.below_threshold === null
      ? null
      : typeof notice.below_threshold === 'string'
        ? `Below the threshold: ${notice.below_threshold}`
        : notice.below_threshold
          ? 'It is used below the threshold too.'
          : 'It is not used below the threshold.';
  const replaced = Array.isArray(notice.replaced) ? notice.replaced.join(', ') : notice.replaced;
  return [
    ...say(
      `${notice.code} is the ${notice.name.replace(/^the /i, '')}${notice.section === null ? '' : ` (${notice.section})`}.`,
    ),
    ...say(notice.required_when === null ? null : `When it is required: ${notice.required_when}`),
    ...say(notice.deadline === null ? null : `By when: ${notice.deadline.text}`),
    ...say(below),
    ...say(replaced === null || replaced === '' ? null : `It replaced: ${replaced}`),
    ...say(notice.notes === null ? null : `Note: ${notice.notes}`),
  ];
}

function unknownWords(found: NoticesFound): Sentence[] {
  return found.unknownCodes.length === 0
    ? []
    : [
        {
          text: `There is no notice ${found.unknownCodes.join(', ')} here: the notices of the Act are UK1 to UK17.`,
          citations: [],
        },
      ];
}

const wordsOfRows = new Set(
  termsOf(
    'notice deadline due publish published required needed purpose replaced below threshold section use',
  ),
);

/** Whether the question asks more of the notice than its row says: “does using an option need UK10”. */
function asksMore(question: string, { code, name }: NoticeRule): boolean {
  const known = new Set([...termsOf(`${code} ${name}`), ...wordsOfRows]);
  return termsOf(question).some((term) => !known.has(term) && !/^uk\d+$/.test(term));
}

/**
 * Dated rows lead where a notice or a past day is named, else the guidance does; throws TypeError when notices were
 * not looked up.
 */
export function composeNotice(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'notices');
  const guidance = input.results.find((result) => result.outcome === 'guidance');
  if (found === undefined) throw new TypeError('notice needs rows to compose');
  const citations = createCitations();
  const isPast = found.onDate < input.today;
  const limits = [...found.limits, ...found.otherLimits];
  // Rows lead where a notice is named, or a day in the past is asked for; else the passage says it better.
  const [named, ...others] = found.notices;
  const [best] = guidance?.passages ?? [];
  if (
    named !== undefined &&
    guidance?.isCovered === true &&
    best !== undefined &&
    best.strength >= 0.5 &&
    asksMore(guidance.question, named)
  ) {
    const draft = composeGuidance(input, citations);
    const rows = found.notices.map((notice) =>
      section(`${notice.code}: ${notice.name}`, [], [], noticeSentences(notice, citations).slice(1)),
    );
    return { ...draft, sections: [...draft.sections, ...rows] };
  }
  const rowsLead =
    found.notices.length > 0 || found.unknownCodes.length > 0 || (isPast && found.limits.length > 0);
  if (!rowsLead && guidance?.isCovered === true) {
    const draft = composeGuidance(input, citations);
    if (found.limits.length === 0) return draft;
    const rows = limits.map((row) => limitRow(row, citations));
    return {
      ...draft,
      sections: [...draft.sections, section('Periods on record', ['What', 'How long', 'Valid'], rows)],
    };
  }
  if (!rowsLead && found.limits.length === 0) {
    if (guidance === undefined) throw new TypeError('notice needs passages or rows to compose');
    return composeGuidance(input);
  }
  const sentences: Sentence[] = [
    ...unknownWords(found),
    ...(named === undefined ? [] : noticeSentences(named, citations)),
    ...(named === undefined
      ? found.limits.map((row) => ({
          text: `On ${formatDate(found.onDate)} the rule on ${row.what.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())} ${isPast ? 'was' : 'is'}: ${dayWords(row)} (${validWords(row)}).`,
          citations: cite(citations, row, row.what),
        }))
      : []),
  ];
  return {
    status: named === undefined && found.limits.length === 0 ? 'not-covered' : 'answered',
    title: named === undefined ? 'Periods of the law' : `${named.code}: ${named.name}`,
    sentences,
    sections: [
      ...others.map((notice) =>
        section(`${notice.code}: ${notice.name}`, [], [], noticeSentences(notice, citations).slice(1)),
      ),
      ...(named === undefined && found.otherLimits.length > 0
        ? [
            section(
              'On other days',
              ['What', 'How long', 'Valid'],
              found.otherLimits.map((row) => limitRow(row, citations)),
            ),
          ]
        : []),
    ],
    timeline: [],
    citations: citations.all(),
    coverage: null,
    remarks: [...input.remarks, ...noteOnce(input)],
    nextActions: [],
    choices: (guidance?.passages ?? [])
      .filter(({ strength }) => strength >= 0.5)
      .slice(0, 3)
      .map(({ passage }) => ({ label: passage.heading.slice(0, 60), message: passage.heading })),
  };
}
