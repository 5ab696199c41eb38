/** The walk-through in the terminal: all that the cards show, as text. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAsText } from '../src/assistant/answer-text.ts';
import { runWalkThrough } from '../src/cli-walk-through.ts';
import { composeProduct, type Product } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'walk-through-terminal-'));
let product: Product;
let hillingdon: string;

beforeAll(async () => {
  product = await composeProduct(readConfig({ DATA_DIR: folder, TODAY: '2026-11-23', LOG_LEVEL: 'silent' }));
  hillingdon =
    product.reference.boroughs.find(({ buyer }) => buyer.shortName === 'Hillingdon')?.buyer.id ?? '';
});
afterAll(async () => {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a purchase in the terminal', () => {
  function talk() {
    const officer = { tenantId: 'local', userId: randomUUID() };
    const threadId = randomUUID();
    return async (text: string) =>
      answerAsText(
        await product.assistant.answer({
          text,
          officer,
          threadId,
          scope: 'terminal',
          boroughHint: hillingdon,
        }),
        10_000,
      );
  }

  it('tells the stage, what was filled in from which source, what is asked, the checklist, notices and what is next', async () => {
    const say = talk();
    const begun = await say('I need to buy a new planning system, circa 600k over 4 years');
    expect(begun).toContain('New planning system (Hillingdon)');
    expect(begun).toContain('Stage 1 of 5, Preparation; step 1 of 4');
    expect(begun).toContain('£600,000 + 20% VAT = £720,000');
    expect(begun).toContain('By when must the new system work?');
    // It turns on nothing: 600k is above the threshold with and without VAT.
    expect(begun).not.toContain('with or without VAT?');
    const dated = await say('live by 1 April 2028');
    expect(dated).toContain('Notices due');
    expect(dated).toContain('UK4');
    expect(dated).toContain('then comes “Put it in the pipeline”');
    expect(dated).not.toContain('One thing I need');
  });

  it('moves, notes and answers by short words', async () => {
    const say = talk();
    await say('i need a new housing system, where do i start');
    expect(await say('skip')).toContain('Put it in the pipeline');
    expect(await say('back')).toContain('Know the contract you have');
    expect(await say('tick exit and data terms read')).toMatch(/Exit and data terms read\nState: done/);
    expect(await say('assign the exit terms to Priya')).toContain('Priya');
    expect(await say('who is doing the exit terms')).toContain('looked after by Priya');
    expect(await say('log a decision: we extend by a year first')).toContain('we extend by a year first');
    expect(await say('go to design')).toContain('Stage 3 of 5, Design');
    expect(await say('answer: tenants wait too long')).toContain('Your answer: tenants wait too long');
    expect(await say('go to execution')).toContain('Stage 4 of 5, Execution');
    expect(await say('export it')).toContain('npm run walk-through -- export W-');
    expect(await say('my purchases')).toContain('New housing system');
  });

  it('asks about VAT only where it decides', async () => {
    const say = talk();
    expect(
      await say('we want to buy a new parking system, 180k over 3 years, live by 1 june 2028'),
    ).toContain('Is the amount with or without VAT?');
    const said = await say('ex vat');
    expect(said).toContain('£180,000 + 20% VAT = £216,000');
    expect(said).not.toContain('Is the amount with or without VAT?');
  });

  it('is listed and written to a file from the command line', async () => {
    const begun = await talk()('i need to buy a new planning system');
    const id = /W-[0-9A-F]{10}/.exec(begun)?.[0] ?? '';
    expect((await runWalkThrough(product, ['list'], {}))?.text).toContain(id);
    const out = join(folder, 'record.ics');
    expect(await runWalkThrough(product, ['export', id.toLowerCase()], { format: 'md', out })).toMatchObject({
      isFault: false,
    });
    expect(readFileSync(out, 'utf8')).toContain('# New planning system (Hillingdon)');
    expect(await runWalkThrough(product, ['export', 'W-0'], { format: 'md', out })).toMatchObject({
      isFault: true,
    });
    for (const wrong of [['export', id], ['export'], ['list', 'x'], ['drop'], []])
      expect(await runWalkThrough(product, wrong, { format: 'exe', out })).toBeNull();
  });

  it('does not let another officer in', async () => {
    const begun = await talk()('i need to buy a new planning system');
    const id = /W-[0-9A-F]{10}/.exec(begun)?.[0] ?? '';
    expect(await talk()(`continue ${id}`)).toContain('no such purchase');
  });

  it('leaves other questions to their own answers', async () => {
    const say = talk();
    expect(await say('who uses NEC housing?')).toContain('Who uses NEC Housing');
    expect(await say('do i have to do a full tender for 180k of software')).not.toContain('Stage 1 of 5');
    expect(await say('how long is standstill now')).not.toContain('Stage 1 of 5');
    expect(
      await say(
        'i need to replace our planning system, cost circa 600k over 4 yrs. do i have to go to tender? and who could we buy with',
      ),
    ).not.toContain('Stage 1 of 5');
  });

  it('goes with the officer who asks to be forgotten', async () => {
    const say = talk();
    await say('i need to buy a new planning system');
    await say('forget me');
    expect(await say('my purchases')).toContain('No purchase is on its way here yet');
  });
});
