/** Records that not everybody may see, those who look for them, and everything they can ask a tool. */
import { z } from 'zod';
import type { Viewer } from '../../src/catalogue/viewer.ts';
import { isoDate } from '../../src/procurement/iso-date.ts';
import type { confirmingTools, tools } from '../../src/tools/tools.ts';
import { registerFile, surveyFile } from './four-sources.ts';

/** The borough whose survey is restricted. */
export const hillingdon = 'E09000017';
/** Another borough, with a public record of its own. */
export const bromley = 'E09000006';
/** The day on which everything here is asked. */
export const today = isoDate('2026-11-23');

/** One row for officers only and two for the owner alone. */
export const survey = surveyFile([
  'Hillingdon,Housing,NEC Housing,NEC,Discreet Dealers Ltd,01/04/2022,31/03/2027,,"£987,654",Bunker Hosting,1/5,15/09/2026,boroughs',
  'Hillingdon,Revenues,Civica OpenRevenues,Civica,Hushed Holdings Ltd,01/04/2021,30/06/2029,,"£876,543",Attic Servers,2/5,15/09/2026,private',
  'Hillingdon,Parking,Taranto,Conduent,Plain Parking Ltd,01/04/2023,31/03/2028,,"£765,432",Cellar Racks,3/5,15/09/2026,private',
]);
/** Public records; the first is of a deal of the survey too. */
export const register = registerFile([
  'London Borough of Hillingdon,PK-100,Parking system Taranto,Plain Parking Ltd,01/04/2023,31/03/2028,"£100,000",2023-05-01',
  'London Borough of Bromley,PK-200,Parking permits,Open Permits Ltd,01/04/2023,31/03/2028,"£50,000",2023-05-01',
]);

/** What nobody but officers of the boroughs may read. */
const officersOnly = ['Discreet Dealers'];
/** What is Hillingdon's alone. */
export const ownersOnly = [
  '987654',
  '987,654',
  'Bunker Hosting',
  'Hushed Holdings',
  'OpenRevenues (Revenues)',
  '2029-06-30',
  '876543',
  '876,543',
  'Attic Servers',
  '765432',
  '765,432',
  'Cellar Racks',
];

/** A viewer of a borough, or of none. */
export const viewer = (boroughId: string | null, isVouchedFor: boolean, isPrivate: boolean): Viewer => ({
  boroughId,
  isVouchedFor,
  isPrivate,
});
/** Those who may not see all, each with the words that must never reach them. */
export const lookers: readonly (readonly [string, Viewer, readonly string[]])[] = [
  ['an outsider', viewer(null, false, true), [...officersOnly, ...ownersOnly]],
  [
    'somebody who only says he works there',
    viewer(hillingdon, false, true),
    [...officersOnly, ...ownersOnly],
  ],
  ['an officer of another borough', viewer(bromley, true, true), ownersOnly],
  ['the owner, in a channel', viewer(hillingdon, true, false), [...officersOnly, ...ownersOnly]],
];
/** Who may see everything. */
export const owner = viewer(hillingdon, true, true);

type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly enum?: readonly string[];
};

const texts = [
  'Hillingdon',
  'NEC Housing',
  'Discreet Dealers Ltd',
  'Hushed Holdings Ltd',
  'Civica OpenRevenues',
  'Housing management',
  'Revenues and benefits',
  'Attic Servers',
  'Parking',
  '2026-11-23',
];

/** Values worth trying for one field of a tool's input; the first is the plainest. */
function valuesFor(schema: Schema, ids: readonly string[]): unknown[] {
  if (schema.anyOf !== undefined)
    return schema.anyOf
      .flatMap((choice) => valuesFor(choice, ids))
      .sort((one, other) => Number(other === null) - Number(one === null));
  if (schema.enum !== undefined) return [...schema.enum];
  // Null first: the plainest question asks for everything.
  const types = [schema.type ?? []]
    .flat()
    .sort((one, other) => Number(other === 'null') - Number(one === 'null'));
  return types.flatMap((type): unknown[] => {
    if (type === 'null') return [null];
    if (type === 'boolean') return [false, true];
    if (type === 'number' || type === 'integer') return [1, 2, 800_000, 900_000];
    if (type === 'string') return [...texts, ...ids];
    if (type === 'array')
      return [
        ['Hillingdon', 'Bromley'],
        ['Hillingdon'],
        ['Housing management', 'Revenues and benefits', 'Parking'],
      ];
    return [];
  });
}

/** The plainest input, and every input that differs from it in one field. */
export function inputsOf(
  tool: (typeof tools | typeof confirmingTools)[number],
  ids: readonly string[],
): object[] {
  const { properties = {} } = z.toJSONSchema(tool.input as z.ZodType) as Schema;
  const choices = Object.entries(properties).map(([name, schema]) => [name, valuesFor(schema, ids)] as const);
  const plain = Object.fromEntries(choices.map(([name, values]) => [name, values[0] ?? null]));
  return [
    plain,
    ...choices.flatMap(([name, values]) => values.map((value) => ({ ...plain, [name]: value }))),
  ];
}
