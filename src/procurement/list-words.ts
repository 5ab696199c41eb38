/** Lists as they are said. */

/** `Barnet, Brent and Bromley`, `18, 9 and 3`: the parts in the order given; nothing for none. */
export function listed(parts: readonly (string | number)[], joint = 'and'): string {
  if (parts.length <= 1) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)}`;
}
