/** The first thing an officer reads, once per conversation. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Scope } from '../../assistant/assistant.ts';
import { card, execute, heading, smallText, text } from './elements.ts';
import { clip, escapeMarkdown } from './escape.ts';
import { boroughQuestion, saveProfile } from './forms/ask-cards.ts';
import type { Option } from './inputs.ts';

/** Questions offered as buttons; each is one the assistant answers without further setting up. */
export const exampleQuestions: readonly { readonly label: string; readonly message: string }[] = [
  { label: 'Who uses NEC Housing?', message: 'Who uses NEC Housing and when does it expire?' },
  { label: 'Contracts ending soon', message: 'Which contracts end in the next 12 months?' },
  { label: 'What is known?', message: 'How many of the 33 boroughs have a record for housing management?' },
  { label: 'Help', message: 'help' },
];

const purpose =
  'I answer questions about technology contracts in London’s 33 local authorities: who uses which system, under which contract, until when, and by when to act. Every answer names its published source and says how many boroughs nothing is known about.';

/** The one sentence beside the card, which says the rest. */
export function greeting(scope: Scope, addedBy: string | null): string {
  const added = addedBy === null || scope === 'personal' ? '' : ` Added by ${addedBy}.`;
  return `Hello, I am the procurement assistant.${added}`;
}

/** What a member of the conversation reads; in channels it says that everybody sees the answers. */
export function welcomeText(scope: Scope, addedBy: string | null): string {
  const how =
    scope === 'personal'
      ? 'Tell me where you work (“I work for Hillingdon”), then ask in your own words.'
      : 'Mention me with your question. Everybody here sees the answers; ask in a private chat for anything only you should see.';
  return `${greeting(scope, addedBy)} ${purpose} ${how}`;
}

/** Welcome card: what it does, how to ask, examples. */
export function welcomeCard(
  scope: Scope,
  addedBy: string | null,
  boroughs: readonly Option[] = [],
): IAdaptiveCard {
  // One person reads a private chat; elsewhere a choice on the card would be everybody's.
  const question = scope === 'personal' ? boroughQuestion(boroughs, null) : [];
  const words = welcomeText(scope, addedBy === null ? null : clip(addedBy, 100));
  return card({
    body: [
      heading('Procurement assistant', 'title'),
      text(escapeMarkdown(words)),
      smallText('This is guidance, not legal advice. “No record” never means that a borough has none.'),
      ...question,
    ],
    actions: [
      ...(question.length === 0 ? [] : [saveProfile]),
      ...exampleQuestions.map(({ label, message }) => execute(label, { verb: 'ask', message })),
    ],
    fallbackText: words,
    speak: words,
  });
}
