/** What every card must satisfy, checked with Microsoft's own parser (the same package the chat page draws with). */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Parser = {
  readonly AdaptiveCard: new () => {
    hostConfig: unknown;
    parse: (content: unknown, context: unknown) => void;
    validateProperties: () => { readonly validationEvents: readonly { readonly message: string }[] };
  };
  readonly HostConfig: new (settings: object) => unknown;
  readonly SerializationContext: new () => {
    readonly eventCount: number;
    getEventAt: (index: number) => { readonly message: string };
  };
};

// The package's ES module entry does not load in Node.
const parser = require('adaptivecards/dist/adaptivecards.js') as Parser;

/** Every object inside a value, itself included. */
export function* nodesOf(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const item of value) yield* nodesOf(item);
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, unknown>;
    for (const inner of Object.values(value)) yield* nodesOf(inner);
  }
}

/** Everything wrong with a card, in words; empty when it is fine. */
export function cardProblems(content: unknown): string[] {
  const problems: string[] = [];
  const context = new parser.SerializationContext();
  const parsed = new parser.AdaptiveCard();
  // Teams allows six; the package's default is five.
  parsed.hostConfig = new parser.HostConfig({ actions: { maxActions: 6 } });
  parsed.parse(content, context);
  for (let index = 0; index < context.eventCount; index += 1) {
    const { message } = context.getEventAt(index);
    // The parser keeps a stateful pattern for `lang` and refuses every second card that has one.
    // It knows no charts; hosts like it draw the fallback, which is asked for below.
    const isChart = /^Unknown element type "Chart\./.test(message);
    if (message !== 'Invalid value "en" for property "lang".' && !isChart)
      problems.push(`parser: ${message}`);
  }
  for (const event of parsed.validateProperties().validationEvents)
    problems.push(`validation: ${event.message}`);
  const root = content as Record<string, unknown>;
  if (root['version'] !== '1.5') problems.push('version is not 1.5');
  for (const name of ['fallbackText', 'speak', 'lang'])
    if (typeof root[name] !== 'string' || root[name] === '') problems.push(`${name} is missing`);
  const bytes = Buffer.byteLength(JSON.stringify(content));
  if (bytes > 25_000) problems.push(`${bytes} bytes`);
  let actions = 0;
  for (const node of nodesOf({ body: root['body'], actions: root['actions'] })) {
    const type = node['type'];
    if (typeof type !== 'string') continue;
    if (type === 'TextBlock' && node['wrap'] !== true) problems.push('a TextBlock does not wrap');
    if (type.startsWith('Input.') && typeof node['label'] !== 'string') problems.push(`${type} has no label`);
    if (type === 'Action.Execute') {
      actions += 1;
      if ((node['fallback'] as { type?: unknown } | undefined)?.type !== 'Action.Submit')
        problems.push('Action.Execute has no Action.Submit fallback');
    }
    if (type.startsWith('Chart.') && (node['fallback'] === undefined || node['title'] === undefined))
      problems.push(`${type} has no fallback or no title`);
    if (type === 'Action.OpenUrl' || type === 'Action.ShowCard') actions += 1;
    if (type === 'Table' && (node['columns'] as unknown[]).length > 4)
      problems.push('a table has more than 4 columns');
  }
  if (actions > 6) problems.push(`${actions} actions`);
  return problems;
}
