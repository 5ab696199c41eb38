/** Cards with questions on them: the threshold calculator and the officer’s own borough. */
import type { Answer } from '../../../assistant/answer.ts';
import { type Element, execute, heading, panel } from '../elements.ts';
import { choiceInput, numberInput, type Option } from '../inputs.ts';
import type { CardPlace, Picture, ThresholdEntry } from './picture.ts';

/** Kinds of contract the calculator knows, in an officer’s words. */
export const calculatorKinds: readonly Option[] = [
  { title: 'Goods or services', value: 'goods-and-services' },
  { title: 'Light touch (such as care)', value: 'light-touch' },
  { title: 'Works', value: 'works' },
];

const vatOptions: readonly Option[] = [
  { title: 'without VAT', value: 'excluding' },
  { title: 'with VAT', value: 'including' },
  { title: 'not sure', value: 'unknown' },
];

const perOptions: readonly Option[] = [
  { title: 'for the whole contract', value: 'whole' },
  { title: 'for one year', value: 'year' },
];

/** Most pounds the calculator takes. */
export const mostPounds = 10_000_000_000;

function calculator(entry: ThresholdEntry | null): Element {
  return panel([
    heading('Threshold calculator'),
    numberInput('amount', 'Amount in pounds', { min: 1, max: mostPounds }, entry?.amount ?? null),
    choiceInput('vat', 'The amount is', vatOptions, entry?.vat ?? 'excluding'),
    choiceInput('per', 'It is', perOptions, entry?.per ?? 'whole'),
    numberInput('years', 'Years, with all options', { min: 1, max: 50 }, entry?.years ?? 1),
    choiceInput('kind', 'Kind of contract', calculatorKinds, entry?.kind ?? 'goods-and-services'),
  ]);
}

/** The result, and below it what it was worked out from, ready for another try. */
export function thresholdPicture(_answer: Answer, place: CardPlace): Picture {
  return {
    after: [calculator(place.entry)],
    actions: [execute('Calculate', { verb: 'threshold.calculate' })],
  };
}

/** The choice of a borough; `profile.save` keeps it. */
export function boroughQuestion(boroughs: readonly Option[], chosen: string | null): readonly Element[] {
  return boroughs.length === 0 ? [] : [choiceInput('borough', 'I work for', boroughs, chosen)];
}

/** Saves what was chosen in `boroughQuestion`. */
export const saveProfile = execute('Save my borough', { verb: 'profile.save' });

/** Where the officer works, to be looked at and changed. In shared places everybody is shown their own. */
export function profilePicture(answer: Answer, place: CardPlace): Picture {
  const said = answer.sentences[0]?.text ?? '';
  const chosen = place.boroughs.find(
    ({ title }) => said.startsWith(`You work for ${title}:`) || said.includes(`now mean ${title}.`),
  );
  if (place.boroughs.length === 0) return {};
  return {
    after: boroughQuestion(place.boroughs, chosen?.value ?? null),
    actions: [saveProfile],
    ...(place.isShared ? { refresh: execute('Refresh', { verb: 'profile.view' }) } : {}),
  };
}
