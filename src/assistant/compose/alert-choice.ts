/** From an answer to alerts about the same contracts. */
import type { Understood } from '../../tools/tool.ts';
import type { Choice } from '../answer.ts';

/** The button that proposes alerts for what was asked about; none where that is more than a few words can say. */
export function alertChoices({ subject, serviceAreas, boroughs }: Understood): readonly Choice[] {
  const [area, ...otherAreas] = serviceAreas;
  const [borough, ...otherBoroughs] = boroughs;
  if (otherAreas.length + otherBoroughs.length > 0) return [];
  const what = subject ?? area?.toLowerCase() ?? null;
  if (what === null && borough === undefined) return [];
  const of = borough === undefined ? '' : ` of ${borough.name}`;
  return [
    {
      label: 'Set up alerts for these',
      message: `Set up alerts for ${what === null ? '' : `${what} `}contracts${of}`,
    },
  ];
}
