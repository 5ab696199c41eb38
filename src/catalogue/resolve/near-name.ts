/** Tells a slip of the pen from another firm: wrong merges are worse than missed ones, so the rules are narrow. */

/** How one word differs from another: by one letter added, dropped or swapped with its neighbour, or by one changed. */
type Slip = 'none' | 'added' | 'swapped' | 'changed' | 'more';

function slipOf(left: string, right: string): Slip {
  if (left === right) return 'none';
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return 'more';
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (short.length < long.length) return short.slice(start) === long.slice(start + 1) ? 'added' : 'more';
  if (short.slice(start + 1) === long.slice(start + 1)) return 'changed';
  const isSwap = short[start] === long[start + 1] && short[start + 1] === long[start];
  return isSwap && short.slice(start + 2) === long.slice(start + 2) ? 'swapped' : 'more';
}

/**
 * Whether two words are likely one word mistyped. Short words never are ("Mitre", "Mitie"); a changed letter counts
 * only in long words ("protect" and "project" are two words, "Portacabin" and "Portakabin" one).
 */
function isSlip(left: string, right: string, isFirstWord: boolean): boolean {
  if (left[0] !== right[0] || /\d/.test(left) || /\d/.test(right)) return false;
  const shortest = Math.min(left.length, right.length);
  const slip = slipOf(left, right);
  if (slip === 'changed') return shortest >= 9;
  if (slip !== 'added' && slip !== 'swapped') return false;
  // "Method" and "Methods", "Wright" and "Wrights" are different firms; "service" and "services" are not.
  if (isFirstWord && slip === 'added' && (left === `${right}s` || right === `${left}s`)) return false;
  return shortest >= 6;
}

/** True when two normalised supplier names differ by one likely slip in one word. Symmetric. */
export function isNearName(left: string, right: string): boolean {
  if (left === right) return true;
  const leftWords = left.split(' ');
  const rightWords = right.split(' ');
  if (leftWords.length !== rightWords.length) return false;
  let slips = 0;
  for (const [position, word] of leftWords.entries()) {
    const other = rightWords[position] ?? '';
    if (word === other) continue;
    slips += 1;
    if (slips > 1 || !isSlip(word, other, position === 0)) return false;
  }
  return true;
}
