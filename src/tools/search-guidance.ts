/** Guidance and law in passages: what answers a question, what has replaced it, and whether anything does. */
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import { type GroundRule, inForce } from '../retrieval/dated-law.ts';
import { holdsOn, type Passage, type Role, regimes, roles, stages } from '../retrieval/passage.ts';
import * as inputs from './inputs.ts';
import { defineTool } from './tool.ts';

const input = z.object({
  question: z.string().min(1).max(2_000).describe('The question in the officer’s own words.'),
  stage: z.enum(stages).nullable().describe('Only this part of the knowledge; null for all.'),
  role: z.enum(roles).nullable().describe('Whose passages and lines come first; null when not known.'),
  regime: z
    .enum(regimes)
    .nullable()
    .describe(
      'PCR2015 for procurements begun before 24 February 2025, PA2023 for later ones; null for both.',
    ),
  on_date: inputs.day.describe('Day on which the rule must hold; null for today.'),
  pages: z
    .array(z.string().max(200))
    .max(10)
    .nullable()
    .describe('Only these pages, such as law/modification; null for all.'),
});

/** A passage found, with the passage that states today's rule when its own has lapsed. */
export type PassageFound = {
  readonly passage: Passage;
  readonly score: number;
  readonly strength: number;
  readonly holds: boolean;
  readonly replacement: Passage | null;
};

/** Passages for a question, best first; with `isCovered` false they are near misses and nothing may be said from them. */
export type GuidanceFound = {
  readonly outcome: 'guidance';
  readonly question: string;
  readonly role: Role | null;
  readonly onDate: IsoDate;
  readonly isCovered: boolean;
  readonly strength: number;
  readonly passages: readonly PassageFound[];
  /** Grounds of the law that belong to the best passage or to today's beside it, in force on the day. */
  readonly grounds: readonly GroundRule[];
  /** Titles of pages that passages refer to by path. */
  readonly pageTitles: Readonly<Record<string, string>>;
};

const reference = /\b(?:law|guidance\/[a-z0-9-]+)\/[a-z0-9-]+/g;

/** Passages of guidance and law that answer a question. */
export const searchGuidance = defineTool<z.infer<typeof input>>({
  name: 'search_guidance',
  description:
    'What the toolkit, the law and the lessons learnt say on a question about procuring technology; says when nothing here answers it.',
  input,
  run: async (asked, context) => {
    const onDate = (asked.on_date === null ? null : parseIsoDate(asked.on_date)) ?? context.today;
    const { guidance } = context;
    const nothing: GuidanceFound = {
      outcome: 'guidance',
      question: asked.question,
      role: asked.role,
      onDate,
      isCovered: false,
      strength: 0,
      passages: [],
      grounds: [],
      pageTitles: {},
    };
    if (guidance === undefined) return nothing;
    const filter = {
      stages: asked.stage === null ? null : [asked.stage],
      role: null,
      preferredRole: asked.role,
      regime: asked.regime,
      onDate,
      isDayAsked: onDate !== context.today,
    };
    const found = await guidance.find(asked.question, filter, 6, asked.pages ?? undefined);
    const replacementOf = async (passage: Passage): Promise<Passage | null> => {
      if (passage.replacedBy === null || holdsOn(passage, onDate)) return null;
      if (passage.replacedBy.includes('#')) return guidance.passage(passage.replacedBy);
      const text = `${asked.question} ${passage.heading}`;
      const best = await guidance.find(text, { ...filter, stages: null }, 1, [passage.replacedBy]);
      return best.hits[0]?.passage ?? guidance.passage(passage.replacedBy);
    };
    const passages = await Promise.all(
      found.hits.map(async ({ passage, score, strength }) => ({
        passage,
        score,
        strength,
        holds: holdsOn(passage, onDate),
        replacement: await replacementOf(passage),
      })),
    );
    const best = passages
      .slice(0, 1)
      .flatMap(({ passage, replacement }) => passage.grounds ?? replacement?.grounds ?? [])[0];
    const shown = passages.flatMap(({ passage, replacement }) => [
      passage,
      ...(replacement === null ? [] : [replacement]),
    ]);
    const named = shown.flatMap((passage) => [
      passage.page,
      ...passage.blocks.flatMap((block) => block.text.match(reference) ?? []),
    ]);
    return {
      ...nothing,
      isCovered: found.isCovered,
      strength: found.strength,
      passages,
      grounds: inForce(best === undefined ? [] : guidance.grounds[best], onDate).filter(
        (ground) => ground.usable_by_councils,
      ),
      pageTitles: Object.fromEntries(
        [...new Set(named)].flatMap((page) => {
          const title = guidance.passage(page)?.title;
          return title === undefined ? [] : [[page, title]];
        }),
      ),
    };
  },
});
