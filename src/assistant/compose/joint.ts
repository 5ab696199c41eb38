/** Who could buy together: the common day, what each borough would have to extend, what stands in the way. */

import type { Blocker, JointMember } from '../../catalogue/joint/find-joint.ts';
import { formatDate } from '../../procurement/iso-date.ts';
import { listed } from '../../procurement/list-words.ts';
import { formatAmount } from '../../procurement/value.ts';
import type { JointOpportunities } from '../../tools/joint-opportunities.ts';
import type { Cell, Section, Sentence, TableRow } from '../answer.ts';
import type { ComposeInput } from './compose.ts';
import { actByDay, endWords, latestEndWords, productWords, supplierWords } from './contract-words.ts';
import {
  type CitationList,
  coverageSentence,
  createCitations,
  type Draft,
  plain,
  section,
  summariseCoverage,
  timelineOf,
} from './draft.ts';
import { counted, valueKindWords } from './filter-words.ts';

const months = (count: number) => counted(count, 'month');

function standingCell(member: JointMember): Cell {
  const { placed, contract } = member;
  if (placed === null) return plain('not known');
  const options = contract.period.optionsAsPublished;
  switch (placed.standing) {
    case 'ends-then':
      return { text: 'ends then: nothing to extend', tone: 'good' };
    case 'rolling':
      return { text: 'rolls on: could give notice', tone: 'good' };
    case 'can-extend':
      return { text: `extend by ${months(placed.monthsToExtend)}: published options allow it`, tone: 'good' };
    case 'may-extend':
      return {
        text: `extend by ${months(placed.monthsToExtend)}: ${options === null ? 'options not published' : `check the options (“${options}”)`}`,
        tone: 'warning',
      };
    case 'cannot-reach':
      return {
        text: `options end ${months(placed.monthsToExtend)} or less too early: a bridge would be a new award`,
        tone: 'attention',
      };
    case 'runs-beyond':
      return { text: 'bound until later: could join afterwards', tone: 'subtle' };
    case 'ended':
      return { text: 'only an ended record: ask what replaced it', tone: 'warning' };
    case 'undated':
      return { text: 'no end on record: ask', tone: 'warning' };
  }
}

function rowOf(
  member: JointMember,
  found: JointOpportunities,
  input: ComposeInput,
  citations: CitationList,
): TableRow {
  const { contract } = member;
  const isOwn = member.buyerId === found.own?.id;
  const beside = isOwn ? ' (you)' : member.isNeighbour ? ' (neighbour)' : '';
  const others = member.others.length === 0 ? null : `and ${counted(member.others.length, 'other record')}`;
  return {
    contractId: contract.id,
    citations: citations.cite(contract),
    cells: [
      plain(`${member.name}${beside}`),
      plain(
        [productWords(contract), supplierWords(contract), others].filter((part) => part !== null).join('\n'),
      ),
      plain(`${endWords(contract, input.today)}\n${latestEndWords(contract)}`),
      found.joint.best === null
        ? plain(`act by: ${actByDay(contract, input.today)}`)
        : {
            ...standingCell(member),
            text: `${standingCell(member).text}\nscore ${member.placed?.points.toFixed(1) ?? '0'}`,
          },
    ],
  };
}

const blockerWords: Readonly<Record<Blocker, string>> = {
  'in-house': 'built in-house, so there is no contract to align',
  'part of a service': 'the system comes with an outsourced service and belongs to its contractor',
  'planned already': 'already planned or being tendered: ask whether others may join',
  withheld: 'records exist but are withheld',
};

function blockedSection(found: JointOpportunities): Section[] {
  const { blocked } = found.joint;
  if (blocked.length === 0) return [];
  const kinds = [...new Set(blocked.map(({ blocker }) => blocker))];
  return [
    section(
      'What stands in the way',
      ['Why', 'Boroughs'],
      kinds.map((kind) => ({
        contractId: null,
        citations: [],
        cells: [
          plain(blockerWords[kind]),
          plain(listed(blocked.filter(({ blocker }) => blocker === kind).map(({ name }) => name))),
        ],
      })),
    ),
  ];
}

function valueSentences(found: JointOpportunities): Sentence[] {
  return found.joint.values.map((value) => {
    const kind = valueKindWords(value.basis, value.vat);
    const sure = `${formatAmount(value.sure, value.currency)} (${counted(value.sureContracts, 'contract')} that fit for certain)`;
    const possible = `${formatAmount(value.possible, value.currency)} (${counted(value.possibleContracts, 'contract')}, with those that may fit)`;
    return {
      text:
        value.sureContracts === value.possibleContracts
          ? `Published value of what would be joined (${kind}): ${sure}.`
          : value.sureContracts === 0
            ? `Published value of what might be joined (${kind}): up to ${possible}.`
            : `Published value of what would be joined (${kind}): from ${sure} to ${possible}.`,
      citations: [],
    };
  });
}

function headSentences(found: JointOpportunities, what: string): Sentence[] {
  const { joint } = found;
  const window = `between ${formatDate(found.from)} and ${formatDate(found.to)}`;
  const { best } = joint;
  if (best === null) {
    const undated = joint.members.filter(
      ({ placed }) => placed?.standing === 'undated' || placed?.standing === 'ended',
    );
    return [
      {
        text: `No contract for ${what} on record ends, or can end, ${window}, so there is no common day to propose.`,
        citations: [],
      },
      ...(undated.length === 0
        ? []
        : [
            {
              text: `Worth asking, because the record has no end or has ended: ${listed(undated.map(({ name }) => name))}.`,
              citations: [],
            },
          ]),
    ];
  }
  const named = (test: (member: JointMember) => boolean) =>
    joint.members.filter(test).map(({ name }) => name);
  const fits = named(({ placed }) => placed?.standing === 'ends-then' || placed?.standing === 'rolling');
  const extend = named(({ placed }) => placed?.standing === 'can-extend');
  const may = named(({ placed }) => placed?.standing === 'may-extend');
  const ask = named(({ placed }) => placed?.standing === 'ended' || placed?.standing === 'undated');
  const parts = [
    fits.length === 0 ? null : `${listed(fits)} would have nothing to extend`,
    extend.length === 0 ? null : `${listed(extend)} can extend to it`,
    may.length === 0
      ? null
      : `${listed(may)} would have to extend and it is not known whether the options allow it`,
    ask.length === 0 ? null : `${listed(ask)} may be free, but the record does not say`,
  ].filter((part) => part !== null);
  return [
    {
      text: `The day that suits most for a joint contract for ${what} ${window} is ${formatDate(best.day)} (score ${best.score}): ${parts.join('; ')}.`,
      citations: [],
    },
    {
      text: best.isInTime
        ? `A joint purchase of this kind takes about ${found.leadMonths} months, so it would have to begin by ${formatDate(found.beginBy ?? best.day)}.`
        : `A joint purchase of this kind takes about ${found.leadMonths} months, which no longer fits before that day: extend beyond it, or take a quicker route such as a framework.`,
      citations: [],
    },
    ...(joint.lead === null
      ? []
      : [
          {
            text: `A suggestion for the lead: ${joint.lead.name}, with the ${joint.lead.why} among those that fit. It is only that; whoever has the people should lead.`,
            citations: [],
          },
        ]),
  ];
}

/** The common day first, then every borough’s place on it, what stands in the way and what to ask. */
export function composeJoint(input: ComposeInput): Draft {
  const found = input.results.find((result) => result.outcome === 'joint');
  if (found === undefined) throw new TypeError('joint needs opportunities to compose');
  const { joint } = found;
  const citations = createCitations();
  const coverage = summariseCoverage(found.coverage.serviceArea, found.coverage.boroughs);
  const what = found.understood.subject ?? `${(found.understood.serviceAreas[0] ?? 'this').toLowerCase()}`;
  const rows = joint.members.map((member) => rowOf(member, found, input, citations));
  const remarks = [...input.remarks];
  const hasOwn = joint.members.some(({ buyerId }) => buyerId === found.own?.id);
  if (found.own !== null && !hasOwn)
    remarks.push(
      `There is no contract of ${found.own.name} for ${what} on record, so its own dates are not in the sum.`,
    );
  if (found.own === null)
    remarks.push('Say which borough you work for, and your own contract and neighbours are marked.');
  if (joint.best !== null)
    remarks.push(
      'Score: 4 for a contract that ends within three months after the day, 3 for one that rolls on or can extend to it (less for a long extension), 1 where extending is uncertain, half for an ended record, 1 more when the lead time fits.',
    );
  const other = joint.alternatives.map(
    (day) => `${formatDate(day.day)} (${counted(day.sure, 'borough')} fit, score ${day.score})`,
  );
  const members = joint.members.filter(({ buyerId }) => buyerId !== found.own?.id).map(({ name }) => name);
  return {
    status: joint.members.length + joint.blocked.length > 0 ? 'answered' : 'no-record',
    title: `Who could buy together: ${what}`,
    sentences: [
      ...headSentences(found, what),
      ...(other.length === 0 ? [] : [{ text: `Also worth a thought: ${listed(other)}.`, citations: [] }]),
      ...valueSentences(found),
      coverageSentence(coverage),
    ],
    sections: [
      ...(rows.length === 0
        ? []
        : [
            section(
              'Boroughs on record',
              [
                'Borough',
                'Contract',
                'Ends',
                joint.best === null ? 'Act by' : `To start on ${formatDate(joint.best.day)}`,
              ],
              rows,
            ),
          ]),
      ...blockedSection(found),
      ...(joint.alreadyJoint.length === 0
        ? []
        : [
            section(
              'Already bought together',
              ['Boroughs', 'Contract'],
              joint.alreadyJoint.slice(0, 10).map((contract) => ({
                contractId: contract.id,
                citations: citations.cite(contract),
                cells: [
                  plain(listed(contract.participants.map((participant) => participant.shortName))),
                  plain(`${productWords(contract)}: ${endWords(contract, input.today)}`),
                ],
              })),
            ),
          ]),
    ],
    timeline: timelineOf(joint.members.map(({ contract }) => contract)),
    citations: citations.all(),
    coverage,
    remarks,
    nextActions: [
      ...(members.length === 0
        ? []
        : [
            `Ask ${listed(members.slice(0, 4))} what they plan, which options they have left, and by when they must say.`,
          ]),
      ...(coverage.unknown > 0
        ? [`Ask the ${coverage.unknown} boroughs with no record too: they may need the same.`]
        : []),
    ],
    choices: [
      { label: `Who uses what for ${what}`, message: `List contracts for ${what}` },
      ...(found.understood.serviceAreas.length === 0
        ? []
        : [{ label: 'How concentrated is the market?', message: `How concentrated is the ${what} market?` }]),
    ],
  };
}
