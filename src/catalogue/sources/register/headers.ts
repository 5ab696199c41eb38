/** The words councils use for the columns of their contract registers. */

/** Every field a register column can hold, by our name for it. */
export type RegisterField = keyof typeof synonyms;

// Of several columns for one field the earlier synonym wins. Compared without case, marks and spacing.
const synonyms = {
  reference: `
    award id | contract reference | contract reference number | contract reference no | contract ref |
    contract ref no | contract number | contract no | contract id | procurement reference |
    reference number | reference no | unique reference number | unique reference | unique id |
    reference | ref number | ref no | ref | tender reference | register reference |
    contract register reference | id
  `,
  title: `
    contract title | title of contract | contract name | name of contract | title of agreement |
    agreement title | contract agreement title | title | title of the contract | contract |
    tender title | subject | agreement name | contract subject
  `,
  description: `
    contract description | description of the goods and or services being provided |
    description of goods and or services | description | description of goods services |
    description of the goods and services | contract summary | summary | details | purpose |
    description of contract | brief description | goods services or works |
    description of the goods services works
  `,
  supplier: `
    supplier name | suppliers | supplier | supplier s | name of supplier | contractor name |
    contractor | contractors | contractor s | supplier name and details | supplier name s |
    awarded supplier | awarded to | provider | provider name | service provider | company name |
    company | supplier as published | main supplier | supplier details | vendor name |
    name of contractor | supplier contractor | contracted supplier
  `,
  supplierId: `
    company number | company registration number | companies house number | company reg number |
    company reg no | company no | registered company number | supplier company number | supplier ids |
    supplier id | registration number | company or charity number | company charity number |
    supplier registration number | company registration no | supplier company registration number
  `,
  charityNumber: `
    charity number | registered charity number | charity registration number | charity no
  `,
  start: `
    contract start date | start date | start | contract start | commencement date |
    contract commencement date | date from | from | start date of contract |
    contract start date dd mm yyyy | begin date | effective date | date commenced
  `,
  end: `
    current end date | current contract end date | contract end date | end date | end | contract end |
    expiry date | contract expiry date | expiry | contract expiry | completion date | date to | to |
    end date of contract | contract finish date | finish date | termination date | expires |
    contract expires
  `,
  initialEnd: `
    initial end date | original end date | initial term end date | initial contract end date |
    original expiry date | initial expiry date | original contract end date
  `,
  maxExtent: `
    last extension date | latest end date | maximum end date | max end date | final end date |
    end date including extensions | contract end date including extensions | end date with extensions |
    extended end date | extension end date | latest possible end date | end date inc extensions |
    final expiry date | maximum expiry date | end date if all extensions taken | potential end date |
    last extension end date
  `,
  review: 'review date | contract review date | next review date',
  extension: `
    extension options | extension option | options to extend | option to extend | extensions |
    extension | extension period | extension periods | extension details | extensions available |
    extension available | contract extension | contract extension options | available extensions |
    extension terms | option to extend months | permitted extensions
  `,
  value: `
    total contract value | contract value | total value | value | value gbp | value of contract |
    awarded value | contract sum | whole life value | lifetime value | total value of contract |
    estimated contract value | estimated value | total contract value gbp | contract value gbp | sum |
    amount | total estimated value | contract award value | award value | value of the contract |
    total lifetime value | contract total value | total contract sum |
    sum to be paid over the length of the contract | estimated total contract value |
    contract value total
  `,
  annualValue: `
    annual value | annual contract value | estimated annual value | estimated annual contract value |
    value per annum | annual cost | value per year | annual sum | estimated annual sum | annual spend |
    estimated annual spend | annual contract value gbp | budgeted annual cost |
    estimated annual spending | annual budget
  `,
  vat: `
    vat | vat not recovered | irrecoverable vat | non recoverable vat | vat non recoverable |
    vat that cannot be recovered | value of vat that cannot be recovered | vat not recoverable |
    amount of vat that cannot be recovered | non recoverable vat value
  `,
  department: `
    department | directorate | department responsible | responsible department | council department |
    local authority department | service department | department directorate |
    local authority department responsible | division | team | directorate department |
    department name | responsible service
  `,
  serviceArea: `
    service area | service | category | contract category | service category label | service category |
    procurement category | industry
  `,
  process: `
    procurement route | procedure type | procurement process | process type | tender process |
    process | procedure | award procedure | procurement method | procurement procedure |
    invitation to tender or quotation | itt or quote | contract process | tender type |
    purchasing route | invitation to quote or tender | contract award procedure | quote or tender |
    tender or quotation | invitation to quote invitation to tender | procurement process type |
    route to market
  `,
  framework: `
    framework | framework name | framework agreement | framework reference | name of framework |
    framework used
  `,
  buyer: `
    buyer as published | buyer | buyer name | organisation name | organisation | organisation label |
    authority | authority name | local authority | local authority name | council | council name |
    body name | contracting authority | publisher | publisher label | publishing authority | borough
  `,
  gss: 'gss | gss code | ons code | local authority code',
  cpv: `
    cpv | cpv code | cpv codes | common procurement vocabulary | cpv code s | cpv classification
  `,
  status: 'contract status | status | current status | notice status',
  published: `
    published date | date published | publication date | published | last updated | date last updated
  `,
  ocid: 'ocid | open contracting id',
  url: `
    url | link | notice url | contract url | web link | contract link | document link |
    contract notice url
  `,
  product: 'product | system | software | product name | system name | application',
  vendor: 'vendor | manufacturer | software vendor',
} as const;

/** All of them. */
export const registerFields = Object.keys(synonyms) as readonly RegisterField[];

const fieldOf = new Map<string, { readonly field: RegisterField; readonly rank: number }>();
for (const [field, words] of Object.entries(synonyms) as [RegisterField, string][]) {
  for (const [rank, word] of words
    .trim()
    .split(/\s*\|\s*/)
    .entries())
    fieldOf.set(word, { field, rank });
}

/** Where the columns of a register are. */
export type RegisterHeader = {
  /** Position of each field's column. */
  readonly positions: ReadonlyMap<RegisterField, number>;
  readonly width: number;
};

/** The columns in this row of header words, or null when it is not the header of a register. */
export function readHeader(cells: readonly string[]): RegisterHeader | null {
  const found = new Map<RegisterField, { position: number; rank: number }>();
  for (const [position, cell] of cells.entries()) {
    const known = fieldOf.get(normalise(cell));
    if (known === undefined) continue;
    const present = found.get(known.field);
    if (present === undefined || known.rank < present.rank)
      found.set(known.field, { position, rank: known.rank });
  }
  const has = (...fields: RegisterField[]): boolean => fields.some((field) => found.has(field));
  // A register that calls the firm the vendor and has no supplier column means the supplier.
  const vendor = found.get('vendor');
  if (!found.has('supplier') && vendor !== undefined) {
    found.set('supplier', vendor);
    found.delete('vendor');
  }
  const isRegister =
    found.size >= 4 &&
    has('title', 'description', 'supplier') &&
    has('start', 'end') &&
    has('supplier', 'value', 'annualValue', 'reference');
  if (!isRegister) return null;
  return {
    positions: new Map([...found].map(([field, { position }]) => [field, position])),
    width: cells.length,
  };
}

function normalise(header: string): string {
  return header
    .slice(0, 120)
    .toLowerCase()
    .replace(/£|\(\s*gbp\s*\)/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
