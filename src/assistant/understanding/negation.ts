/** What a message leaves out: “NOT using Idox”, “everyone except Hackney and Camden”, “anything other than Mosaic”. */

type Span = { readonly start: number; readonly end: number };

const leavesOut =
  /\b(?:not|never|no|except(?:ing)?(?: for)?|excluding|exclude|excl|excl\.|without|but not|other than|apart from|aside from|rather than|instead of|besides|bar|minus|leave out|leaving out|ignoring|nor)\b(?:\s+(?:for|with|on|in|by|from|the|a|an|any|have|has|had|having|use|uses|using|used|run|runs|running|got|buy|buys|bought|contracted|already|currently|yet|including|include|borough|council|called|live|of|our|us))*\s*["“'‘]?$/i;
const goesOn = /^["”'’]?\s*(?:,|\/|&|and|or|nor|,\s*and|,\s*or)\s*["“'‘]?$/i;

/** Which of the spans, in order of place, are left out; a list goes on from its first. Pure. */
export function leftOutIn<T extends Span>(text: string, spans: readonly T[]): readonly T[] {
  const found: T[] = [];
  let before: T | undefined;
  for (const span of spans) {
    const continues =
      before !== undefined &&
      found.includes(before) &&
      goesOn.test(text.slice(before.end, span.start)) &&
      !/\bnot\b/i.test(text.slice(before.end, span.start));
    if (continues || leavesOut.test(text.slice(0, span.start))) found.push(span);
    before = span;
  }
  return found;
}
