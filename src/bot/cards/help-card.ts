/** How to ask, shown for an empty message and wherever there would otherwise be a dead end. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { card, execute, heading, text } from './elements.ts';
import { exampleQuestions } from './welcome-card.ts';

const lines = [
  'Ask in your own words, for instance “who else uses this housing system and when does it expire?”.',
  'Follow up with “and Bromley?” or “just the ones before April 2028”.',
  'Say “I work for Hillingdon” once, and “us” and “our” mean your borough.',
];

/** The help in words. */
export const helpText = lines.join(' ');

/** Help card; `lead` is a first sentence that says why it is shown, already escaped. */
export function helpCard(lead: string | null = null): IAdaptiveCard {
  const words = lead === null ? helpText : `${lead} ${helpText}`;
  return card({
    body: [
      heading('How to ask', 'title'),
      ...(lead === null ? [] : [text(lead)]),
      ...lines.map((line) => text(`- ${line}`)),
    ],
    actions: exampleQuestions
      .filter(({ message }) => message !== 'help')
      .map(({ label, message }) => execute(label, { verb: 'ask', message })),
    fallbackText: words,
    speak: words,
  });
}
