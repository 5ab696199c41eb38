/** Which picture belongs to which form of answer. */
import type { Answer } from '../../../assistant/answer.ts';
import { profilePicture, thresholdPicture } from './ask-cards.ts';
import { contractPicture, correctionPicture } from './contract-card.ts';
import { coverageMatrixPicture, coveragePicture, figuresPicture, qualityPicture } from './figure-cards.ts';
import { comparePicture, expiringPicture, jointPicture, whoUsesPicture } from './list-cards.ts';
import type { CardPlace, Picture } from './picture.ts';

type Form = NonNullable<Answer['form']>;

const pictures: Readonly<Partial<Record<Form, (answer: Answer, place: CardPlace) => Picture>>> = {
  'who-uses': whoUsesPicture,
  details: contractPicture,
  correction: correctionPicture,
  expiring: expiringPicture,
  'borough-systems': expiringPicture,
  joint: jointPicture,
  'compare-sources': comparePicture,
  coverage: coveragePicture,
  'coverage-matrix': coverageMatrixPicture,
  count: figuresPicture,
  concentration: figuresPicture,
  quality: qualityPicture,
  threshold: thresholdPicture,
  profile: profilePicture,
};

/** The picture of an answer; nothing for a form that has none, which is shown as any other answer. */
export function pictureOf(answer: Answer, place: CardPlace): Picture {
  return answer.form === undefined ? {} : (pictures[answer.form]?.(answer, place) ?? {});
}
