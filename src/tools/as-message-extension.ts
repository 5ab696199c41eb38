/** Tools as search commands of the compose box: the words Teams shows, and a tool's input made from what was typed. */
import { z } from 'zod';
import { findContracts } from './find-contracts.ts';
import { searchGuidance } from './search-guidance.ts';
import type { Tool } from './tool.ts';
import { whoUses } from './who-uses.ts';

/** A search command as the app package lists it. */
export type SearchCommand = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly parameter: { readonly name: string; readonly title: string; readonly description: string };
  readonly tool: string;
};

/** Longest description Teams takes. */
const mostCharacters = 128;

/** The command of one tool; its description is the tool's own up to the first semicolon. */
export function asSearchCommand(
  tool: Pick<Tool, 'name' | 'description'>,
  words: { readonly id: string; readonly title: string; readonly hint: string },
): SearchCommand {
  const [first = ''] = tool.description.split(';');
  const sentence = first.endsWith('.') ? first : `${first}.`;
  return {
    id: words.id,
    title: words.title,
    description:
      sentence.length <= mostCharacters ? sentence : `${sentence.slice(0, mostCharacters - 1).trimEnd()}…`,
    parameter: { name: 'query', title: words.title, description: words.hint },
    tool: tool.name,
  };
}

/** The tool's input with the fields that were read, null where it asks for more; what it does not ask for is left out. */
export function inputFrom(
  tool: { readonly input: z.ZodType },
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(tool.input) as { properties?: Record<string, unknown> };
  return Object.fromEntries(Object.keys(properties).map((name) => [name, fields[name] ?? null]));
}

/** Every search command, in the order in which Teams shows them. */
export const searchCommands = [
  asSearchCommand(findContracts, {
    id: 'contracts',
    title: 'Contracts',
    hint: 'Supplier, system, borough, service or dates: nec housing',
  }),
  asSearchCommand(whoUses, {
    id: 'systems',
    title: 'Systems',
    hint: 'A system, maker or service: mosaic, parking',
  }),
  asSearchCommand(searchGuidance, {
    id: 'guidance',
    title: 'Guidance',
    hint: 'A question about buying: how long is standstill',
  }),
] as const;
