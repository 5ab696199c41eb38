/** Embeddings from a service that speaks OpenAI's protocol, or from an Azure resource: every fault has one name. */
import { Embeddings } from '@langchain/core/embeddings';
import { AzureOpenAI, type ClientOptions, OpenAI } from 'openai';
import { z } from 'zod';
import { EmbeddingServiceError, type EmbeddingSettings } from './embedding-service.ts';

/** The Azure interface this was written for. */
const azureVersion = '2024-10-21';
/** Texts in one request; services take 2,048, small ones at home less. */
const textsAtOnce = 64;

const responseSchema = z.object({
  data: z.array(
    z.object({ index: z.number().int().nonnegative().optional(), embedding: z.array(z.number()).min(1) }),
  ),
});

/** The network, and how long one request may take from its first byte to the last: an officer waits for a question. */
export type EmbeddingSurroundings = {
  readonly fetch: typeof fetch;
  readonly documentsMs: number;
  readonly questionMs: number;
};

function clientOf(settings: EmbeddingSettings, fetchIt: typeof fetch): OpenAI {
  // Everything is given, because the package reads the environment for what is missing.
  // Its types are those of node-fetch; what it passes is an address, and an init that every fetch takes.
  const itsFetch = fetchIt as unknown as NonNullable<ClientOptions['fetch']>;
  const common = { ['organization']: null, project: null, maxRetries: 0, fetch: itsFetch } as const;
  return settings.kind === 'azure'
    ? new AzureOpenAI({
        ...common,
        apiKey: settings.key,
        endpoint: settings.address,
        deployment: settings.model,
        apiVersion: azureVersion,
      })
    : new OpenAI({ ...common, apiKey: settings.key, baseURL: settings.address });
}

/** What to do about the fault; never what the service said, which may repeat a key. */
function explain(error: unknown, hasTimedOut: boolean, timeoutMs: number): string {
  if (hasTimedOut) return `did not answer within ${timeoutMs / 1_000} s`;
  const status = error instanceof OpenAI.APIError ? error.status : undefined;
  if (status === 401 || status === 403) return 'refuses the key: check it';
  if (status === 404) return 'does not know the model at this address: check both';
  if (status === 429) return 'asks to wait: its limit is reached';
  if (status !== undefined) return `answers with fault ${status}`;
  if (error instanceof OpenAI.APIConnectionError) return 'cannot be reached: check the address';
  return 'gave something that is no list of vectors';
}

/**
 * One vector a text, in the order of the texts, all finite numbers. Rejects with `EmbeddingServiceError` whatever the
 * service does wrong; nothing is asked twice, because there are built-in embeddings to fall back on.
 */
export class OpenAiEmbeddings extends Embeddings<number[]> {
  readonly modelId: string;
  readonly #settings: EmbeddingSettings;
  readonly #client: OpenAI;
  readonly #surroundings: EmbeddingSurroundings;
  constructor(settings: EmbeddingSettings, surroundings: EmbeddingSurroundings) {
    super({});
    this.#settings = settings;
    this.#client = clientOf(settings, surroundings.fetch);
    this.#surroundings = surroundings;
    this.modelId = `${settings.kind} ${new URL(settings.address).host} ${settings.model}`;
  }
  override async embedDocuments(texts: string[]): Promise<number[][]> {
    const vectors: number[][] = [];
    for (let from = 0; from < texts.length; from += textsAtOnce)
      vectors.push(
        ...(await this.#ask(texts.slice(from, from + textsAtOnce), this.#surroundings.documentsMs)),
      );
    return vectors;
  }
  override async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.#ask([text], this.#surroundings.questionMs);
    return vector ?? [];
  }
  async #ask(input: string[], timeoutMs: number): Promise<number[][]> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await this.#client.embeddings.create(
        { model: this.#settings.model, input, encoding_format: 'float' },
        { signal },
      );
      const { data } = responseSchema.parse(response);
      const vectors = new Map(data.map(({ index, embedding }, at) => [index ?? at, embedding]));
      return input.map((_text, at) => {
        const vector = vectors.get(at);
        if (vector === undefined || data.length !== input.length)
          throw new RangeError('another number of vectors than of texts');
        return vector;
      });
    } catch (error) {
      throw new EmbeddingServiceError(
        `The embedding service (${this.modelId}) ${explain(error, signal.aborted, timeoutMs)}.`,
        { cause: error },
      );
    }
  }
}
