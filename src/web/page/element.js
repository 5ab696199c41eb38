/** Builds elements from data without ever parsing HTML: texts become text nodes. */

/**
 * An element with attributes (true sets an empty one; false and null leave it out) and children; strings become text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null>} [attributes]
 * @param {(Node | string | null)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * The element of the page with this id; throws when index.html does not hold one of that kind.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`index.html has no ${kind.name} with the id ${id}`);
  return found;
}

/**
 * The address when it is http or https without credentials, else null: nothing else is ever made a link.
 * @param {unknown} address
 * @returns {string | null}
 */
export function safeAddress(address) {
  if (typeof address !== 'string' || address.length > 2000 || !URL.canParse(address)) return null;
  const { protocol, username, password, href } = new URL(address);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && username === '' && password === '' ? href : null;
}

/**
 * A link that opens a new tab and tells the other side nothing; `address` must have passed `safeAddress`.
 * @param {string} address
 * @param {string} label Read out, ends in “opens in a new tab”.
 * @param {(Node | string)[]} children
 */
export function outsideLink(address, label, ...children) {
  const link = element(
    'a',
    { href: address, target: '_blank', rel: 'noopener noreferrer', title: address },
    ...children,
  );
  if (label !== '') link.setAttribute('aria-label', `${label} (opens in a new tab)`);
  return link;
}
