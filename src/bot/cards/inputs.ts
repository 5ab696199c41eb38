/** Questions on a card. Every one has a label, and what comes back is checked by the verb that reads it. */
import type {
  IChoiceSetInput,
  IDateInput,
  IExecuteAction,
  INumberInput,
  IShowCardAction,
  ITextInput,
} from '@microsoft/teams.cards';
import type { Element, Input } from './elements.ts';
import { clip } from './escape.ts';

/** What one of several choices stands for. */
export type Option = { readonly title: string; readonly value: string };

/** One of `options`; as buttons in a row where they are few, else as a list that opens. */
export function choiceInput(
  id: string,
  label: string,
  options: readonly Option[],
  chosen: string | null,
): IChoiceSetInput {
  const value = options.some((option) => option.value === chosen) ? chosen : null;
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    isRequired: true,
    errorMessage: `Please choose: ${label.toLowerCase()}.`,
    style: options.length <= 3 ? 'expanded' : 'compact',
    wrap: true,
    choices: options.map((option) => ({ title: clip(option.title, 100), value: option.value })),
    ...(value === null ? {} : { value }),
  };
}

/** A number from `min` to `max`. */
export function numberInput(
  id: string,
  label: string,
  range: { readonly min: number; readonly max: number },
  value: number | null,
): INumberInput {
  return {
    type: 'Input.Number',
    id,
    label,
    ...range,
    isRequired: true,
    errorMessage: `A number from ${range.min} to ${range.max.toLocaleString('en-GB')}, please.`,
    ...(value === null ? {} : { value }),
  };
}

/** One line of text of at most `maxLength` characters. */
export function textInput(
  id: string,
  label: string,
  maxLength: number,
  options: { readonly isRequired: boolean; readonly placeholder?: string },
): ITextInput {
  return {
    type: 'Input.Text',
    id,
    label,
    maxLength,
    ...(options.placeholder === undefined ? {} : { placeholder: options.placeholder }),
    ...(options.isRequired ? { isRequired: true, errorMessage: 'Please fill this in.' } : {}),
  };
}

/** A day. */
export function dateInput(id: string, label: string): IDateInput {
  return { type: 'Input.Date', id, label, isRequired: true, errorMessage: 'Please choose a day.' };
}

/** A form that opens below the button. `send` is what its one button does. */
export function showForm(
  title: string,
  body: readonly (Element | Input)[],
  send: IExecuteAction,
): IShowCardAction {
  return {
    type: 'Action.ShowCard',
    title: clip(title, 60),
    card: { type: 'AdaptiveCard', version: '1.5', body: [...body], actions: [send] },
  };
}
