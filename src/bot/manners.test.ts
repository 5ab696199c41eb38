/** Manners over the wire: streams, late answers, changed and deleted messages, suggestions, labels, what is too big. */
import { afterEach, describe, expect, it } from 'vitest';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { activity, invoke, message } from '../../test/support/fake-activities.ts';
import { createStubAssistant, stubAnswer } from '../../test/support/stub-assistant.ts';
import type { Answer } from '../assistant/answer.ts';
import type { Assistant } from '../assistant/assistant.ts';

let bot: BotHarness;
afterEach(async () => {
  await bot.close();
});

const sentences = ['Hillingdon runs it until 2030.', 'Lambeth has no end on record.'];
const written = (): Answer =>
  stubAnswer(3, { writtenByModel: true, sentences: sentences.map((text) => ({ text, citations: [1] })) });

/** Says its sentences one by one before it answers. */
function talkative(answer = written(), gap = 30): Assistant {
  return {
    async answer(_question, onSentence) {
      for (const { text } of answer.sentences) {
        await new Promise((resolve) => setTimeout(resolve, gap));
        onSentence?.(text);
      }
      await new Promise((resolve) => setTimeout(resolve, gap));
      return answer;
    },
    forget: () => Promise.resolve(0),
  };
}

/** Answers when told to. */
function slow(answer = stubAnswer(2)) {
  let release: (answered: Answer) => void = () => undefined;
  const ready = new Promise<Answer>((resolve) => {
    release = resolve;
  });
  const assistant: Assistant = { answer: () => ready, forget: () => Promise.resolve(0) };
  return { assistant, release: () => release(answer) };
}

const posts = () => bot.teams.messages().map(({ body }) => body);
const place = (scope: 'personal' | 'group' | 'channel' = 'personal') => ({
  serviceUrl: bot.teams.url,
  scope,
});

describe('streaming', () => {
  it('in a private chat ends as one message with card, marks and the AI label', async () => {
    bot = await startBot(talkative());
    await bot.post(message(place(), 'who uses NEC?'));
    const [stream, ...others] = bot.teams.streams();
    expect(others).toEqual([]);
    expect(stream?.isDone).toBe(true);
    expect(stream?.texts[0]).toBe(sentences[0]);
    expect(stream?.texts.at(-1)).toBe(`${sentences.join(' ')}\n\nRecords: [1] [2] [3]`);
    expect(posts()).toHaveLength(1);
    expect(posts()[0].attachments).toHaveLength(1);
    expect(posts()[0].entities[0]).toMatchObject({ additionalType: ['AIGeneratedContent'] });
    expect(posts()[0].channelData.feedbackLoop).toEqual({ type: 'default' });
  });

  it.each(['group', 'channel'] as const)('never begins in a %s', async (scope) => {
    bot = await startBot(talkative());
    await bot.post(message(place(scope), 'who uses NEC?'));
    expect(bot.teams.streams()).toEqual([]);
    expect(bot.teams.requests.every(({ raw }) => !raw.includes('streaminfo'))).toBe(true);
    expect(posts()).toHaveLength(1);
  });

  it('feedback finds the streamed answer', async () => {
    bot = await startBot(talkative({ ...written(), id: 'A-STREAMED' }));
    await bot.post(message(place(), 'who uses NEC?'));
    const value = { actionName: 'feedback', actionValue: { reaction: 'like', feedback: '{}' } };
    await bot.post(invoke(place(), 'message/submitAction', value, { replyToId: '1:stream-1' }));
    expect(bot.feedback.all()[0]).toMatchObject({ answerId: 'A-STREAMED', reaction: 'like' });
  });

  it('a final message that Teams refuses is posted like any other', async () => {
    bot = await startBot(talkative());
    bot.teams.failNext({
      kind: 'status',
      status: 403,
      body: { error: { code: 'ContentStreamNotAllowed', message: 'Content stream is not allowed' } },
    });
    await bot.post(message(place(), 'who uses NEC?'));
    expect(posts()).toHaveLength(2);
    expect(posts()[1].entities).toHaveLength(1);
    expect(posts()[1].attachments).toHaveLength(1);
  });

  it('stopped by the officer: nothing more is sent', async () => {
    bot = await startBot(talkative());
    bot.teams.failNext({
      kind: 'status',
      status: 403,
      body: { error: { code: 'ContentStreamNotAllowed', message: 'Content stream was canceled by user' } },
    });
    await bot.post(message(place(), 'who uses NEC?'));
    expect(posts()).toHaveLength(1);
  });

  it('out of time: the streamed message is replaced as a whole', async () => {
    bot = await startBot(talkative());
    bot.teams.failNext({
      kind: 'status',
      status: 403,
      body: {
        error: {
          code: 'ContentStreamNotAllowed',
          message: 'Content stream finished due to exceeded streaming time',
        },
      },
    });
    await bot.post(message(place(), 'who uses NEC?'));
    const put = bot.teams.requests.find(({ method }) => method === 'PUT');
    expect(decodeURIComponent(put?.path ?? '')).toMatch(/activities\/1:stream-1$/);
    expect(put?.body.attachments).toHaveLength(1);
  });
});

describe('work that takes long', () => {
  it.each([
    'personal',
    'group',
    'channel',
  ] as const)('is acknowledged and finished later, in the same place: %s', async (scope) => {
    const { assistant, release } = slow();
    bot = await startBot(assistant, { turnMilliseconds: 200 });
    const asked = message(place(scope), 'who uses NEC?');
    expect((await bot.post(asked)).status).toBe(200);
    expect(posts().map(({ text }) => text)).toEqual([expect.stringContaining('takes a little longer')]);
    release();
    await expect.poll(() => posts().length).toBe(2);
    expect(posts()[1].attachments).toHaveLength(1);
    const { id } = asked['conversation'] as { id: string };
    expect(decodeURIComponent(bot.teams.messages()[1]?.path ?? '')).toContain(`/${id}/`);
  });

  it('that fails after the turn still ends with a sentence and a reference', async () => {
    const assistant: Assistant = {
      answer: () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('gone')), 400)),
      forget: () => Promise.resolve(0),
    };
    bot = await startBot(assistant, { turnMilliseconds: 100 });
    await bot.post(message(place('channel'), 'who uses NEC?'));
    await expect.poll(() => posts().length).toBe(2);
    expect(posts()[1].text).toMatch(/quote reference E-[A-Z0-9]{6}/);
  });

  it('behind a button is answered in time, and the answer follows as a message', async () => {
    const { assistant, release } = slow();
    bot = await startBot(assistant, { turnMilliseconds: 200 });
    const value = { action: { verb: 'ask', data: { verb: 'ask', message: 'and Bromley?' } } };
    const answered = await bot.post(invoke(place(), 'adaptiveCard/action', value, { replyToId: '1:card' }));
    expect(JSON.stringify(answered.body)).toContain('The answer follows as a new message');
    release();
    await expect.poll(() => posts().length).toBe(1);
    expect(posts()[0].attachments).toHaveLength(1);
  });
});

describe('a changed message', () => {
  const edit = (id: unknown, text: string, scope: 'personal' | 'channel' = 'personal') =>
    activity(place(scope), 'messageUpdate', {
      id,
      text,
      channelData: { tenant: { id: '11111111-1111-4111-8111-111111111111' }, eventType: 'editMessage' },
    });

  it.each([
    'personal',
    'channel',
  ] as const)('gets a new answer in place of the old one: %s', async (scope) => {
    const assistant = createStubAssistant(({ text }) => stubAnswer(2, { title: `About ${text}` }));
    bot = await startBot(assistant);
    const asked = message(place(scope), 'who uses NEC?');
    await bot.post(asked);
    for (const text of ['who uses Idox?', 'who uses Civica?']) {
      await bot.post(edit(asked['id'], text, scope));
      const put = bot.teams.requests.filter(({ method }) => method === 'PUT').at(-1);
      expect(decodeURIComponent(put?.path ?? '')).toMatch(/activities\/1:activity-2$/);
      expect(put?.body.summary).toBe(`About ${text}`);
    }
    expect(posts()).toHaveLength(1);
  });

  it('is answered anew when the old answer cannot be replaced', async () => {
    bot = await startBot();
    const asked = message(place(), 'who uses NEC?');
    await bot.post(asked);
    bot.teams.failNext({ kind: 'status', status: 404 });
    await bot.post(edit(asked['id'], 'who uses Idox?'));
    expect(posts()).toHaveLength(2);
  });

  it('that was never answered is left alone in a channel, and answered in a private chat', async () => {
    bot = await startBot();
    await bot.post(edit('f:unknown', 'who uses Idox?', 'channel'));
    expect(posts()).toHaveLength(0);
    await bot.post(edit('f:unknown', 'who uses Idox?'));
    expect(posts()).toHaveLength(1);
  });

  it('that was taken back takes its answer out of what is kept', async () => {
    bot = await startBot(createStubAssistant(() => stubAnswer(23)));
    const asked = message(place(), 'who uses NEC?');
    await bot.post(asked);
    const page = { action: { verb: 'page', data: { verb: 'page', answerId: 'A-STUB42-1', page: 2 } } };
    const before = await bot.post(invoke(place(), 'adaptiveCard/action', page));
    expect(JSON.stringify(before.body)).toContain('Rows 8 to 14');
    await bot.post(
      activity(place(), 'messageDelete', {
        id: asked['id'],
        channelData: {
          tenant: { id: '11111111-1111-4111-8111-111111111111' },
          eventType: 'softDeleteMessage',
        },
      }),
    );
    const after = await bot.post(invoke(place(), 'adaptiveCard/action', page));
    expect(JSON.stringify(after.body)).toContain('no longer kept');
  });
});

describe('small manners', () => {
  const choices = [
    { label: 'Mosaic (Social care)', message: 'Mosaic (Social care)' },
    { label: 'Something else', message: 'something else' },
  ];
  const asking = (count: number) =>
    stubAnswer(0, {
      status: 'clarify',
      sections: [],
      timeline: [],
      remarks: [],
      nextActions: [],
      coverage: null,
      citations: [],
      sentences: [{ text: 'Which do you mean?', citations: [] }],
      choices: Array.from(
        { length: count },
        (_unused, index) => choices[index % 2] ?? { label: 'x', message: 'x' },
      ),
    });

  it('a few choices are Teams’ own suggestions in a private chat, and buttons on a card elsewhere', async () => {
    bot = await startBot(createStubAssistant(() => asking(2)));
    await bot.post(message(place(), 'who uses Mosaic?'));
    expect(posts()[0]).toMatchObject({
      attachments: [],
      suggestedActions: { actions: [{ type: 'imBack', value: 'Mosaic (Social care)' }, { type: 'imBack' }] },
    });
    await bot.post(message(place('channel'), 'who uses Mosaic?'));
    expect(posts()[1].suggestedActions).toBeUndefined();
    expect(posts()[1].attachments[0].content.actions).toHaveLength(2);
  });

  it('more than three choices are buttons everywhere', async () => {
    bot = await startBot(createStubAssistant(() => asking(4)));
    await bot.post(message(place(), 'who uses Mosaic?'));
    expect(posts()[0].suggestedActions).toBeUndefined();
    expect(posts()[0].attachments[0].content.actions).toHaveLength(4);
  });

  it('an answer over restricted records carries a sensitivity label in its one root entity', async () => {
    bot = await startBot(createStubAssistant(() => stubAnswer(2, { isRestricted: true })));
    await bot.post(message(place(), 'who uses NEC?'));
    expect(posts()[0].entities).toHaveLength(1);
    expect(posts()[0].entities[0].usageInfo).toMatchObject({
      '@type': 'CreativeWork',
      name: 'For borough officers only',
    });
    expect(posts()[0].entities[0].citation.length).toBeGreaterThan(0);
  });

  it('what Teams finds too big goes out once more, smaller', async () => {
    bot = await startBot();
    bot.teams.failNext({ kind: 'status', status: 413, body: { error: { code: 'MessageSizeTooBig' } } });
    await bot.post(message(place(), 'who uses NEC?'));
    expect(posts()).toHaveLength(2);
    expect(posts()[1].attachments).toEqual([]);
    expect(posts()[1].text).toContain('3 boroughs use NEC Housing');
    expect(posts()[1].text).toContain('too big for Teams');
  });
});
