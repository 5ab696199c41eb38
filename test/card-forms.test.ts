/** The forms of the cards, filled in and pressed in a browser, with the real assistant behind them. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserTitle, hasChromium } from './support/chat-page.ts';
import { findChromium, openChromium, type TestBrowser } from './support/chromium.ts';
import { type RealBot, startRealBot } from './support/real-bot.ts';

describe.skipIf(!hasChromium)(browserTitle('the forms of the cards in Chromium'), { timeout: 90_000 }, () => {
  let real: RealBot;
  let browser: TestBrowser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    real = await startRealBot();
    browser = await openChromium(findChromium() ?? '');
    page = await browser.context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
    await page.goto(real.bot.url);
  });
  afterAll(async () => {
    await browser.close();
    await real.close();
  });

  async function type(text: string): Promise<void> {
    await page.getByLabel('Your question').fill(text);
    await page.keyboard.press('Enter');
  }
  const newest = () => page.locator('.message.bot .card').last();

  it('the welcome asks for the borough and saves it; other buttons do not wait for that', async () => {
    const welcome = page.locator('.message.bot .card').first();
    await welcome.getByRole('button', { name: 'Save my borough' }).click();
    await welcome.getByText('Please choose: i work for.').waitFor();
    await welcome.getByLabel('I work for').selectOption({ label: 'Sutton' });
    await welcome.getByRole('button', { name: 'Save my borough' }).click();
    await page.getByRole('heading', { name: 'You work for Sutton' }).waitFor();
  });

  it('the calculator works out another amount in place', async () => {
    await type('do I need a full tender for 200k?');
    await newest().getByRole('heading', { name: 'Threshold calculator' }).waitFor();
    await newest().getByLabel('Amount in pounds').fill('90000');
    await newest().getByLabel('with VAT', { exact: true }).check();
    await newest().getByRole('button', { name: 'Calculate' }).click();
    await newest()
      .getByText(/£90,000 including VAT is below it/)
      .waitFor();
    expect(await newest().getByLabel('Amount in pounds').inputValue()).toBe('90000');
  });

  it('the form for a wrong record opens, asks for what is missing, and proposes', async () => {
    await type('tell me about the Bacs direct debit contract of Sutton');
    await newest().getByRole('button', { name: 'Something wrong here?' }).click();
    await newest().getByRole('button', { name: 'Propose the correction' }).click();
    await newest().getByText('Please fill this in.').waitFor();
    await newest().getByLabel('What is wrong').selectOption('endDate');
    await newest().getByLabel('What it should be').fill('31 May 2027');
    await newest().getByRole('button', { name: 'Propose the correction' }).click();
    await newest()
      .getByText(/Proposed: end date 31 May 2027/)
      .waitFor();
    await newest().getByRole('button', { name: 'Confirm' }).click();
    await newest()
      .getByText(/confirmed/i)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
  });
});
