import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openEmbeddedForTest } from '../../test/support/databases.ts';
import {
  buyer,
  emptyCatalogue,
  importItems,
  madeUpRecord,
  reference,
} from '../../test/support/made-up-contracts.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { contractIdOf } from '../catalogue/contract-row.ts';
import { publicViewer } from '../catalogue/viewer.ts';
import type { Database } from '../database/connect.ts';
import { isoDate } from '../procurement/iso-date.ts';
import type { ToolContext } from './tool.ts';
import { runTool, tools } from './tools.ts';

type Schema = {
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly description?: string;
};

/** Every object in the schema, at any depth. */
function objectsIn(schema: Schema): Schema[] {
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.items ? [schema.items] : []),
  ];
  return [...(schema.type === 'object' ? [schema] : []), ...inner.flatMap(objectsIn)];
}

/** An input that asks for nothing in particular: null everywhere null is allowed. */
function emptiest(schema: Schema): unknown {
  if (schema.anyOf?.some((choice) => choice.type === 'null')) return null;
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, field]) => [name, emptiest(field)]),
    );
  return (
    { string: 'Hillingdon', array: [], boolean: false, number: 1, integer: 1 }[schema.type ?? ''] ?? null
  );
}

describe('every tool', () => {
  it.each(
    tools.map((tool) => [tool.name, tool] as const),
  )('%s can be called by a model with a strict schema', (_name, tool) => {
    const schema = z.toJSONSchema(tool.input as z.ZodType) as Schema;
    const objects = objectsIn(schema);
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) {
      expect(object.additionalProperties).toBe(false);
      expect([...(object.required ?? [])].sort()).toEqual(Object.keys(object.properties ?? {}).sort());
    }
    expect(tool.name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(tool.description).toMatch(/^[A-Z].*\.$/);
  });

  it('has a name of its own', () => {
    expect(new Set(tools.map((tool) => tool.name)).size).toBe(tools.length);
  });
});

describe('running tools', () => {
  let database: Database;
  let context: ToolContext;

  beforeAll(async () => {
    database = await openEmbeddedForTest();
    await emptyCatalogue(database.kysely);
    await importItems(database.kysely, [
      madeUpRecord('nec', { productName: 'NEC Housing', productAsPublished: 'Northgate Housing' }),
      madeUpRecord('other', { productName: 'NEC Housing', buyers: [buyer('Lambeth')] }),
      madeUpRecord('care', {
        serviceAreaAsPublished: 'Social care',
        productName: 'Mosaic',
        productAsPublished: 'Mosaic',
        buyers: [buyer('Bromley')],
      }),
    ]);
    context = {
      catalogue: createCatalogue(database.kysely, reference),
      viewer: publicViewer,
      today: isoDate('2026-11-23'),
    };
  });
  afterAll(() => database.close());

  it('says as a value that there is no such tool, or that the input does not fit', async () => {
    expect(await runTool('drop_tables', {}, context)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('drop_tables'),
    });
    expect(await runTool('__proto__', {}, context)).toMatchObject({ ok: false });
    for (const tool of tools) {
      for (const input of [
        undefined,
        null,
        'text',
        7,
        [],
        { nonsense: true },
        JSON.parse('{"__proto__":{"a":1}}'),
      ]) {
        const run = await runTool(tool.name, input, context);
        expect(run, `${tool.name} with ${JSON.stringify(input)}`).toMatchObject({
          ok: false,
          problem: expect.any(String),
        });
      }
    }
  });

  it('gives an outcome for the emptiest input and for nonsense in every field of text', async () => {
    for (const tool of tools) {
      const schema = z.toJSONSchema(tool.input as z.ZodType) as Schema;
      const empty = emptiest(schema) as Record<string, unknown>;
      const plain = await runTool(tool.name, empty, context);
      expect(plain, tool.name).toMatchObject({ ok: expect.any(Boolean) });
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        const isText =
          field.type === 'string' || field.anyOf?.some((choice) => choice.type === 'string') === true;
        if (!isText) continue;
        for (const nasty of ["'; drop table contracts; --", '\0', '%', '💷', '"(( & |', 'Hilingdon'])
          expect(
            await runTool(tool.name, { ...empty, [name]: nasty }, context),
            `${tool.name}.${name}`,
          ).toMatchObject({
            ok: expect.any(Boolean),
          });
      }
    }
  });

  const whoUses = async (changes: object) => {
    const schema = z.toJSONSchema(tools[0].input as z.ZodType) as Schema;
    const run = await runTool('who_uses', { ...(emptiest(schema) as object), ...changes }, context);
    if (!run.ok) throw new RangeError(run.problem);
    return run.result;
  };

  it('finds who uses a product under its old name, misspelt too', async () => {
    for (const name of ['NEC Housing', 'northgate housing', 'Northgat Housing']) {
      const result = await whoUses({ name });
      expect(result).toMatchObject({
        outcome: 'contracts',
        total: 2,
        understood: { subject: 'NEC Housing' },
      });
    }
  });

  it('asks back for a common word, and answers once the service area is named', async () => {
    expect(await whoUses({ name: 'Mosaic' })).toMatchObject({
      outcome: 'unclear',
      field: 'name',
      options: [expect.stringContaining('Mosaic (Social care)')],
    });
    expect(await whoUses({ name: 'Mosaic social care' })).toMatchObject({ outcome: 'contracts', total: 1 });
  });

  it('counts the boroughs of which nothing is known', async () => {
    const result = await whoUses({ name: 'NEC Housing' });
    if (result.outcome !== 'contracts') throw new RangeError(result.outcome);
    const states = result.coverage.boroughs.map((borough) => borough.state);
    expect(states).toHaveLength(33);
    expect(states.filter((state) => state === 'known')).toHaveLength(2);
    expect(states.filter((state) => state === 'unknown')).toHaveLength(31);
  });

  it('knows a contract by its id, and says so when there is none', async () => {
    const details = tools.find((tool) => tool.name === 'contract_details');
    const empty = emptiest(z.toJSONSchema(details?.input as z.ZodType) as Schema) as object;
    const byId = (contract_id: string) => runTool('contract_details', { ...empty, contract_id }, context);
    const known = await byId(contractIdOf('nec'));
    const unknown = await byId('c0000000000000000');
    expect(known).toMatchObject({ ok: true, result: { outcome: 'contracts', total: 1 } });
    expect(unknown).not.toMatchObject({ ok: true, result: { total: 1 } });
  });
});
