/** When a need comes up that somebody has talked to the market about, the answer offers to show it. */
import type { EngagementReader } from '../engagement/engagement.ts';
import type { Engagements } from '../engagement/store.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import type { Draft } from './compose/draft.ts';
import type { Form, Observation } from './planner.ts';

/** Teams shows at most six buttons. */
const mostChoices = 6;

/** Adds one button to “who uses …” when the reader may read a note on the same product or service; else the draft as it is. */
export async function withEngagementHint(
  draft: Draft,
  form: Form,
  observations: readonly Observation[],
  engagements: Engagements | undefined,
  reader: EngagementReader,
  today: IsoDate,
): Promise<Draft> {
  const found = observations.map(({ result }) => result).findLast(({ outcome }) => outcome === 'contracts');
  if (form !== 'who-uses' || engagements === undefined || found?.outcome !== 'contracts') return draft;
  const { productIds, subject, serviceAreas } = found.understood;
  const [serviceArea = null] = serviceAreas;
  if (draft.choices.length >= mostChoices || (productIds.length === 0 && serviceArea === null)) return draft;
  const { total } = await engagements.find(
    {
      supplierIds: [],
      productIds,
      organisation: null,
      serviceArea: productIds.length === 0 ? serviceArea : null,
      words: null,
      boroughIds: [],
      exceptBoroughId: null,
    },
    reader,
    today,
  );
  if (total === 0) return draft;
  const about =
    subject !== null && productIds.length > 0
      ? `Has anyone met suppliers with ${subject}?`
      : `Has anyone met suppliers about ${serviceArea}?`;
  const label = `Market engagement on this: ${total === 1 ? 'one note' : `${total} notes`}`;
  return { ...draft, choices: [...draft.choices, { label, message: about }] };
}
