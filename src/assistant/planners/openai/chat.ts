/** What a model planner needs of a chat service, without the service: messages, calls, and how a reply can fail. */
import type { FunctionTool } from '../../../tools/as-openai.ts';

/** A call as the model wrote it; `input` is text that may not even be JSON. */
export type ChatCall = { readonly id: string; readonly name: string; readonly input: string };

/** A message of the exchange with the model, in order. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string | null; readonly calls: readonly ChatCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

/** Why no usable reply came; every one of them is expected. */
export type ChatFailure = 'unreachable' | 'slow' | 'busy' | 'refused' | 'rejected' | 'broken' | 'cut-off';

/** A whole reply, or why there is none. */
export type ChatReply =
  | {
      readonly ok: true;
      readonly text: string;
      readonly calls: readonly ChatCall[];
      /** Tokens of question and reply as the service counts them; null when it does not say. */
      readonly tokens: number | null;
    }
  | { readonly ok: false; readonly failure: ChatFailure };

/** One request; times are limits, not waits. */
export type ChatRequest = {
  readonly messages: readonly ChatMessage[];
  readonly functions: readonly FunctionTool[];
  /** Most milliseconds to the first part of the reply, retries included, and to the last. */
  readonly firstByteMs: number;
  readonly wholeMs: number;
  readonly onText: (part: string) => void;
};

/** Sends one request; never rejects for anything the service does. */
export type Chat = (request: ChatRequest) => Promise<ChatReply>;
