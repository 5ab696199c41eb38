/** Reads one page of knowledge: YAML front matter, then a passage for every `##` section. */
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { type IsoDate, parseIsoDate } from '../procurement/iso-date.ts';
import {
  type Block,
  groundLists,
  KnowledgeError,
  type Passage,
  type PassageSource,
  type Role,
  regimes,
  roles,
  stages,
} from './passage.ts';

const day = z
  .string()
  .nullable()
  .transform((text, context): IsoDate | null => {
    if (text === null) return null;
    const date = parseIsoDate(text);
    if (date === null) context.addIssue('must be a date like 2025-02-24, or null');
    return date;
  });

const frontMatter = z.object({
  title: z.string().min(1),
  stage: z.enum(stages),
  kind: z.enum(['toolkit', 'law', 'research', 'note', 'own']),
  regime: z.enum(regimes),
  valid_from: day.prefault(null),
  valid_to: day.prefault(null),
  roles: z.array(z.enum(roles)).prefault([]),
  topics: z.array(z.coerce.string()).prefault([]),
  sources: z
    .array(
      z.object({
        id: z.string().regex(/^s\d+$/),
        title: z.string().min(1),
        publisher: z.string().min(1),
        address: z.url().nullable(),
        date: z.coerce.string().nullable(),
        confidence: z.enum(['high', 'medium', 'low']),
      }),
    )
    .min(1),
});

const overrides = z.strictObject({
  regime: z.enum(regimes).optional(),
  valid_from: day.optional(),
  valid_to: day.optional(),
  roles: z.string().optional(),
  replaced_by: z.string().optional(),
  what_changed: z.string().optional(),
  not_known: z.string().optional(),
  grounds: z.enum(groundLists).optional(),
});

/** `How long is it?` becomes `how-long-is-it`. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** `<!-- regime: PA2023; what_changed: It was 10 days; then 8. -->`: a `;` inside a sentence starts no new key. */
function readComment(comment: string, where: string): z.infer<typeof overrides> {
  const given: Record<string, string | null> = {};
  const keys = /(?:^|;)\s*(regime|valid_from|valid_to|roles|replaced_by|what_changed|not_known|grounds):\s*/g;
  const starts = [...comment.matchAll(keys)];
  starts.forEach((match, at) => {
    const value = comment.slice(match.index + match[0].length, starts[at + 1]?.index).trim();
    given[match[1] ?? ''] = value === 'null' ? null : value;
  });
  const parsed = overrides.safeParse(given);
  if (parsed.success && starts.length > 0) return parsed.data;
  const problem = parsed.success ? 'names no key' : parsed.error.issues[0]?.message;
  throw new KnowledgeError(`${where}: the comment under the heading ${problem ?? 'is wrong'}. Correct it.`);
}

const roleLabels: Readonly<Record<string, Role>> = {
  service: 'service-teams',
  digital: 'digital-and-it',
  procurement: 'procurement',
  contract: 'contract-managers',
  director: 'directors',
  legal: 'legal',
  small: 'small-suppliers',
};

function roleOf(line: string): Role | null {
  const label = /^\*\*([A-Za-z]+)[^*]*:\*\*/.exec(line)?.[1]?.toLowerCase();
  if (label === undefined) return null;
  return Object.entries(roleLabels).find(([start]) => label.startsWith(start))?.[1] ?? null;
}

/** `[s7]`, or `[s7/paragraph/13]` and `[s7#section-51-2]` for a place within the source's address. */
const mark = /\[(s\d+(?:[/#][a-z0-9][a-z0-9/-]*)?)\]/g;

/** The source with the place its mark names: `…/schedule/5/paragraph/13`. */
function placeIn(source: PassageSource, place: string): PassageSource {
  if (place === '' || source.address === null) return source;
  const words = place.startsWith('/') ? `, ${place.slice(1).replaceAll('/', ' ')}` : '';
  return { ...source, title: `${source.title}${words}`, address: `${source.address}${place}` };
}

function plain(text: string): string {
  return text
    .replace(new RegExp(`\\s*${mark.source}`, 'g'), '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A list often carries its marks on the last item alone: they stand for every item without its own. */
function inheritSources(blocks: Block[], from: number): void {
  const last = blocks.at(-1)?.sources ?? [];
  blocks.forEach((block, at) => {
    if (at >= from && block.kind === 'item' && block.sources.length === 0)
      blocks[at] = { ...block, sources: last };
  });
}

/** Paragraphs and list items with the marks of their sources; `sourceOf` gives a mark's place in the list. */
function blocksOf(body: string, sourceOf: (mark: string) => number): Block[] {
  const blocks: Block[] = [];
  const add = (kind: Block['kind'], raw: string) => {
    const text = plain(raw);
    if (text === '' || /^by role:?$/i.test(text)) return;
    const sources = [...new Set([...raw.matchAll(mark)].map((match) => sourceOf(match[1] ?? '')))];
    blocks.push({ kind, text, sources, role: roleOf(raw) });
  };
  for (const chunk of body.split(/\n\s*\n/)) {
    const before = blocks.length;
    let paragraph = '';
    let item: string | null = null;
    for (const line of chunk.split('\n')) {
      const start = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line)?.[1];
      if (start !== undefined) {
        if (item !== null) add('item', item);
        item = start;
      } else if (item !== null) item += ` ${line.trim()}`;
      else paragraph += ` ${line.trim()}`;
      if (start !== undefined && paragraph !== '') {
        add('paragraph', paragraph);
        paragraph = '';
      }
    }
    if (paragraph !== '') add('paragraph', paragraph);
    if (item !== null) add('item', item);
    inheritSources(blocks, before);
  }
  return blocks;
}

function idOf(given: string): string {
  return /^s\d+/.exec(given)?.[0] ?? given;
}

/** The passages of one page; throws `KnowledgeError` with the file's name when its form is wrong. */
export function parsePage(content: string, page: string): Passage[] {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(content);
  if (match === null)
    throw new KnowledgeError(`${page}.md: front matter between --- lines is missing. Add it.`);
  let yaml: unknown;
  try {
    yaml = parseYaml(quoteTitles(match[1] ?? ''), { schema: 'failsafe' });
  } catch (error) {
    throw new KnowledgeError(
      `${page}.md: the front matter is not YAML (${(error as Error).message.split('\n')[0]}).`,
    );
  }
  const parsed = frontMatter.safeParse(nulls(yaml));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new KnowledgeError(
      `${page}.md: ${issue?.path.join('.')}: ${issue?.message}. Correct the front matter.`,
    );
  }
  const front = parsed.data;
  const sections = (match[2] ?? '').replaceAll('\r\n', '\n').split(/^## /m).slice(1);
  return sections.map((section) => {
    const lineEnd = section.indexOf('\n');
    const heading = section.slice(0, lineEnd < 0 ? undefined : lineEnd).trim();
    const where = `${page}.md, “${heading}”`;
    const comment = /^\s*<!--([\s\S]*?)-->/.exec(lineEnd < 0 ? '' : section.slice(lineEnd));
    const own = comment === null ? {} : readComment((comment[1] ?? '').trim(), where);
    const body = (lineEnd < 0 ? '' : section.slice(lineEnd)).replace(/<!--[\s\S]*?-->/g, '');
    const cited: string[] = [];
    const blocks = blocksOf(body, (given) => {
      const known = front.sources.find(({ id }) => id === idOf(given));
      if (known === undefined || (known.address === null && given !== known.id))
        throw new KnowledgeError(
          `${where}: [${given}] is not in the list of sources. Add it or correct the mark.`,
        );
      if (!cited.includes(given)) cited.push(given);
      return cited.indexOf(given);
    });
    const [first] = blocks;
    if (first === undefined)
      throw new KnowledgeError(`${where}: the section is empty. Write it or remove it.`);
    const ownRoles = own.roles?.replace(/[[\]]/g, '').split(/,\s*/);
    return {
      id: `${page}#${slugOf(heading)}`,
      page,
      title: front.title,
      heading,
      asked: [],
      stage: front.stage,
      kind: front.kind,
      regime: own.regime ?? front.regime,
      roles: roles.filter((role) => (ownRoles ?? front.roles).includes(role)),
      topics: front.topics,
      answer: first.text,
      blocks,
      validFrom: own.valid_from === undefined ? front.valid_from : own.valid_from,
      validTo: own.valid_to === undefined ? front.valid_to : own.valid_to,
      replacedBy: own.replaced_by ?? null,
      whatChanged: own.what_changed ?? null,
      notKnown: own.not_known ?? null,
      sources: cited.flatMap((given) => {
        const source = front.sources.find(({ id }) => id === idOf(given));
        if (source === undefined) return [];
        const { id, ...known } = source;
        return [placeIn(known, given.slice(id.length))];
      }),
      grounds: own.grounds ?? null,
    };
  });
}

/** Titles often hold a colon, which YAML would read as a key; they are quoted unless they are already. */
function quoteTitles(yaml: string): string {
  return yaml.replace(
    /^(\s*(?:title|publisher):\s+)(?!["'])(.*\S)\s*$/gm,
    (_line, key: string, value: string) => `${key}${JSON.stringify(value.replace(/\s+#\s.*$/, ''))}`,
  );
}

function nulls(value: unknown): unknown {
  if (value === 'null' || value === '~' || value === '') return null;
  if (Array.isArray(value)) return value.map(nulls);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nulls(inner)]));
  return value;
}
