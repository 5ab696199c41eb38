/** Citations of a message: numbers in the text, and the list of sources below it. */
import { element, outsideLink, safeAddress } from './element.js';

/** @typedef {{ number: number, name: string, abstract: string, address: string | null }} Source */

/** @param {unknown} value */
function textOf(value) {
  return typeof value === 'string' ? value : '';
}

/**
 * The root entity of an activity, as Teams reads it, or null.
 * @param {any} activity
 */
function rootEntity(activity) {
  const entities = Array.isArray(activity?.entities) ? activity.entities : [];
  return entities.find((/** @type {any} */ entity) => entity?.type === 'https://schema.org/Message') ?? null;
}

/**
 * Sources by number; what is not whole is left out.
 * @param {unknown} activity
 * @returns {Map<number, Source>}
 */
export function sourcesOf(activity) {
  const citations = rootEntity(activity)?.citation;
  /** @type {Map<number, Source>} */
  const sources = new Map();
  for (const citation of Array.isArray(citations) ? citations : []) {
    const number = citation?.position;
    const name = textOf(citation?.appearance?.name);
    if (!Number.isInteger(number) || name === '') continue;
    const { abstract, url } = citation.appearance;
    sources.set(number, { number, name, abstract: textOf(abstract), address: safeAddress(url) });
  }
  return sources;
}

/**
 * Whether a model wrote it: the activity then carries the label.
 * @param {unknown} activity
 */
export function isWrittenByModel(activity) {
  const types = rootEntity(activity)?.additionalType;
  return Array.isArray(types) && types.includes('AIGeneratedContent');
}

/**
 * The sensitivity label's name, or null.
 * @param {unknown} activity
 */
export function sensitivityOf(activity) {
  return textOf(rootEntity(activity)?.usageInfo?.name) || null;
}

/**
 * A citation mark: a link that opens the source, or the bare number when there is no address to open.
 * @param {Map<number, Source>} sources
 * @returns {(number: number) => Node}
 */
export function citationView(sources) {
  return (number) => {
    const source = sources.get(number);
    if (source === undefined) return document.createTextNode(`[${number}]`);
    if (source.address === null)
      return element('span', { class: 'citation', title: source.name }, `[${number}]`);
    const link = outsideLink(source.address, `Source ${number}: ${source.name}`, `[${number}]`);
    link.className = 'citation';
    link.title = source.abstract === '' ? source.name : `${source.name}: ${source.abstract}`;
    return link;
  };
}

/**
 * The sources, folded away until wanted; null when there are none.
 * @param {Map<number, Source>} sources
 */
export function sourceList(sources) {
  if (sources.size === 0) return null;
  const items = [...sources.values()].map((source) =>
    element(
      'li',
      { value: source.number },
      source.address === null ? source.name : outsideLink(source.address, source.name, source.name),
      source.abstract === '' ? null : element('span', { class: 'quote' }, source.abstract),
    ),
  );
  const title = sources.size === 1 ? '1 source' : `${sources.size} sources`;
  return element('details', { class: 'sources' }, element('summary', {}, title), element('ol', {}, ...items));
}
