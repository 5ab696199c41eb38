/** The daily report of the sender as a card: counts and what to do about them. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { ReportContent } from '../../alerts/delivery/report.ts';
import { card, facts, heading, smallText, text } from './elements.ts';
import { escapeMarkdown } from './escape.ts';

const names: Readonly<Record<keyof ReportContent['states'], string>> = {
  sent: 'Sent',
  queued: 'Waiting',
  sending: 'On their way',
  ambiguous: 'Sent, and not known whether shown',
  failed: 'Failed',
  suppressed: 'Taken back before they were sent',
};

/** The whole report in one sentence or two. */
export function reportSentence(report: ReportContent): string {
  const { states, total } = report.lastDay;
  const stopped = report.stopped === null ? '' : ` All sending is stopped (${report.stopped}).`;
  return `Alerts on ${report.day}: of ${total} messages in the last day ${states.sent} were sent, ${states.failed} failed, ${states.ambiguous} are unclear, ${states.queued + states.sending} wait and ${states.suppressed} were taken back.${stopped}`;
}

function advice(report: ReportContent): string[] {
  return [
    ...(report.stopped === null
      ? []
      : ['All sending is stopped. Put right what is named, then run: npm run alerts -- --resume']),
    ...(report.lastDay.states.failed === 0
      ? []
      : ['Failed messages can be sent again: npm run alerts -- --resend failed']),
    ...(report.paused === 0
      ? []
      : [`${report.paused} wait in conversations that are archived or closed to the assistant.`]),
    ...(report.overdueSeconds < 3_600
      ? []
      : [`The longest waiting message is ${Math.floor(report.overdueSeconds / 3_600)} hours overdue.`]),
  ];
}

/** Counts of the last day and of all time; no names. */
export function deliveryReportCard(report: ReportContent): IAdaptiveCard {
  const sentence = reportSentence(report);
  const rows = (Object.keys(names) as (keyof typeof names)[]).map((state) => ({
    name: names[state],
    value: `${report.lastDay.states[state]} in the last day, ${report.states[state]} in all`,
  }));
  return card({
    body: [
      heading('Alerts: report of the day', 'title'),
      text(escapeMarkdown(sentence)),
      facts(rows),
      ...(report.codes.length === 0
        ? []
        : [
            smallText(
              escapeMarkdown(
                `Reasons: ${report.codes.map(({ state, code, count }) => `${count} ${state} (${code})`).join(', ')}.`,
              ),
            ),
          ]),
      ...advice(report).map((line) => text(escapeMarkdown(line), 'warning')),
      smallText('What each state means and what to do stands in the runbook of alerts.'),
    ],
    actions: [],
    fallbackText: sentence,
    speak: sentence,
  });
}
