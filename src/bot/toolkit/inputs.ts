/** Labelled inputs of the walk-through's cards. */
import type { IChoiceSetInput, IDateInput, ITextInput } from '@microsoft/teams.cards';
import type { IsoDate } from '../../procurement/iso-date.ts';

/** A line or a few of text; shows `value` as it stands. Labels are Markdown: escape data. */
export function textInput(
  id: string,
  label: string,
  value: string,
  limits: { readonly most: number; readonly isLong: boolean },
): ITextInput {
  return {
    type: 'Input.Text',
    id,
    label,
    value,
    maxLength: limits.most,
    isMultiline: limits.isLong,
  };
}

/** A day; empty when none is chosen. */
export function dateInput(id: string, label: string, value: IsoDate | null): IDateInput {
  return { type: 'Input.Date', id, label, ...(value === null ? {} : { value }) };
}

/** Several of a few, as ticks; `chosen` are places in the list. */
export function ticks(
  id: string,
  label: string,
  titles: readonly string[],
  chosen: readonly number[],
): IChoiceSetInput {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'expanded',
    isMultiSelect: true,
    wrap: true,
    choices: titles.map((title, at) => ({ title, value: String(at) })),
    value: chosen.join(','),
  };
}

/** One of a few, as a list that opens. */
export function choice(
  id: string,
  label: string,
  choices: readonly { readonly title: string; readonly value: string }[],
): IChoiceSetInput {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'compact',
    choices: choices.map(({ title, value }) => ({ title, value })),
  };
}
