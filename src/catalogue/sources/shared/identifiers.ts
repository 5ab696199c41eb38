/** Identifiers of organisations as `SCHEME-id`, leaving out what identifies nobody. */
import { isPlaceholder } from './clean-text.ts';

const companyNumber =
  /^(?:\d{8}|(?:AC|CE|CS|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RO|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC)\d{6}|R\d{7})$/;

/** A Companies House number in its eight-character form, or null when the text is not one. */
export function companyNumberOf(text: string): string | null {
  const compact = text.replace(/[\s.-]/g, '').toUpperCase();
  // Shorter numbers are published with their leading zeros lost; fewer than four digits are typing slips.
  const padded = /^\d{4,8}$/.test(compact)
    ? compact.padStart(8, '0')
    : compact.replace(
        /^([A-Z]{2})(\d{4,5})$/,
        (_all, letters: string, digits: string) => letters + digits.padStart(6, '0'),
      );
  if (
    !companyNumber.test(padded) ||
    /^(\d)\1+$/.test(padded) ||
    padded === '12345678' ||
    padded === '01234567'
  )
    return null;
  return padded;
}

/** `GB-COH-00968498`, or null when scheme or id is missing, a placeholder or no real number. */
export function identifierOf(
  scheme: string | null | undefined,
  id: string | null | undefined,
): string | null {
  const schemeText = (scheme ?? '').trim();
  const idText = (id ?? '').trim();
  if (!/^[A-Z]{2,3}(?:-[A-Z0-9]{2,12})?$/.test(schemeText) || idText === '' || isPlaceholder(idText))
    return null;
  if (schemeText === 'GB-COH') {
    const number = companyNumberOf(idText);
    return number === null ? null : `GB-COH-${number}`;
  }
  if (idText.length > 100 || /^0+$/.test(idText) || !/^[\w./:-]+$/.test(idText)) return null;
  return `${schemeText}-${idText}`;
}

/** The identifier inside a party id such as `GB-PPON-PZJD-3364-WHJT`; null for ids that mean something only in their file. */
export function identifierInPartyId(partyId: string | null | undefined): string | null {
  const match = /^([A-Z]{2}-[A-Z]{3,6})-(.+)$/.exec(partyId ?? '');
  return match === null ? null : identifierOf(match[1], match[2]);
}

/** Identifiers once each, in the order given. */
export function uniqueIdentifiers(identifiers: readonly (string | null)[]): string[] {
  return [...new Set(identifiers.filter((identifier) => identifier !== null))];
}

/** CPV codes of eight digits, once each, at most 60; check digits are left out. */
export function readCpv(texts: readonly (string | null | undefined)[]): string[] {
  const codes = new Set<string>();
  for (const text of texts) {
    for (const match of (text ?? '').slice(0, 2000).matchAll(/(?<!\d)(\d{8})(?:-\d)?(?!\d)/g)) {
      if (match[1] !== undefined && codes.size < 60) codes.add(match[1]);
    }
  }
  return [...codes];
}

// Companies that run tender portals and appear as the organisation in Contracts Finder data.
const portal =
  /^(?:atamis|bip solutions|bravosolution|capitalesourcing|delta esourcing|due north|eu supply|in tend|intend|jaggaer|mercell|millstream associates|multiquote|mytenders|panacea applications|proactis|proactis tenders|sourcedogg|wax digital)(?: uk| holdings| limited| ltd| plc| myt| e tendering)*$/;

/** True when the name is that of a portal company, which publishes for buyers but buys nothing itself. */
export function isPortalCompany(name: string): boolean {
  return portal.test(
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim(),
  );
}
