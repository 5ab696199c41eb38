/** One made-up contract as an OCDS 1.1 release; about two kilobytes, like the real ones. */
import type { ReferenceData } from '../../src/catalogue/reference-data.ts';
import type { MadeUpMarket, MadeUpOrganisation } from './made-up-market.ts';
import { purchases, routes, sentences } from './made-up-words.ts';
import type { Random } from './random.ts';

/** Share of contracts for a product of the reference list; the rest is everything else councils buy. */
const productShare = 0.12;
const londonShare = 0.75;
const firstDay = Date.UTC(2019, 0, 1);
const lastStart = Date.UTC(2027, 11, 31);
const lastDay = Date.UTC(2034, 11, 31);
const newLaw = Date.UTC(2025, 1, 24);
const newestPublication = Date.UTC(2026, 10, 20);
const dayMilliseconds = 86_400_000;

type Purchase = {
  readonly title: string;
  readonly cpv: string;
  readonly amount: number;
  readonly supplier: MadeUpOrganisation;
};

function day(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Published spellings vary in the case and the legal form. */
function publishedName(name: string, random: Random): string {
  if (random.chance(0.15)) return name.toUpperCase();
  return random.chance(0.1) ? name.replace(/ Limited$/, ' Ltd.') : name;
}

/** As often small as large: amounts are even on a logarithmic scale. */
function amountBetween(least: number, most: number, random: Random): number {
  return Math.round(Math.exp(Math.log(least) + random.next() * Math.log(most / least)) / 100) * 100;
}

function software(
  borough: ReferenceData['boroughs'][number],
  market: MadeUpMarket,
  random: Random,
): Purchase {
  const product = random.pick(market.productsOf(borough.buyer.id));
  const names = [product.name, ...product.formerNames, ...product.variants].filter(
    (name) => !product.ambiguousNames.includes(name),
  );
  const name = random.chance(0.6) ? product.name : random.pick([product.name, ...names]);
  const vendor =
    product.vendor === null || random.chance(0.25)
      ? random.pickSkewed(market.suppliers)
      : {
          name: product.vendor,
          id: `MADE-UP-${product.id}`,
          companyNumber: product.vendorCompanyNumber,
        };
  const what = random.pick([
    'licences and support',
    'hosting and support',
    'software as a service',
    'support renewal',
  ]);
  return {
    title: `${name} ${what} (${product.serviceArea.toLowerCase()})`,
    cpv: '48000000',
    amount: amountBetween(15_000, 4_000_000, random),
    supplier: vendor,
  };
}

function anythingElse(market: MadeUpMarket, random: Random): Purchase {
  const [title, cpv, least, most] = random.pick(purchases);
  return {
    title: `${title}, lot ${random.between(1, 9)}`,
    cpv,
    amount: amountBetween(least, most, random),
    supplier: random.pickSkewed(market.suppliers),
  };
}

function periodOf(random: Random) {
  const start =
    firstDay + Math.floor((random.next() * (lastStart - firstDay)) / dayMilliseconds) * dayMilliseconds;
  const end = Math.min(start + random.between(12, 84) * 30.4 * dayMilliseconds, lastDay);
  const years = random.between(1, 3);
  const longest = Math.min(end + years * 365 * dayMilliseconds, lastDay);
  const hasOption = random.chance(0.5) && longest > end;
  return { start, end, longest, years, hasOption };
}

/** The release with this number; call in order, because each takes its random numbers from the same row. */
export function madeUpRelease(number: number, market: MadeUpMarket, random: Random): object {
  const borough = random.pick(market.boroughs);
  const isLondon = random.chance(londonShare);
  const isSoftware = isLondon && random.chance(productShare / londonShare);
  const buyer = isLondon
    ? {
        name: random.chance(0.5) ? borough.buyer.officialName : borough.buyer.shortName,
        id: borough.buyer.id,
      }
    : random.pick(market.otherBuyers);
  const { title, cpv, amount, supplier } = isSoftware
    ? software(borough, market, random)
    : anythingElse(market, random);
  const { start, end, longest, years, hasOption } = periodOf(random);
  const published = Math.min(start - random.between(5, 90) * dayMilliseconds, newestPublication);
  const isNewLaw = published >= newLaw;
  const ocid = `ocds-madeup-${String(number).padStart(8, '0')}`;
  const noticeId = `${String(number).padStart(8, '0')}-MADE-UP`;
  const description = [
    'Made up for load tests: no such contract exists.',
    ...Array.from({ length: random.between(3, 6) }, () => random.pick(sentences)),
  ].join(' ');
  const identifier =
    supplier.companyNumber === null ? {} : { identifier: { scheme: 'GB-COH', id: supplier.companyNumber } };
  return {
    ocid,
    id: noticeId,
    date: `${day(published)}T09:00:00Z`,
    tag: ['contract'],
    language: 'en',
    initiationType: 'tender',
    buyer: { id: buyer.id, name: buyer.name },
    parties: [
      {
        id: buyer.id,
        name: buyer.name,
        roles: ['buyer'],
        address: {
          streetAddress: '1 Made-up Street',
          locality: 'London',
          postalCode: 'ZZ1 1ZZ',
          countryName: 'United Kingdom',
        },
        contactPoint: { name: 'Made-up contact', email: 'nobody@example.invalid' },
      },
      {
        id: supplier.id,
        name: supplier.name,
        roles: ['supplier', 'tenderer'],
        ...identifier,
        address: {
          streetAddress: '2 Made-up Lane',
          locality: 'Nowhere',
          postalCode: 'ZZ2 2ZZ',
          countryName: 'United Kingdom',
        },
      },
    ],
    tender: {
      id: noticeId,
      title,
      description,
      status: 'complete',
      procurementMethod: 'open',
      procurementMethodDetails: random.pick(routes),
      mainProcurementCategory: 'services',
      classification: { scheme: 'CPV', id: cpv },
      legalBasis: isNewLaw ? { scheme: 'UKPGA', id: '2023/54' } : { scheme: 'CELEX', id: '32014L0024' },
      value: { amount, currency: 'GBP' },
    },
    awards: [
      {
        id: '1',
        title,
        status: 'active',
        date: `${day(published)}T00:00:00Z`,
        suppliers: [{ id: supplier.id, name: publishedName(supplier.name, random) }],
        value: { amount, currency: 'GBP' },
      },
    ],
    contracts: [
      {
        id: '1',
        awardID: '1',
        title,
        status: 'active',
        dateSigned: `${day(start - 14 * dayMilliseconds)}T00:00:00Z`,
        period: {
          startDate: `${day(start)}T00:00:00Z`,
          endDate: `${day(end)}T23:59:59Z`,
          ...(hasOption ? { maxExtentDate: `${day(longest)}T23:59:59Z` } : {}),
        },
        hasRenewal: hasOption,
        ...(hasOption
          ? {
              renewal: {
                description: `May be extended by up to ${years} further period${years === 1 ? '' : 's'} of twelve months.`,
              },
            }
          : {}),
        value: { amount, currency: 'GBP' },
        documents: [
          {
            id: noticeId,
            documentType: 'contractNotice',
            noticeType: isNewLaw ? 'UK7' : undefined,
            url: `https://made-up.example.invalid/Notice/${noticeId}`,
            datePublished: `${day(published)}T09:00:00Z`,
          },
        ],
      },
    ],
  };
}
