/** The card that lists purchases. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { walkTitle } from '../../assistant/compose/walk-words.ts';
import type { WalkItem } from '../../tools/walk-result.ts';
import { card, execute, group, heading, smallText, text } from '../cards/elements.ts';
import { clip, escapeMarkdown } from '../cards/escape.ts';
import { pageOf } from './cards.ts';

const purchasesPerPage = 4;

/** The purchases that can be opened here. */
export function listCard(items: readonly WalkItem[], page: number): IAdaptiveCard {
  const shown = pageOf(items, page, purchasesPerPage);
  const none =
    'No purchase is on its way here yet. Say, for instance, “I need to buy a new planning system, circa 600k over 4 years”.';
  return card({
    body: [
      heading('Purchases in the toolkit', 'title'),
      ...(items.length === 0 ? [text(none)] : []),
      ...shown.rows.map((item) =>
        group([
          text(`**${escapeMarkdown(walkTitle(item))}**`),
          smallText(
            escapeMarkdown(
              `${item.progress.settled} of ${item.progress.steps.length} steps settled; now ${item.progress.current.stage.title}: ${item.progress.current.step.title}. ${item.opportunity.id}`,
            ),
          ),
        ]),
      ),
      ...(shown.pages > 1 ? [smallText(`Page ${shown.at} of ${shown.pages}`)] : []),
    ],
    actions: [
      ...shown.rows.map(({ opportunity }) =>
        execute(`Continue ${clip(opportunity.title, 40)}`, {
          verb: 'walk.show',
          id: opportunity.id,
          view: 'step',
          page: 1,
        }),
      ),
      ...(shown.pages > 1
        ? [execute('More', { verb: 'walk.list', page: (shown.at % shown.pages) + 1 })]
        : []),
    ],
    fallbackText:
      items.length === 0 ? none : `${items.length} purchases: ${clip(items.map(walkTitle).join('; '), 500)}`,
    speak: items.length === 0 ? none : `${items.length} purchases in the toolkit.`,
  });
}
