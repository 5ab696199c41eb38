/** Hands out the record of one purchase to whoever holds its link, until the link ends. */
import { z } from 'zod';
import type { RecordContext, RecordFile } from '../assistant/record/write-record.ts';
import { type RecordForm, recordForms, type WalkDesk } from '../toolkit/desk.ts';
import type { Opportunity } from '../toolkit/opportunity.ts';
import { type HttpRoute, sendJson } from './http-route.ts';

/** What the route is made from. */
export type RecordRouteParts = {
  /** May still be on its way. */
  readonly walk: Promise<WalkDesk>;
  readonly write: (
    form: RecordForm,
    opportunity: Opportunity,
    viewer: RecordContext['viewer'],
  ) => Promise<RecordFile>;
  readonly now: () => Date;
};

const viewerSchema = z.object({
  boroughId: z.string().max(20).nullable(),
  isVouchedFor: z.boolean(),
  isPrivate: z.boolean(),
});
const forms = Object.keys(recordForms) as RecordForm[];

/** `GET /records/:token/:name`; an unknown link and one that has ended are answered alike. */
export function recordRoute(parts: RecordRouteParts): HttpRoute {
  return {
    method: 'GET',
    path: '/records/:token/:name',
    async handle(_request, response, { token = '', name = '' }) {
      const form = forms.find((one) => name === `record.${one}`);
      const walk = await parts.walk;
      const found =
        form !== undefined && /^[\w-]{43}$/.test(token)
          ? await walk.opportunities.byLink(token, parts.now())
          : null;
      const viewer = viewerSchema.safeParse(found?.viewer);
      if (form === undefined || found === null || !viewer.success) {
        sendJson(response, 404, {
          error: { code: 'NO_RECORD', message: 'This link has ended. Ask for the record again in the chat.' },
        });
        return;
      }
      const file = await parts.write(form, found.opportunity, viewer.data);
      response.writeHead(200, {
        'content-type': file.contentType,
        'content-length': file.content.length,
        'content-disposition': `attachment; filename="${file.fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
      });
      response.end(file.content);
    },
  };
}
