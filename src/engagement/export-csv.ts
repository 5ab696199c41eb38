/** Notes as CSV that no spreadsheet runs as a formula. */
import type { Engagement } from './engagement.ts';

const header = [
  'id',
  'met_on',
  'organisation',
  'known_as',
  'service_area',
  'summary',
  'people_met',
  'borough',
  'borough_confirmed',
  'shared_with',
  'logged_on',
  'expires_on',
] as const;

/** A leading sign starts a formula, also after blanks or a control character that a program skips. */
function cell(value: string): string {
  const isFormula = /^[\s\p{C}]*[=+\-@|%]/u.test(value) || /^[\t\r\n]/.test(value);
  return `"${(isFormula ? `'${value}` : value).replaceAll('"', '""')}"`;
}

/** One line a note under one header line, every cell quoted, lines ended as RFC 4180 says. */
export function engagementsAsCsv(engagements: readonly Engagement[]): string {
  const lines = engagements.map((note) =>
    [
      note.id,
      note.metOn,
      note.organisation,
      note.organisationName ?? '',
      note.serviceArea ?? '',
      note.summary,
      note.people ?? '',
      note.borough ?? '',
      note.isVouched ? 'yes' : 'no',
      note.sharing,
      note.loggedOn,
      note.expiresOn,
    ]
      .map(cell)
      .join(','),
  );
  return `${[header.join(','), ...lines].join('\r\n')}\r\n`;
}
