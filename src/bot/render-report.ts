/** Draws what the sender itself sends, and leaves everything else to the part it comes from. */
import { reportContent } from '../alerts/delivery/report.ts';
import { cardContentType } from './activities.ts';
import { deliveryReportCard, reportSentence } from './cards/delivery-report-card.ts';
import type { RenderDelivery } from './delivery-message.ts';

/** A content that no part of the app draws. */
export class UnknownContentError extends Error {
  readonly code = 'UNKNOWN_CONTENT';
  constructor() {
    super('No part of this version draws this message. It was perhaps queued by a newer version.');
    this.name = 'UnknownContentError';
  }
}

/** `others` draws the content of alerts; null where there are none. */
export function renderWithReport(others: RenderDelivery | null): RenderDelivery {
  return (content, form) => {
    const report = reportContent.safeParse(content);
    if (report.success) {
      const sentence = reportSentence(report.data);
      return {
        type: 'message',
        text: sentence,
        textFormat: 'markdown',
        summary: sentence,
        attachments: [{ contentType: cardContentType, content: deliveryReportCard(report.data) }],
      };
    }
    if (others === null) throw new UnknownContentError();
    return others(content, form);
  };
}
