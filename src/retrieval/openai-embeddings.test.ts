import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isoDate } from '../procurement/iso-date.ts';
import { EmbeddingServiceError } from './embedding-service.ts';
import { indexPath, openGuidance, type ServiceInUse } from './open-guidance.ts';
import { OpenAiEmbeddings } from './openai-embeddings.ts';

/** What the service does with a request; `good` gives vectors in which each letter counts. */
type Manner =
  | 'good'
  | 'silent'
  | 'stalls'
  | 'truncated'
  | 'not-a-number'
  | 'infinite'
  | 'null-number'
  | 'one-too-few'
  | 'short-vectors'
  | 'mixed-vectors'
  | 'html'
  | 401
  | 404
  | 429
  | 500;

let manner: Manner = 'good';
/** Long where an answer comes, so that a busy machine changes nothing; short where none will. */
const limits = { fetch, documentsMs: 20_000, questionMs: 20_000 };
function behave(next: Manner): void {
  manner = next;
  const isMute = next === 'silent' || next === 'stalls';
  limits.documentsMs = isMute ? 200 : 20_000;
  limits.questionMs = limits.documentsMs;
}
let asked: { path: string; key: string | undefined; texts: string[] }[] = [];

function vectorOf(text: string): number[] {
  return [...'abcdefghijklmnop'].map((letter) => 0.01 + text.toLowerCase().split(letter).length - 1);
}

function reply(texts: readonly string[]): string {
  const rows = texts.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) }));
  const cut = (size: number) => rows.map((row) => ({ ...row, embedding: row.embedding.slice(0, size) }));
  const shown =
    manner === 'one-too-few'
      ? rows.slice(1)
      : manner === 'short-vectors'
        ? cut(3)
        : manner === 'mixed-vectors'
          ? rows.map((row, at) => (at % 2 === 0 ? row : { ...row, embedding: [1, 2] }))
          : // In another order than asked: the index says which text a vector is of.
            [...rows].reverse();
  const body = JSON.stringify({ object: 'list', model: 'letters', data: shown });
  if (manner === 'truncated') return body.slice(0, body.length / 2);
  const number = { 'not-a-number': 'NaN', infinite: '1e999', 'null-number': 'null' }[String(manner)];
  return number === undefined ? body : body.replace(/"embedding":\[[^,]+/g, `"embedding":[${number}`);
}

let server: Server;
let address: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const { input } = JSON.parse(body) as { input: string[] };
      asked.push({
        path: request.url ?? '',
        key: request.headers.authorization ?? request.headers['api-key']?.toString(),
        texts: input,
      });
      if (manner === 'silent') return;
      if (typeof manner === 'number') {
        const message = `${manner}: you sent ${request.headers.authorization}`;
        response.writeHead(manner, { 'content-type': 'application/json', 'retry-after': '1' });
        response.end(JSON.stringify({ error: { message } }));
        return;
      }
      response.writeHead(200, { 'content-type': manner === 'html' ? 'text/html' : 'application/json' });
      if (manner === 'stalls') response.write('{"object":"list","data":[');
      else response.end(manner === 'html' ? '<p>Sign in</p>' : reply(input));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  behave('good');
  asked = [];
});

function serviceOf(model = 'letters'): OpenAiEmbeddings {
  return new OpenAiEmbeddings({ kind: 'openai', address: `${address}/v1`, key: 'sk-secret', model }, limits);
}

const faults = [
  ['silent', 'did not answer within'],
  ['stalls', 'did not answer within'],
  ['truncated', 'no list of vectors'],
  ['not-a-number', 'no list of vectors'],
  ['infinite', 'no list of vectors'],
  ['null-number', 'no list of vectors'],
  ['one-too-few', 'no list of vectors'],
  ['html', 'no list of vectors'],
  [401, 'refuses the key'],
  [404, 'does not know the model'],
  [429, 'asks to wait'],
  [500, 'fault 500'],
] as const;

describe('embeddings of a service', () => {
  it('come in the order of the texts, in requests of bounded size', async () => {
    const texts = Array.from({ length: 150 }, (_, at) => 'a'.repeat(at + 1));
    const vectors = await serviceOf().embedDocuments(texts);
    expect(vectors.map(([first]) => Math.round(first ?? 0))).toEqual(texts.map(({ length }) => length));
    expect(asked.map(({ texts: sent }) => sent.length)).toEqual([64, 64, 22]);
    expect(asked[0]).toMatchObject({ path: '/v1/embeddings', key: 'Bearer sk-secret' });
  });

  it('come from an Azure deployment at its own path, with its own header', async () => {
    const azure = new OpenAiEmbeddings(
      { kind: 'azure', address, key: 'azure-secret', model: 'our-vectors' },
      limits,
    );
    expect(await azure.embedQuery('abc')).toEqual(vectorOf('abc'));
    expect(asked[0]?.path).toMatch(/^\/openai\/deployments\/our-vectors\/embeddings\?api-version=/);
    expect(asked[0]?.key).toBe('azure-secret');
    expect(azure.modelId).toContain('our-vectors');
  });

  it.each(faults)('%s: is one named fault, asked once, without the key', async (fault, words) => {
    behave(fault);
    const error: unknown = await serviceOf()
      .embedQuery('abc')
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EmbeddingServiceError);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).not.toContain('secret');
    expect(asked).toHaveLength(1);
  });

  it('that nobody gives is the same fault', async () => {
    const nobody = new OpenAiEmbeddings(
      { kind: 'openai', address: 'http://127.0.0.1:9/v1', key: 'k', model: 'm' },
      limits,
    );
    await expect(nobody.embedQuery('abc')).rejects.toThrow('cannot be reached');
  });
});

describe('guidance with a service', () => {
  const knowledgeDir = join(import.meta.dirname, 'fixtures', 'small-knowledge');
  const dataDir = mkdtempSync(join(tmpdir(), 'embeddings-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const filter = { stages: null, role: null, regime: null, onDate: isoDate('2026-11-23') };
  let clock = 0;
  const inUse = (model?: string): ServiceInUse => ({ service: serviceOf(model), now: () => clock });
  const storedModel = () =>
    (JSON.parse(readFileSync(indexPath(dataDir), 'utf8').split('\n')[1] ?? '') as { modelId: string })
      .modelId;
  const order = async (guidance: Awaited<ReturnType<typeof openGuidance>>['guidance']) =>
    (await guidance.find('how many working days is the standstill', filter, 5)).hits.map(
      ({ passage, score }) => [passage.id, score],
    );

  it('stores its vectors with the model’s name, loads them again, and builds anew for another model', async () => {
    const built = await openGuidance({ knowledgeDir, dataDir }, false, inUse());
    expect(built.fallback).toBeNull();
    expect(built.index.dense?.dimension).toBe(16);
    expect(storedModel()).toMatch(/^openai 127\.0\.0\.1:\d+ letters$/);
    asked = [];
    const again = await openGuidance({ knowledgeDir, dataDir }, false, inUse());
    expect([again.how, asked.length]).toEqual(['loaded', 0]);
    expect(await order(again.guidance)).toEqual(await order(built.guidance));
    const other = await openGuidance({ knowledgeDir, dataDir }, false, inUse('other-letters'));
    expect(other.how).toContain('was made with the model openai');
    expect((await openGuidance({ knowledgeDir, dataDir })).index.dense).toBeNull();
    expect(storedModel()).toBe('lsa');
  });

  it('asks for the question’s vector, which changes the order of nearness but not whether it is covered', async () => {
    const { guidance } = await openGuidance({ knowledgeDir, dataDir: null }, false, inUse());
    const builtIn = await openGuidance({ knowledgeDir, dataDir: null });
    asked = [];
    const found = await order(guidance);
    expect(asked.map(({ texts }) => texts)).toEqual([['how many working days is the standstill']]);
    expect(found).not.toEqual(await order(builtIn.guidance));
    expect((await guidance.find('how do I cook rice', filter, 5)).isCovered).toBe(false);
  });

  it.each([
    ...faults.map(([fault]) => fault),
    'short-vectors',
  ] as const)('%s while it is asked: answers as the built-in embeddings do, and leaves the service alone for a minute', async (fault) => {
    const { guidance } = await openGuidance({ knowledgeDir, dataDir: null }, false, inUse());
    const builtIn = await order((await openGuidance({ knowledgeDir, dataDir: null })).guidance);
    asked = [];
    behave(fault);
    expect(await order(guidance)).toEqual(builtIn);
    expect(await order(guidance)).toEqual(builtIn);
    expect(asked).toHaveLength(1);
    clock += 60_001;
    manner = 'good';
    expect(await order(guidance)).not.toEqual(builtIn);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ...faults.map(([fault]) => fault),
    'mixed-vectors',
  ] as const)('%s while the index is built: builds without it, says so, and tries again at the next start', async (fault) => {
    behave(fault);
    const opened = await openGuidance({ knowledgeDir, dataDir }, true, inUse());
    expect(opened.index.dense).toBeNull();
    expect(opened.fallback).toMatch(/The built-in embeddings are used until the next start\.$/);
    expect(opened.fallback).not.toContain('secret');
    expect(storedModel()).toBe('lsa');
    expect((await opened.guidance.find('how long is the standstill', filter, 5)).isCovered).toBe(true);
    manner = 'good';
    expect((await openGuidance({ knowledgeDir, dataDir }, false, inUse())).index.dense).not.toBeNull();
  });
});
