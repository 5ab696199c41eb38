/** Rules for questions about the records themselves: their quality, their gaps, corrections, and files that were sent. */
import { ruleById } from '../../../catalogue/quality/rules.ts';
import type { Intent, Slots } from '../../planner.ts';
import { isAlertIntent, withAlertWords } from './alert-intents.ts';

/** As in `intents.ts`: repaired singular words, weights of one name add up. */
export const recordRules: readonly {
  readonly name: Intent;
  readonly weight: number;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'quality',
    weight: 7,
    pattern:
      /\bhow (?:good|clean|bad|reliable|accurate|healthy) (?:is|are)\b.{0,30}\b(?:data|record|register|entr(?:y|ies))\b|\b(?:data|record) qualit(?:y|ie)\b|\bquality of\b.{0,20}\b(?:data|record)\b|\bscore ?card\b|\bwhat (?:is|are) (?:wrong|missing)\b.{0,20}\b(?:in|with|from)\b.{0,20}\b(?:data|record|register)\b|\b(?:which|what)\b.{0,20}\b(?:record|entr(?:y|ies)|data)\b.{0,20}\b(?:fix|repair|clean)\b/,
  },
  { name: 'quality', weight: 9, pattern: /\b(?:row|record|contract)\b.{0,12}\b(?:fail|failing|failed)\b/ },
  {
    name: 'coverage-matrix',
    weight: 9,
    pattern:
      /\bcoverage (?:matrix|grid|table|map)\b|\bcoverage (?:by|per|for each) (?:service|area)\b|\bknown\b.{0,20}\bby service area\b/,
  },
  { name: 'decide-correction', weight: 12, pattern: /^(?:please )?(?:confirm|cancel) correction k\b/ },
  {
    name: 'correct',
    weight: 8,
    pattern:
      /\b(?:end|start|date|value|supplier|expiry|expir\w*|extension|price)\b.{0,60}\b(?:wrong|incorrect|not right|out of date|should (?:be|read|say)|mistake|is really|is actually)\b|\b(?:wrong|incorrect)\b.{0,30}\b(?:end|start|date|value|supplier|expiry|price)\b/,
  },
  {
    name: 'correct',
    weight: 8,
    pattern:
      /\b(?:correct|change|update|amend|fix|set)\b.{0,30}\b(?:end date|start date|end|expiry|value|supplier|product)\b.{0,80}\bto\b/,
  },
  {
    name: 'correct',
    weight: 8,
    pattern:
      /\b(?:we|they) (?:have |ha |ve )?(?:already |just |now )?(?:extended|renewed)\b.{0,80}\b(?:to|until|till)\b|\b(?:ha|have) been (?:extended|renewed)\b.{0,60}\b(?:to|until|till)\b/,
  },
  { name: 'register-file', weight: 12, pattern: /^(?:please )?(?:preview|load|discard) file r\b/ },
];

const alone: ReadonlySet<string> = new Set<Intent>([
  'quality',
  'coverage-matrix',
  'decide-correction',
  'correct',
  'register-file',
  'set-up-alerts',
  'manage-alerts',
  'walk-through',
]);

/** Whether the intent is about a record or a file named in the message, whatever the thread was about before. */
export function isAboutRecords(intent: string): intent is Intent {
  return alone.has(intent);
}

/** What these routines read is carried in `words`, so that it survives a question back. */
export function withRecordWords(slots: Slots, text: string): Slots {
  if (isAlertIntent(slots.intent)) return withAlertWords(slots, text);
  if (slots.intent === 'correct' || slots.intent === 'decide-correction' || slots.intent === 'register-file')
    return { ...slots, words: text.slice(0, 500), name: slots.intent === 'correct' ? slots.name : null };
  const page = /\bpage (\d{1,4})\b/i.exec(text)?.[1];
  const rule = (text.toLowerCase().match(/[a-z]+(?:-[a-z0-9]+)+/g) ?? []).find(
    (word) => ruleById(word) !== null,
  );
  return { ...slots, words: rule ?? null, limit: page === undefined ? null : Number(page) };
}
