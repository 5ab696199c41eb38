/** Buttons of the answer cards: the calculator, the officer’s borough, a proposed correction. */
import { z } from 'zod';
import type { Answer } from '../assistant/answer.ts';
import type { Assistant, Officer } from '../assistant/assistant.ts';
import type { CalculatorInput } from '../assistant/card-answers.ts';
import { correctableFields, fieldWords } from '../catalogue/corrections/correction.ts';
import type { AnswerStore } from './answers.ts';
import { answerCard } from './cards/answer-card.ts';
import { safeUrl } from './cards/escape.ts';
import { fallbackText } from './cards/fallback-text.ts';
import { mostPounds } from './cards/forms/ask-cards.ts';
import type { ThresholdEntry } from './cards/forms/picture.ts';
import type { Option } from './cards/inputs.ts';
import { cleanText } from './clean-text.ts';
import { type BotFeature, type CardReply, defineVerb, type Visit } from './features.ts';

/** What the buttons work with. */
export type AnswerButtonParts = {
  readonly assistant: Assistant;
  readonly answers: AnswerStore;
  /** The 33, by code. */
  readonly boroughs: readonly Option[];
  readonly profile: {
    readonly boroughOf: (officer: Officer) => Promise<string | null>;
    readonly rememberBorough: (officer: Officer, boroughId: string) => Promise<void>;
  };
  readonly calculate: (input: CalculatorInput) => Promise<Answer>;
  /** The words about where somebody works; `isSaved` when that was just now. */
  readonly profileAnswer: (boroughName: string | null, isSaved: boolean) => Answer;
};

/** Clients send numbers as text. */
const number = z.union([z.number(), z.string().trim().min(1).max(30).transform(Number)]);

const calculateData = z.object({
  amount: number.pipe(z.number().min(1).max(mostPounds)),
  years: number.pipe(z.number().min(1).max(50)),
  vat: z.enum(['excluding', 'including', 'unknown']),
  kind: z.enum(['goods-and-services', 'light-touch', 'works']),
  per: z.enum(['whole', 'year']),
});
const saveData = z.object({ borough: z.string().regex(/^E09\d{6}$/) });
const proposeData = z.object({
  contractId: z.string().regex(/^c[\w-]{16}[bo]?$/),
  field: z.enum(correctableFields),
  value: z.string().max(500).transform(cleanText).pipe(z.string().min(1).max(200)),
  source: z.string().max(500).nullish(),
});

/** The proposal as an officer would write it, so that it is read, checked and recorded like any other. */
export function proposalMessage(data: z.infer<typeof proposeData>): string {
  const isAmount = data.field === 'value' && /^[\d,.]+$/.test(data.value);
  const source = safeUrl(data.source?.trim() ?? null);
  return `Correct the ${fieldWords[data.field]} of contract ${data.contractId} to ${isAmount ? '£' : ''}${data.value}${source === null ? '' : ` ${source}`}`;
}

/** The verbs `threshold.calculate`, `profile.view`, `profile.save` and `correction.propose`. Pressing twice does no more than once. */
export function createAnswerButtons(parts: AnswerButtonParts): BotFeature {
  const { assistant, answers, boroughs, profile } = parts;

  function reply(answer: Answer, visit: Visit, entry: ThresholdEntry | null = null): CardReply {
    const place = { boroughs, isShared: visit.scope !== 'personal', entry };
    return {
      card: answerCard(answer, { page: 1, withProse: true, place }),
      text: fallbackText(answer, []),
    };
  }

  function nameOf(boroughId: string | null): string | null {
    return boroughs.find(({ value }) => value === boroughId)?.title ?? null;
  }

  return {
    verbs: [
      defineVerb('threshold.calculate', calculateData, async (entry, visit) =>
        reply(await parts.calculate(entry), visit, entry),
      ),
      defineVerb('profile.view', z.object({}), async (_data, visit) =>
        reply(parts.profileAnswer(nameOf(await profile.boroughOf(visit.officer)), false), visit),
      ),
      defineVerb('profile.save', saveData, async ({ borough }, visit) => {
        const name = nameOf(borough);
        if (name !== null) await profile.rememberBorough(visit.officer, borough);
        return reply(parts.profileAnswer(name, name !== null), visit);
      }),
      defineVerb('correction.propose', proposeData, async (data, visit) => {
        const answer = await assistant.answer({
          text: proposalMessage(data),
          officer: visit.officer,
          threadId: visit.threadId,
          scope: visit.scope,
          boroughHint: null,
          conversationKey: visit.conversationKey,
        });
        const tenantId = visit.officer.tenantId;
        await answers.keep(answer, { tenantId, conversationKey: visit.conversationKey });
        return reply(answer, visit);
      }),
    ],
  };
}
