/** Which embedding service is meant by the settings, and its one maker. */
import type { Config } from './config.ts';
import type { EmbeddingSettings } from './retrieval/embedding-service.ts';
import type { ServiceInUse } from './retrieval/open-guidance.ts';

type Given = {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_EMBEDDING_MODEL?: string | undefined;
  readonly AZURE_OPENAI_ENDPOINT?: string | undefined;
  readonly AZURE_OPENAI_API_KEY?: string | undefined;
  readonly AZURE_OPENAI_EMBEDDING_DEPLOYMENT?: string | undefined;
};

const publicAddress = 'https://api.openai.com/v1';

/**
 * The service the settings name, or null. A key alone names none: with a model, passages, added documents and questions
 * are sent, and that is said on purpose or not at all. What is missing is added to `problems`.
 */
export function readEmbeddingSettings(given: Given, problems: string[]): EmbeddingSettings | null {
  const model = given.OPENAI_EMBEDDING_MODEL;
  const deployment = given.AZURE_OPENAI_EMBEDDING_DEPLOYMENT;
  if (model !== undefined && deployment !== undefined) {
    problems.push(
      'OPENAI_EMBEDDING_MODEL and AZURE_OPENAI_EMBEDDING_DEPLOYMENT are both set; vectors come from one: remove the other.',
    );
    return null;
  }
  if (deployment !== undefined) {
    const { AZURE_OPENAI_ENDPOINT: address, AZURE_OPENAI_API_KEY: key } = given;
    if (address !== undefined && key !== undefined) return { kind: 'azure', address, key, model: deployment };
    problems.push(
      'AZURE_OPENAI_EMBEDDING_DEPLOYMENT is set, so AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY are needed too.',
    );
    return null;
  }
  if (model === undefined) return null;
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: address } = given;
  if (key === undefined && address === undefined) {
    problems.push('OPENAI_EMBEDDING_MODEL is set, so OPENAI_API_KEY (or OPENAI_BASE_URL) is needed too.');
    return null;
  }
  // Services of one's own often want no key, but the protocol has a place for one.
  return { kind: 'openai', address: address ?? publicAddress, key: key ?? 'none', model };
}

/** The configured service, ready to be asked, or null; its package is loaded only when there is one. */
export async function openEmbeddings({ embeddings }: Config): Promise<ServiceInUse | null> {
  if (embeddings === null) return null;
  const { OpenAiEmbeddings } = await import('./retrieval/openai-embeddings.ts');
  const service = new OpenAiEmbeddings(embeddings, { fetch, documentsMs: 30_000, questionMs: 2_000 });
  return { service, now: Date.now };
}
