/** The tables of a timeline answer: choices, plan worked backwards, arithmetic. */
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { monthWords } from '../../procurement/length-words.ts';
import { dayWords } from '../../procurement/published-dates.ts';
import type { ActByFound, ActByPlan } from '../../tools/act-by-plans.ts';
import type { Cell, Section, TableRow } from '../answer.ts';
import { plain, section } from './draft.ts';

const tones: Readonly<Record<string, Cell['tone']>> = {
  ok: 'good',
  soon: 'warning',
  late: 'attention',
  critical: 'attention',
  ended: 'subtle',
};

/** ` (already past)`, or nothing. */
export function past(date: IsoDate, today: IsoDate): string {
  return date < today ? ' (already past)' : '';
}

function row(
  cells: readonly (string | Cell)[],
  contractId: string | null,
  citations: readonly number[] = [],
): TableRow {
  return {
    contractId,
    citations,
    cells: cells.map((cell) => (typeof cell === 'string' ? plain(cell) : cell)),
  };
}

function startCell(plan: ActByPlan, today: IsoDate): Cell {
  const { actBy } = plan;
  if (!actBy.known) return plain('not known');
  const lines = [`${formatDate(actBy.startBy)}${past(actBy.startBy, today)}`];
  if (actBy.otherwise !== null)
    lines.push(
      `${formatDate(actBy.otherwise.startBy)}${past(actBy.otherwise.startBy, today)} if ${actBy.otherwise.leadMonths} months`,
    );
  return { text: lines.join('\n'), tone: tones[plan.state ?? ''] ?? 'plain' };
}

/** Ways on, each with its end and the day to start by. */
export function choicesSection(found: ActByFound, today: IsoDate): Section {
  const id = found.contract?.id ?? null;
  const [current, ...extended] = found.plans;
  const rows: TableRow[] = found.plans.map((plan) =>
    row(
      [
        plan.extendedMonths === 0
          ? 'Replace at the current end'
          : `Extend by ${monthWords(plan.extendedMonths)}, then replace`,
        dayWords(plan.endDate, found.endPrecision),
        startCell(plan, today),
        plan.extendedMonths === 0 ? 'no option used' : noticeCell(current, found),
      ],
      id,
    ),
  );
  if (current !== undefined && found.quickerStartBy !== null) {
    const end = dayWords(current.endDate, found.endPrecision);
    rows.push(
      row(
        [
          'Quicker route: call-off from a framework',
          end,
          {
            text: `${formatDate(found.quickerStartBy)}${past(found.quickerStartBy, today)}`,
            tone: found.quickerStartBy < today ? 'attention' : 'warning',
          },
          `${found.quickerMonths} months for buying; moving data takes as long as before`,
        ],
        id,
      ),
    );
    if (extended[0] !== undefined)
      rows.push(
        row(
          [
            'Both: extend as cover and start now',
            dayWords(extended[0].endDate, found.endPrecision),
            'now',
            'the option buys time for the move; check that it can be ended early',
          ],
          id,
        ),
      );
  }
  return section('Your choices', ['Choice', 'Ends', 'Start by', 'What it rests on'], rows);
}

function noticeCell(current: ActByPlan | undefined, found: ActByFound): string {
  const notice = current?.actBy.known === true ? current.actBy.optionNotice : null;
  return notice === null
    ? 'decide before the option-notice date, which is not known'
    : `notice by ${formatDate(notice.deadline)} for the first option (${found.noticeMonths} months)`;
}

/** The steps of one plan, latest days in order. */
export function planSection(found: ActByFound, plan: ActByPlan, today: IsoDate): Section {
  const heading =
    plan.extendedMonths === 0
      ? `Worked backwards from ${dayWords(plan.endDate, found.endPrecision)}`
      : `Worked backwards from ${dayWords(plan.endDate, found.endPrecision)}, after extending by ${monthWords(plan.extendedMonths)}`;
  const rows = plan.milestones.map((milestone) =>
    row(
      [
        milestone.name,
        {
          text: `${formatDate(milestone.latest)}${past(milestone.latest, today)}`,
          tone: milestone.latest < today ? 'attention' : 'plain',
        },
        milestone.notice ?? 'none',
        milestone.why,
      ],
      found.contract?.id ?? null,
    ),
  );
  return section(heading, ['Step', 'Latest day', 'Notice', 'Why'], rows);
}

/** Every step of the sum in words. */
export function arithmetic(plan: ActByPlan): Section | null {
  if (!plan.actBy.known) return null;
  const { actBy } = plan;
  const lines = [
    `Class: ${actBy.reasons.join('; ')}.`,
    ...actBy.steps.map((step) => `${step.charAt(0).toUpperCase()}${step.slice(1)}.`),
    `Act by ${formatDate(actBy.date)}.`,
    `Last day for a tender notice that can still be signed before the end: ${formatDate(actBy.criticalAfter)}.`,
  ];
  return section(
    'The arithmetic',
    [],
    [],
    lines.map((text) => ({ text, citations: [] })),
  );
}
