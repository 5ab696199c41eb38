/** The one form in which words are compared: letters and digits, lower case, one blank between words and at both ends. Pure. */
export function plainText(text: string): string {
  // Nearly all rows are in plain letters, and taking accents apart costs ten times the rest.
  const isPlain = /^[\0-\x7f]*$/.test(text);
  const letters = isPlain ? text : text.normalize('NFKD').replace(/\p{M}/gu, '');
  const lower = letters
    .toLowerCase()
    .replace(/['’]s\b/g, '')
    .replace(/&/g, ' and ');
  return ` ${lower.replace(isPlain ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}
