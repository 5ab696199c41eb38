/** Answers to forms on cards: nothing has to be read out of a sentence, so no planner stands between. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { publicViewer } from '../catalogue/viewer.ts';
import type { IsoDate } from '../procurement/iso-date.ts';
import { runTool } from '../tools/tools.ts';
import type { Answer } from './answer.ts';
import { compose } from './compose/compose.ts';
import type { Draft } from './compose/draft.ts';
import { draftOfProfile, draftOfProfileQuestion } from './fixed-drafts.ts';
import { slotsOfCall } from './planners/openai/slots-of-call.ts';
import { profileQuestion } from './wording.ts';

function answerOf(draft: Draft, today: IsoDate): Answer {
  return { ...draft, id: 'A-FORM', planner: 'embedded', writtenByModel: false, today };
}

/** What the calculator was given. */
export type CalculatorInput = {
  readonly amount: number;
  readonly vat: 'excluding' | 'including' | 'unknown';
  readonly kind: 'goods-and-services' | 'light-touch' | 'works';
  readonly per: 'whole' | 'year';
  readonly years: number;
};

/** The amount against the threshold of today, with the same words as in the chat; no row, no amount. */
export async function thresholdAnswer(
  catalogue: Catalogue,
  today: IsoDate,
  given: CalculatorInput,
): Promise<Answer> {
  const tool = 'check_threshold';
  const input = { ...given, on_date: null };
  const run = await runTool(tool, input, { catalogue, viewer: publicViewer, today });
  // The form allows only what the tool takes.
  if (!run.ok) throw new TypeError(`the calculator gave the tool what it does not take`);
  const draft = compose(
    'threshold',
    {
      slots: slotsOfCall(tool, input, '', null),
      today,
      borough: null,
      catalogue,
      remarks: [],
      isAdviceNoted: true,
    },
    [{ tool, input, result: run.result }],
  );
  return answerOf(draft, today);
}

/** Where the officer works: saved just now, known, or not known (null). */
export function profileAnswer(boroughName: string | null, isSaved: boolean, today: IsoDate): Answer {
  const draft =
    boroughName !== null && isSaved
      ? draftOfProfile(boroughName)
      : draftOfProfileQuestion(profileQuestion(boroughName));
  return answerOf(draft, today);
}
