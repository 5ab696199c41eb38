/** Notes of market engagement: draft, decide, find. */
import { sharings } from '../../../../engagement/engagement.ts';
import type { Turn } from '../../../planner.ts';
import { engagementTopic, readEngagementWords } from '../../../understanding/engagement-words.ts';
import { areaOf, askOwnBorough, call, compose, type Routine } from './steps.ts';

/** The message with its spelling put right, as far as the catalogue's words tell. */
function repairedText(turn: Turn, text: string): string {
  return turn.names
    .words(text)
    .reduceRight(
      (left, { token, repaired }) =>
        repaired === null ? left : `${left.slice(0, token.start)}${repaired}${left.slice(token.end)}`,
      text,
    );
}

/** A note is told in one message, or its missing part is asked for; nothing is saved before the officer says so. */
export const logEngagement: Routine = (turn, slots, observations) => {
  const text = slots.asked ?? turn.text;
  const said = readEngagementWords(text, turn.today, repairedText(turn, text));
  if (observations.length > 0)
    return compose('engagement', slots, said.metOn === null ? ['No day was said, so today is taken.'] : []);
  // “Civica” in reply to “Whom did you meet?” would be read as a new question, so the example is a whole message.
  if (said.organisation === null)
    return {
      kind: 'ask',
      question:
        'Whom did you meet, when and about what? Say it in one message, for instance “we met NEC about housing repairs last Tuesday, OK to share with the boroughs”.',
      choices: [],
      slots,
      pending: null,
    };
  if (turn.borough === null) return askOwnBorough(slots);
  return call('log_engagement', {
    organisation: said.organisation,
    service_area: areaOf(slots),
    met_on: said.metOn ?? turn.today,
    summary: said.summary === '' ? said.organisation : said.summary,
    people: said.people.length === 0 ? null : said.people.join(', ').slice(0, 200),
    people_agreed: said.hasAgreed,
    sharing: said.sharing ?? 'owner',
    months: said.months,
  });
};

/** A yes or no to a draft, or taking a note back; only the officer's own words reach this tool. */
export const decideEngagement: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('engagement', slots);
  const said =
    /\b(save|discard|withdraw|remove) engagement (M-[0-9A-F]{10})(?: (?:for|to) (public|boroughs|owner))?\b/i.exec(
      slots.asked ?? turn.text,
    );
  if (said === null) return { kind: 'notice', notice: 'not-understood' };
  return call('decide_engagement', {
    engagement_id: said[2]?.toUpperCase(),
    decision: said[1]?.toLowerCase() === 'save' ? 'save' : 'remove',
    sharing: sharings.find((sharing) => sharing === said[3]?.toLowerCase()) ?? null,
  });
};

/** The words left of the question when names, areas and everyday words are taken out. */
function topicOf(turn: Turn, text: string): string | null {
  const repaired = repairedText(turn, text);
  const named = turn.names
    .find(repaired)
    .filter(({ meanings }) => meanings.some(({ kind }) => kind !== 'service-area'))
    .reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, repaired);
  return engagementTopic(named);
}

/** Whoever has met somebody about it, the own borough too: a colleague's note is as good as a neighbour's. */
export const findEngagement: Routine = (turn, slots, observations) => {
  if (observations.length > 0) return compose('engagements', slots);
  return call('find_engagements', {
    name: slots.name,
    service_area: areaOf(slots),
    words: topicOf(turn, slots.asked ?? turn.text),
    boroughs: slots.boroughs.length > 0 ? slots.boroughs : null,
    except_borough: slots.isElse && turn.borough !== null ? turn.borough.id : null,
  });
};
