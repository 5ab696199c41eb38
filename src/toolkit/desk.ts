/** All that the tools need of the walk-through. */
import type { Opportunities } from './opportunities.ts';
import type { Opportunity } from './opportunity.ts';
import type { Toolkit } from './toolkit.ts';

/** The forms in which a record is handed out, with the name each is offered by. */
export const recordForms = { docx: 'Word', pdf: 'PDF', md: 'Markdown', ics: 'Calendar' } as const;
/** One of them, as the ending of the file. */
export type RecordForm = keyof typeof recordForms;

/** One way to fetch a record. */
export type RecordLink = { readonly form: RecordForm; readonly label: string; readonly address: string };

/** The steps, and the purchases that are on their way through them. */
export type WalkDesk = {
  readonly toolkit: Toolkit;
  readonly opportunities: Opportunities;
  /** Links that open the record as this viewer may see it, for a day; none where no server hands it out. */
  readonly recordLinks: (opportunity: Opportunity, viewer: object) => Promise<readonly RecordLink[]>;
};

const lasts = 24 * 60 * 60 * 1_000;

/** The desk over a store; `address` is where officers reach the server, null where there is none. */
export function createWalkDesk(parts: {
  readonly toolkit: Toolkit;
  readonly opportunities: Opportunities;
  readonly address: () => string | null;
  readonly now: () => Date;
}): WalkDesk {
  const { toolkit, opportunities } = parts;
  return {
    toolkit,
    opportunities,
    recordLinks: async (opportunity, viewer) => {
      const base = parts.address();
      if (base === null) return [];
      const expires = new Date(parts.now().getTime() + lasts);
      const token = await opportunities.link(opportunity.id, viewer, expires);
      return (Object.keys(recordForms) as RecordForm[]).map((form) => ({
        form,
        label: recordForms[form],
        address: `${base.replace(/\/$/, '')}/records/${token}/record.${form}`,
      }));
    },
  };
}
