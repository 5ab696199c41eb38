/** Small builders shared by all cards. Texts passed in are Markdown already: escape data with `escapeMarkdown`. */
import type {
  IAdaptiveCard,
  IChoiceSetInput,
  IColumnSet,
  IContainer,
  IDateInput,
  IDonutChart,
  IExecuteAction,
  IFactSet,
  IHorizontalBarChart,
  INumberInput,
  IOpenUrlAction,
  IShowCardAction,
  ITable,
  ITextBlock,
  ITextInput,
} from '@microsoft/teams.cards';
import type { Cell } from '../../assistant/answer.ts';
import { clip } from './escape.ts';

/** What an officer fills in. */
export type Input = IChoiceSetInput | ITextInput | INumberInput | IDateInput;
/** Elements our cards are made of; all exist in version 1.5 but charts, which carry a fallback. */
export type Element =
  | ITextBlock
  | IContainer
  | IColumnSet
  | IFactSet
  | ITable
  | IHorizontalBarChart
  | IDonutChart
  | Input;
/** Actions our cards use. */
export type CardAction = IExecuteAction | IOpenUrlAction | IShowCardAction;

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

/** Elements on a shaded ground, for what matters most on the card. */
export function panel(items: readonly Element[]): IContainer {
  return { type: 'Container', style: 'emphasis', items: [...items], spacing: 'Medium' };
}

/** One cell of `table`: paragraphs from top to bottom. */
export type TableCellContent = readonly { readonly markdown: string; readonly tone: Cell['tone'] }[];

/** The same row for a narrow card: what it is about in bold, then its other cells by name. */
function stacked(columns: readonly string[], row: readonly TableCellContent[]): IContainer {
  const [first = [], ...others] = row;
  const [name, ...more] = first;
  const small = ({ markdown, tone }: TableCellContent[number]): ITextBlock => ({
    ...text(markdown, tone),
    size: 'Small',
    spacing: 'None',
  });
  return {
    type: 'Container',
    separator: true,
    spacing: 'Small',
    items: [
      { ...text(name?.markdown ?? ' ', name?.tone ?? 'plain'), weight: 'Bolder' },
      ...more.map(small),
      ...others.flatMap((cell, index) =>
        cell.map((line, at) => ({
          ...small(line),
          ...(at === 0
            ? { text: `**${columns[index + 1] ?? ''}:** ${line.markdown}`, spacing: 'Small' as const }
            : {}),
        })),
      ),
    ],
  };
}

/**
 * A table with a header row; columns share the width by `weights`. A narrow card shows the rows below each other instead,
 * unless `withNarrow` is false, which saves space.
 */
export function table(
  columns: readonly string[],
  rows: readonly (readonly TableCellContent[])[],
  weights: readonly number[],
  withNarrow = true,
): readonly (ITable | IContainer)[] {
  const wide: ITable = {
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
  };
  if (!withNarrow || columns.length < 3) return [wide];
  const narrow: IContainer = {
    type: 'Container',
    targetWidth: 'atMost:Narrow',
    items: rows.map((row) => stacked(columns, row)),
  };
  return [{ ...wide, targetWidth: 'atLeast:Standard' }, narrow];
}

/** A button whose result replaces the card; older clients send the same data as a message. */
export function execute(
  title: string,
  data: { readonly verb: string } & Readonly<Record<string, unknown>>,
): IExecuteAction {
  const label = clip(title, 60);
  // A question in words needs nothing of a form on the same card, and must not wait until that is filled in.
  const inputs = data.verb === 'ask' || data.verb === 'page' ? { associatedInputs: 'none' as const } : {};
  return {
    type: 'Action.Execute',
    title: label,
    verb: data.verb,
    data: { ...data },
    ...inputs,
    fallback: { type: 'Action.Submit', title: label, data: { ...data }, ...inputs },
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
  /** Fetches the view of the person who looks, where views differ. */
  readonly refresh?: IExecuteAction;
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
    // Without user ids every member is shown a view of their own, in conversations of up to 60 members.
    ...(parts.refresh === undefined ? {} : { refresh: { action: parts.refresh } }),
    ...(parts.actions.length === 0 ? {} : { actions: parts.actions.slice(0, maxActions) }),
  } satisfies IAdaptiveCard;
}

/** Bytes a card takes as UTF-8 JSON. */
export function cardBytes(content: IAdaptiveCard): number {
  return Buffer.byteLength(JSON.stringify(content));
}
