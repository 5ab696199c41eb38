/** Product names, titles and suppliers against labels set by hand. */
import { join } from 'node:path';
import type { ReferenceData } from '../../src/catalogue/reference-data.ts';
import { createProductResolver } from '../../src/catalogue/resolve/product.ts';
import { readRows } from './read-rows.ts';
import { type Score, scoreOf } from './score.ts';

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Each expected product is one wanted answer; each product given beside them is a wrong one. */
export function scoreProducts(title: string, file: string, reference: ReferenceData): Score {
  const { resolveProducts } = createProductResolver(reference);
  const counts = { correct: 0, wrong: 0, missed: 0 };
  const wrong: string[] = [];
  const missed: string[] = [];
  for (const row of readRows(join(import.meta.dirname, file))) {
    const expected = row['expected'] === 'none' ? [] : (row['expected'] ?? '').split(';');
    const text = orNull(row['text']);
    const isColumn = row['field'] === 'product';
    const { productIds, how } = resolveProducts({
      productAsPublished: isColumn ? text : null,
      title: isColumn ? null : text,
      description: null,
      supplierName: orNull(row['supplier']),
      vendorName: null,
      serviceArea: orNull(row['service_area']),
    });
    const beside = `"${row['text']}", ${row['supplier'] || 'no supplier'}, ${row['service_area'] || 'no service area'}`;
    for (const id of productIds) {
      if (expected.includes(id)) counts.correct += 1;
      else {
        counts.wrong += 1;
        wrong.push(`wrong: ${beside} came to ${id} (${how})`);
      }
    }
    for (const id of expected) {
      if (productIds.includes(id)) continue;
      counts.missed += 1;
      missed.push(`missed: ${beside} is ${id}`);
    }
  }
  return scoreOf(title, counts, [...wrong, ...missed]);
}
