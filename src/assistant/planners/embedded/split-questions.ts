/** Several questions in one message: where one ends and the next begins. A sentence that asks nothing stays with its question. */
import type { Turn } from '../../planner.ts';
import { isGuidanceIntent } from './guidance-intents.ts';
import { isIntent } from './slots.ts';
import { type Understanding, understand } from './understand.ts';

const starter = `(?:who|whos|what|whats|wots?|when|whens|which|how|hows|where|wheres|why|do|does|did|is|are|can|could|should|must|will|have|has|show|list|tell|give|find|compare|remind)`;
const joint = new RegExp(
  String.raw`(?:\s*,)?\s+(?:and|also|plus|n|then|&|\+)\s+(?:also\s+|then\s+|so\s+)?(?=${starter}\b)|\s*,\s*(?=${starter}\b)|\s+[-–—]\s+(?=${starter}\b)`,
  'i',
);
const opensQuestion = new RegExp(
  String.raw`^(?:and|also|so|ok|okay|hi|hello|hey|please|pls|then|but|plus|now|just|right|thanks|cheers|morning|sorry|er|um|well|quick one|if not|if so|if yes|if no|[\s,:!.–-])*\b${starter}\b`,
  'i',
);
const courtesy =
  /^(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening)|morning|afternoon|thanks?(?: (?:you|so much|a lot|in advance|very much))*|many thanks|ta|cheers|please|pls|ok(?:ay)?|great|perfect|brilliant|lovely|sorry)(?: (?:all|there|team|both|again|everyone))?[\s,.!?]*$/i;
const shortened =
  /(?:\b(?:ltd|plc|inc|ex|excl|incl|vs|v|approx|no|yr|yrs|e\.g|i\.e|st|mr|mrs|ms|dr|dept|p\.a)|\b[a-z])$/i;
const meansBefore =
  /\b(?:it|they|them|these|those|that|this|theirs?|its|each|all|both|one|ones|either|any of)\b/i;
const asksWhen =
  /\b(?:when|until|till|how long|end|ends|ending|expir\w*|run out|up|finish|renew\w*|with whom|who from|which supplier)\b/i;

type Clause = { readonly text: string; readonly isQuestion: boolean; readonly isJoined: boolean };

/** Sentences by their marks; a full stop inside a number or after a short form ends none. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const mark of text.matchAll(
    /[?!;]+(?=\s|$)|\.(?=\s+\S)|\n+|\s\/\s|(?:^|(?<=\s))\(?[1-9][).]\s+(?=[a-z])/gi,
  )) {
    const end = mark.index + mark[0].length;
    const before = text.slice(from, mark.index);
    if (mark[0] === '.' && shortened.test(before)) continue;
    sentences.push(text.slice(from, end));
    from = end;
  }
  sentences.push(text.slice(from));
  return sentences
    .map((sentence) => sentence.replace(/(?:\s\/\s*|(?:^|\s)\(?[1-9][).]\s*)$/, '').trim())
    .filter((sentence) => sentence !== '');
}

function clausesOf(text: string): Clause[] {
  return sentencesOf(text).flatMap((sentence) =>
    sentence
      .split(joint)
      .map((clause) => clause.trim())
      .filter((clause) => /[a-z0-9]/i.test(clause) && !courtesy.test(clause))
      .map((clause, at) => ({
        text: clause,
        isQuestion: opensQuestion.test(clause) || /\?\s*$/.test(clause),
        isJoined: at > 0,
      })),
  );
}

/** What is told before a question belongs to it; what is told last belongs to the question before. */
function withContext(clauses: readonly Clause[]): Clause[] {
  const questions: Clause[] = [];
  let told = '';
  let isJoined = false;
  for (const clause of clauses) {
    if (told === '') isJoined = clause.isJoined;
    const text = told === '' ? clause.text : `${told}${/[.?!;,]$/.test(told) ? '' : '.'} ${clause.text}`;
    if (!clause.isQuestion) {
      told = text;
      continue;
    }
    questions.push({ text, isQuestion: true, isJoined });
    told = '';
  }
  const last = questions.at(-1);
  if (told === '' || last === undefined) return questions;
  return [...questions.slice(0, -1), { ...last, text: `${last.text} ${told}` }];
}

function namesSomething({
  subjects,
  serviceAreas,
  boroughs,
  amountFrom,
  amountTo,
  unknownName,
}: Understanding): boolean {
  return (
    subjects.length + serviceAreas.length + boroughs.length > 0 ||
    amountFrom !== null ||
    amountTo !== null ||
    unknownName !== null
  );
}

function wishOf(understanding: Understanding): Understanding['intents'][number]['name'] | null {
  const best = understanding.intents.find(({ score }) => score >= 2);
  return best === undefined ? null : best.name;
}

/** Whether a clause only asks more of what the one before it asks: “… and when does it expire?”. */
function continuesBefore(clause: Clause, own: Understanding, before: Understanding): boolean {
  const [wish, wishBefore] = [wishOf(own), wishOf(before)];
  const isRule = wish !== null && isIntent(wish) && isGuidanceIntent(wish);
  const wasRule = wishBefore !== null && isIntent(wishBefore) && isGuidanceIntent(wishBefore);
  if (namesSomething(own) || own.isOwn) return clause.isJoined && isRule && wasRule && wish === wishBefore;
  const pointsBack = meansBefore.test(clause.text) || own.words.split(' ').length <= 3;
  if (!isRule && !wasRule && pointsBack && asksWhen.test(clause.text)) return true;
  if (!clause.isJoined) return false;
  return wasRule ? !isRule || wish === wishBefore || pointsBack : wish === null;
}

/** The questions of a message in order; one element when there is only one. Pure. */
export function splitQuestions(turn: Turn): readonly string[] {
  const clauses = withContext(clausesOf(turn.text));
  if (clauses.length < 2) return [turn.text];
  const read = (text: string) => understand(text, turn.today, turn.names);
  const parts: { text: string; understanding: Understanding }[] = [];
  for (const clause of clauses) {
    const before = parts.at(-1);
    const understanding = read(clause.text);
    if (before !== undefined && continuesBefore(clause, understanding, before.understanding)) {
      const text = `${before.text}${clause.isJoined ? ' and' : ''} ${clause.text}`;
      parts[parts.length - 1] = { text, understanding: read(text) };
    } else parts.push({ text: clause.text, understanding });
  }
  return parts.length < 2 ? [turn.text] : parts.map(({ text }) => text);
}
