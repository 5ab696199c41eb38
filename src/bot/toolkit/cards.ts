/** Cards of a purchase on its way through the toolkit. What officers and records say is escaped; lists go on pages. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { createCitations } from '../../assistant/compose/draft.ts';
import {
  contractGone,
  dueWords,
  filledFacts,
  placeWords,
  stageCounts,
  walkTitle,
} from '../../assistant/compose/walk-words.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { RecordLink } from '../../toolkit/desk.ts';
import { bounds } from '../../toolkit/opportunity.ts';
import type { WalkView } from '../../tools/walk-view.ts';
import {
  type CardAction,
  card,
  cardBytes,
  type Element,
  execute,
  group,
  heading,
  openUrl,
  smallText,
  table,
  text,
} from '../cards/elements.ts';
import { clip, escapeMarkdown, link, safeUrl } from '../cards/escape.ts';
import type { CardView } from './card-data.ts';
import { textInput } from './inputs.ts';

/** A sentence above the card's content, such as that something was saved. */
export type Banner = { readonly text: string; readonly tone: 'good' | 'warning' } | null;

/** Below what Teams takes, with room for what it adds. */
const roomyBytes = 22_000;
const perPage = { owners: 6, decisions: 4 } as const;

/** The rows of one page, and how many pages there are; a page that is not there is the last. */
export function pageOf<Row>(rows: readonly Row[], page: number, size: number) {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const at = Math.min(Math.max(1, page), pages);
  return { rows: rows.slice((at - 1) * size, at * size), at, pages };
}

function cells(values: readonly string[]) {
  return values.map((value) => [{ markdown: escapeMarkdown(value), tone: 'plain' as const }]);
}

/** Title and banner of every card of a purchase. */
export function head(view: Pick<WalkView, 'opportunity' | 'boroughName'>, banner: Banner): Element[] {
  return [
    heading(escapeMarkdown(walkTitle(view)), 'title'),
    ...(banner === null ? [] : [text(escapeMarkdown(banner.text), banner.tone)]),
  ];
}

/** A button that shows another card of the same purchase. */
export function show(label: string, view: WalkView, to: CardView, page = 1, step?: string): CardAction {
  return execute(label, {
    verb: 'walk.show',
    id: view.opportunity.id,
    view: to,
    page,
    ...(step === undefined ? {} : { step }),
  });
}

function words(view: WalkView, more: string): { readonly fallbackText: string; readonly speak: string } {
  const said = clip(`${walkTitle(view)}. ${more}`, 600);
  return { fallbackText: said, speak: said };
}

/** Where the purchase stands in the five stages, and what was filled in from which source. */
export function overviewCard(
  view: WalkView,
  links: readonly RecordLink[],
  page: number,
  banner: Banner = null,
): IAdaptiveCard {
  const [first, ...others] = [12, 5, 2].map((size) => overviewOf(view, links, page, banner, size));
  if (first === undefined) throw new TypeError('there is a size to begin with');
  return [first, ...others].find((one) => cardBytes(one) < roomyBytes) ?? others.at(-1) ?? first;
}

function overviewOf(
  view: WalkView,
  links: readonly RecordLink[],
  page: number,
  banner: Banner,
  factsPerPage: number,
): IAdaptiveCard {
  const citations = createCitations();
  const facts = filledFacts(view, citations);
  const shown = pageOf(facts, page, factsPerPage);
  const numbers = new Set(shown.rows.flatMap((fact) => fact.citations));
  const sources = citations.all().filter(({ number }) => numbers.has(number));
  const counts = stageCounts(view.progress);
  const { settled, steps, current } = view.progress;
  return card({
    body: [
      ...head(view, banner),
      text(
        escapeMarkdown(
          `${settled} of ${steps.length} steps settled. Now: ${placeWords(view.progress, current)}.`,
        ),
      ),
      ...table(
        ['Stage', 'Steps settled'],
        counts.map(({ title, settled: done, of }) =>
          cells([title, `${done} of ${of}${done === of ? ', complete' : ''}`]),
        ),
        [2, 1],
        false,
      ),
      ...(view.contractState === 'gone' ? [text(escapeMarkdown(contractGone), 'warning')] : []),
      ...(shown.rows.length === 0
        ? []
        : [
            group([
              heading('Filled in for you'),
              ...shown.rows.flatMap((fact) => [
                text(`**${escapeMarkdown(fact.label)}**: ${escapeMarkdown(clip(fact.text, 600))}`),
                smallText(
                  escapeMarkdown(
                    `From ${fact.origin}${fact.citations.map((number) => ` [${number}]`).join('')}`,
                  ),
                ),
              ]),
              ...sources.map(({ number, title, url }) =>
                smallText(`${escapeMarkdown(`[${number}]`)} ${link(clip(title, 100), url)}`),
              ),
              ...(shown.pages > 1 ? [smallText(`Page ${shown.at} of ${shown.pages}`)] : []),
            ]),
          ]),
      smallText(escapeMarkdown(`Reference ${view.opportunity.id}. Guidance, not legal advice.`)),
    ],
    actions: [
      show('Continue', view, 'step'),
      show('Dates and notices', view, 'dates'),
      show('Team and decisions', view, 'team'),
      ...(shown.pages > 1 ? [show('More facts', view, 'overview', (shown.at % shown.pages) + 1)] : []),
      ...links.flatMap(({ form, label, address }) => {
        const safe = safeUrl(address);
        return safe === null || form === 'md' || (form === 'ics' && shown.pages > 1)
          ? []
          : [openUrl(form === 'ics' ? 'Calendar entries' : `Download ${label}`, safe)];
      }),
    ],
    ...words(view, `${settled} of ${steps.length} steps are settled. ${placeWords(view.progress, current)}.`),
  });
}

/** The plan worked backwards with its notices. */
export function datesCard(
  view: WalkView,
  links: readonly RecordLink[],
  banner: Banner = null,
): IAdaptiveCard {
  const { plan } = view;
  const calendar = safeUrl(links.find(({ form }) => form === 'ics')?.address ?? null);
  return card({
    body: [
      ...head(view, banner),
      ...(plan === null
        ? [
            text(
              'No day is known yet by which the new system must work. Give one on the card of a step, and the dates are worked backwards from it.',
            ),
          ]
        : [
            heading('Dates, worked backwards'),
            ...table(
              ['Latest day', 'Step'],
              plan.milestones.map(({ latest, name, notice, why }) => [
                [
                  {
                    markdown: escapeMarkdown(formatDate(latest)),
                    tone: latest < view.today ? ('warning' as const) : ('plain' as const),
                  },
                ],
                [
                  {
                    markdown: escapeMarkdown(notice === null ? name : `${name} (${notice})`),
                    tone: 'plain' as const,
                  },
                  {
                    markdown: escapeMarkdown(`${latest < view.today ? 'Passed. ' : ''}${why}`),
                    tone: 'subtle' as const,
                  },
                ],
              ]),
              [1, 2],
              false,
            ),
            heading('Notices due'),
            ...table(
              ['Notice', 'When and why'],
              plan.notices.map((due) => [
                [
                  {
                    markdown: escapeMarkdown(due.isDuty ? due.code : `${due.code} (may not apply)`),
                    tone: 'plain' as const,
                  },
                ],
                [
                  { markdown: escapeMarkdown(dueWords(due)), tone: 'plain' as const },
                  { markdown: escapeMarkdown(due.why), tone: 'subtle' as const },
                ],
              ]),
              [1, 2],
              false,
            ),
            smallText(escapeMarkdown(`How the start was worked out: ${plan.steps.join('; ')}.`)),
            smallText(
              'Lead times are proposals your borough can change. Days fall on working days in England.',
            ),
          ]),
    ],
    actions: [
      show('Back to the step', view, 'step'),
      show('Overview', view, 'overview'),
      ...(calendar === null || plan === null ? [] : [openUrl('Calendar entries', calendar)]),
    ],
    ...words(
      view,
      plan === null
        ? 'No dates yet.'
        : `Start by ${formatDate(plan.startBy)}, to work by ${formatDate(plan.target)}.`,
    ),
  });
}

/** Owners and decisions, with inputs for one more of each; the newest decision first. */
export function teamCard(view: WalkView, page: number, banner: Banner = null): IAdaptiveCard {
  const { owners, decisions } = view.opportunity.state;
  const ownerPage = pageOf(owners, page, perPage.owners);
  const decisionPage = pageOf([...decisions].reverse(), page, perPage.decisions);
  const pages = Math.max(ownerPage.pages, decisionPage.pages);
  const at = Math.min(Math.max(1, page), pages);
  const { id, version } = view.opportunity;
  return card({
    body: [
      ...head(view, banner),
      heading('Who does what'),
      ...(at > ownerPage.pages || owners.length === 0
        ? [text(owners.length === 0 ? 'Nobody is named yet.' : 'No further entries.', 'subtle')]
        : ownerPage.rows.map(({ task, owner }) => text(escapeMarkdown(`${task}: ${owner}`)))),
      heading('Decisions'),
      ...(at > decisionPage.pages || decisions.length === 0
        ? [text(decisions.length === 0 ? 'None yet.' : 'No further entries.', 'subtle')]
        : decisionPage.rows.map(({ on, words: decided }) =>
            text(escapeMarkdown(`${formatDate(on)}: ${decided}`)),
          )),
      ...(pages > 1 ? [smallText(`Page ${at} of ${pages}`)] : []),
      textInput('task', 'Task', '', { most: bounds.task, isLong: false }),
      textInput('owner', 'Who does it (a name or a role)', '', { most: bounds.owner, isLong: false }),
      textInput('decision', 'Decision to keep', '', { most: bounds.decision, isLong: true }),
    ],
    actions: [
      execute('Save', { verb: 'walk.team', id, version }),
      ...(pages > 1 ? [show('More entries', view, 'team', (at % pages) + 1)] : []),
      show('Back to the step', view, 'step'),
      show('Overview', view, 'overview'),
    ],
    ...words(view, `${owners.length} tasks have an owner; ${decisions.length} decisions are kept.`),
  });
}
