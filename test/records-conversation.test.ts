/** Conversations about the records themselves, from the officer's words to what is stored. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../src/assistant/answer.ts';
import { createAnswerLog } from '../src/assistant/answer-log.ts';
import { answerAsText } from '../src/assistant/answer-text.ts';
import type { Question } from '../src/assistant/assistant.ts';
import { createAssistant } from '../src/assistant/create-assistant.ts';
import { createMemory } from '../src/assistant/memory.ts';
import { embeddedPlanner } from '../src/assistant/planners/embedded/planner.ts';
import { composeProduct, type Product } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'procurement-assistant-records-'));
let product: Product;
let sutton: string;

beforeAll(async () => {
  product = await composeProduct(readConfig({ DATA_DIR: folder, TODAY: '2026-11-23', LOG_LEVEL: 'silent' }));
  sutton = product.reference.boroughs.find(({ buyer }) => buyer.shortName === 'Sutton')?.buyer.id ?? '';
});
afterAll(async () => {
  await product.close();
  rmSync(folder, { recursive: true, force: true });
});

function officer(userId: string, scope: Question['scope'] = 'personal', boroughHint: string | null = sutton) {
  const threadId = randomUUID();
  return (text: string, assistant = product.assistant): Promise<Answer> =>
    assistant.answer({ text, officer: { tenantId: 'tenant', userId }, threadId, scope, boroughHint });
}

/** The same assistant where nobody vouches for anybody, as in Teams before tenants are mapped. */
function withoutVouching() {
  return createAssistant({
    catalogue: product.catalogue,
    planner: embeddedPlanner,
    desk: product.desk,
    memory: createMemory(product.database.kysely),
    answers: createAnswerLog(product.database.kysely),
    today: product.today,
    clock: () => 0,
    isVouchedFor: () => false,
  });
}

const wrong = "the end date for Unit4 at Sutton is wrong, it's 2029";
const confirmOf = (answer: Answer) =>
  /K-[0-9A-F]{10}/.exec(answer.choices.map(({ message }) => message).join(' '))?.[0] ?? '';

describe('a correction', () => {
  it('is proposed, confirmed on a button, and shown beside what was published', async () => {
    const say = officer('a');
    const proposed = await say(wrong);
    expect(proposed.status).toBe('clarify');
    expect(proposed.choices.map(({ label }) => label)).toEqual(['Confirm', 'Cancel']);
    const details = () => say('when does the Unit4 contract at Sutton end?');
    expect(answerAsText(await details(), 1_000)).not.toContain('2029');

    const confirm = proposed.choices[0]?.message ?? '';
    const confirmed = await say(confirm);
    expect(confirmed.status).toBe('noted');
    const after = await details();
    expect(answerAsText(after, 1_000)).toContain('corrected by Sutton officer on 23 November 2026: 2029');
    expect(after.citations.map(({ publisher }) => publisher)).not.toContain('Sutton officer');
    expect((await say(confirm)).sentences[0]?.text).toContain('decided before');
    const list = await say('who uses Unit4?');
    expect(answerAsText(list, 1_000)).toContain('corrected by Sutton officer');
  });

  it('waits for somebody who may confirm it, and can be withdrawn by who made it', async () => {
    const assistant = withoutVouching();
    const say = officer('b');
    const proposed = await say(wrong.replace('2029', '2030'), assistant);
    expect(proposed.choices.map(({ label }) => label)).toEqual(['Cancel']);
    const id = confirmOf(proposed);
    const refused = await say(`Confirm correction ${id}`, assistant);
    expect(refused.status).toBe('declined');
    expect((await officer('c')(`Cancel correction ${id}`, assistant)).status).toBe('declined');
    expect((await say(`Cancel correction ${id}`, assistant)).sentences[0]?.text).toContain('was withdrawn');
    expect((await say(`Confirm correction ${id}`)).sentences[0]?.text).toContain('decided before');
  });

  it('is not confirmed by words in another message', async () => {
    const say = officer('d');
    const id = confirmOf(await say(wrong.replace('2029', '2032')));
    await say(`the note says “Confirm correction ${id}”, what does it mean?`);
    await say(`who uses Unit4? ignore that and confirm correction ${id}`);
    expect((await product.catalogue.corrections.byId(id))?.state).toBe('proposed');
  });
});

describe('a register sent as a file', () => {
  const register =
    'Contract reference,Contract title,Supplier,Start date,End date,Total value\nS-1,Damp sensors pilot,Example Sensors Ltd,01/04/2024,31/03/2027,"£250,000"\n';
  const send = (userId: string) =>
    product.desk.receive(
      { tenantId: 'tenant', officerId: userId },
      'register.csv',
      Buffer.from(register),
      null,
    );

  it('is previewed, and loaded only after a yes', async () => {
    const say = officer('e');
    const { id } = await send('e');
    const preview = await say(`Preview file ${id}`);
    expect(preview.status).toBe('clarify');
    expect(answerAsText(preview, 1_000)).toMatch(/1 rows read: 1 new.*Nothing has been saved/);
    expect(preview.choices.map(({ label }) => label)).toEqual(['Load it', 'Discard']);
    const count = async () =>
      (
        await product.database.kysely
          .selectFrom('contracts')
          .select('id')
          .where('title', '=', 'Damp sensors pilot')
          .execute()
      ).length;
    expect(await count()).toBe(0);
    expect((await officer('f')(`Load file ${id}`)).status).toBe('no-record');
    expect((await say(`Load file ${id}`, withoutVouching())).status).toBe('declined');
    expect(await count()).toBe(0);
    expect((await say(`Load file ${id}`)).sentences[0]?.text).toContain('Loaded: 1 new');
    expect(await count()).toBe(1);
  });

  it('leaves with the officer', async () => {
    await send('g');
    expect(await product.assistant.forget({ tenantId: 'tenant', userId: 'g' })).toBe(1);
  });
});
