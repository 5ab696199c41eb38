/** The whole way: a browser, the local chat, the real Teams edge over HTTP, and back; only the assistant is a stub. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalChat, type LocalChat } from '../src/web/local-chat.ts';
import { type BotHarness, startBot } from './support/bot-harness.ts';
import { browserTitle, hasChromium } from './support/chat-page.ts';
import { findChromium, openChromium, type TestBrowser } from './support/chromium.ts';
import { createStubAssistant, type StubAssistant, stubAnswer } from './support/stub-assistant.ts';

const title = browserTitle('local chat with the real bot in Chromium');
describe.skipIf(!hasChromium)(title, { timeout: 60_000 }, () => {
  let chat: LocalChat;
  let bot: BotHarness;
  let browser: TestBrowser;
  let assistant: StubAssistant;

  beforeAll(async () => {
    const warnings: object[] = [];
    chat = createLocalChat({ boroughs: ['Hillingdon'], log: { warn: (fields) => warnings.push(fields) } });
    assistant = createStubAssistant(() => stubAnswer(14, { writtenByModel: true }));
    bot = await startBot(assistant, { routes: chat.routes });
    browser = await openChromium(findChromium() ?? '');
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    chat.close();
    await bot.close();
  }, 60_000);

  it('welcomes once, answers with a card, pages and replaces it, takes feedback', async () => {
    const page = await browser.context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() !== 'info' && message.type() !== 'log') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(bot.url);
    await page.getByRole('button', { name: 'Help', exact: true }).waitFor();
    await page.getByLabel('Your question').fill('who uses NEC housing?');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Who uses NEC Housing' }).waitFor();
    expect(await page.locator('.message.bot').count()).toBe(2);
    expect(assistant.questions[0]).toMatchObject({
      text: 'who uses NEC housing?',
      scope: 'personal',
      officer: { tenantId: 'local' },
    });
    await page.getByText('AI generated', { exact: true }).waitFor();
    expect(
      await page
        .getByRole('link', { name: /^Source 1: / })
        .first()
        .getAttribute('href'),
    ).toBe('https://notices.example.org/record/1');

    await page.getByRole('button', { name: /^Show more/ }).click();
    await page.getByRole('cell', { name: /^Borough 14/ }).waitFor();
    await page.getByRole('button', { name: 'And Bromley?' }).click();
    await expect.poll(() => assistant.questions.at(-1)?.text).toBe('and Bromley?');
    await page.getByRole('cell', { name: /^Borough 1 / }).waitFor();
    expect(await page.locator('.message.bot').count()).toBe(2);

    await page.getByRole('button', { name: 'This answer helped' }).click();
    await page.keyboard.type('just right');
    await page.getByRole('button', { name: 'Send feedback' }).click();
    await page.getByText('Thank you for the feedback.').waitFor();
    expect(bot.feedback.all()).toMatchObject([{ reaction: 'like', text: 'just right', tenantId: 'local' }]);
    expect(problems).toEqual([]);
  });
});
