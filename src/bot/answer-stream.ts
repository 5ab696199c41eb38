/** One streamed answer in a private chat: checked sentences as they come, paced, and finished before Teams cuts it off. */
import type { Answer } from '../assistant/answer.ts';
import { type MessageActivity, smallerActivity } from './activities.ts';
import { clip, escapeMarkdown } from './cards/escape.ts';
import type { MessageEntity } from './message-entity.ts';
import { markedSentence, messageText, paragraphs, recordMarks } from './message-text.ts';
import { refusalOf, type StreamInfo, type StreamRefusal, type StreamUpdate } from './stream-info.ts';

/** How the last message went: shown (with its id), not wanted any more, or to be posted like any other. */
export type StreamEnd =
  | { readonly kind: 'shown'; readonly activityId: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'replace'; readonly activityId: string }
  | { readonly kind: 'post' };

/** The message that ends a stream. */
export type LastOfStream = Omit<MessageActivity, 'entities'> & {
  readonly entities: readonly [StreamInfo] | readonly [MessageEntity, StreamInfo];
};

/** One stream; no method ever rejects. */
export type AnswerStream = {
  /** Something to read before the first sentence; passed over when a sentence is there. */
  readonly inform: (words: string) => void;
  /** One checked sentence. */
  readonly say: (sentence: string) => void;
  readonly hasBegun: () => boolean;
  /** The text the final message must have, so that it contains what was streamed. */
  readonly textFor: (answer: Answer) => string;
  /** Sends the final message. */
  readonly finish: (activity: MessageActivity) => Promise<StreamEnd>;
};

/** What a stream works with; time comes from outside. */
export type StreamParts = {
  readonly send: (activity: StreamUpdate | LastOfStream) => Promise<string | null>;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly onRefusal: (refusal: StreamRefusal) => void;
};

/** Teams takes one request a second. */
const paceMilliseconds = 1_050;
/** After “too fast”. */
const restMilliseconds = 3_000;
/** Teams cuts at two minutes, the final message included. */
const lastMilliseconds = 90_000;
const longestInforming = 900;
const longestStreamed = 5_000;

const unfinished = 'This takes longer than usual; the whole answer follows in a new message.';

/** A stream that has not begun; it begins with the first thing to say. */
export function createAnswerStream(parts: StreamParts): AnswerStream {
  const { now, wait } = parts;
  const said: string[] = [];
  let informing: string | null = null;
  let text = '';
  let sent: string | null = null;
  let streamId: string | null = null;
  let sequence = 0;
  let beganAt = 0;
  let nextAt = 0;
  let isFinishing = false;
  let isMuted = false;
  let end: StreamRefusal | 'unfinished' | null = null;
  let pumping: Promise<void> | null = null;

  function refuse(error: unknown): void {
    const refusal = refusalOf(error);
    parts.onRefusal(refusal);
    if (refusal === 'too-fast') nextAt = now() + restMilliseconds;
    // Without an id there is no stream to go on with.
    if ((refusal === 'too-fast' || refusal === 'unsure') && streamId !== null) isMuted = true;
    else end = refusal;
  }

  async function pace(): Promise<void> {
    const left = nextAt - now();
    if (left > 0) await wait(left);
    nextAt = now() + paceMilliseconds;
  }

  function pending(): { readonly words: string; readonly streamType: 'informative' | 'streaming' } | null {
    if (text !== '' && text !== sent) return { words: text, streamType: 'streaming' };
    if (text === '' && informing !== null && informing !== sent)
      return { words: informing, streamType: 'informative' };
    return null;
  }

  async function sendUpdate(words: string, streamType: 'informative' | 'streaming'): Promise<void> {
    sequence += 1;
    const info: StreamInfo = {
      type: 'streaminfo',
      streamType,
      streamSequence: sequence,
      ...(streamId === null ? {} : { streamId }),
    };
    sent = words;
    const id = await parts.send({ type: 'typing', text: words, entities: [info] });
    streamId ??= id;
    // A stream that has no name cannot be gone on with.
    if (streamId === null) end = 'refused';
  }

  function withInfo(activity: MessageActivity, id: string): LastOfStream {
    const info: StreamInfo = { type: 'streaminfo', streamType: 'final', streamId: id };
    const root = activity.entities?.[0];
    return { ...activity, entities: root === undefined ? [info] : [root, info] };
  }

  async function endUnfinished(id: string): Promise<void> {
    end = 'unfinished';
    const words = text === '' ? unfinished : `${text}\n\n${unfinished}`;
    await parts.send(
      withInfo(
        { type: 'message', text: words, textFormat: 'markdown', summary: 'Answer', attachments: [] },
        id,
      ),
    );
  }

  async function pump(): Promise<void> {
    try {
      for (;;) {
        if (isFinishing || isMuted || end !== null || pending() === null) return;
        await pace();
        // While it waited the answer may have become ready, or more may have been said.
        const next = pending();
        if (isFinishing || next === null) return;
        if (beganAt === 0) beganAt = now();
        if (streamId !== null && now() - beganAt > lastMilliseconds) await endUnfinished(streamId);
        else await sendUpdate(next.words, next.streamType);
      }
    } catch (error) {
      refuse(error);
    }
  }

  function wake(): void {
    pumping = (pumping ?? Promise.resolve()).then(pump);
  }

  async function sendFinal(activity: MessageActivity, id: string): Promise<StreamEnd> {
    try {
      await pace();
      await parts.send(withInfo(activity, id));
      return { kind: 'shown', activityId: id };
    } catch (error) {
      refuse(error);
      return ending(id);
    }
  }

  function ending(id: string): StreamEnd {
    if (end === 'stopped' || end === 'completed') return { kind: 'stopped' };
    return end === 'expired' ? { kind: 'replace', activityId: id } : { kind: 'post' };
  }

  return {
    inform(words) {
      informing = clip(words, longestInforming);
      wake();
    },
    say(sentence) {
      const words = escapeMarkdown(clip(sentence.trim(), 1_200));
      if (words === '' || text.length + words.length > longestStreamed || isFinishing) return;
      said.push(sentence);
      text = text === '' ? words : `${text} ${words}`;
      wake();
    },
    hasBegun: () => sequence > 0 && end !== 'refused',
    textFor(answer) {
      if (text === '' || sent === null || sent === informing) return messageText(answer);
      return paragraphs(textAfter(text, said, answer), 9_000) || text;
    },
    async finish(activity) {
      isFinishing = true;
      await pumping;
      if (streamId === null) return end === 'stopped' ? { kind: 'stopped' } : { kind: 'post' };
      if (end !== null) return ending(streamId);
      if (now() - beganAt > lastMilliseconds) {
        try {
          await endUnfinished(streamId);
        } catch (error) {
          refuse(error);
        }
        return ending(streamId);
      }
      const shown = await sendFinal(activity, streamId);
      if (end !== 'too-large') return shown;
      end = null;
      return await sendFinal(smallerActivity(activity), streamId);
    },
  };
}

/** What was streamed, then what the answer says besides, then the marks of its sources. */
function textAfter(streamed: string, said: readonly string[], answer: Answer): readonly string[] {
  const isSame = answer.sentences.some((sentence) => said.includes(sentence.text));
  // Another answer than the one begun: it stands below whole, because what was streamed cannot be taken back.
  if (!isSame) return [streamed, messageText(answer)];
  const room = answer.sections.length > 0 ? Math.max(0, 2 - said.length) : answer.sentences.length;
  const rest = answer.sentences
    .filter((sentence) => !said.includes(sentence.text))
    .slice(0, room)
    .map((sentence) => markedSentence({ ...sentence, citations: [] }, 1_200));
  const marks = recordMarks(answer, []);
  return [[streamed, ...rest].join(' '), ...(marks === '' ? [] : [marks])];
}
