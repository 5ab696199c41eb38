/** How officers type, in words that the rules know: “whats up b4 xmas w/ softcat n capita” reads as it would be said. */

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b(what|who|when|where|how|that|it|there|here)['’]?s\b(?=\s)/gi, '$1 is'],
  [/\bwot['’]?s\b/gi, 'what is'],
  [/\bwot\b/gi, 'what'],
  [/\b(who|what|when|where|they|we|you)['’]?re\b(?<!\bwere)(?=\s)/gi, '$1 are'],
  [/\b(what|when|who|how|where)\s+r\b/gi, '$1 are'],
  [/\br\s+(?=(?:they|we|there|these|those|you|u)\b)/gi, 'are '],
  [/\b(do|does|did|is|are|was|were|has|have|had|would|should|could|must|need)n['’]?t\b/gi, '$1 not'],
  [/\b(?:can['’]?t|cant|cannot)\b/gi, 'can not'],
  [/\bwon['’]?t\b(?=\s)/gi, 'will not'],
  [/\bb4\b/gi, 'before'],
  [/\b(any|every|some)1\b/gi, '$1one'],
  [/(?<=\w)\s+(?:&|\+|n)\s+(?=\w)/g, ' and '],
  [/\bw\/o\s*(?=\w)/gi, 'without '],
  [/\bw\/\s*(?=\w)/gi, 'with '],
  [/\byrs\b/gi, 'years'],
  [/\byr\b/gi, 'year'],
  [/\bmt?hs\b/gi, 'months'],
  [/\bmth\b/gi, 'month'],
  [/\b(?:pls|plz)\b/gi, 'please'],
  [/\bu\b(?!\s*[/.])/g, 'you'],
  [/\bcos\b/gi, 'because'],
  [/\bkids?['’]?\b/gi, 'children'],
  [/\bw(?:\/|-)?end\b/gi, 'weekend'],
];

/** The same message with short forms written out; names, dates and amounts stay as typed. */
export function writtenOut(text: string): string {
  return replacements.reduce((written, [pattern, words]) => written.replace(pattern, words), text);
}
