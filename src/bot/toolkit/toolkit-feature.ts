/** The walk-through's buttons and cards. Whatever is pressed, the card shown is of how things stand now. */
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type { Scope } from '../../assistant/assistant.ts';
import { placeWords, standingWords, walkTitle } from '../../assistant/compose/walk-words.ts';
import { moneyIn } from '../../assistant/understanding/walk-words.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Viewer } from '../../catalogue/viewer.ts';
import { type IsoDate, parseIsoDate } from '../../procurement/iso-date.ts';
import type { Guidance } from '../../retrieval/guidance.ts';
import type { WalkDesk } from '../../toolkit/desk.ts';
import type { ChangeOutcome, Walker } from '../../toolkit/opportunities.ts';
import type { Opportunity, WalkChange } from '../../toolkit/opportunity.ts';
import { progressOf } from '../../toolkit/progress.ts';
import { stepOf, stepsOf } from '../../toolkit/toolkit.ts';
import { startWalkThrough } from '../../tools/start-walk-through.ts';
import type { WalkItem } from '../../tools/walk-result.ts';
import { viewOf, type WalkView } from '../../tools/walk-view.ts';
import { noticeCard } from '../cards/notice-card.ts';
import { type BotFeature, type CardReply, defineVerb, type Visit } from '../features.ts';
import { listData, markOf, type SaveData, saveData, showData, startData, teamData } from './card-data.ts';
import { type Banner, datesCard, overviewCard, teamCard } from './cards.ts';
import { listCard } from './list-card.ts';
import { stepCard, type Unsaved } from './step-card.ts';

/** What the cards are drawn from. */
export type ToolkitFeatureParts = {
  readonly walk: WalkDesk;
  readonly catalogue: Catalogue;
  readonly guidance: Guidance;
  readonly today: () => IsoDate;
  readonly viewerFor: (officer: Visit['officer'], scope: Scope) => Promise<Viewer>;
};

const gone =
  'This purchase is no longer kept, or belongs to another chat. Say “my purchases” to see those you can open here.';

function walkerOf(visit: Visit): Walker {
  return {
    tenantId: visit.officer.tenantId,
    officerId: visit.officer.userId,
    place: visit.scope === 'personal' ? null : visit.conversationKey,
  };
}

/** Only what was changed in the inputs since the card was drawn: what others did meanwhile is not undone. */
function changesOf(
  data: SaveData,
  checklist: readonly string[],
  title: string,
  before: string | null,
): WalkChange[] {
  const changes: WalkChange[] = [];
  const { drawn, step } = data;
  if (data.answer !== undefined && markOf(data.answer) !== drawn.answer)
    changes.push({ kind: 'answer', step, words: data.answer });
  if (data.owner !== undefined && markOf(data.owner) !== drawn.owner)
    changes.push({ kind: 'owner', task: title, owner: data.owner });
  // Places in a checklist that was corrected since mean other items: those are left alone.
  if (data.checks !== undefined && drawn.list === markOf(checklist.join('\n'))) {
    const ticked = new Set(data.checks === '' ? [] : data.checks.split(',').map(Number));
    for (const [at, item] of checklist.entries())
      if (ticked.has(at) !== drawn.checks.includes(at))
        changes.push({ kind: 'check', step, item, isDone: ticked.has(at) });
  }
  const target = data.target === undefined ? null : parseIsoDate(data.target);
  if (target !== null) changes.push({ kind: 'target', date: target });
  const money = data.money === undefined ? null : moneyIn(data.money);
  if (money !== null)
    changes.push({
      kind: 'value',
      ...(money.amount === null ? {} : { amount: money.amount, per: money.per }),
      ...(money.years === null ? {} : { years: money.years }),
      ...(money.vat === 'unknown' ? {} : { vat: money.vat }),
    });
  if (data.vat === 'excluding' || data.vat === 'including') changes.push({ kind: 'value', vat: data.vat });
  if (data.area !== undefined && data.area !== '') changes.push({ kind: 'area', serviceArea: data.area });
  if (data.move === 'next') changes.push({ kind: 'finish', step });
  if (data.move === 'skip') changes.push({ kind: 'skip', step });
  if (data.move === 'back' && before !== null) changes.push({ kind: 'go', step: before });
  return changes;
}

function bannerOf(outcome: Exclude<ChangeOutcome, { kind: 'unknown' }>, view: WalkView): Banner {
  switch (outcome.kind) {
    case 'changed':
      return { text: 'Saved.', tone: 'good' };
    case 'same':
      return null;
    case 'not-now':
      return {
        text:
          view.shown.standing === 'blocked'
            ? `This step ${standingWords(view.shown)}: settle or skip that first. What else you entered is saved.`
            : 'Part of it does not fit any more and was left out. What else you entered is saved.',
        tone: 'warning',
      };
    case 'conflict':
      return {
        text: 'Somebody else has changed this meanwhile. What you typed is in the boxes below and not saved; theirs still stands. Press Save to put yours in its place.',
        tone: 'warning',
      };
  }
}

/** The feature, to be listed with the bot's services. */
export function createToolkitFeature(parts: ToolkitFeatureParts): BotFeature {
  const { walk, catalogue, guidance } = parts;
  const { serviceAreas } = catalogue.reference;

  async function look(opportunity: Opportunity, visit: Visit, step: string | null = null): Promise<WalkView> {
    const viewer = await parts.viewerFor(visit.officer, visit.scope);
    return viewOf(opportunity, walk.toolkit, { catalogue, guidance, viewer, today: parts.today() }, step);
  }

  async function linksOf(opportunity: Opportunity, visit: Visit) {
    return walk.recordLinks(opportunity, await parts.viewerFor(visit.officer, visit.scope));
  }

  function replyOf(view: WalkView, own: IAdaptiveCard): CardReply {
    return {
      card: own,
      text: `${walkTitle(view)}. ${placeWords(view.progress, view.shown)}. ${view.shown.step.question}`,
    };
  }

  const missing: CardReply = { card: noticeCard('No such purchase', gone), text: gone };

  const showVerb = defineVerb('walk.show', showData, async (data, visit) => {
    const opportunity = await walk.opportunities.open(walkerOf(visit), data.id);
    if (opportunity === null) return missing;
    const view = await look(opportunity, visit, data.step ?? null);
    switch (data.view) {
      case 'step':
        return replyOf(view, stepCard(view, serviceAreas));
      case 'overview':
        return replyOf(view, overviewCard(view, await linksOf(opportunity, visit), data.page));
      case 'dates':
        return replyOf(view, datesCard(view, await linksOf(opportunity, visit)));
      case 'team':
        return replyOf(view, teamCard(view, data.page));
    }
  });

  const startVerb = defineVerb('walk.start', startData, async ({ contractId }, visit) => {
    const { tenantId, userId } = visit.officer;
    const found = await startWalkThrough.run(
      {
        contract_id: contractId,
        borough: null,
        name: null,
        service_area: null,
        title: null,
        amount: null,
        per: 'whole',
        years: null,
        vat: 'unknown',
        target: null,
      },
      {
        catalogue,
        guidance,
        walk,
        today: parts.today(),
        viewer: await parts.viewerFor(visit.officer, visit.scope),
        officer: { tenantId, officerId: userId, boroughId: null, mayActFor: () => false },
        place: { tenantId, conversationKey: visit.conversationKey, scope: visit.scope },
      },
    );
    const view = found.outcome === 'walk-through' ? found.view : null;
    if (view === null) return missing;
    return replyOf(view, overviewCard(view, await linksOf(view.opportunity, visit), 1));
  });

  const saveVerb = defineVerb('walk.save', saveData, async (data, visit) => {
    const walker = walkerOf(visit);
    const found = stepOf(walk.toolkit, data.step);
    if (found === null) {
      // A card of a toolkit that has been corrected since: the purchase is shown as it stands.
      const opportunity = await walk.opportunities.open(walker, data.id);
      if (opportunity === null) return missing;
      const view = await look(opportunity, visit);
      return replyOf(
        view,
        stepCard(view, serviceAreas, {
          text: 'That step is no longer part of the toolkit; nothing was changed.',
          tone: 'warning',
        }),
      );
    }
    const all = stepsOf(walk.toolkit);
    const before = all[all.findIndex(({ step }) => step.id === data.step) - 1]?.step.id ?? null;
    const area = serviceAreas.find((name) => name === data.area);
    const changes = changesOf({ ...data, area }, found.step.checklist, found.step.title, before);
    const outcome = await walk.opportunities.change(walker, data.id, data.version, changes);
    if (outcome.kind === 'unknown') return missing;
    const stays = data.move === 'stay' || outcome.kind === 'conflict' || outcome.kind === 'not-now';
    const view = await look(outcome.opportunity, visit, stays ? data.step : null);
    const isMoneyUnread = data.money !== undefined && data.money !== '' && moneyIn(data.money) === null;
    const unsaved: Unsaved = {
      answer: outcome.kind === 'conflict' ? (data.answer ?? null) : null,
      owner: outcome.kind === 'conflict' ? (data.owner ?? null) : null,
      money: isMoneyUnread ? (data.money ?? null) : null,
    };
    const banner: Banner = isMoneyUnread
      ? {
          text: 'I could not read the amount. Say, for instance, “600k over 4 years ex VAT”.',
          tone: 'warning',
        }
      : bannerOf(outcome, view);
    return replyOf(view, stepCard(view, serviceAreas, banner, unsaved));
  });

  const teamVerb = defineVerb('walk.team', teamData, async (data, visit) => {
    const task = data.task ?? '';
    const decision = data.decision ?? '';
    const changes: WalkChange[] = [
      ...(task === '' || data.owner === undefined
        ? []
        : [{ kind: 'owner', task, owner: data.owner } as const]),
      ...(decision === '' ? [] : [{ kind: 'decide', words: decision, on: parts.today() } as const]),
    ];
    const outcome = await walk.opportunities.change(walkerOf(visit), data.id, data.version, changes);
    if (outcome.kind === 'unknown') return missing;
    const view = await look(outcome.opportunity, visit);
    return replyOf(view, teamCard(view, 1, bannerOf(outcome, view)));
  });

  const listVerb = defineVerb('walk.list', listData, async (data, visit) => {
    const items = (await walk.opportunities.list(walkerOf(visit))).map(
      (opportunity): WalkItem => ({
        opportunity,
        boroughName: opportunity.boroughId === null ? null : catalogue.boroughName(opportunity.boroughId),
        progress: progressOf(walk.toolkit, opportunity.state),
      }),
    );
    return { card: listCard(items, data.page), text: `${items.length} purchases in the toolkit.` };
  });

  return {
    verbs: [showVerb, startVerb, saveVerb, teamVerb, listVerb],
    panelCard: async (panel, visit) => {
      if (panel.kind !== 'walk-through') return null;
      const opportunity = await walk.opportunities.open(walkerOf(visit), panel.id);
      if (opportunity === null) return null;
      const view = await look(opportunity, visit);
      // Just begun: what was filled in comes before what is asked.
      return opportunity.version === 1
        ? overviewCard(view, await linksOf(opportunity, visit), 1)
        : stepCard(view, serviceAreas);
    },
  };
}
