/** Made-up OCDS releases with people in every place where a publisher may put them. */

/** Words of people that must never reach a database. */
export const personalWords = [
  'Petronella Quillfeather',
  'petronella.quillfeather@example.org',
  '020 7946 0987',
  '07700 900123',
  '14 Imaginary Mews',
] as const;

const [name, email, telephone, mobile, streetAddress] = personalWords;
const contactPoint = { name, email, telephone, faxNumber: mobile };

/** What differs between made-up releases. */
export type MadeUpRelease = {
  readonly number: number;
  readonly id?: string;
  readonly date: string;
  readonly title?: string;
  readonly buyer?: string;
  readonly cpv?: string | null;
  readonly endDate?: string;
  readonly prefix?: 'ocds-h6vhtk' | 'ocds-b5fd17';
};

/** A contract for software let by a London authority, unless told otherwise. */
export function madeUpRelease(given: MadeUpRelease) {
  const buyer = given.buyer ?? 'London Borough of Hillingdon';
  const ocid = `${given.prefix ?? 'ocds-h6vhtk'}-ffff${String(given.number).padStart(2, '0')}`;
  const cpv = given.cpv === undefined ? '48000000' : given.cpv;
  return {
    ocid,
    id: given.id ?? `${String(900_000 + given.number)}-2026`,
    date: given.date,
    tag: ['contract'],
    language: 'en',
    buyer: { id: 'org-1', name: buyer, contactPoint },
    parties: [
      {
        id: 'org-1',
        name: buyer,
        roles: ['buyer'],
        contactPoint,
        address: { streetAddress },
        details: { note: email },
      },
      {
        id: 'org-2',
        name: 'Fictional Housing Software Limited',
        roles: ['supplier'],
        identifier: { scheme: 'GB-COH', id: '09990009' },
        contactPoint,
        address: { streetAddress },
      },
    ],
    tender: {
      title: given.title ?? `Made-up booking system ${given.number}`,
      description: `Licences and support. Ask ${email} or ring ${telephone} or ${mobile}.`,
      ...(cpv === null ? {} : { classification: { scheme: 'CPV', id: cpv } }),
      procuringEntity: { id: 'org-1', contactPoint },
      submissionMethodDetails: `Write to ${email}`,
    },
    awards: [
      {
        id: '1',
        title: given.title ?? `Made-up booking system ${given.number}`,
        status: 'active',
        suppliers: [{ id: 'org-2', name: 'Fictional Housing Software Limited', contactPoint }],
        value: { amount: 120_000 + given.number, currency: 'GBP' },
        contractPeriod: {
          startDate: '2026-01-01T00:00:00Z',
          endDate: given.endDate ?? '2028-12-31T23:59:59Z',
        },
      },
    ],
  };
}
