/** The chat page in a real browser with a stand-in bot; one browser for a suite, a new page for each test. */
import type { Page } from 'playwright-core';
import type { Bot, ChatHarness } from './chat-harness.ts';
import { startChat } from './chat-harness.ts';
import { chromiumMissing, findChromium, openChromium, type TestBrowser } from './chromium.ts';

/** A page that is open, with what its console complained of and what it asked other servers for. */
export type OpenedPage = {
  readonly chat: ChatHarness;
  readonly page: Page;
  readonly problems: readonly string[];
  readonly foreign: readonly string[];
};

/** How the browser shows it. */
export type PageLook = {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
};

export type ChatPages = {
  readonly open: (
    bot: Bot,
    look?: PageLook,
    options?: Parameters<typeof startChat>[1],
  ) => Promise<OpenedPage>;
  /** Runs `close` when the test is over. */
  readonly later: (close: () => Promise<void>) => void;
  /** After each test. */
  readonly closePages: () => Promise<void>;
  /** After all of them. */
  readonly closeBrowser: () => Promise<void>;
};

/** Whether there is a browser, and the title of a suite that says so when there is none. */
export const hasChromium = findChromium() !== null;

/** The suite's title, with the reason when it is skipped. */
export function browserTitle(title: string): string {
  return hasChromium ? title : `${title} (skipped: ${chromiumMissing})`;
}

/** Opens pages of one browser, which starts with the first of them. */
export function createChatPages(): ChatPages {
  const closing: (() => Promise<void>)[] = [];
  let browser: Promise<TestBrowser> | null = null;
  return {
    async open(bot, look = {}, options = {}) {
      browser ??= openChromium(findChromium() ?? '');
      const { context } = await browser;
      const chat = await startChat(bot, options);
      closing.push(chat.close);
      const page = await context.newPage();
      closing.push(() => page.close());
      await page.emulateMedia({ colorScheme: look.colorScheme ?? 'light' });
      if (look.viewport !== undefined) await page.setViewportSize({ ...look.viewport });
      const problems: string[] = [];
      const foreign: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(chat.url)) foreign.push(request.url());
      });
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(chat.url);
      return { chat, page, problems, foreign };
    },
    later: (close) => {
      closing.push(close);
    },
    async closePages() {
      for (const close of closing.splice(0).reverse()) await close();
    },
    async closeBrowser() {
      await (await browser)?.close();
    },
  };
}
