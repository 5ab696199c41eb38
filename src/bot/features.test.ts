import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BotHarness, startBot } from '../../test/support/bot-harness.ts';
import { invoke, message } from '../../test/support/fake-activities.ts';
import { createStubAssistant, stubAnswer } from '../../test/support/stub-assistant.ts';
import { card, text } from './cards/elements.ts';
import { type BotFeature, DoubleVerbError, defineVerb, type Visit, verbsOf } from './features.ts';

function drawn(words: string) {
  return card({ body: [text(words)], actions: [], fallbackText: words, speak: words });
}

describe('parts of the bot with cards of their own', () => {
  let bot: BotHarness;
  let visits: Visit[];

  beforeEach(async () => {
    visits = [];
    const feature: BotFeature = {
      verbs: [
        defineVerb('sample.count', z.object({ count: z.number().int().max(9) }), ({ count }, visit) => {
          visits.push(visit);
          return Promise.resolve({ card: drawn(`Counted ${count}`), text: `You counted ${count}.` });
        }),
      ],
      panelCard: (panel) => Promise.resolve(panel.id === 'known' ? drawn(`Panel of ${panel.kind}`) : null),
    };
    const assistant = createStubAssistant((question) => ({
      ...stubAnswer(1),
      panel: { kind: 'walk-through', id: question.text === 'open it' ? 'known' : 'gone' },
    }));
    bot = await startBot(assistant, {}, { features: [feature] });
  });
  afterEach(() => bot.close());

  const place = () => ({ serviceUrl: bot.teams.url, scope: 'channel' as const });
  const sentCard = (at: number) => JSON.stringify(bot.teams.messages()[at]?.body.attachments[0].content);

  it('answer their buttons in place, told who pressed what and where', async () => {
    const value = { action: { verb: 'sample.count', data: { count: 3 } } };
    const { body } = await bot.post(invoke(place(), 'adaptiveCard/action', value));
    expect(JSON.stringify(body)).toContain('Counted 3');
    expect(visits).toMatchObject([{ scope: 'channel', officer: { userId: 'aad-officer-1' } }]);
    expect(visits[0]?.conversationKey).toMatch(/\|19:channel@thread\.tacv2$/);
  });

  it('answer the same as a message where the client only submits', async () => {
    await bot.post({ ...message(place(), ''), value: { verb: 'sample.count', count: 4 } });
    expect(bot.teams.messages()[0]?.body.text).toBe('You counted 4.');
    expect(sentCard(0)).toContain('Counted 4');
  });

  it.each([{ count: 99 }, { count: 'x' }, {}])('take nothing that is not whole: %j', async (data) => {
    const value = { action: { verb: 'sample.count', data } };
    const { body } = await bot.post(invoke(place(), 'adaptiveCard/action', value));
    expect(JSON.stringify(body)).toContain('older card');
    expect(visits).toEqual([]);
  });

  it('draw their panels, and leave an answer its own card when what it is about is gone', async () => {
    await bot.post(message(place(), 'open it'));
    expect(sentCard(0)).toContain('Panel of walk-through');
    await bot.post(message(place(), 'open the other'));
    expect(sentCard(1)).not.toContain('Panel of');
    expect(sentCard(1)).toContain('AdaptiveCard');
  });

  it('never share a button', () => {
    const verb = defineVerb('sample.same', z.object({}), () =>
      Promise.resolve({ card: drawn('a'), text: 'a' }),
    );
    expect(() => verbsOf([{ verbs: [verb] }, { verbs: [verb] }])).toThrow(DoubleVerbError);
  });
});
