/** Writes docs/examples/housing-walk-through.md: one real contract taken through the toolkit by the product itself. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerAsText } from '../src/assistant/answer-text.ts';
import { markdownRecord } from '../src/assistant/record/markdown-record.ts';
import { documentOf } from '../src/assistant/record/write-record.ts';
import { publicViewer } from '../src/catalogue/viewer.ts';
import { composeProduct } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

/** Where the example stands. */
export const examplePath = 'docs/examples/housing-walk-through.md';
/** The day it is made on. */
export const exampleDay = '2026-11-23';

const borough = 'Hillingdon';
/** What an officer says, from the first message to the record; the answers are made up for the example. */
const said: readonly string[] = [
  'walk me through replacing our housing contract',
  'answer: NEC housing, revenues and benefits in one contract; the exit terms are not yet read',
  'tick current contract found in the register',
  'assign the exit terms to the contract manager',
  'next',
  'tick entry in the pipeline with dates',
  'next',
  'next',
  'skip',
  'answer: tenants wait too long to hear about repairs, and staff type everything twice',
  'next',
  'log a decision: compare a joint purchase with a call-off before choosing the route',
  'go to design',
];

/** The page as the product makes it today. */
export async function walkThroughExample(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const product = await composeProduct(
    readConfig({ DATA_DIR: folder, TODAY: exampleDay, KNOWLEDGE_DIR: 'knowledge', LOG_LEVEL: 'silent' }),
  );
  try {
    const hint =
      product.reference.boroughs.find(({ buyer }) => buyer.shortName === borough)?.buyer.id ?? null;
    const officer = { tenantId: 'local', userId: 'example' };
    const ask = (text: string) =>
      product.assistant.answer({ text, officer, threadId: 'example', scope: 'terminal', boroughHint: hint });
    const [first = '', ...others] = said;
    const begun = answerAsText(await ask(first), 100);
    for (const text of others) await ask(text);
    const [opportunity] = await product.walk.opportunities.all();
    if (opportunity === undefined) throw new TypeError('the example was not begun');
    const document = await documentOf(opportunity, {
      ...product,
      viewer: publicViewer,
      today: product.today(),
    });
    const lines = [
      '# Example: replacing a housing system',
      '',
      `Made by \`npx tsx scripts/write-walk-through-example.ts\` from the shipped catalogue and knowledge, on the fixed day ${exampleDay}; a test holds that it is current. The contract, its dates, its value and its sources are real and published. What the officer answers, ticks and decides is made up, to show where it goes; nothing of it is a fact about ${borough}.`,
      '',
      '## What the officer says',
      '',
      ...said.map((text) => `- ${text}`),
      '',
      '## What the first answer is',
      '',
      '```text',
      begun.trimEnd(),
      '```',
      '',
      'The record, as `npm run walk-through -- export <id> --format md` writes it:',
      '',
      '---',
      '',
      markdownRecord(document).trimEnd(),
      '',
    ];
    return lines.join('\n').replaceAll(opportunity.id, 'W-0123456789');
  } finally {
    await product.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('write-walk-through-example.ts') === true)
  writeFileSync(examplePath, await walkThroughExample());
