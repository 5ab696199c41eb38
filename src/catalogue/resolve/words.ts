/** Names and titles made comparable: one spelling of case, accents, punctuation and "and". */

const accents = /\p{M}+/gu;
const apostrophes = /['’‘`´]/g;
const notWord = /[^\p{L}\p{N}]+/gu;

/** Lower-case words parted by one blank; accents dropped, `&` and `+` read as "and". Same answer when applied again. */
export function comparable(text: string): string {
  return text
    .normalize('NFKD')
    .replace(accents, '')
    .toLowerCase()
    .replace(apostrophes, '')
    .replace(/[&+]/g, ' and ')
    .replace(notWord, ' ')
    .trim();
}

/** A comparable name as part of an id: words joined by hyphens, shortened without losing what tells two apart. */
export function slugOf(comparableName: string): string {
  const slug = comparableName.replaceAll(' ', '-');
  if (slug.length <= 100) return slug;
  let hash = 5381;
  for (const character of slug) hash = ((hash * 33) ^ (character.codePointAt(0) ?? 0)) >>> 0;
  return `${slug.slice(0, 90)}-${hash.toString(36)}`;
}
