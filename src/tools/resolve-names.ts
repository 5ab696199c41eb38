/** Turns the names in a tool's input into ids, with the same index that reads officers' questions. */
import type { Meaning, Mention } from '../catalogue/names/name-index.ts';
import { anyContract, type Subject } from '../catalogue/queries/find-contracts.ts';
import type { ToolContext, Unclear } from './tool.ts';

export type ResolvedSubject = {
  readonly subject: Subject;
  readonly label: string;
  readonly serviceArea: string | null;
};
export type Resolved<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly unclear: Unclear };

function unclear(
  field: Unclear['field'],
  text: string,
  options: readonly string[],
): { ok: false; unclear: Unclear } {
  return { ok: false, unclear: { outcome: 'unclear', field, text, options } };
}

/** Authorities named, in the order given; a short form used by several (`LBH`) is unclear. */
export async function resolveBoroughs(
  names: readonly string[],
  context: ToolContext,
): Promise<Resolved<{ id: string; name: string }[]>> {
  const index = await context.catalogue.names();
  const found: { id: string; name: string }[] = [];
  for (const name of names) {
    const ids = boroughIds(index.find(name), name);
    if (ids === null) return unclear('borough', name, []);
    const options = ids.map((id) => context.catalogue.boroughName(id) ?? id);
    if (ids.length > 1) return unclear('borough', name, options);
    for (const id of ids)
      if (!found.some((borough) => borough.id === id)) found.push({ id, name: options[0] ?? id });
  }
  return { ok: true, value: found };
}

function boroughIds(mentions: readonly Mention[], name: string): readonly string[] | null {
  if (/^E09\d{6}$/.test(name)) return [name];
  for (const mention of mentions) {
    const meaning = mention.meanings.find((candidate) => candidate.kind === 'borough');
    if (meaning?.kind === 'borough') return meaning.buyerIds;
  }
  return null;
}

/** The service area a word stands for; null input gives null. */
export async function resolveServiceArea(
  name: string | null,
  context: ToolContext,
): Promise<Resolved<string | null>> {
  if (name === null) return { ok: true, value: null };
  const exact = context.catalogue.reference.serviceAreas.find(
    (area) => area.toLowerCase() === name.trim().toLowerCase(),
  );
  if (exact !== undefined) return { ok: true, value: exact };
  const index = await context.catalogue.names();
  const areas = new Set<string>();
  for (const mention of index.find(name)) {
    for (const meaning of mention.meanings) {
      if (meaning.kind === 'service-area') areas.add(meaning.name);
      if (meaning.kind === 'product') {
        const product = context.catalogue.productById(meaning.productId);
        if (product !== null && areas.size === 0) areas.add(product.serviceArea);
      }
    }
  }
  const [first, ...others] = areas;
  if (first === undefined) return unclear('service_area', name, []);
  return others.length === 0 ? { ok: true, value: first } : unclear('service_area', name, [...areas]);
}

function productsOf(meaning: Meaning): readonly string[] {
  if (meaning.kind === 'product') return [meaning.productId];
  return meaning.kind === 'firm' ? meaning.productIds : [];
}

/** The service that more than half of a maker's products are for: its coverage says what is known; null where none is. */
function mainAreaOf(productIds: readonly string[], catalogue: ToolContext['catalogue']): string | null {
  const areas = productIds.map((id) => catalogue.productById(id)?.serviceArea ?? null);
  const share = (area: string | null) => areas.filter((other) => other === area).length / areas.length;
  return areas.find((area) => share(area) > 0.5) ?? null;
}

/**
 * What one mention is about. A product beats a firm of the same name; a service area beside it narrows a firm to its
 * products there. Null when the mention names neither.
 */
export function subjectOf(
  mention: Mention,
  serviceArea: string | null,
  context: Pick<ToolContext, 'catalogue'>,
): ResolvedSubject | null {
  const { catalogue } = context;
  const inArea = (productId: string) =>
    serviceArea === null || catalogue.productById(productId)?.serviceArea === serviceArea;
  const products = mention.meanings.filter((meaning) => meaning.kind === 'product');
  const fitting = products.filter(
    (meaning) => inArea(meaning.productId) && (!meaning.needsContext || serviceArea !== null),
  );
  const certain =
    fitting.length > 0
      ? fitting
      : products.filter((meaning) => inArea(meaning.productId) && !meaning.needsContext);
  const firms = mention.meanings.filter((meaning) => meaning.kind === 'firm');
  if (certain.length > 0) {
    const productIds = [...new Set(certain.flatMap(productsOf))];
    const label = productIds.map((id) => catalogue.productById(id)?.name ?? id).join(' or ');
    return {
      subject: { productIds, vendors: [], supplierIds: [] },
      label,
      serviceArea: catalogue.productById(productIds[0] ?? '')?.serviceArea ?? serviceArea,
    };
  }
  if (firms.length === 0) return null;
  // A firm named like one of the products (“Academy”): records may be under either.
  const productIds = [...new Set([...firms, ...products].flatMap(productsOf))].filter(inArea);
  const makers = new Set(firms.flatMap((firm) => [firm.name]));
  return {
    subject: {
      productIds,
      vendors: [...makers],
      supplierIds: [...new Set(firms.flatMap((firm) => firm.supplierIds))],
    },
    label: [...makers].join(' or '),
    serviceArea: serviceArea ?? mainAreaOf(productIds, catalogue),
  };
}

/** Choices when a common word needs its service area: `Mosaic (Social care)`. */
function contextOptions(mention: Mention, context: ToolContext): string[] {
  return mention.meanings.flatMap((meaning) => {
    if (meaning.kind !== 'product') return [];
    const product = context.catalogue.productById(meaning.productId);
    return product === null ? [] : [`${product.name} (${product.serviceArea})`];
  });
}

/** The one product of that name that the authorities named beside it have on record: then the name says enough. */
async function heldSubject(
  mention: Mention,
  buyerIds: readonly string[],
  context: ToolContext,
): Promise<ResolvedSubject | null> {
  if (buyerIds.length === 0) return null;
  const { catalogue, viewer } = context;
  const held: string[] = [];
  for (const productId of new Set(mention.meanings.flatMap(productsOf))) {
    const subject: Subject = { productIds: [productId], vendors: [], supplierIds: [] };
    const { total } = await catalogue.find(viewer, { ...anyContract, subject, buyerIds, limit: 1 });
    if (total > 0) held.push(productId);
  }
  const [productId] = held;
  if (productId === undefined || held.length > 1) return null;
  const product = catalogue.productById(productId);
  return {
    subject: { productIds: [productId], vendors: [], supplierIds: [] },
    label: product?.name ?? productId,
    serviceArea: product?.serviceArea ?? null,
  };
}

/** Several subjects as one: anything about any of them. */
function anyOf(subjects: readonly ResolvedSubject[]): ResolvedSubject {
  const all = <T>(pick: (subject: Subject) => readonly T[]) => [
    ...new Set(subjects.flatMap(({ subject }) => pick(subject))),
  ];
  const areas = new Set(subjects.map(({ serviceArea }) => serviceArea));
  return {
    subject: {
      productIds: all((subject) => subject.productIds),
      vendors: all((subject) => subject.vendors),
      supplierIds: all((subject) => subject.supplierIds),
    },
    label: subjects.map(({ label }) => label).join(' or '),
    serviceArea: areas.size === 1 ? (subjects[0]?.serviceArea ?? null) : null,
  };
}

/** Product or firm named in `name`, or several of them joined by “or”; words the catalogue does not know become a text search in the caller. */
export async function resolveSubject(
  name: string | null,
  serviceArea: string | null,
  context: ToolContext,
  buyerIds: readonly string[] = [],
): Promise<Resolved<ResolvedSubject | null>> {
  if (name === null || name.trim() === '') return { ok: true, value: null };
  const index = await context.catalogue.names();
  const mentions = index.find(name);
  const areaBeside = mentions
    .flatMap((mention) => mention.meanings)
    .find((meaning) => meaning.kind === 'service-area');
  const area = serviceArea ?? areaBeside?.name ?? null;
  const found: ResolvedSubject[] = [];
  for (const [at, mention] of mentions.entries()) {
    const before = mentions[at - 1];
    const isJoined =
      before !== undefined && /^\s*(?:,|or|,\s*or)\s*$/i.test(name.slice(before.end, mention.start));
    if (found.length > 0 && !isJoined) break;
    const subject = subjectOf(mention, area, context);
    if (subject !== null) found.push(subject);
  }
  if (found.length > 0) return { ok: true, value: anyOf(found) };
  for (const mention of mentions) {
    const options = contextOptions(mention, context);
    if (options.length === 0) continue;
    const held = await heldSubject(mention, buyerIds, context);
    return held === null ? unclear('name', mention.text, options) : { ok: true, value: held };
  }
  return unclear('name', name, []);
}
