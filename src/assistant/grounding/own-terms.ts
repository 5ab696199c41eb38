/** Phrases with a number or year of the assistant's own wording: titles of laws, an example, a scale. */
const ownPhrases: readonly RegExp[] = [
  /\b(?:Public Contracts|Utilities Contracts|Concession Contracts) Regulations \d{4}/g,
  /\b(?:Procurement|Local Government|Freedom of Information|Data Protection|Social Value) Act \d{4}/g,
  /for instance,? “[^”]*”/g,
  /for procurements begun on or after 24 February 2025/g,
  /on a scale to 10,000/g,
  /for a core system that is joint or above £5 million/g,
];

/** The text without what is the assistant's own wording. */
export function withoutOwnPhrases(text: string): string {
  return ownPhrases.reduce((left, pattern) => left.replace(pattern, ' '), text);
}

/** Names and terms that the assistant's own wording uses, in plain form; they are no facts of a contract. */
export const ownTerms: ReadonlySet<string> = new Set([
  'i',
  'london',
  'uk',
  'united kingdom',
  'england',
  'english',
  'vat',
  'it',
  'act',
  'acts',
  'procurement act',
  'public contracts regulations',
  'regulations',
  'regulation',
  'section',
  'contracts finder',
  'find a tender',
  'find tender',
  'transparency code',
  'contract procedure rules',
  'standing orders',
  'teams',
  'herfindahl hirschman',
  'silence',
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
]);
