/** Which service area a record belongs to. */
import type { ProductReference } from '../reference-data.ts';
import { serviceAreaOfCpv } from './cpv-areas.ts';
import type { Reading } from './reading.ts';
import { readField } from './reading.ts';
import { tokenise } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What told the service area: the source's own word, the product, the words of title or product column, or the CPV. */
export type ServiceAreaHow = 'published' | 'product' | 'words' | 'cpv' | 'none';

type Signs = {
  /** The source's word mapped to one of ours, or null. */
  readonly told: string | null;
  /** The source used exactly our word. */
  readonly isOurs: boolean;
  readonly products: readonly ProductReference[];
  readonly product: Reading;
  readonly title: Reading;
  readonly isSystem: boolean;
  readonly cpv: readonly string[];
};

/** Our service area for the source's own word (`Housing`, `Revs & Bens`), or null when it is none of ours. */
export function mapServiceArea(published: string | null, vocabulary: Vocabulary): string | null {
  if (published === null || published === '') return null;
  const exact = vocabulary.areas.get(tokenise(published).words.join(' '));
  if (exact !== undefined) return exact;
  const areas = readField(published, vocabulary).areas;
  const strong = [...areas].filter(([, { isWeak }]) => !isWeak);
  const [only, ...others] = strong.length > 0 ? strong : [...areas];
  return only !== undefined && others.length === 0 ? only[0] : null;
}

/** The one area the words speak of: a strong word decides, a weak one only in a text about a system. */
function areaOfWords(reading: Reading, isSystem: boolean): string | null {
  const strong = [...reading.areas].filter(([, { isWeak }]) => !isWeak).map(([area]) => area);
  if (strong.length > 0) return strong.length === 1 ? (strong[0] ?? null) : null;
  const weak = [...reading.areas.keys()];
  return isSystem && weak.length === 1 ? (weak[0] ?? null) : null;
}

/** Our own word first, then the product, the source's word, the words of the record, and specific CPV codes last. */
export function serviceAreaOf(signs: Signs): {
  readonly serviceArea: string | null;
  readonly how: ServiceAreaHow;
} {
  if (signs.isOurs) return { serviceArea: signs.told, how: 'published' };
  const productArea = signs.products[0]?.serviceArea;
  if (productArea !== undefined) return { serviceArea: productArea, how: 'product' };
  if (signs.told !== null) return { serviceArea: signs.told, how: 'published' };
  const words = areaOfWords(signs.product, true) ?? areaOfWords(signs.title, signs.isSystem);
  if (words !== null) return { serviceArea: words, how: 'words' };
  const cpv = serviceAreaOfCpv(signs.cpv);
  return cpv === null ? { serviceArea: null, how: 'none' } : { serviceArea: cpv, how: 'cpv' };
}
