/** The chat of OpenAI, Azure OpenAI or any service that speaks the same interface, streamed. */
import OpenAI, { APIConnectionError, APIError, AzureOpenAI } from 'openai';
import type { Chat, ChatCall, ChatFailure, ChatMessage } from './chat.ts';

/** Where the model is; `azure` addresses a deployment instead of a model. */
export type ModelSettings =
  | {
      readonly kind: 'openai';
      readonly apiKey: string;
      readonly baseUrl: string | null;
      readonly model: string;
    }
  | {
      readonly kind: 'azure';
      readonly apiKey: string;
      readonly endpoint: string;
      readonly deployment: string;
      readonly apiVersion: string;
    };

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

function asMessage(message: ChatMessage): Message {
  if (message.role === 'tool')
    return { role: 'tool', tool_call_id: message.callId, content: message.content };
  if (message.role !== 'assistant') return { role: message.role, content: message.content };
  return message.calls.length === 0
    ? { role: 'assistant', content: message.content ?? '' }
    : {
        role: 'assistant',
        content: message.content,
        tool_calls: message.calls.map(({ id, name, input }) => ({
          id,
          type: 'function',
          function: { name, arguments: input },
        })),
      };
}

function failureOf(error: unknown, isTimedOut: boolean): ChatFailure {
  if (isTimedOut) return 'slow';
  if (error instanceof APIConnectionError) return 'unreachable';
  if (error instanceof APIError) {
    if (error.status === 429) return 'busy';
    if (error.status === 400 && error.code === 'content_filter') return 'refused';
    if (error.status !== undefined && error.status >= 400 && error.status < 500) return 'rejected';
    return error.status === undefined ? 'broken' : 'unreachable';
  }
  return 'broken';
}

/** A stream that stops in the middle, or holds something that is no reply, is an error like any other. */
class BrokenStream extends Error {
  readonly code = 'MODEL_STREAM_BROKEN';
}

/** Makes the chat; `retries` are the service library's own, with growing pauses and Retry-After heeded. */
export function createOpenAiChat(
  settings: ModelSettings,
  parts: { readonly fetch: typeof fetch; readonly retries: number },
): Chat {
  const shared = { apiKey: settings.apiKey, maxRetries: parts.retries, fetch: parts.fetch as never };
  const client =
    settings.kind === 'azure'
      ? new AzureOpenAI({
          ...shared,
          endpoint: settings.endpoint,
          deployment: settings.deployment,
          apiVersion: settings.apiVersion,
        })
      : new OpenAI({ ...shared, baseURL: settings.baseUrl });
  const model = settings.kind === 'azure' ? settings.deployment : settings.model;
  return async ({ messages, functions, firstByteMs, wholeMs, onText }) => {
    const stop = new AbortController();
    let isTimedOut = false;
    const end = () => {
      isTimedOut = true;
      stop.abort();
    };
    const whole = setTimeout(end, wholeMs);
    const first = setTimeout(end, firstByteMs);
    try {
      const stream = await client.chat.completions.create(
        {
          model,
          messages: messages.map(asMessage),
          temperature: 0,
          stream: true,
          stream_options: { include_usage: true },
          ...(functions.length === 0
            ? {}
            : { tools: functions.map((tool) => tool as never), parallel_tool_calls: true }),
        },
        { signal: stop.signal, timeout: wholeMs },
      );
      let text = '';
      let refusal = '';
      let finish: string | null = null;
      let tokens: number | null = null;
      const calls = new Map<number, { id: string; name: string; input: string }>();
      for await (const part of stream) {
        clearTimeout(first);
        tokens = part.usage?.total_tokens ?? tokens;
        const choice = part.choices?.[0];
        if (choice === undefined) continue;
        finish = choice.finish_reason ?? finish;
        refusal += choice.delta?.refusal ?? '';
        const said = choice.delta?.content ?? '';
        if (said !== '') {
          text += said;
          onText(said);
        }
        for (const delta of choice.delta?.tool_calls ?? []) {
          const call = calls.get(delta.index) ?? { id: '', name: '', input: '' };
          calls.set(delta.index, {
            id: delta.id ?? call.id,
            name: call.name + (delta.function?.name ?? ''),
            input: call.input + (delta.function?.arguments ?? ''),
          });
        }
      }
      if (isTimedOut) return { ok: false, failure: 'slow' };
      if (refusal !== '' || finish === 'content_filter') return { ok: false, failure: 'refused' };
      if (finish === 'length') return { ok: false, failure: 'cut-off' };
      if (finish === null) throw new BrokenStream('The stream ended before the reply did.');
      const whole = [...calls.values()].map(
        (call, at): ChatCall => ({ ...call, id: call.id === '' ? `call-${at + 1}` : call.id }),
      );
      return { ok: true, text, calls: whole, tokens };
    } catch (error) {
      return { ok: false, failure: failureOf(error, isTimedOut) };
    } finally {
      clearTimeout(whole);
      clearTimeout(first);
    }
  };
}
