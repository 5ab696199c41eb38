/** Drafts that are not made from rows: fixed notices, a question back, a borough noted. */
import { type Draft, draftOfWords } from './compose/draft.ts';
import { type NoticeName, notices } from './wording.ts';

/** The notice whole, without sources. */
export function draftOfNotice(name: NoticeName): Draft {
  const notice = notices[name];
  return { ...draftOfWords(notice.status, notice.title, notice.sentences), choices: notice.choices };
}

/** One short question with its choices as buttons; `form` when it is about what is kept of the officer. */
export function draftOfQuestionBack(
  question: string,
  choices: Draft['choices'],
  form?: Draft['form'],
): Draft {
  return {
    ...draftOfNotice('not-understood'),
    ...(form === undefined ? {} : { form }),
    title: form === 'profile' ? 'Your borough' : 'One question',
    sentences: [{ text: question, citations: [] }],
    choices,
  };
}

/** Says which borough “us” means from now on. */
export function draftOfProfile(boroughName: string): Draft {
  return {
    ...draftOfNotice('thanks'),
    status: 'noted',
    form: 'profile',
    title: `You work for ${boroughName}`,
    sentences: [
      {
        text: `Noted: “us” and “our” now mean ${boroughName}. Say it again with another borough to change it.`,
        citations: [],
      },
    ],
    choices: [
      { label: 'What is expiring for us?', message: 'What is expiring in the next 24 months for us?' },
      { label: 'What systems do we have?', message: 'What systems do we have?' },
      {
        label: 'Who else uses our housing system?',
        message: 'Who else uses this housing system and when does it expire?',
      },
    ],
  };
}
