/** Money as officers write it: “£180k”, “circa 600k”, “over £5m”, “between 100k and 500k”. */

export type AmountRange = { readonly from: number | null; readonly to: number | null };

const money =
  /(£)?\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(k|thousand|grand|m|mn|mil|million|bn|billion)?\b/gi;
const scale: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  grand: 1e3,
  m: 1e6,
  mn: 1e6,
  mil: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};

const saidAmounts: Readonly<Record<string, number>> = {
  half: 0.5,
  'quarter of': 0.25,
  'three quarters of': 0.75,
  a: 1,
  one: 1,
  'couple of': 2,
  two: 2,
  three: 3,
};

type Amount = { readonly index: number; readonly value: number };

/** Only what is plainly money: a pound sign, or a scale word right behind the number. */
function amountsIn(text: string): Amount[] {
  const found: Amount[] = [];
  for (const match of text.matchAll(money)) {
    const unit = match[3]?.toLowerCase();
    if (match[1] === undefined && unit === undefined) continue;
    // “12m” beside “extension” is months, not millions.
    if (
      unit === 'm' &&
      match[1] === undefined &&
      /^\s*(?:ext|option|contract|notice)/i.test(text.slice(match.index + match[0].length))
    )
      continue;
    found.push({
      index: match.index,
      value: Number((match[2] ?? '0').replaceAll(',', '')) * (unit === undefined ? 1 : (scale[unit] ?? 1)),
    });
  }
  for (const match of text.matchAll(
    /\b(half|quarter of|three quarters of|a|couple of|one|two|three) (?:a )?(million|mil)\b/gi,
  ))
    found.push({ index: match.index, value: (saidAmounts[(match[1] ?? '').toLowerCase()] ?? 1) * 1e6 });
  return found.sort((left, right) => left.index - right.index);
}

/** The range asked for, or null when no money is named; a bare or “circa” amount gives a band of 20 % either side. */
export function parseAmountRange(text: string): AmountRange | null {
  const [first, second] = amountsIn(text);
  if (first === undefined) return null;
  const lead = text.slice(0, first.index);
  if (second !== undefined && /\b(?:between|from)\s*$/i.test(lead))
    return { from: first.value, to: second.value };
  if (
    /\b(?:over|above|more than|greater than|at least|exceeding|bigger than|>|upwards of|min(?:imum)?)\s*$/i.test(
      lead,
    )
  )
    return { from: first.value, to: null };
  if (/\b(?:under|below|less than|at most|up to|smaller than|<|max(?:imum)?|no more than)\s*$/i.test(lead))
    return { from: null, to: first.value };
  return { from: first.value * 0.8, to: first.value * 1.2 };
}

/** The first amount of a message as it stands; without a pound sign or scale only four digits or more that are no year count. */
export function firstAmount(text: string): number | null {
  const [first] = amountsIn(text);
  if (first !== undefined) return first.value;
  const bare = [...text.matchAll(/(?<![\d/.-])(\d{1,3}(?:,\d{3})+|\d{4,9})(?![\d/-])/g)]
    .map((match) => Number((match[1] ?? '').replaceAll(',', '')))
    .find((value) => value < 1990 || value > 2100);
  return bare ?? null;
}
