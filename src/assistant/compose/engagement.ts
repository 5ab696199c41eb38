/** A note of market engagement: as drafted, saved or removed; and the notes found for a need. */
import type { Engagement, Sharing } from '../../engagement/engagement.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import type { EngagementsFoundResult } from '../../tools/find-engagements.ts';
import type { EngagementResult } from '../../tools/log-engagement.ts';
import type { ComposeInput } from './compose.ts';
import { type Draft, emptyDraft, plain, section } from './draft.ts';

function sentence(text: string): Draft['sentences'][number] {
  return { text, citations: [] };
}

/** Who may read it, as officers say it. */
export function sharingWords(sharing: Sharing, borough: string | null): string {
  if (sharing === 'public') return 'anyone';
  if (sharing === 'boroughs') return 'officers of the 33 boroughs';
  return borough === null ? 'you alone' : `${borough} only`;
}

function organisationWords({ organisation, organisationName }: Engagement): string {
  return organisationName === null || organisationName.toLowerCase() === organisation.toLowerCase()
    ? organisation
    : `${organisation} (${organisationName})`;
}

/** Nobody vouches for the borough yet: said where it decides who can read the note. */
function vouchingWords(note: Engagement, sharing: Sharing): string[] {
  if (note.isVouched || sharing === 'public') return [];
  return [
    `Nothing here confirms yet that you work for ${note.borough ?? 'a borough'}, so among its own officers only you can read this note.`,
  ];
}

function factsOf(note: Engagement, sharing: Sharing): Draft['sections'] {
  const rows: [string, string][] = [
    ['Met', organisationWords(note)],
    ['When', formatDate(note.metOn)],
    ['Service', note.serviceArea ?? 'not said'],
    ['What was said', note.summary],
    ['People named', note.people ?? 'none'],
    ['Who may read it', sharingWords(sharing, note.borough)],
    ['Shown until', formatDate(note.expiresOn)],
  ];
  return [
    section(
      null,
      ['Field', 'Note'],
      rows.map(([field, value]) => ({
        contractId: null,
        citations: [],
        cells: [plain(field), plain(value)],
      })),
    ),
  ];
}

const problems = {
  future: 'That day has not come yet. Give the day on which you met.',
  'too-old': 'That talk is longer ago than a note would be kept, so there is nothing to save.',
} as const;

function composeOne(result: EngagementResult, remarks: readonly string[]): Draft {
  const { engagement: note, sharing } = result;
  const said = (status: Draft['status'], title: string, text: string): Draft => ({
    ...emptyDraft,
    status,
    title,
    sentences: [sentence(text)],
    remarks,
  });
  if (result.result === 'not-kept')
    return said(
      'not-covered',
      'No notes are kept here',
      'This assistant keeps no notes of market engagement.',
    );
  if (result.result === 'unusable')
    return said('clarify', 'Please check the day', problems[result.problem ?? 'future']);
  if (result.result === 'removed')
    return said('noted', 'Removed', 'The note is removed and shown to nobody any more.');
  if (result.result === 'unknown' || sharing === null)
    return said(
      'no-record',
      'No such note',
      'There is no such note of yours. It may be removed already, or a draft older than a day. Nothing was changed.',
    );
  if (note === null)
    return said('noted', 'Saved', 'Your note is saved. Others read along here, so it is not shown.');
  const choices = [
    {
      label: `Save for ${sharingWords('owner', note.borough)}`,
      message: `Save engagement ${note.id} for owner`,
    },
    { label: 'Save, share with the boroughs', message: `Save engagement ${note.id} for boroughs` },
    { label: 'Save, anyone may read it', message: `Save engagement ${note.id} for public` },
  ];
  const at = ['owner', 'boroughs', 'public'].indexOf(sharing);
  const asTold = choices[at];
  const leftOut = result.hasLeftOutPeople
    ? [
        'Names of people were left out, because the message does not say that they agreed. Add “they agreed to be named” if they did.',
      ]
    : [];
  if (result.result === 'drafted')
    return {
      ...emptyDraft,
      status: 'clarify',
      title: 'Save this note?',
      sentences: [
        sentence(
          `Nothing is saved yet. As told, it will be shown to ${sharingWords(sharing, note.borough)} until ${formatDate(note.expiresOn)}.`,
        ),
        ...vouchingWords(note, sharing).map(sentence),
      ],
      sections: factsOf(note, sharing),
      remarks: [...remarks, ...leftOut],
      choices: [
        ...(asTold === undefined ? [] : [asTold]),
        ...choices.filter((choice) => choice !== asTold),
        { label: 'Discard', message: `Discard engagement ${note.id}` },
      ],
    };
  return {
    ...emptyDraft,
    status: 'noted',
    title: result.result === 'saved' ? 'Note saved' : 'Saved before',
    sentences: [
      sentence(
        result.result === 'saved'
          ? `Saved as ${note.id}, shown to ${sharingWords(sharing, note.borough)} until ${formatDate(note.expiresOn)}.`
          : `This note was saved before as ${note.id}; nothing was changed now. It is shown to ${sharingWords(sharing, note.borough)}.`,
      ),
      ...vouchingWords(note, sharing).map(sentence),
    ],
    sections: factsOf(note, sharing),
    remarks,
    choices: [{ label: 'Withdraw this note', message: `Withdraw engagement ${note.id}` }],
  };
}

/** Tells what became of the last note of this turn. */
export function composeEngagement(input: ComposeInput): Draft {
  const result = input.results.findLast((candidate) => candidate.outcome === 'engagement');
  if (result === undefined) throw new TypeError('a note needs a result to compose');
  return composeOne(result, input.remarks);
}

/** What was looked for, as it was understood. */
function lookedFor({ subject, serviceArea, words, boroughs }: EngagementsFoundResult): string {
  const about = words === null ? (serviceArea === null ? '' : ` about ${serviceArea}`) : ` about “${words}”`;
  const whom = subject === null ? '' : ` with ${subject}`;
  const by = boroughs.length === 0 ? '' : ` by ${boroughs.map(({ name }) => name).join(', ')}`;
  return `${whom}${about}${by}`;
}

function rowOf(note: Engagement): Draft['sections'][number]['rows'][number] {
  const by = note.borough === null ? 'An officer' : note.borough;
  const said = note.isVouched ? by : `${by} (as the officer gave it)`;
  const people = note.people === null ? '' : `\nMet: ${note.people}`;
  return {
    contractId: null,
    citations: [],
    cells: [
      plain(formatDate(note.metOn)),
      plain(organisationWords(note)),
      plain(`${note.summary}${people}`),
      plain(`${said}\nShared with ${sharingWords(note.sharing, note.borough)}\n${note.id}`),
    ],
  };
}

/** Lists the notes found; an officer's own can be taken back from here. */
export function composeEngagements(input: ComposeInput): Draft {
  const result = input.results.findLast((candidate) => candidate.outcome === 'engagements');
  if (result === undefined) throw new TypeError('notes need a result to compose');
  const found = result.engagements.slice(0, 25);
  const remarks = [
    ...input.remarks,
    ...(result.withShared
      ? []
      : [
          'Only notes that anyone may read were looked at; those shared among the boroughs show in a private chat of a confirmed officer.',
        ]),
    ...(result.isPartial ? ['No note has all of these words; the ones below have some of them.'] : []),
    ...(result.total > found.length ? [`Showing ${found.length} of ${result.total}.`] : []),
  ];
  if (found.length === 0)
    return {
      ...emptyDraft,
      status: 'no-record',
      title: 'No market engagement on record',
      sentences: [
        sentence(
          `There is no note of market engagement${lookedFor(result)} that you may read. That does not mean that nobody has met a supplier.`,
        ),
      ],
      remarks,
      nextActions: [
        'After your own talk, tell me in one message: whom you met, when, about what, and who may read it.',
      ],
    };
  const boroughs = [...new Set(found.flatMap(({ borough }) => (borough === null ? [] : [borough])))];
  const others = boroughs.filter((name) => name !== input.borough?.name);
  return {
    ...emptyDraft,
    status: 'answered',
    title: 'Market engagement on record',
    sentences: [
      sentence(
        `${result.total === 1 ? 'One note' : `${result.total} notes`} of market engagement${lookedFor(result)}, the newest talk first.`,
      ),
      sentence('These are officers’ own words, not published facts; check them before you rely on them.'),
    ],
    sections: [section(null, ['When', 'Who was met', 'What was said', 'Noted by'], found.map(rowOf))],
    remarks,
    nextActions: others.length === 0 ? [] : [`Ask ${others.slice(0, 4).join(', ')} what they learnt.`],
    choices: found
      .filter(({ isOwn }) => isOwn)
      .slice(0, 3)
      .map((note) => ({ label: `Withdraw ${note.id}`, message: `Withdraw engagement ${note.id}` })),
  };
}
