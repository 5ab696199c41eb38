/** One contract: facts, its timeline, and the form for an officer who knows better. */
import type { Answer } from '../../../assistant/answer.ts';
import { correctableFields, fieldWords } from '../../../catalogue/corrections/correction.ts';
import { type CardAction, execute } from '../elements.ts';
import { choiceInput, showForm, textInput } from '../inputs.ts';
import { contractTimeline, timeline } from '../timeline.ts';
import { factsOf } from './cells.ts';
import type { Picture } from './picture.ts';

/** Asks what is wrong with a record; sent to `correction.propose`. */
export function correctionForm(contractId: string): CardAction {
  return showForm(
    'Something wrong here?',
    [
      choiceInput(
        'field',
        'What is wrong',
        correctableFields.map((field) => ({ title: fieldWords[field], value: field })),
        null,
      ),
      textInput('value', 'What it should be', 200, {
        isRequired: true,
        placeholder: '31 March 2029, 120000 or a name',
      }),
      textInput('source', 'Web address that shows it (may be left empty)', 500, { isRequired: false }),
    ],
    execute('Propose the correction', { verb: 'correction.propose', contractId }),
  );
}

/** Facts as names and values; the first bar alone with today and the day to act by. */
export function contractPicture(answer: Answer): Picture {
  const contractId = answer.sections[0]?.rows[0]?.contractId ?? null;
  const own = answer.timeline.find((bar) => bar.contractId === contractId);
  const others = answer.timeline.filter((bar) => bar !== own);
  return {
    before: [
      ...(own === undefined ? [] : contractTimeline(own, answer.today)),
      ...(own === undefined && others.length > 0 ? timeline(others, answer.today) : []),
    ],
    hasTimeline: true,
    rowsPerPage: 20,
    rows: (section, rows) => (section.columns.length === 2 ? factsOf(rows) : null),
    actions: contractId === null ? [] : [correctionForm(contractId)],
  };
}

/** A proposal as names and values; the form opens again for another try. */
export function correctionPicture(answer: Answer): Picture {
  const contractId = answer.sections[0]?.rows[0]?.contractId ?? null;
  return {
    rowsPerPage: 20,
    rows: (section, rows) => (section.columns.length === 2 ? factsOf(rows) : null),
    actions: contractId === null || answer.choices.length > 0 ? [] : [correctionForm(contractId)],
  };
}
