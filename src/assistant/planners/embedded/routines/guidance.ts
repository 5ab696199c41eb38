/** Questions about the toolkit and the law: search the passages, with dated figures and the officer's contract beside them. */
import { parseIsoDate } from '../../../../procurement/iso-date.ts';
import type { Slots, Step, Turn } from '../../../planner.ts';
import { readPurchaseWords } from '../../../understanding/threshold-words.ts';
import { areaOf, boroughsAsked, call, compose, type Routine } from './steps.ts';

/** The last day on which the Public Contracts Regulations 2015 were the rule for what began. */
const lastDayOfOldRules = '2025-02-23';

/** The day in the past a question is about, else null for today. */
function dayAsked(turn: Turn, slots: Slots): string | null {
  const text = slots.asked ?? turn.text;
  // “What counts as started before February 2025?” is about that day, and asked today.
  if (/\bwhat counts as\b|\bwhich (?:law|regime|act)\b/i.test(text)) return null;
  if (
    /\bunder (?:the )?(?:pcr|old (?:rules?|regs?|regulations?|regime)|2015)|\b(?:began|begun|started|start) (?:before|in (?:20(?:1\d|2[0-4])))\b|\bbefore the (?:procurement )?act\b/i.test(
      text,
    )
  )
    return lastDayOfOldRules;
  const day = slots.endsFrom ?? slots.endsTo;
  if (day === null || parseIsoDate(day) === null || day >= turn.today) return null;
  return /\b(?:was|were|had|did|used to|in|on|during|before|until|back)\b/i.test(text) ? day : null;
}

function search(turn: Turn, slots: Slots, pages: readonly string[] | null = null, question?: string): Step {
  return call('search_guidance', {
    question: (question ?? slots.asked ?? turn.text).slice(0, 2_000),
    stage: null,
    role: slots.role,
    regime: null,
    on_date: dayAsked(turn, slots),
    pages,
  });
}

/** The passages alone. */
export const guidance: Routine = (turn, slots, observations) => {
  if (observations.length === 0) return search(turn, slots);
  const area = areaOf(slots);
  // A small supplier who asks what is coming up is served by published ends, beside how to watch for notices.
  if (observations.length === 1 && slots.role === 'small-suppliers' && area !== null)
    return call('expiring_contracts', {
      boroughs: null,
      service_area: area,
      name: null,
      within_months: 24,
      ends_after: null,
      ends_before: null,
      sort: 'ends',
    });
  return compose('guidance', slots);
};

/** The dated threshold first, then what else the law asks of such a purchase. */
export const threshold: Routine = (turn, slots, observations) => {
  if (observations.length === 0) {
    const { amount, per, years, vat, kind } = readPurchaseWords(slots.asked ?? turn.text);
    return call('check_threshold', { amount, per, years, vat, kind, on_date: dayAsked(turn, slots) });
  }
  if (observations.length === 1) return search(turn, slots);
  return compose('threshold', slots);
};

/** Rows on notices and periods first, then the passages about them. */
export const notice: Routine = (turn, slots, observations) => {
  const text = slots.asked ?? turn.text;
  if (observations.length === 0) {
    const codes = [...text.matchAll(/\buk[ -]?(\d{1,2})\b/gi)].map((match) => `UK${Number(match[1])}`);
    return call('notice_info', {
      codes: [...new Set(codes)].slice(0, 17),
      words: codes.length > 0 ? null : text.slice(0, 500),
      on_date: dayAsked(turn, slots),
    });
  }
  if (observations.length === 1) return search(turn, slots);
  return compose('notice', slots);
};

/** What the rules are, with the options of the officer's own contract where it is known which one is meant. */
export const modification: Routine = (turn, slots, observations) => {
  const [first] = observations;
  const searches = observations.filter(({ tool }) => tool === 'search_guidance').length;
  if (searches > 1) return compose('modification', slots);
  if (searches === 1)
    return search(
      turn,
      slots,
      ['law/modification'],
      'do we need a contract change notice UK10, voluntary standstill, substantial change',
    );
  if (first === undefined) {
    const focused = turn.focus?.contractIds.length === 1 ? (turn.focus.contractIds[0] ?? null) : null;
    const isNamed = slots.name !== null || slots.serviceAreas.length > 0;
    const borough = boroughsAsked(turn, slots)?.[0] ?? turn.borough?.id ?? null;
    if (isNamed && borough !== null)
      return call('contract_details', {
        contract_id: null,
        borough,
        name: slots.name,
        service_area: areaOf(slots),
      });
    if (focused !== null && !isNamed)
      return call('contract_details', {
        contract_id: focused,
        borough: null,
        name: null,
        service_area: null,
      });
  }
  return search(turn, slots);
};
