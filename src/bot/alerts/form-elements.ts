/** Inputs of the alert cards; each has a label that screen readers announce. */
import type { IChoiceSetInput, IDateInput, ITextInput } from '@microsoft/teams.cards';
import { clip } from '../cards/escape.ts';

/** One of several answers, as a list to open. */
export function choiceInput(
  id: string,
  label: string,
  choices: readonly { readonly title: string; readonly value: string }[],
  value: string,
): IChoiceSetInput {
  return {
    type: 'Input.ChoiceSet',
    id,
    label,
    style: 'compact',
    wrap: true,
    value,
    choices: choices.map((choice) => ({ title: clip(choice.title, 120), value: choice.value })),
  };
}

/** A short text. */
export function textInput(
  id: string,
  label: string,
  value: string,
  maxLength: number,
  placeholder = '',
): ITextInput {
  return {
    type: 'Input.Text',
    id,
    label,
    maxLength,
    ...(value === '' ? {} : { value }),
    ...(placeholder === '' ? {} : { placeholder }),
  };
}

/** A day. */
export function dateInput(id: string, label: string, value: string): IDateInput {
  return { type: 'Input.Date', id, label, value };
}
