import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadReferenceData } from '../reference-data.ts';
import { createProductResolver, type ProductQuestion } from './product.ts';

const reference = await loadReferenceData(join(import.meta.dirname, '../../../knowledge'));
const { resolveProducts, resolveServiceArea } = createProductResolver(reference);

const nothing: ProductQuestion = {
  productAsPublished: null,
  title: null,
  description: null,
  supplierName: null,
  vendorName: null,
  serviceArea: null,
};

function ask(question: Partial<ProductQuestion>) {
  return resolveProducts({ ...nothing, ...question });
}

describe('names', () => {
  it('finds present, former and other names as whole words', () => {
    expect(ask({ title: 'NEC Housing support' })).toMatchObject({ productIds: ['nec-housing'], how: 'name' });
    expect(ask({ title: 'Northgate Housing support' })).toMatchObject({
      productIds: ['nec-housing'],
      how: 'former-name',
      vendor: 'NEC Software Solutions UK Limited',
    });
    expect(ask({ productAsPublished: 'Agreso' }).how).toBe('variant');
    expect(ask({ title: 'Arcusville road works' }).productIds).toEqual([]);
  });

  it('takes the longest name: Capita One Housing is not Capita One Education', () => {
    expect(ask({ title: 'Capita One Housing hosting' }).productIds).toEqual([
      'capita-one-housing-openhousing',
    ]);
    expect(ask({ productAsPublished: 'Capita One' })).toMatchObject({ productIds: [], how: 'none' });
    expect(ask({ productAsPublished: 'Capita One' }).candidateIds).toHaveLength(3);
  });

  it('knows every product by its own name in its service area', () => {
    for (const product of reference.products) {
      expect(
        ask({ productAsPublished: product.name, serviceArea: product.serviceArea }).productIds,
        product.name,
      ).toContain(product.id);
    }
  });

  it('lets the product column outweigh the title, and the title the description', () => {
    expect(ask({ productAsPublished: 'Mosaic social care', title: 'Liquidlogic LAS' }).productIds).toEqual([
      'mosaic',
    ]);
    expect(ask({ title: 'Spydus system', description: 'Replaces Axiell' }).productIds).toEqual(['spydus']);
  });
});

describe('one Northgate and the other', () => {
  it('tells them apart by service area and maker', () => {
    expect(ask({ productAsPublished: 'Northgate', serviceArea: 'Housing' }).productIds).toEqual([
      'nec-housing',
    ]);
    expect(ask({ productAsPublished: 'Northgate', serviceArea: 'Revs & Bens' }).productIds).toEqual([
      'nec-revenues-and-benefits',
    ]);
    expect(ask({ title: 'NorthgateArinso payroll system' }).productIds).toEqual(['resourcelink-zellis-hcm']);
    expect(ask({ title: 'Housing system', supplierName: 'NorthgateArinso UK Ltd' }).productIds).toEqual([]);
    expect(ask({ title: 'Northgate Vehicle Hire' }).productIds).toEqual([]);
  });

  it('asks for the area of iWorld', () => {
    expect(ask({ productAsPublished: 'iWorld' }).candidateIds).toEqual(
      expect.arrayContaining(['nec-housing', 'nec-revenues-and-benefits']),
    );
    expect(ask({ productAsPublished: 'iWorld', serviceArea: 'Housing' }).productIds).toEqual(['nec-housing']);
  });
});

describe('several products', () => {
  it('are found in one contract', () => {
    const resolution = ask({
      title: 'Revenues, benefits and housing: hosting, support and maintenance',
      productAsPublished: 'NEC revenues, benefits and housing',
      supplierName: 'NEC Software Solutions UK Limited',
    });
    expect([...resolution.productIds].sort()).toEqual(['nec-housing', 'nec-revenues-and-benefits']);
    expect(resolution.confidence).toBe('medium');
  });

  it('are told apart by the finer kind spoken of', () => {
    expect(ask({ productAsPublished: 'Liquidlogic', serviceArea: 'Adults' }).productIds).toEqual([
      'liquidlogic-las-adults',
    ]);
    const unclear = ask({ productAsPublished: 'Liquidlogic', serviceArea: 'Social care' });
    expect(unclear.productIds).toEqual([]);
    expect(unclear.candidateIds).toHaveLength(2);
    expect(ask({ productAsPublished: "Liquidlogic for adults and children's" }).productIds).toHaveLength(2);
  });
});

describe('words that need a second sign', () => {
  it.each([
    ['Mosaic tiling repairs', null, null],
    ['Eclipse furniture', 'Eclipse Furniture Ltd', null],
    ['Core training for care staff', null, 'Social care'],
    ['Symphony orchestra concerts', null, 'Libraries and leisure'],
    ['Confirm reporting arrangements', null, 'Highways'],
    ['Software licences', 'Insight Direct (UK) Ltd', 'Highways'],
    ['School uniform grants', null, null],
    ['Mosaic care at home', 'Mosaic 1988 Ltd', 'Social care'],
  ])('%s from %s for %s is no product', (title, supplierName, serviceArea) => {
    expect(ask({ title, supplierName, serviceArea }).productIds).toEqual([]);
  });

  it('accepts them with the service area or the maker', () => {
    expect(ask({ productAsPublished: 'Mosaic', serviceArea: 'Adults' })).toMatchObject({
      productIds: ['mosaic'],
      how: 'ambiguous-with-area',
    });
    expect(ask({ productAsPublished: 'Symphony', vendorName: 'SirsiDynix' }).how).toBe(
      'ambiguous-with-maker',
    );
    expect(ask({ productAsPublished: 'Symphony', serviceArea: 'LLPG' }).productIds).toEqual([
      'symphony-llpg',
    ]);
  });

  it('leaves out what is replaced or only connected to', () => {
    expect(ask({ title: 'Replacement of CareFirst social care system' }).productIds).toEqual([]);
    expect(ask({ title: 'Software that integrates with Idox Uniform and ArcGIS' }).productIds).toEqual([]);
    expect(
      ask({ title: 'Move from Frameworki to the Mosaic system', serviceArea: 'Social care' }).productIds,
    ).toEqual(['mosaic']);
  });
});

describe('the maker', () => {
  it('tells the product when it makes one main system for the service', () => {
    expect(
      ask({ title: 'Housing Management Solution', supplierName: 'NORTHGATE PUBLIC SERVICES (UK) LIMITED' }),
    ).toMatchObject({ productIds: ['nec-housing'], how: 'maker', confidence: 'medium' });
  });

  it('tells nothing of services, portals, resellers, or makers of many things', () => {
    expect(
      ask({ title: 'Revenues and benefits processing service', supplierName: 'Civica UK Ltd' }).productIds,
    ).toEqual([]);
    expect(
      ask({ title: 'Housing management portal software', supplierName: 'Civica UK Ltd' }).productIds,
    ).toEqual([]);
    expect(
      ask({ title: 'Finance system licences', supplierName: 'Oracle Corporation UK Limited' }).productIds,
    ).toEqual([]);
    expect(ask({ title: 'Housing system', supplierName: 'MRI Software Limited' }).productIds).toEqual([]);
  });

  it('makes a description count', () => {
    const description = 'Renewal of the ArcGIS licences';
    expect(
      ask({ title: 'Software licence renewal', description, supplierName: 'Esri UK Ltd' }),
    ).toMatchObject({
      productIds: ['arcgis'],
      confidence: 'low',
    });
    expect(ask({ title: 'Software licence renewal', description }).productIds).toEqual([]);
  });
});

describe('service area', () => {
  it.each([
    ['Housing management', { serviceArea: 'Housing' }],
    ['Revenues and benefits', { serviceArea: 'R&B' }],
    ['Social care', { title: "Children's social care case management system" }],
    ['Libraries and leisure', { title: 'Library management system' }],
    ['Housing options and lettings', { productAsPublished: 'Home Connections' }],
    ['HR and payroll', { title: 'Software', cpv: ['48000000', '48450000'] }],
    [null, { title: 'Software', cpv: ['48000000', '72000000'] }],
    [null, { title: 'Education programme catering' }],
    [null, {}],
  ] as const)('is %s', (expected, question) => {
    expect(resolveServiceArea({ ...nothing, ...question })).toBe(expected);
  });
});

describe('any text', () => {
  it('is answered with known products only, and the same way twice', () => {
    const ids = new Set(reference.products.map((product) => product.id));
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem({ maxCount: 20 }));
    fc.assert(
      fc.property(text, text, text, (title, description, supplierName) => {
        const first = ask({ title, description, supplierName });
        for (const id of first.productIds) expect(ids.has(id)).toBe(true);
        expect(ask({ title, description, supplierName })).toEqual(first);
      }),
    );
  });
});
