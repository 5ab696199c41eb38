/** Every fixed wording in one place: outcomes that are not made from rows. */
import type { AnswerStatus, Choice } from './answer.ts';

/** Names of the fixed wordings; `notices` has exactly one for each. */
export type NoticeName =
  | 'greeting'
  | 'help'
  | 'thanks'
  | 'forgotten'
  | 'not-understood'
  | 'feature-not-covered'
  | 'out-of-scope'
  | 'personal-data'
  | 'restricted'
  | 'no-writing'
  | 'too-long'
  | 'empty';

type Notice = {
  readonly status: AnswerStatus;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly choices: readonly Choice[];
};

const examples: readonly Choice[] = [
  { label: 'Who uses NEC Housing?', message: 'Who uses NEC Housing?' },
  {
    label: 'What is expiring in London parking?',
    message: 'Which parking contracts expire in the next 24 months?',
  },
  {
    label: 'What do you know about social care systems?',
    message: 'What do you know about social care systems?',
  },
];

/** Whole answers that are not made from rows, the same for every officer, in plain text and without sources. */
export const notices: Readonly<Record<NoticeName, Notice>> = {
  greeting: {
    status: 'greeting',
    title: 'Hello',
    sentences: [
      'I answer questions about the technology contracts of London’s 33 boroughs from published records: who uses what, from whom, until when, and by when somebody must act; and about the Innovation in Procurement Toolkit with today’s law beside it.',
      'Tell me which borough you work for, for instance “I work for Hillingdon”, and “us” and “our” will mean your borough.',
    ],
    choices: examples,
  },
  help: {
    status: 'help',
    title: 'What I can do',
    sentences: [
      'Ask who uses a system: “who else uses this housing system and when does it expire?”, “does Tower Hamlets use Civica Cx?”.',
      'Ask what ends when: “what is expiring in the next 12 months for us?”, “parking contracts ending before April 2028”.',
      'Ask about one borough or one contract: “what systems does Newham have for parking and planning?”, “when does our electoral system contract end?”.',
      'Ask how much is known: “for which boroughs have you housing records?”.',
      'Go on from an answer: “and Bromley?”, “just the ones before April 2028”, “sort by value”.',
      'Ask about the rules and the toolkit: “how long is standstill now?”, “do I need a full tender for £180k of software?”, “what does the toolkit say about joint procurement?”.',
      'Be told in good time: “set up alerts in this channel for social care contracts 18 and 9 months out”.',
      'Tell what you learnt in the market: “we met NEC about housing repairs yesterday, OK to share with the boroughs”; ask “has anyone spoken to suppliers about damp sensors?”.',
      'Every fact carries its source and date. Where the catalogue has no record I say so; that does not mean there is no contract.',
    ],
    choices: examples,
  },
  forgotten: {
    status: 'noted',
    title: 'Forgotten',
    sentences: [
      'I have removed what I kept about you: your borough, your threads and your questions, with anything you proposed and did not confirm. Tell me your borough again if you want “us” to mean it.',
    ],
    choices: [],
  },
  thanks: {
    status: 'greeting',
    title: 'You are welcome',
    sentences: ['You are welcome. Ask again whenever you like.'],
    choices: [],
  },
  'not-understood': {
    status: 'clarify',
    title: 'Please say it another way',
    sentences: [
      'I did not understand what to look up. Name a system, a supplier, a borough or a service, for instance “who uses Mosaic for social care?”.',
    ],
    choices: examples,
  },
  'feature-not-covered': {
    status: 'not-covered',
    title: 'Not covered yet',
    sentences: [
      'I found no file I can read in that message. In Teams, attach the contract register as CSV in our one-to-one chat: I show its columns, rejected rows and what would change, and load nothing before you say so.',
      'The person who runs this assistant can do the same with: npm run import -- <file> --buyer NAME --dry-run --diff.',
    ],
    choices: [],
  },
  'out-of-scope': {
    status: 'out-of-scope',
    title: 'Not something I can help with',
    sentences: [
      'That is outside what I do. I answer questions about the boroughs’ technology contracts: who uses what, until when, and from which source.',
    ],
    choices: [],
  },
  'personal-data': {
    status: 'declined',
    title: 'I hold no personal details',
    sentences: [
      'I keep no names, telephone numbers or e-mail addresses of people, so I cannot give any. I can name the borough and the published record of a contract.',
    ],
    choices: [],
  },
  restricted: {
    status: 'declined',
    title: 'I cannot do that',
    sentences: [
      'I show only what you may see, and I cannot send e-mail. I can list the published values of contracts instead.',
    ],
    choices: [{ label: 'Show published values', message: 'Show the largest contracts by published value' }],
  },
  'no-writing': {
    status: 'declined',
    title: 'I cannot change records from a message',
    sentences: [
      'I do not change or delete records because a message asks for it. The catalogue is loaded from published sources.',
    ],
    choices: [],
  },
  'too-long': {
    status: 'clarify',
    title: 'That is too long for me',
    sentences: ['I read at most 2,000 characters. Please ask in one or two sentences.'],
    choices: [],
  },
  empty: {
    status: 'clarify',
    title: 'I got no text',
    sentences: [
      'The message held no text I can read. Type a question, for instance “who uses NEC Housing?”.',
    ],
    choices: examples,
  },
};

const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

/** Wording around an answer in parts. */
export const partsWords = {
  title: (parts: number): string => `${counts[parts] ?? parts} questions`,
  heading: (place: number, title: string): string => `${place}. ${title}`,
  lead: (parts: number, leftOut: number): string =>
    `You asked ${(counts[parts] ?? `${parts}`).toLowerCase()} things; the answers follow in that order.${
      leftOut === 0 ? '' : ` ${leftOut} more ${leftOut === 1 ? 'is' : 'are'} left: please ask again.`
    }`,
};

/** Wording around what a model said, or why it said nothing. */
export const saidWords = {
  removed: (count: number): string =>
    `${count} ${count === 1 ? 'sentence was' : 'sentences were'} left out because the records did not bear ${count === 1 ? 'it' : 'them'} out.`,
  handOver: {
    'model-down': 'The language model could not be reached, so this is the answer without it.',
    'model-rejected':
      'The language model’s service rejected the request, so this is the answer without it. Whoever runs this assistant should check its key and model name.',
    'model-slow': 'The language model took too long, so this is the answer without it.',
    'model-refused': 'The language model declined, so this is the answer without it.',
    'model-limit':
      'The language model came to no answer within its limits, so this is the answer without it.',
    'model-unfounded': 'The language model looked nothing up, so this is the answer without it.',
    'own-words': null,
  },
} as const;

/** Where the officer works and how to change it; null where that is not known. */
export function profileQuestion(boroughName: string | null): string {
  return boroughName === null
    ? 'I do not know yet which borough you work for. Which one is it? Say for instance “I work for Hillingdon”.'
    : `You work for ${boroughName}: “us” and “our” mean it. To change that, say “I work for …” with another borough.`;
}
