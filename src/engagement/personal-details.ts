/** Keeps people out of notes that others read: contact details always, names unless their bearers agreed. */

const contacts: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[address removed]'],
  [/(?:\b0|\+44 ?)(?:\d[ -]?){8,9}\d\b/g, '[number removed]'],
];

/** The text without e-mail addresses and telephone numbers. */
export function withoutContacts(text: string): string {
  return contacts.reduce((left, [pattern, mark]) => left.replace(pattern, mark), text);
}

const given = String.raw`\p{Lu}[\p{Ll}’'-]+`;
const titled = String.raw`(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Sir|Dame)\.? ${given}(?: ${given})?`;
const beside = new RegExp(
  // “met Jo Bloggs from NEC”, “spoke to Priya at Civica”, “Sam Green, their account manager”
  String.raw`(?<=\b(?:met|meet|saw|spoke|talked|chatted|called|rang|demo)(?: (?:to|with|by|from))? )${given}(?: ${given}){0,2}(?= (?:from|of|at|and ${given} (?:from|of|at))\b)`,
  'gu',
);
const withRole = new RegExp(
  String.raw`${given} ${given}(?=,? (?:their|the|our|her|his) (?:\p{L}+ ){0,2}(?:manager|director|lead|head|officer|rep|representative|salesman|executive)\b)`,
  'gu',
);
const withTitle = new RegExp(titled, 'gu');

/** Names of people in the text as far as their surroundings tell, each once. */
export function peopleIn(text: string): string[] {
  const found = [withTitle, beside, withRole].flatMap((pattern) => text.match(pattern) ?? []);
  return [...new Set(found)];
}

/** The text with those names taken out. */
export function withoutPeople(text: string, people: readonly string[]): string {
  return people
    .reduce((left, name) => left.replaceAll(name, 'somebody'), text)
    .replace(/\bsomebody (?:and|&) somebody\b/g, 'some people');
}
