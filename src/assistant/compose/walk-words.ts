/** How a purchase on its way through the toolkit is said: the same words in answers, cards and records. */
import { formatDate, type IsoDate } from '../../procurement/iso-date.ts';
import { classWords } from '../../procurement/lead-times.ts';
import { listed } from '../../procurement/list-words.ts';
import { formatAmount } from '../../procurement/value.ts';
import type { NoticeRule } from '../../retrieval/dated-law.ts';
import type { Ask, Progress, StepProgress } from '../../toolkit/progress.ts';
import { walkStages } from '../../toolkit/toolkit.ts';
import type { WalkPassage, WalkView } from '../../tools/walk-view.ts';
import type { Citation } from '../answer.ts';
import {
  boroughsWords,
  endWords,
  latestEndWords,
  productWords,
  routeWords,
  supplierWords,
  valueWords,
} from './contract-words.ts';
import type { CitationList } from './draft.ts';

const roleNames: Readonly<Record<string, string>> = {
  'service-teams': 'service teams',
  'digital-and-it': 'digital and IT',
  procurement: 'procurement',
  'contract-managers': 'contract managers',
  directors: 'directors',
  legal: 'legal',
};

/** `service teams, procurement and legal`. */
export function rolesWords(roles: readonly string[]): string {
  return listed(roles.map((role) => roleNames[role] ?? role.replaceAll('-', ' ')));
}

/** `New planning system (Hillingdon)`. */
export function walkTitle(view: Pick<WalkView, 'opportunity' | 'boroughName'>): string {
  return view.boroughName === null
    ? view.opportunity.title
    : `${view.opportunity.title} (${view.boroughName})`;
}

const standingNames = {
  done: 'done',
  skipped: 'skipped',
  blocked: 'waits for another step',
  open: 'open',
} as const satisfies Record<StepProgress['standing'], string>;

/** `waits for “Choose the route”`, `done`. */
export function standingWords({ standing, waitsFor }: StepProgress): string {
  return standing === 'blocked'
    ? `waits for ${waitsFor.map(({ title }) => `“${title}”`).join(' and ')}`
    : standingNames[standing];
}

/** How many steps of each stage are done or skipped, in the order of the stages. */
export function stageCounts(progress: Progress): readonly {
  readonly stage: string;
  readonly title: string;
  readonly settled: number;
  readonly of: number;
}[] {
  return walkStages.map((stage) => {
    const steps = progress.steps.filter((one) => one.stage.stage === stage);
    return {
      stage,
      title: steps[0]?.stage.title ?? stage,
      settled: steps.filter(({ standing }) => standing === 'done' || standing === 'skipped').length,
      of: steps.length,
    };
  });
}

/** `Stage 2 of 5, Strategy; step 3 of 6: Compare options`. */
export function placeWords(progress: Progress, shown: StepProgress): string {
  const inStage = progress.steps.filter(({ stage }) => stage.stage === shown.stage.stage);
  const at = inStage.findIndex(({ step }) => step.id === shown.step.id) + 1;
  return `Stage ${walkStages.indexOf(shown.stage.stage) + 1} of ${walkStages.length}, ${shown.stage.title}; step ${at} of ${inStage.length}: ${shown.step.title}`;
}

/** The one question that only the officer can answer. */
export function askWords(ask: Ask, { value }: WalkView): string {
  switch (ask) {
    case 'area':
      return 'Which service is it for, for instance housing, planning or parking?';
    case 'target':
      return 'By when must the new system work? Say, for instance, “live by 1 April 2028”.';
    case 'value':
      return 'What will it cost over its whole life, options and extensions included? Say, for instance, “circa 600k over 4 years”.';
    case 'years':
      return 'For how many years is that, options included?';
    case 'vat':
      return `Is the amount with or without VAT? ${value?.comparison?.steps.join('; ') ?? ''}. It decides whether the rules for public contracts apply.`;
  }
}

/** One fact that the officers did not have to type, with where it is from. */
export type FilledFact = {
  readonly label: string;
  readonly text: string;
  readonly origin: string;
  readonly citations: readonly number[];
};

/** Cites the first sources of a passage. */
export function citePassage(passage: WalkPassage, citations: CitationList): readonly number[] {
  return passage.sources.slice(0, 2).flatMap((source) =>
    citations.citePage({
      title: source.title,
      publisher: source.publisher,
      url: source.address,
      publishedDate: source.date,
      quote: passage.answer,
    } satisfies Omit<Citation, 'number'>),
  );
}

function contractFacts(view: WalkView, citations: CitationList): FilledFact[] {
  const { contract, today } = view;
  if (contract === null) return [];
  const numbers = citations.cite(contract);
  const origin = contract.sources[0]?.publisher ?? 'the catalogue';
  const fact = (label: string, text: string): FilledFact => ({ label, text, origin, citations: numbers });
  const latest = latestEndWords(contract);
  return [
    fact('Current contract', `${productWords(contract)} of ${boroughsWords(contract)}`),
    fact('Supplier', supplierWords(contract)),
    fact('Ends', `${endWords(contract, today)}; ${latest}`),
    fact('Bought by', routeWords(contract)),
    fact('Value of the current contract', valueWords(contract)),
  ];
}

function valueFacts({ value, opportunity }: WalkView, citations: CitationList): FilledFact[] {
  if (value === null) return [];
  const { state } = opportunity;
  const said =
    value.basis === 'officer' && state.amount !== null && state.per === 'year' && state.years !== null
      ? `${formatAmount(state.amount)} a year for ${state.years} years; `
      : '';
  const threshold = value.threshold;
  const [source] = threshold?.sources ?? [];
  const numbers =
    threshold === null || source === undefined
      ? []
      : citations.citePage({
          title: 'Procurement threshold of councils',
          publisher: new URL(source).hostname,
          url: source,
          publishedDate: threshold.validFrom,
          quote: `${formatAmount(threshold.amount)} ${threshold.includesVat ? 'including' : 'without'} VAT, in force from ${formatDate(threshold.validFrom)} (checked ${formatDate(threshold.checkedOn)})`,
        });
  if (value.comparison === null)
    return value.basis === 'contract'
      ? []
      : [{ label: 'Value', text: 'not comparable with the threshold', origin: 'you', citations: [] }];
  const verdict = {
    above: 'so the full rules for public contracts apply',
    below: 'so the rules for smaller contracts apply',
    depends: 'so it turns on VAT which rules apply',
  }[value.comparison.verdict];
  return [
    {
      label: 'Value against the threshold',
      text: `${said}${value.comparison.steps.join('; ')}; ${verdict}`,
      origin:
        value.basis === 'officer'
          ? 'what you said, and the law'
          : 'the current contract’s value, and the law',
      citations: numbers,
    },
  ];
}

function dateFacts({ target, plan, today }: WalkView): FilledFact[] {
  if (target === null || plan === null) return [];
  const late = plan.startBy < today ? ', which has passed' : '';
  return [
    {
      label: 'To work by',
      text: formatDate(target.date),
      origin: target.basis === 'officer' ? 'you' : 'the end of the current contract',
      citations: [],
    },
    {
      label: 'Start by',
      text: `${formatDate(plan.startBy)}${late}: ${plan.leadMonths} months for ${classWords[plan.leadClass]}`,
      origin: 'lead times, which your borough can change',
      citations: [],
    },
  ];
}

function marketFacts({ market }: WalkView, citations: CitationList): FilledFact[] {
  if (market === null) return [];
  const boroughs = new Map<string, string[]>();
  for (const contract of market.contracts) {
    const names = boroughs.get(boroughsWords(contract)) ?? [];
    const name = contract.productName ?? contract.productAsPublished ?? contract.title;
    if (!names.includes(name)) names.push(name);
    boroughs.set(boroughsWords(contract), names);
  }
  const shown = [...boroughs]
    .slice(0, 6)
    .map(([borough, names]) => `${borough}: ${names.slice(0, 2).join(', ')}`);
  const left = boroughs.size - shown.length;
  const numbers = market.contracts.slice(0, 5).flatMap((contract) => citations.cite(contract));
  const facts: FilledFact[] = [
    {
      label: 'Same need elsewhere',
      text:
        boroughs.size === 0
          ? `no live record of another borough; for ${market.unknown} of the 33 nothing is known, which does not mean that they have no system`
          : `${shown.join('; ')}${left > 0 ? `; and ${left} more` : ''}; for ${market.unknown} of the 33 nothing is known`,
      origin: 'the catalogue',
      citations: [...new Set(numbers)],
    },
  ];
  if (market.joint !== null && market.joint.members.length > 1)
    facts.push({
      label: 'Joint purchase',
      text: `${formatDate(market.joint.day)} would suit ${market.joint.members.map(({ name }) => name).join(', ')}`,
      origin: 'ends and options on record',
      citations: [...new Set(market.joint.members.flatMap(({ contract }) => citations.cite(contract)))],
    });
  return facts;
}

/** Everything that did not have to be asked, each with where it is from. */
export function filledFacts(view: WalkView, citations: CitationList): FilledFact[] {
  return [
    ...contractFacts(view, citations),
    ...dateFacts(view),
    ...valueFacts(view, citations),
    ...marketFacts(view, citations),
  ];
}

/** `by 3 March 2027`, `between 1 April 2027 and 26 May 2027`, `when it happens`. */
export function dueWords(due: { readonly from: IsoDate | null; readonly by: IsoDate | null }): string {
  if (due.by === null) return 'when it happens';
  return due.from === null
    ? `by ${formatDate(due.by)}`
    : `between ${formatDate(due.from)} and ${formatDate(due.by)}`;
}

/** `UK17 Payments compliance notice: within 30 days …`, for a notice whose day the plan does not know. */
export function noticeRuleWords({ code, name, deadline, required_when: when }: NoticeRule): string {
  return `${code} ${name}: ${deadline?.text ?? when ?? 'see the page on notices'}`;
}

/** Cites the law a notice rests on. */
export function citeNotice(rule: NoticeRule, citations: CitationList): readonly number[] {
  return citations.citePage({
    title: rule.section ?? rule.name,
    publisher: new URL(rule.source.address).hostname,
    url: rule.source.address,
    publishedDate: rule.source.date,
    quote: noticeRuleWords(rule),
  });
}

/** What to say where the contract it replaces cannot be shown any more. */
export const contractGone =
  'The contract this purchase began with is no longer on record, or cannot be shown here. Everything you entered is kept.';

/** Whom to talk to at this step: roles of the council, then boroughs with the same need. */
export function talkTo(view: WalkView): string {
  const boroughs = [
    ...new Set((view.market?.contracts ?? []).map((contract) => boroughsWords(contract))),
  ].slice(0, 5);
  const elsewhere = boroughs.length === 0 ? '' : `; elsewhere, with the same need: ${boroughs.join(', ')}`;
  return `In your council: ${rolesWords(view.shown.step.roles)}${elsewhere}.`;
}

/** Whoever looks after the task, as the officers named them. */
export function ownerOf(view: Pick<WalkView, 'opportunity'>, task: string): string | null {
  return (
    view.opportunity.state.owners.find((known) => known.task.toLowerCase() === task.toLowerCase())?.owner ??
    null
  );
}
