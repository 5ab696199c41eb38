/** The planner with a model, over HTTP against recorded replies: what it may say, and in whose words. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../src/assistant/answer.ts';
import { answerAsText } from '../src/assistant/answer-text.ts';
import { saidWords } from '../src/assistant/wording.ts';
import { type ModelHarness, question, startModelHarness, usersOfNec } from './support/model-harness.ts';

let harness: ModelHarness;
beforeAll(async () => {
  harness = await startModelHarness();
});
afterAll(() => harness.close());

const said = (answer: Answer) => answer.sentences.map(({ text }) => text);

describe('a model that works', () => {
  it('leads with its own words over the same table, each with the citation of its row', async () => {
    const streamed: string[] = [];
    const answer = await harness.ask(
      harness.assistantWith([
        usersOfNec,
        {
          kind: 'text',
          text: 'Hillingdon runs NEC Housing until 31 July 2030. [R1]\nLambeth is on record without an end date. [R2]',
        },
      ]),
      question,
      (text) => streamed.push(text),
    );
    expect(answer.planner).toBe('openai');
    expect(answer.writtenByModel).toBe(true);
    expect(said(answer)[0]).toBe('Hillingdon runs NEC Housing until 31 July 2030.');
    expect(answer.sentences[0]?.citations.length).toBeGreaterThan(0);
    expect(said(answer).join(' ')).toMatch(/of the 33 boroughs/);
    expect(answer.sections.flatMap(({ rows }) => rows).length).toBeGreaterThan(2);
    expect(streamed).toEqual([
      'Hillingdon runs NEC Housing until 31 July 2030.',
      'Lambeth is on record without an end date.',
    ]);
  });

  it('sends strict schemas, the rows as data without addresses, and no tool that writes', async () => {
    await harness.ask(
      harness.assistantWith([usersOfNec, { kind: 'text', text: 'Hillingdon runs NEC Housing.' }]),
      question,
    );
    const [first, second] = harness.peer.requests;
    const names = first?.body.tools?.map(({ function: { name } }) => name) ?? [];
    expect(names).toContain('who_uses');
    expect(names.filter((name) => /correction|register/.test(name))).toEqual([]);
    for (const {
      function: { parameters },
    } of first?.body.tools ?? []) {
      const schema = parameters as { properties: object; required: string[]; additionalProperties: boolean };
      expect(schema.additionalProperties).toBe(false);
      expect(schema.required).toEqual(Object.keys(schema.properties));
      expect(JSON.stringify(schema)).not.toMatch(/"(?:maxLength|minimum|maximum|pattern|default|\$schema)":/);
    }
    const told = second?.body.messages.find(({ role }) => role === 'tool')?.content ?? '';
    expect(told).toMatch(/^<data>\{.*\}<\/data>$/s);
    expect(told).toContain('"mark":"R1"');
    expect(told).not.toMatch(/https?:\/\//);
  });

  it('may call several tools at once and answer from all of them', async () => {
    const answer = await harness.ask(
      harness.assistantWith([
        {
          kind: 'calls',
          calls: [
            ...usersOfNec.calls,
            {
              name: 'check_threshold',
              input: {
                amount: 180000,
                per: 'whole',
                years: null,
                vat: 'excluding',
                kind: 'goods-and-services',
                on_date: null,
              },
            },
          ],
        },
        {
          kind: 'text',
          text: 'The threshold is £207,720 including VAT.\nHillingdon runs NEC Housing until 31 July 2030.',
        },
      ]),
      'who uses NEC housing and must we tender for 180k ex vat',
    );
    expect(said(answer).slice(0, 2)).toEqual([
      'The threshold is £207,720 including VAT.',
      'Hillingdon runs NEC Housing until 31 July 2030.',
    ]);
    expect(answerAsText(answer, 10_000)).toContain('Threshold on 23 November 2026');
  });

  it('is held to the rows: a wrong year, borough, firm, amount or address does not reach the officer', async () => {
    const streamed: string[] = [];
    const answer = await harness.ask(
      harness.assistantWith([
        usersOfNec,
        {
          kind: 'text',
          text: [
            'Hillingdon runs NEC Housing until 31 July 2031. [R1]',
            'Camden runs NEC Housing until 31 July 2030. [R1]',
            'Hillingdon bought it from Zentrix Systems Ltd. [R1]',
            'The contract of Hillingdon is worth £9,043,000. [R1]',
            'More on https://example.org/contract.',
            'The contract of Hillingdon is worth £5,043,000. [R1]',
          ].join('\n'),
        },
      ]),
      question,
      (text) => streamed.push(text),
    );
    expect(said(answer).filter((text) => !/33 boroughs/.test(text))).toEqual([
      'The contract of Hillingdon is worth £5,043,000.',
    ]);
    expect(streamed).toEqual(['The contract of Hillingdon is worth £5,043,000.']);
    expect(answer.remarks).toContain(saidWords.removed(5));
  });

  it('falls back to the embedded wording of the same rows when nothing it said holds', async () => {
    const answer = await harness.ask(
      harness.assistantWith([usersOfNec, { kind: 'text', text: 'Camden pays £1 to Zentrix Ltd.' }]),
      question,
    );
    expect(answer.writtenByModel).toBe(false);
    expect(said(answer)[0]).toMatch(/^3 boroughs are on record with NEC Housing/);
    expect(answer.remarks).toContain(saidWords.removed(1));
  });

  it('sees what the thread was about as a summary', async () => {
    const threadId = randomUUID();
    const assistant = harness.assistantWith([
      usersOfNec,
      { kind: 'text', text: 'Hillingdon runs NEC Housing.' },
      usersOfNec,
      { kind: 'text', text: 'Lambeth is on record without an end date.' },
    ]);
    await harness.ask(assistant, question, undefined, threadId);
    await harness.ask(assistant, 'and Lambeth?', undefined, threadId);
    const user = harness.peer.requests[2]?.body.messages.find(({ role }) => role === 'user')?.content ?? '';
    expect(user).toContain('"name":"NEC Housing"');
    expect(user).toContain('and Lambeth?');
  });

  it('speaks to Azure OpenAI by deployment and version', async () => {
    const answer = await harness.ask(
      harness.assistantWith(
        [usersOfNec, { kind: 'text', text: 'Hillingdon runs NEC Housing until 31 July 2030.' }],
        {
          settings: {
            kind: 'azure',
            apiKey: 'recorded',
            endpoint: harness.peer.address.replace('/v1', ''),
            deployment: 'house',
            apiVersion: '2024-10-21',
          },
        },
      ),
      question,
    );
    expect(answer.writtenByModel).toBe(true);
    expect(harness.peer.requests[0]?.path).toBe(
      '/openai/deployments/house/chat/completions?api-version=2024-10-21',
    );
    expect(harness.peer.requests[0]?.headers['api-key']).toBe('recorded');
  });
});
