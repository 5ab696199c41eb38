/** Inputs of the alert cards, and cards that hold them. */
import type { IAdaptiveCard, IChoiceSetInput, IDateInput, ITextInput } from '@microsoft/teams.cards';
import { type CardParts, card, type Element } from '../cards/elements.ts';
import { clip } from '../cards/escape.ts';

/** Inputs our cards use; each has a label that screen readers announce. */
export type FormInput = IChoiceSetInput | IDateInput | ITextInput;

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

/** A card whose body may hold inputs. */
export function formCard(
  parts: Omit<CardParts, 'body'> & { readonly body: readonly (Element | FormInput)[] },
): IAdaptiveCard {
  return { ...card({ ...parts, body: [] }), body: [...parts.body] };
}
