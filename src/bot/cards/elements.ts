/** Small builders shared by all cards. Texts passed in are Markdown already: escape data with `escapeMarkdown`. */
import type {
  IAdaptiveCard,
  IChoiceSetInput,
  IColumnSet,
  IContainer,
  IDateInput,
  IExecuteAction,
  IFactSet,
  IOpenUrlAction,
  ITable,
  ITextBlock,
  ITextInput,
} from '@microsoft/teams.cards';
import type { Cell } from '../../assistant/answer.ts';
import { clip } from './escape.ts';

/** Elements our cards are made of; all of them exist in version 1.5. */
export type Element =
  | ITextBlock
  | IContainer
  | IColumnSet
  | IFactSet
  | ITable
  | ITextInput
  | IDateInput
  | IChoiceSetInput;
/** Actions our cards use. */
export type CardAction = IExecuteAction | IOpenUrlAction;

/** Most actions a card may have (a rule of the Teams store). */
export const maxActions = 6;

const colours = {
  plain: {},
  good: { color: 'Good' },
  warning: { color: 'Warning' },
  attention: { color: 'Attention' },
  subtle: { isSubtle: true },
} as const satisfies Record<Cell['tone'], Partial<ITextBlock>>;

/** A paragraph that wraps. */
export function text(markdown: string, tone: Cell['tone'] = 'plain'): ITextBlock {
  return { type: 'TextBlock', text: markdown, wrap: true, ...colours[tone] };
}

/** A paragraph in small, subtle letters. */
export function smallText(markdown: string): ITextBlock {
  return { type: 'TextBlock', text: markdown, wrap: true, isSubtle: true, size: 'Small', spacing: 'Small' };
}

/** A heading that screen readers announce as one; `title` is the card's own. */
export function heading(markdown: string, level: 'title' | 'section' = 'section'): ITextBlock {
  return {
    type: 'TextBlock',
    text: markdown,
    wrap: true,
    style: 'heading',
    weight: 'Bolder',
    size: level === 'title' ? 'Large' : 'Medium',
  };
}

/** Names and values side by side. */
export function facts(rows: readonly { readonly name: string; readonly value: string }[]): IFactSet {
  return { type: 'FactSet', facts: rows.map(({ name, value }) => ({ title: name, value })) };
}

/** Elements kept together. */
export function group(items: readonly Element[]): IContainer {
  return { type: 'Container', items: [...items], spacing: 'Medium' };
}

/** One cell of `table`: paragraphs from top to bottom. */
export type TableCellContent = readonly { readonly markdown: string; readonly tone: Cell['tone'] }[];

/**
 * A table with a header row. Clients without tables show every row as one paragraph instead (unless `withFallback` is
 * false, which saves space); columns share the width by `weights`.
 */
export function table(
  columns: readonly string[],
  rows: readonly (readonly TableCellContent[])[],
  weights: readonly number[],
  withFallback = true,
): ITable {
  const fallback = group(
    rows.map((row) => text(row.map((cell) => cell.map(({ markdown }) => markdown).join(', ')).join(' · '))),
  );
  return {
    type: 'Table',
    columns: columns.map((_title, index) => ({ width: weights[index] ?? 1 })),
    firstRowAsHeaders: true,
    showGridLines: true,
    gridStyle: 'default',
    rows: [
      {
        type: 'TableRow',
        cells: columns.map((title) => ({
          type: 'TableCell',
          items: [{ type: 'TextBlock', text: title, wrap: true, weight: 'Bolder' }],
        })),
      },
      ...rows.map((row) => ({
        type: 'TableRow' as const,
        cells: row.map((cell) => ({
          type: 'TableCell' as const,
          items: cell.map(({ markdown, tone }, index) => ({
            ...text(markdown, tone),
            ...(index === 0 ? {} : { size: 'Small' as const, spacing: 'None' as const }),
          })),
        })),
      })),
    ],
    ...(withFallback ? { fallback } : {}),
  } satisfies ITable;
}

/** A button whose result replaces the card; older clients send the same data as a message. */
export function execute(
  title: string,
  data: { readonly verb: string } & Readonly<Record<string, unknown>>,
): IExecuteAction {
  const label = clip(title, 60);
  return {
    type: 'Action.Execute',
    title: label,
    verb: data.verb,
    data: { ...data },
    fallback: { type: 'Action.Submit', title: label, data: { ...data } },
  };
}

/** A button that leaves Teams; its title says so. `url` must have passed `safeUrl`. */
export function openUrl(title: string, url: string): IOpenUrlAction {
  return { type: 'Action.OpenUrl', title: clip(`${title} (opens in browser)`, 80), url };
}

/** What every card needs besides its content. */
export type CardParts = {
  readonly body: readonly Element[];
  readonly actions: readonly CardAction[];
  /** The card in words, for clients that cannot draw it. */
  readonly fallbackText: string;
  /** Read aloud; the short form. */
  readonly speak: string;
};

/** A card of version 1.5 with at most six actions. */
export function card(parts: CardParts): IAdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    // Two letters by the schema: renderers refuse `en-GB`.
    lang: 'en',
    fallbackText: parts.fallbackText,
    speak: parts.speak,
    body: [...parts.body],
    ...(parts.actions.length === 0 ? {} : { actions: parts.actions.slice(0, maxActions) }),
  } satisfies IAdaptiveCard;
}

/** Bytes a card takes as UTF-8 JSON. */
export function cardBytes(content: IAdaptiveCard): number {
  return Buffer.byteLength(JSON.stringify(content));
}
