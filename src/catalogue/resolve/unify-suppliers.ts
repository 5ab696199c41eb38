/** Brings suppliers known only by name together with the one firm that bears it. */
import { isNearName } from './near-name.ts';
import { keyOfNormalisedName, normaliseSupplierName } from './supplier-name.ts';

/** One supplier as the catalogue holds it, with every name published under its id. */
export type SupplierEntry = {
  readonly supplierId: string;
  readonly companyNumber: string | null;
  readonly names: readonly string[];
};

/**
 * The id each supplier should go by: its own, or, for one known only by name, that of the only firm with a company
 * number and the same name (or, failing that, a name that differs by one likely slip). Where two numbers share the
 * name it stays apart. The answer does not depend on the order of the entries.
 */
export function unifySuppliers(entries: readonly SupplierEntry[]): ReadonlyMap<string, string> {
  const idsByKey = new Map<string, Set<string>>();
  const namesByBucket = new Map<string, { readonly name: string; readonly id: string }[]>();
  for (const { supplierId, companyNumber, names } of entries) {
    if (companyNumber === null) continue;
    for (const normalised of new Set(names.map(normaliseSupplierName))) {
      const key = keyOfNormalisedName(normalised);
      if (key === '') continue;
      const ids = idsByKey.get(key) ?? new Set();
      idsByKey.set(key, ids.add(supplierId));
      const bucket = `${normalised[0]}${normalised.length}`;
      const listed = namesByBucket.get(bucket) ?? [];
      listed.push({ name: normalised, id: supplierId });
      namesByBucket.set(bucket, listed);
    }
  }
  const unified = new Map<string, string>();
  for (const { supplierId, companyNumber, names } of entries) {
    if (unified.has(supplierId)) continue;
    unified.set(
      supplierId,
      companyNumber === null ? (targetOf(names, idsByKey, namesByBucket) ?? supplierId) : supplierId,
    );
  }
  return unified;
}

function targetOf(
  names: readonly string[],
  idsByKey: ReadonlyMap<string, ReadonlySet<string>>,
  namesByBucket: ReadonlyMap<string, readonly { readonly name: string; readonly id: string }[]>,
): string | null {
  const normalised = [...new Set(names.map(normaliseSupplierName))].filter((name) => name !== '');
  const same = new Set(normalised.flatMap((name) => [...(idsByKey.get(keyOfNormalisedName(name)) ?? [])]));
  if (same.size > 0) return same.size === 1 ? ([...same][0] ?? null) : null;
  const near = new Set<string>();
  for (const name of normalised) {
    for (const length of [name.length - 1, name.length, name.length + 1]) {
      for (const entry of namesByBucket.get(`${name[0]}${length}`) ?? []) {
        if (isNearName(entry.name, name)) near.add(entry.id);
      }
    }
  }
  return near.size === 1 ? ([...near][0] ?? null) : null;
}
