import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { openEmbeddings } from './embedding-settings.ts';

const problemOf = (environment: Record<string, string>) => {
  try {
    return JSON.stringify(readConfig(environment).embeddings);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the embedding service of the settings', () => {
  it('is none until a model is named: a key alone sends nothing', async () => {
    const config = readConfig({ OPENAI_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://a.example' });
    expect(config.embeddings).toBeNull();
    expect(await openEmbeddings(config)).toBeNull();
  });

  it('is the public one, one of one’s own, or an Azure deployment', () => {
    const model = { OPENAI_EMBEDDING_MODEL: 'm' };
    expect(readConfig({ ...model, OPENAI_API_KEY: 'k' }).embeddings).toEqual({
      kind: 'openai',
      address: 'https://api.openai.com/v1',
      key: 'k',
      model: 'm',
    });
    expect(readConfig({ ...model, OPENAI_BASE_URL: 'http://localhost:11434/v1' }).embeddings).toMatchObject({
      address: 'http://localhost:11434/v1',
      key: 'none',
    });
    expect(
      readConfig({
        AZURE_OPENAI_ENDPOINT: 'https://borough.openai.azure.com',
        AZURE_OPENAI_API_KEY: 'k',
        AZURE_OPENAI_EMBEDDING_DEPLOYMENT: 'd',
      }).embeddings,
    ).toEqual({ kind: 'azure', address: 'https://borough.openai.azure.com', key: 'k', model: 'd' });
  });

  it('that is half named, named twice or unprotected is refused with what to do', () => {
    expect(problemOf({ OPENAI_EMBEDDING_MODEL: 'm' })).toContain('so OPENAI_API_KEY (or OPENAI_BASE_URL)');
    expect(problemOf({ AZURE_OPENAI_EMBEDDING_DEPLOYMENT: 'd' })).toContain('AZURE_OPENAI_ENDPOINT and');
    expect(problemOf({ OPENAI_EMBEDDING_MODEL: 'm', AZURE_OPENAI_EMBEDDING_DEPLOYMENT: 'd' })).toContain(
      'remove the other',
    );
    expect(problemOf({ OPENAI_BASE_URL: 'http://vectors.example/v1' })).toContain('must be an https address');
  });
});
