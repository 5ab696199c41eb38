import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const problemOf = (environment: Record<string, string>) => {
  try {
    return JSON.stringify(readConfig(environment).model);
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the language model of the settings', () => {
  it('is none until a model is named: a key alone sends nothing', () => {
    expect(readConfig({ OPENAI_API_KEY: 'k', AZURE_OPENAI_ENDPOINT: 'https://a.example' }).model).toBeNull();
  });

  it('is the public one, one of one’s own, or an Azure deployment', () => {
    expect(readConfig({ OPENAI_API_KEY: 'k', OPENAI_MODEL: 'm' }).model).toEqual({
      kind: 'openai',
      apiKey: 'k',
      baseUrl: null,
      model: 'm',
    });
    expect(
      readConfig({ OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'm' }).model,
    ).toMatchObject({ apiKey: 'none', baseUrl: 'http://localhost:11434/v1' });
    expect(
      readConfig({
        AZURE_OPENAI_ENDPOINT: 'https://borough.openai.azure.com',
        AZURE_OPENAI_API_KEY: 'k',
        AZURE_OPENAI_DEPLOYMENT: 'd',
      }).model,
    ).toMatchObject({ kind: 'azure', deployment: 'd', apiVersion: '2024-10-21' });
  });

  it('that is half named, named twice or unprotected is refused with what to do', () => {
    expect(problemOf({ OPENAI_MODEL: 'm' })).toContain('so OPENAI_API_KEY (or OPENAI_BASE_URL)');
    expect(problemOf({ AZURE_OPENAI_DEPLOYMENT: 'd' })).toContain('AZURE_OPENAI_ENDPOINT and');
    expect(problemOf({ OPENAI_MODEL: 'm', AZURE_OPENAI_DEPLOYMENT: 'd' })).toContain('remove the other');
    expect(problemOf({ OPENAI_MODEL: 'm', OPENAI_BASE_URL: 'http://model.example/v1' })).toContain(
      'must be an https address',
    );
  });
});
