/** Takes out of a release what may not be stored: people's names and addresses, and whatever nothing here reads. */

const partsRead = new Set([
  'ocid',
  'id',
  'date',
  'tag',
  'title',
  'description',
  'buyer',
  'planning',
  'tender',
  'awards',
  'contracts',
  'relatedProcesses',
]);
const partyPartsRead = ['id', 'name', 'roles', 'identifier', 'additionalIdentifiers'] as const;

/** People and the places where they can be reached, wherever in a release they stand. */
const personal = /contactpoint|contactperson|e-?mail|telephone|phone|^fax|address|^postalcode$/i;

const mailAddress = /[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g;
/** Written as numbers are in this country; eleven digits, so that company numbers and amounts stay. */
const telephoneNumber =
  /(?<![\w./-])(?:\+44[\s-]?(?:\(0\)[\s-]?)?[1-9]|\(?0[1-9])(?:[\s()-]{0,2}\d){8,9}(?![\w-])/g;
/** Deeper nesting is no release. */
const deepest = 40;

type JsonObject = { readonly [key: string]: unknown };

/** The release without personal data, fit for the database; null when it is no object. */
export function reduceRelease(release: unknown): JsonObject | null {
  if (!isObject(release)) return null;
  const reduced: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(release)) {
    if (partsRead.has(key)) reduced[key] = clean(value, 0);
  }
  if (Array.isArray(release['parties'])) {
    reduced['parties'] = release['parties']
      .filter(isObject)
      .map((party) =>
        Object.fromEntries(
          partyPartsRead.flatMap((key) => (party[key] === undefined ? [] : [[key, clean(party[key], 0)]])),
        ),
      );
  }
  return reduced;
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (depth > deepest) return null;
  if (Array.isArray(value)) return value.slice(0, 5_000).map((element) => clean(element, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !personal.test(key))
      .map(([key, part]) => [cleanKey(key), clean(part, depth + 1)]),
  );
}

function cleanText(text: string): string {
  // PostgreSQL stores neither NUL nor half a surrogate pair.
  const stored = text.replaceAll('\0', ' ').toWellFormed();
  const unaddressed = stored.includes('@') ? stored.replace(mailAddress, '[e-mail address removed]') : stored;
  return unaddressed.replace(telephoneNumber, '[telephone number removed]');
}

function cleanKey(key: string): string {
  return key.replaceAll('\0', ' ').toWellFormed();
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
