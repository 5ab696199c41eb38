/** Results of tools as quoted data for a model: rows and passages under marks, links as tokens it cannot make up. */
import type { CatalogueContract } from '../../../catalogue/queries/load-contracts.ts';
import type { Observation } from '../../planner.ts';

/** What a mark stands for. */
export type Marked =
  | { readonly contractId: string }
  | { readonly url: string }
  | { readonly passageId: string };

/** Marks of one turn, given in order of first use; the same thing keeps its mark. */
export type Marks = {
  readonly row: (contractId: string) => string;
  readonly passage: (passageId: string) => string;
  readonly link: (url: string) => string;
  /** Null for a mark that was never given. */
  readonly meaning: (mark: string) => Marked | null;
};

/** Marks for one turn; none is ever given twice for different things. */
export function createMarks(): Marks {
  const given = new Map<string, string>();
  const meanings = new Map<string, Marked>();
  const counts = { R: 0, P: 0, L: 0 };
  const mark = (kind: 'R' | 'P' | 'L', key: string, meaning: Marked): string => {
    const known = given.get(`${kind} ${key}`);
    if (known !== undefined) return known;
    counts[kind] += 1;
    const name = `${kind}${counts[kind]}`;
    given.set(`${kind} ${key}`, name);
    meanings.set(name, meaning);
    return name;
  };
  return {
    row: (contractId) => mark('R', contractId, { contractId }),
    passage: (passageId) => mark('P', passageId, { passageId }),
    link: (url) => mark('L', url, { url }),
    meaning: (name) => meanings.get(name) ?? null,
  };
}

/** Rows given in full; of more rows the rest is summed up, and the reply says so. */
const mostRows = 40;
const mostPassages = 8;
const mostCharacters = 24_000;

function withoutLinks(text: string, marks: Marks): string {
  return (
    text
      .replace(/https?:\/\/[^\s<>"”)\]]+/g, (url) => `[${marks.link(url)}]`)
      // Nothing inside may look like the end of the data.
      .replace(/<\s*\/?\s*data\s*>/gi, '‹data›')
  );
}

function clean(value: unknown, marks: Marks): unknown {
  if (typeof value === 'string') return withoutLinks(value, marks);
  if (Array.isArray(value)) return value.map((item) => clean(item, marks));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0))
      .map(([key, inner]) => [key, clean(inner, marks)]),
  );
}

function rowOf(contract: CatalogueContract, marks: Marks): Record<string, unknown> {
  const { period } = contract;
  return {
    mark: marks.row(contract.id),
    boroughs: contract.participants.map(({ shortName, role }) => `${shortName} (${role})`),
    kind: contract.kind,
    title: contract.title,
    product: contract.productName ?? contract.productAsPublished,
    published_as: contract.productAsPublished,
    supplier: contract.supplierAsPublished,
    maker: contract.vendor,
    service: contract.serviceArea,
    starts: period.startDate,
    ends: period.endDate,
    end_known_to: period.endPrecision,
    latest_possible_end: period.maxExtentDate,
    options: period.optionsAsPublished,
    term: period.term,
    act_by: contract.actBy,
    value: contract.value,
    value_as_published: contract.valueAsPublished,
    route: contract.route,
    framework: contract.framework,
    sources: contract.sources.map(({ publisher, url, publishedDate, confidence }) => ({
      publisher,
      published: publishedDate,
      confidence,
      link: url === null ? null : marks.link(url),
    })),
  };
}

/** What the rows left out have in common, so that nothing disappears without a word. */
function summaryOf(contracts: readonly CatalogueContract[], missing: number): Record<string, unknown> | null {
  if (contracts.length === 0 && missing === 0) return null;
  const ends = contracts.flatMap(({ period }) => (period.endDate === null ? [] : [period.endDate])).sort();
  return {
    rows_not_shown: contracts.length + missing,
    boroughs: [
      ...new Set(contracts.flatMap(({ participants }) => participants.map(({ shortName }) => shortName))),
    ].sort(),
    earliest_end: ends[0] ?? null,
    latest_end: ends.at(-1) ?? null,
    without_an_end: contracts.filter(({ period }) => period.endDate === null).length,
  };
}

function bodyOf({ result }: Observation, marks: Marks): unknown {
  if (result.outcome === 'contracts') {
    const shown = result.contracts.slice(0, mostRows);
    const states = result.coverage.boroughs;
    return {
      found: result.total,
      rows: shown.map((contract) => rowOf(contract, marks)),
      the_rest: summaryOf(result.contracts.slice(mostRows), result.total - result.contracts.length),
      understood: result.understood,
      boroughs_without_a_record: states.filter(({ state }) => state === 'unknown').length,
    };
  }
  if (result.outcome === 'guidance')
    return {
      is_covered: result.isCovered,
      passages: result.passages.slice(0, mostPassages).map(({ passage, holds, replacement }) => ({
        mark: marks.passage(passage.id),
        title: `${passage.title}: ${passage.heading}`,
        holds_today: holds,
        text: passage.blocks.map(({ text }) => text).join('\n'),
        what_changed: passage.whatChanged,
        rule_of_today:
          replacement === null
            ? null
            : {
                mark: marks.passage(replacement.id),
                text: replacement.blocks.map(({ text }) => text).join('\n'),
              },
      })),
    };
  return result;
}

/** Cuts only between the items of its lists, and says how many are missing; what is left is whole. */
function shortened(value: unknown, most: number): unknown {
  for (const keep of [20, 10, 5, 2, 1]) {
    const cut = (item: unknown): unknown => {
      if (Array.isArray(item)) {
        const kept = item.slice(0, keep).map(cut);
        return item.length > keep ? [...kept, { not_shown: item.length - keep }] : kept;
      }
      if (item === null || typeof item !== 'object') return item;
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, cut(inner)]));
    };
    const smaller = cut(value);
    if (JSON.stringify(smaller).length <= most) return smaller;
  }
  return { too_long: true, note: 'The result is too long to show. Ask for less.' };
}

/** One result between marks, at most 24,000 characters. */
export function quotedData(observation: Observation, marks: Marks): string {
  const body = clean(bodyOf(observation, marks), marks);
  const text = JSON.stringify(body);
  return `<data>${text.length <= mostCharacters ? text : JSON.stringify(shortened(body, mostCharacters))}</data>`;
}
