/** Tools as functions for a model: strict JSON schemas made from the same zod input that checks every call. */
import { z } from 'zod';
import type { Tool } from './tool.ts';

/** A function as the chat completions interface takes it. */
export type FunctionTool = {
  readonly type: 'function';
  readonly function: {
    readonly name: string;
    readonly description: string;
    readonly strict: true;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
};

type Schema = Record<string, unknown>;

/** Words of JSON Schema that strict function calling does not take; zod checks them when the call comes back. */
const notTaken = new Set([
  '$schema',
  'default',
  'format',
  'maxItems',
  'maxLength',
  'maximum',
  'exclusiveMaximum',
  'minItems',
  'minLength',
  'minimum',
  'exclusiveMinimum',
  'multipleOf',
  'pattern',
]);

function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (schema === null || typeof schema !== 'object') return schema;
  const kept: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && value !== null && typeof value === 'object')
      kept[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strict(inner)]));
    else if (!notTaken.has(key)) kept[key] = strict(value);
  }
  if (kept['type'] === 'object') {
    kept['additionalProperties'] = false;
    kept['required'] = Object.keys((kept['properties'] as Schema | undefined) ?? {});
  }
  return kept;
}

/** Every key required, nothing else allowed; “any” is null. The same tool gives the same function. */
export function asFunction(tool: Pick<Tool, 'name' | 'description' | 'input'>): FunctionTool {
  return {
    type: 'function',
    function: {
      name: tool.name,
      description: tool.description,
      strict: true,
      parameters: strict(z.toJSONSchema(tool.input)) as Schema,
    },
  };
}
