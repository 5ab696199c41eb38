/** What an officer asks of a purchase on its way through the toolkit, read from the message alone. Pure. */
import type { IsoDate } from '../../procurement/iso-date.ts';
import { readDay } from '../../procurement/published-dates.ts';
import { firstAmount, parseAmountRange } from './amounts.ts';
import { readPurchaseWords } from './threshold-words.ts';

/** One thing to do; `words` tell which purchase or what it is about. */
export type WalkAct =
  | { readonly kind: 'start'; readonly isThis: boolean }
  | { readonly kind: 'resume'; readonly words: string | null; readonly step: string | null }
  | { readonly kind: 'list' }
  | { readonly kind: 'move'; readonly how: 'next' | 'skip' | 'back' }
  | { readonly kind: 'go'; readonly stage: string }
  | { readonly kind: 'check'; readonly item: string; readonly isDone: boolean }
  | { readonly kind: 'owner'; readonly task: string; readonly owner: string }
  | { readonly kind: 'who'; readonly task: string }
  | { readonly kind: 'decide'; readonly words: string }
  | { readonly kind: 'answer'; readonly words: string }
  | { readonly kind: 'target'; readonly date: IsoDate }
  | { readonly kind: 'record' };

const buying =
  /\b(?:buy|buying|procure|procuring|re-?procure|re-?procuring|replace|replacing|replacement|purchase|purchasing|re-?tender|re-?tendering|commission|get|renew|source)\b/;
const wish =
  /(?:^(?:hi |hello |ok |please )*|\b(?:i|we|ill|we'll)\b.{0,20}\b)(?:need|want|have|looking|got|going|plan|planning|gotta|wanna|about|like)\b.{0,12}\b(?:to )?(?:be )?(?:buy|procure|re-?procure|replace|purchase|re-?tender|commission|get|source)(?:ing)?\b/;
const thing =
  /\b(?:system|software|platform|app|application|solution|tool|contract|saas|database|portal|it)\b/;
const walkWords =
  /\b(?:walk ?-?(?:me|us)?(?: |-)?(?:through|thru)|toolkit|tool kit|walkthrough|guide (?:me|us) (?:through|thru)|step by step|take (?:me|us) (?:through|thru))\b/;
const whereToStart =
  /\bwhere (?:do|should|can|shall|would) (?:i|we|you)(?: even)? (?:start|begin)\b|\bhow (?:do|should|shall) (?:i|we) (?:start|begin|go about)\b|\bwhat (?:do|should|must) (?:i|we) do (?:first|now)\b|\bwhat(?:'s| is|s) (?:the )?first(?: step)?\b/;
/** Another question stands beside the wish: it is answered by itself, and the wish is its background. */
const otherQuestion =
  /\bwho(?:se)? (?:else|could|can|use|uses|has|have|do|is|are)\b|\b(?:do|must|should|can) (?:i|we) (?:have|need|go|just|be|still|use|run|do)\b|\bthreshold\b|\bwhich (?:borough|council)|\bwhen (?:do|should|must|does|is|will)\b|\bhow (?:long|much|many)\b|\bwhat (?:is|are|does|do|s)\b|\bcan i\b|\bis it\b/;
const stagePattern = '(preparation|strategy|design|execution|management)';

function asked(text: string): string {
  return text.trim().replace(/[.!?\s]+$/, '');
}

function startIn(text: string): WalkAct | null {
  const isWalk = walkWords.test(text);
  const isWish = wish.test(text) && (thing.test(text) || /\bnew\b|\d/.test(text));
  const startsTool =
    /\b(?:start|begin|open|use|run|do)\b.{0,12}\b(?:the |a )?(?:toolkit|tool kit|walk ?-?(?:through|thru))\b/.test(
      text,
    );
  const isThis =
    /\b(?:this|that|it)(?: one| contract| system)?$/.test(text) ||
    /\b(?:for|with|on|of) (?:this|that|it)\b/.test(text);
  const startsBuying =
    /^(?:ok |please |can you |lets |let's )*(?:start|begin|set up|open|new) (?:a |an |the |our )?(?:new )?(?:purchase|procurement|re-?procurement|buying)\b/.test(
      text,
    );
  if (startsTool || startsBuying) return { kind: 'start', isThis };
  if (isWalk && (buying.test(text) || /\bcontract\b/.test(text) || isThis)) return { kind: 'start', isThis };
  if (whereToStart.test(text) && (buying.test(text) || /\bnew\b/.test(text) || isWish))
    return { kind: 'start', isThis };
  if (isWish && !otherQuestion.test(text)) return { kind: 'start', isThis: false };
  return null;
}

function resumeIn(text: string): WalkAct | null {
  const named =
    /^(?:ok |please |can (?:we|i|you) |lets |let's |i want to )*(?:carry on|continue|resume|pick up|go on|back to|return to|go back to|reopen|open)(?: (?:again )?with| on)? (?:the |our |my |that |this )?(.{2,80}?) ?(?:purchase|procurement|re-?procurement|walk ?-?through|walkthrough|project)\b/.exec(
      text,
    );
  if (named !== null) return { kind: 'resume', words: named[1] ?? null, step: null };
  const whereAre =
    /\b(?:where (?:are|were) we|how far (?:are|have) we|status|progress)\b.{0,20}\b(?:with|on|of|in) (?:the |our |my )?(.{2,60}?) ?(?:purchase|procurement|re-?procurement|walk ?-?(?:through|thru))\b/.exec(
      text,
    );
  if (whereAre !== null) return { kind: 'resume', words: whereAre[1] ?? null, step: null };
  const byId = /\bw-[0-9a-f]{10}\b/i.exec(text);
  if (byId !== null && !/\b(?:decision|assign)\b/.test(text))
    return { kind: 'resume', words: byId[0].toUpperCase(), step: null };
  if (
    /^(?:list |show |see |what are )?(?:me )?(?:my|our|all|the) (?:open )?(?:purchases|procurements in the toolkit|walk ?-?throughs|walkthroughs)\b/.test(
      text,
    )
  )
    return { kind: 'list' };
  return null;
}

function ownerIn(text: string): WalkAct | null {
  const plain = asked(text);
  const who =
    /^(?:so |and )?(?:who(?: is|'s|s| are)? (?:doing|on|looking after|responsible for|leading|in charge of|handling|got|owns?)|who (?:does|has|owns)) (?:the |our )?(.{3,120})$/i.exec(
      plain,
    );
  if (who?.[1] !== undefined) return { kind: 'who', task: who[1] };
  const assign = /^(?:please )?(?:assign|give|hand) (?:the )?(.{3,120}?) to (.{2,80})$/i.exec(plain);
  if (assign?.[1] !== undefined && assign[2] !== undefined)
    return { kind: 'owner', task: assign[1], owner: assign[2] };
  const owns =
    /^([\p{Lu}][\p{L}’' .-]{1,60}?|i) (?:is doing|am doing|does|do|will do|is on|looks after|takes|will take|owns|leads on|leads|is responsible for|am responsible for|is looking after) (?:the )?(.{3,120})$/u.exec(
      plain,
    );
  if (owns?.[1] !== undefined && owns[2] !== undefined)
    return { kind: 'owner', task: owns[2], owner: owns[1] };
  return null;
}

/** Acts that make sense only while a purchase is open in the thread. */
function whileWalking(text: string, plain: string): WalkAct | null {
  if (
    /^(?:ok |so |and |right )*(?:what(?:'s|s| is)? next|where (?:are|were) we|whats left|what is left|what's left|show (?:me )?(?:it|the step|where we are)|carry on|continue|resume|go on)(?: then| now| please)?$/.test(
      plain,
    )
  )
    return { kind: 'resume', words: null, step: null };
  if (
    /^(?:ok |right |that is |that's |thats |this is |step |all |we are |we're )*(?:next|next step|next one|done|finished|finish|complete|completed|done next|move on)(?: please| then| with (?:it|this|that)(?: step| one)?)?$/.test(
      plain,
    )
  )
    return { kind: 'move', how: 'next' };
  if (
    /^(?:ok |please |lets |let's |can we )*skip(?: it| this| that| this one| this step| the step)?(?: for now| please)?$/.test(
      plain,
    )
  )
    return { kind: 'move', how: 'skip' };
  if (
    /^(?:ok |please )*(?:go )?(?:back|previous|previous step|one back|step back|go back)(?: one| a step| please)?$/.test(
      plain,
    )
  )
    return { kind: 'move', how: 'back' };
  const stage = new RegExp(
    `^(?:ok |please )*(?:go to|jump to|skip to|show(?: me)?|open|move to|now)(?: the)? ${stagePattern}(?: stage)?$`,
  ).exec(plain);
  if (stage?.[1] !== undefined) return { kind: 'go', stage: stage[1] };
  const tick =
    /^(?:please )?(un)?(?:tick|check)(?: off)?:? (.{3,200})$/.exec(plain) ??
    /^(?:please )?mark() (.{3,200}?) (?:as )?(?:done|complete|finished)$/.exec(plain);
  if (tick?.[2] !== undefined) return { kind: 'check', item: tick[2], isDone: tick[1] !== 'un' };
  if (
    /\b(?:export|download|print|save)\b.{0,20}\b(?:it|this|record|word|pdf|document|file|walk ?-?through|calendar|ics)\b|^(?:export|download|calendar|record)$|\bcalendar (?:entries|file)\b/.test(
      plain,
    )
  )
    return { kind: 'record' };
  const answer = /^(?:our |my |the )?answer(?: is|:)\s*(.{1,1000})$/is.exec(text.trim());
  if (answer?.[1] !== undefined) return { kind: 'answer', words: answer[1] };
  return null;
}

/** The day by which it must work, when the message says one as such. */
export function targetIn(text: string): IsoDate | null {
  const said =
    /\b(?:target(?: date)?|go[- ]?live|live|in place|in service|start|working|up and running|needed|need it|ready|must work)\b.{0,25}?\b(?:by|on|is|for|from|before|:)?\s*((?:\d{1,2}(?:st|nd|rd|th)?[ /.-])?(?:of )?[a-z0-9]{1,9}[ /.-]\d{2,4})\b/i.exec(
      text,
    );
  const day = said?.[1] === undefined ? null : readDay(said[1]);
  return day?.date ?? null;
}

/**
 * Reads the message; `repaired` is the same with its spelling put right. `isWalking`: the thread is about a purchase,
 * and short words such as “next” mean its steps. Null when it asks nothing of a purchase.
 */
export function readWalkWords(text: string, repaired: string, isWalking: boolean): WalkAct | null {
  const plain = asked(text.toLowerCase().replace(/[’‘]/g, "'"));
  const decision =
    /^(?:please )?(?:log|note|record|add)(?: a| the| this| our)? decision(?: that|:|,|-)?\s*(.{3,500})$/is.exec(
      text.trim(),
    ) ?? /^(?:we(?:'ve| have)? )?decided(?: that| to|:)\s*(.{3,500})$/is.exec(isWalking ? text.trim() : '');
  if (decision?.[1] !== undefined) return { kind: 'decide', words: decision[1] };
  const resumed = resumeIn(plain) ?? resumeIn(repaired);
  if (resumed !== null) return resumed;
  if (isWalking) {
    const short = whileWalking(text, plain) ?? whileWalking(text, repaired) ?? ownerIn(text);
    if (short !== null) return short;
    const target = targetIn(text);
    if (target !== null && !otherQuestion.test(plain)) return { kind: 'target', date: target };
  } else {
    const owner = ownerIn(text);
    // Outside a purchase only what names such a task plainly is about one.
    if (
      owner !== null &&
      /\b(?:assessment|dpia|checklist|business case|specification|evaluation plan)\b/i.test(plain)
    )
      return owner;
  }
  return startIn(plain) ?? startIn(repaired);
}

/** What the message says of the money, for a purchase; null when it says nothing of it. */
export function moneyIn(text: string): {
  readonly amount: number | null;
  readonly per: 'whole' | 'year';
  readonly years: number | null;
  readonly vat: 'excluding' | 'including' | 'unknown';
} | null {
  const { per, vat, ...said } = readPurchaseWords(text);
  // “12000 tenants wait” and “we waited 4 years” are no money; alone, or with a pound or a scale, the figure is.
  const isShort = text.trim().split(/\s+/).length <= 4;
  const amount = isShort || parseAmountRange(text) !== null ? firstAmount(text) : null;
  const years = isShort || amount !== null ? said.years : null;
  return amount === null && years === null && vat === 'unknown' ? null : { amount, per, years, vat };
}
