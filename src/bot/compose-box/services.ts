/** What the compose box works with; the root file passes the real things in. */
import type { Assistant, Officer } from '../../assistant/assistant.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Engagements } from '../../engagement/store.ts';
import type { IsoDate } from '../../procurement/iso-date.ts';
import type { Guidance } from '../../retrieval/guidance.ts';
import type { AnswerStore } from '../answers.ts';

/** Time, chance and who somebody is are arguments, as everywhere. */
export type ComposeBoxServices = {
  readonly catalogue: Catalogue;
  readonly guidance: Guidance;
  readonly engagements: Engagements;
  readonly assistant: Assistant;
  readonly answers: AnswerStore;
  /** GSS code of the authority the officer named, or null. */
  readonly boroughOf: (officer: Officer) => Promise<string | null>;
  /** Whether somebody other than the officer vouches for it. */
  readonly isVouchedFor: (officer: Officer, buyerId: string) => boolean;
  readonly today: () => IsoDate;
  /** Resolves after so many milliseconds; what has not been found by then is left out. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A key that nobody can guess, for one form. */
  readonly newKey: () => string;
};

/** The result, or null when it is not there in time; a late failure is nobody's any more. */
export async function inTime<Result>(
  work: Promise<Result>,
  milliseconds: number,
  wait: ComposeBoxServices['wait'],
): Promise<Result | null> {
  work.catch(() => undefined);
  return await Promise.race([work, wait(milliseconds).then(() => null)]);
}
