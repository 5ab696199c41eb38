/** An answer as one card of at most 25 KB. Rows are paged, never dropped; prose is cut only when nothing else helps. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Answer, Citation, TableRow } from '../../assistant/answer.ts';
import { coverageInWords, markedSentence } from '../message-text.ts';
import { answerTable } from './answer-table.ts';
import { type CardData, parseCardData } from './card-data.ts';
import { type Detail, details, leastDetail } from './card-detail.ts';
import {
  type CardAction,
  card,
  cardBytes,
  type Element,
  execute,
  group,
  heading,
  maxActions,
  smallText,
  text,
} from './elements.ts';
import { clip, escapeMarkdown, link } from './escape.ts';
import { fallbackText } from './fallback-text.ts';
import { anyPlace, type CardPlace, type Picture } from './forms/picture.ts';
import { pictureOf } from './forms/picture-of.ts';
import { timeline } from './timeline.ts';

/** Most bytes a card may take, as UTF-8 JSON: Teams refuses message-extension cards above 28 KB. */
export const maxCardBytes = 25_000;

// Teams shows its own label on messages only, not on a card that replaces another.
const modelNote = 'AI-generated wording; check it against the sources.';

/** `page` counts from 1. `withProse` false leaves the sentences to the message text beside the card. */
export type CardOptions = {
  readonly page: number;
  readonly withProse: boolean;
  readonly place?: CardPlace;
};

type Page = { readonly number: number; readonly from: number; readonly to: number; readonly total: number };

function pageOf(number: number, detail: Detail, total: number): Page {
  const last = Math.max(1, Math.ceil(total / detail.rowsPerPage));
  const bounded = Math.min(Math.max(1, number), last);
  const from = (bounded - 1) * detail.rowsPerPage;
  return { number: bounded, from, to: Math.min(total, from + detail.rowsPerPage), total };
}

function sourceLine(citation: Citation, detail: Detail): Element {
  const date = citation.publishedDate === null ? '' : `, ${citation.publishedDate}`;
  const about = escapeMarkdown(clip(`${citation.publisher}${date}`, detail.sourceLimit));
  return smallText(
    `[${citation.number}] ${link(clip(citation.title, detail.sourceLimit), citation.url)}${about === '' ? '' : `, ${about}`}`,
  );
}

function sections(
  answer: Answer,
  page: Page,
  detail: Detail,
  picture: Picture,
): { body: Element[]; rows: TableRow[] } {
  const body: Element[] = [];
  const shown: TableRow[] = [];
  let position = 0;
  for (const [index, section] of answer.sections.entries()) {
    const first = Math.max(0, page.from - position);
    const rows = section.rows.slice(first, Math.max(first, page.to - position));
    position += section.rows.length;
    const isProse = page.number === 1 && index < detail.sections;
    // The rows of a section may all be on a later page; its heading alone would promise what is not there.
    if (rows.length === 0 && (!isProse || (section.rows.length > 0 && section.sentences.length === 0)))
      continue;
    const sentences = isProse
      ? section.sentences
          .slice(0, detail.sentences)
          .map((sentence) => text(markedSentence(sentence, detail.sentenceLimit)))
      : [];
    const titles = section.heading === null ? [] : [heading(escapeMarkdown(clip(section.heading, 120)))];
    const own = detail.withPicture && rows.length > 0 ? (picture.rows?.(section, rows) ?? null) : null;
    const table =
      own ??
      answerTable(section, rows, {
        cellLimit: detail.cellLimit,
        columns: detail.columns,
        withNarrow: detail.withNarrow,
      });
    const items = [...titles, ...sentences, ...table];
    if (items.length > 0) body.push(group(items));
    shown.push(...rows);
  }
  return { body, rows: shown };
}

/** A form that opens has a button of its own to send it. */
function buttonsOf(action: CardAction): number {
  return action.type === 'Action.ShowCard' ? 2 : 1;
}

function actions(answer: Answer, page: Page, detail: Detail, own: readonly CardAction[]): CardAction[] {
  const result: CardAction[] = [];
  if (page.to < page.total) {
    const next = pageOf(page.number + 1, detail, page.total);
    const range = next.from + 1 === next.to ? `${next.to}` : `${next.from + 1}–${next.to}`;
    result.push(
      execute(`Show more (${range} of ${page.total})`, {
        verb: 'page',
        answerId: answer.id,
        page: next.number,
      }),
    );
  }
  if (page.number > 1)
    result.push(execute('Show earlier rows', { verb: 'page', answerId: answer.id, page: page.number - 1 }));
  if (page.number === 1) result.push(...own);
  let buttons = result.reduce((count, action) => count + buttonsOf(action), 0);
  for (const choice of answer.choices.slice(0, detail.choices)) {
    const data: CardData = { verb: 'ask', message: choice.message };
    // A button that would come back unreadable helps nobody; one longer than any question only swells the card.
    const isUsable = parseCardData(data) !== null && choice.message.length <= 300;
    if (buttons >= maxActions || !isUsable || choice.label.trim() === '') continue;
    buttons += 1;
    result.push(execute(choice.label, data));
  }
  return result;
}

function render(answer: Answer, options: CardOptions, detail: Detail): IAdaptiveCard {
  const picture = pictureOf(answer, options.place ?? anyPlace);
  const total = answer.sections.reduce((count, section) => count + section.rows.length, 0);
  const page = pageOf(options.page, detail, total);
  const isFirst = page.number === 1;
  const title = escapeMarkdown(clip(answer.title.trim() || 'Answer', 200));
  const shown = sections(answer, page, detail, picture);
  const hasOwnTimeline = picture.hasTimeline === true && detail.withPicture;
  const contractIds = new Set(shown.rows.map((row) => row.contractId));
  const allIds = new Set(answer.sections.flatMap((section) => section.rows.map((row) => row.contractId)));
  const bars = answer.timeline.filter(
    (bar) => contractIds.has(bar.contractId) || (isFirst && !allIds.has(bar.contractId)),
  );
  const cited = new Set(
    isFirst
      ? [
          ...answer.sentences.flatMap((sentence) => sentence.citations),
          ...answer.sections.flatMap((section) =>
            section.sentences.flatMap((sentence) => sentence.citations),
          ),
        ]
      : [],
  );
  for (const row of shown.rows) for (const number of row.citations) cited.add(number);
  const sources = answer.citations
    .filter(({ number }) => cited.has(number))
    .slice(0, detail.sources)
    .map((citation) => sourceLine(citation, detail));
  const prose = (options.withProse ? answer.sentences : [])
    .slice(0, detail.sentences)
    .map((sentence) => text(markedSentence(sentence, detail.sentenceLimit)));
  const remarks = answer.remarks
    .slice(0, 6)
    .map((remark) => smallText(escapeMarkdown(clip(remark, Math.min(300, detail.sentenceLimit)))));
  const nextSteps = answer.nextActions
    .slice(0, 6)
    .map((action) => text(`- ${escapeMarkdown(clip(action, Math.min(300, detail.sentenceLimit)))}`));
  const unknown = answer.coverage?.unknownBoroughs.slice(0, 33).join(', ') ?? '';
  const coverage =
    answer.coverage === null
      ? []
      : [
          smallText(escapeMarkdown(clip(coverageInWords(answer.coverage), 300))),
          ...(unknown === '' || !isFirst || picture.hasBoroughs === true
            ? []
            : [
                smallText(
                  `No record: ${escapeMarkdown(clip(unknown, Math.min(700, detail.sentenceLimit)))}.`,
                ),
              ]),
        ];
  return card({
    body: [
      heading(title, 'title'),
      ...(isFirst
        ? [...prose, ...(answer.writtenByModel ? [smallText(modelNote)] : []), ...remarks]
        : [smallText(`Rows ${page.from + 1} to ${page.to} of ${page.total}.`)]),
      ...(isFirst && detail.withPicture ? (picture.before ?? []) : []),
      ...shown.body,
      ...(isFirst ? (picture.after ?? []) : []),
      ...(detail.withTimeline && !hasOwnTimeline
        ? timeline(bars.slice(0, detail.rowsPerPage), answer.today)
        : []),
      ...coverage,
      ...(isFirst && nextSteps.length > 0 ? [group([heading('What to do next'), ...nextSteps])] : []),
      ...(sources.length > 0 ? [group([heading('Sources'), ...sources])] : []),
    ],
    actions: actions(answer, page, detail, picture.actions ?? []),
    ...(picture.refresh === undefined || !isFirst ? {} : { refresh: picture.refresh }),
    fallbackText: clip(fallbackText(answer, shown.rows), detail.fallbackLimit).trim() || 'Answer',
    speak:
      clip(answer.sentences.map((sentence) => sentence.text).join(' ') || answer.title, 500).trim() ||
      'Answer',
  });
}

// Rows per page are the same for every page of an answer, or page numbers would not mean the same rows.
const rowsPerPageOf = new WeakMap<Answer, number>();
const pagesLookedAt = 10;

function fits(content: IAdaptiveCard): boolean {
  return cardBytes(content) <= maxCardBytes;
}

/** From everything to the least; a form that shows more rows on a page begins with as many. */
function detailsOf(answer: Answer): readonly Detail[] {
  const [full, ...others] = details;
  const { rowsPerPage } = pictureOf(answer, anyPlace);
  return full === undefined || rowsPerPage === undefined
    ? details
    : [{ ...full, rowsPerPage }, { ...full, rowsPerPage, withNarrow: false }, full, ...others];
}

function rowsPerPage(answer: Answer): number {
  const before = rowsPerPageOf.get(answer);
  if (before !== undefined) return before;
  const total = answer.sections.reduce((count, section) => count + section.rows.length, 0);
  const chosen = detailsOf(answer).find((detail) => {
    const pages = Math.min(pagesLookedAt, Math.max(1, Math.ceil(total / detail.rowsPerPage)));
    for (let page = 1; page <= pages; page += 1)
      if (!fits(render(answer, { page, withProse: true }, detail))) return false;
    return true;
  });
  const rows = chosen?.rowsPerPage ?? 1;
  rowsPerPageOf.set(answer, rows);
  return rows;
}

/** The card of an answer; the page is brought into range. Rows not shown are one button away. */
export function answerCard(
  answer: Answer,
  options: CardOptions = { page: 1, withProse: true },
): IAdaptiveCard {
  const rows = rowsPerPage(answer);
  let content: IAdaptiveCard | null = null;
  for (const detail of detailsOf(answer)) {
    content = render(answer, options, { ...detail, rowsPerPage: rows });
    if (fits(content)) return content;
  }
  return content ?? render(answer, options, { ...leastDetail, rowsPerPage: rows });
}
