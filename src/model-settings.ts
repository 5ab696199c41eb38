/** Which language model is meant by the settings. */

/** A model as the service addresses it. */
export type ModelConfig =
  | {
      readonly kind: 'openai';
      readonly apiKey: string;
      readonly baseUrl: string | null;
      readonly model: string;
    }
  | ({ readonly kind: 'azure'; readonly apiKey: string } & Readonly<
      Record<'endpoint' | 'deployment' | 'apiVersion', string>
    >);

type Given = {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_MODEL?: string | undefined;
  readonly AZURE_OPENAI_ENDPOINT?: string | undefined;
  readonly AZURE_OPENAI_API_KEY?: string | undefined;
  readonly AZURE_OPENAI_DEPLOYMENT?: string | undefined;
  readonly AZURE_OPENAI_API_VERSION: string;
};

/**
 * The model the settings name, or null. A key alone names none: with a model, officers' questions and the rows found for
 * them are sent, and that is said on purpose or not at all. What is missing is added to `problems`.
 */
export function readModelSettings(given: Given, problems: string[]): ModelConfig | null {
  const { OPENAI_MODEL: model, AZURE_OPENAI_DEPLOYMENT: deployment } = given;
  if (model !== undefined && deployment !== undefined) {
    problems.push(
      'OPENAI_MODEL and AZURE_OPENAI_DEPLOYMENT are both set; one model answers: remove the other.',
    );
    return null;
  }
  if (deployment !== undefined) {
    const { AZURE_OPENAI_ENDPOINT: endpoint, AZURE_OPENAI_API_KEY: apiKey } = given;
    if (endpoint !== undefined && apiKey !== undefined)
      return { kind: 'azure', apiKey, endpoint, deployment, apiVersion: given.AZURE_OPENAI_API_VERSION };
    problems.push(
      'AZURE_OPENAI_DEPLOYMENT is set, so AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY are needed too.',
    );
    return null;
  }
  if (model === undefined) return null;
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = given;
  if (apiKey === undefined && baseUrl === undefined) {
    problems.push('OPENAI_MODEL is set, so OPENAI_API_KEY (or OPENAI_BASE_URL) is needed too.');
    return null;
  }
  // A model on this machine often asks for no key, but the interface sends one.
  return { kind: 'openai', apiKey: apiKey ?? 'none', baseUrl: baseUrl ?? null, model };
}
