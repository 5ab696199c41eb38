/** Stable names of records. */
import { createHash } from 'node:crypto';

/** Lower-case words joined by hyphens, at most 100 characters: the same for spellings that differ in case or marks. */
export function slug(text: string): string {
  const words = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/&/g, ' and ');
  const joined = words.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  // A cut key could meet another one; the hash keeps long ones apart.
  return joined.length <= 100 ? joined : `${joined.slice(0, 80)}-${shortHash([joined])}`;
}

/** Twelve characters that stand for these texts, whatever their case and spacing. */
export function shortHash(texts: readonly (string | null)[]): string {
  const joined = texts.map((text) => (text ?? '').toLowerCase().replace(/\s+/g, ' ').trim()).join('\u001f');
  return createHash('sha256').update(joined).digest('hex').slice(0, 12);
}
