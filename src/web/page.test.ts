/** The page in a real browser: asking, pressing, reloading. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readEvents } from '../../test/support/chat-events.ts';
import { browserTitle, createChatPages, hasChromium } from '../../test/support/chat-page.ts';
import { answers } from '../../test/support/stand-in-bot.ts';

const pages = createChatPages();
afterEach(pages.closePages);
afterAll(pages.closeBrowser);

const question = 'Who else uses this housing system?';

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your question').fill(text);
  await page.keyboard.press('Enter');
}

function focusedText(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.textContent') as Promise<string>;
}

async function tabTo(page: Page, text: string, key: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press(key);
    if ((await focusedText(page)) === text) return;
  }
  throw new RangeError(`${text} cannot be reached with ${key}`);
}

describe.skipIf(!hasChromium)(browserTitle('chat page in Chromium'), { timeout: 60_000 }, () => {
  it('is used by keyboard alone: ask, press a button of the card, ask again from the history', async () => {
    const { chat, page, problems, foreign } = await pages.open(answers);
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('question');
    await page.keyboard.type(question);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Who uses it' }).waitFor();
    expect(await page.getByLabel('Your question').inputValue()).toBe('');
    expect(await page.evaluate('document.activeElement.id')).toBe('question');
    await tabTo(page, 'And Bromley?', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bromley too' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Who uses it' }).count()).toBe(0);
    await expect.poll(() => page.evaluate('document.activeElement.className')).toBe('card');
    await tabTo(page, 'And Bromley?', 'Tab');
    const box = page.getByLabel('Your question');
    await box.focus();
    await page.keyboard.press('ArrowUp');
    expect(await box.inputValue()).toBe(question);
    await page.keyboard.press('ArrowDown');
    expect(await box.inputValue()).toBe('');
    await page.keyboard.type('two');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('lines');
    await page.keyboard.press('Enter');
    await expect.poll(() => chat.received.at(-1)?.['text']).toBe('two\nlines');
    await expect.poll(() => page.getByRole('status').first().textContent()).toBe('');
    expect({ problems, foreign }).toEqual({ problems: [], foreign: [] });
  });

  it('shows label, citations, sources and feedback', async () => {
    const { chat, page } = await pages.open(answers);
    await ask(page, question);
    await page.getByText('AI generated').waitFor();
    const citation = page.getByRole('link', { name: 'Source 1: A notice (opens in a new tab)' });
    expect(await citation.getAttribute('href')).toBe('https://notices.example.org/1');
    expect(await citation.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await citation.getAttribute('target')).toBe('_blank');
    expect(await page.locator('span.citation').textContent()).toBe('[2]');
    await page.getByText('2 sources').click();
    await page.getByText('row 12').waitFor();
    await page.getByRole('button', { name: 'This answer did not help' }).click();
    await page.keyboard.type('The year is wrong');
    await page.getByRole('button', { name: 'Send feedback' }).click();
    await page.getByText('Thank you for the feedback.').waitFor();
    expect(chat.received.at(-1)).toMatchObject({
      name: 'message/submitAction',
      value: { actionValue: { reaction: 'dislike', feedback: '{"feedbackText":"The year is wrong"}' } },
    });
  });

  it('says where the officer works, starts anew, and comes back after a reload', async () => {
    const { chat, page } = await pages.open(answers);
    await page.getByLabel('I work for').selectOption('Hillingdon');
    await page.getByRole('button', { name: 'Set' }).click();
    await page.getByRole('heading', { name: 'Who uses it' }).waitFor();
    expect(chat.received.at(-1)).toMatchObject({ text: 'I work for Hillingdon' });
    await page.reload();
    await page.getByText('I work for Hillingdon').waitFor();
    await page.getByRole('heading', { name: 'Who uses it' }).waitFor();
    expect(await page.getByLabel('I work for').inputValue()).toBe('Hillingdon');
    await page.getByRole('button', { name: 'New chat' }).click();
    expect(await page.locator('.message').count()).toBe(0);
    await page.getByRole('button', { name: 'Which contracts end in the next 12 months?' }).click();
    await page.getByRole('heading', { name: 'Who uses it' }).waitFor();
    const [first, last] = [chat.received.find(({ type }) => type === 'message'), chat.received.at(-1)];
    expect(last?.conversation.id).not.toBe(first?.conversation.id);
    expect(last?.['from']).toEqual(first?.['from']);
  });

  it('updates and deletes messages in place, and says what went wrong', async () => {
    const { page } = await pages.open(async ({ activity, call, reply }) => {
      if (activity.type !== 'message') return undefined;
      if (activity['text'] === 'fail') return { status: 500 };
      const one = await reply({ type: 'message', text: 'first version' });
      const two = await reply({ type: 'message', text: 'a slip' });
      await call('PUT', `/${one.id}`, { type: 'message', text: 'second version' });
      await call('DELETE', `/${two.id}`);
      return undefined;
    });
    await ask(page, 'go');
    await page.getByText('This message was deleted.').waitFor();
    expect(await page.locator('.message.bot .words').allTextContents()).toEqual(['second version']);
    await ask(page, 'fail');
    await page.getByRole('alert').getByText('could not take this message').waitFor();
  });

  it('finds its way back when the server has dropped its chat', async () => {
    const { chat, page } = await pages.open(answers, {}, { maxConversations: 1 });
    await ask(page, question);
    await page.getByRole('heading', { name: 'Who uses it' }).waitFor();
    const other = { conversation: 'c'.repeat(32), user: 'd'.repeat(32) };
    // Looked for from before it can appear: a page that is quick finds its way back at once.
    const isLost = page.getByRole('alert').getByText('connection to the assistant is lost').waitFor();
    const stranger = await readEvents(chat.url, other);
    await isLost;
    await stranger.ended;
    await expect.poll(() => page.locator('#problem').textContent(), { timeout: 10_000 }).toBe('');
    await ask(page, 'and now?');
    await expect.poll(() => page.locator('.message.bot').count()).toBe(2);
    expect(await page.locator('.message.officer .plain').allTextContents()).toEqual([question, 'and now?']);
  });
});
