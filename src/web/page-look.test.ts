/** The page in a real browser: names and roles, widths, contrast in light and dark. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { browserTitle, createChatPages, hasChromium } from '../../test/support/chat-page.ts';
import { answers } from '../../test/support/stand-in-bot.ts';

const pages = createChatPages();
afterEach(pages.closePages);
afterAll(pages.closeBrowser);

async function ask(page: Page): Promise<void> {
  await page.getByLabel('Your question').fill('Who else uses this housing system?');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Who uses it' }).waitFor();
}

const backs = ['surface', 'emphasis', 'back', 'accent-back', 'good-back', 'warning-back', 'attention-back'];
/** Colours that meet on the page, and the contrast they need: 4.5 for words, 3 for borders and the focus ring. */
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...backs.flatMap((back) => [['text', back, 4.5] as const, ['subtle', back, 4.5] as const]),
  ...['accent-text', 'good', 'warning', 'attention'].flatMap((front) =>
    ['surface', 'emphasis'].map((back) => [front, back, 4.5] as const),
  ),
  ['accent-text', 'accent-back', 4.5],
  ['good', 'good-back', 4.5],
  ['warning', 'warning-back', 4.5],
  ['attention', 'attention-back', 4.5],
  ['text', 'officer', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['control', 'surface', 3],
  ['focus', 'surface', 3],
  ['focus', 'back', 3],
];

function luminance(colour: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast ratio of two `#rrggbb` colours; not a number when one is none. */
function contrast(one: string, other: string): number {
  const [light = Number.NaN, dark = Number.NaN] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

async function colour(page: Page, name: string): Promise<string> {
  const value = await page.evaluate(
    `getComputedStyle(document.documentElement).getPropertyValue(${JSON.stringify(`--${name}`)})`,
  );
  return String(value).trim();
}

let folder: string | null = null;

/** `SCREENSHOTS` names a folder to keep them in; otherwise they go to a new temporary one. */
function screenshotFolder(): string {
  folder ??= process.env['SCREENSHOTS'] ?? mkdtempSync(join(tmpdir(), 'procurement-assistant-page-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

const title = browserTitle('look of the chat page in Chromium');
describe.skipIf(!hasChromium)(title, { timeout: 60_000 }, () => {
  it('gives everything a name and a role', async () => {
    const { page } = await pages.open(answers);
    await ask(page);
    const log = page.getByRole('log', { name: 'Conversation' });
    expect(await log.getAttribute('aria-live')).toBe('polite');
    expect(await page.locator('html').getAttribute('lang')).toBe('en-GB');
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).not.toMatch(/^\s*- (button|link|textbox|combobox|region)(:|\s*\[|\s*$)/m);
    expect(tree).toContain('columnheader "Borough"');
  });

  it('is walked through in the order it is read, beginning with a way to skip to the question', async () => {
    const { page } = await pages.open(answers);
    await ask(page);
    await page.evaluate('document.activeElement.blur()');
    await page.evaluate('getSelection().removeAllRanges()');
    const skip = page.getByRole('link', { name: 'Skip to the question box' });
    await skip.focus();
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    const stops: unknown[] = [];
    for (let presses = 0; presses < 11; presses += 1) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(
          "((e) => e.getAttribute('aria-label') ?? (e.labels?.[0] ?? e).textContent.trim())(document.activeElement)",
        ),
      );
    }
    expect(stops).toEqual([
      'I work for',
      'Set',
      'New chat',
      'Conversation',
      'Source 1: A notice (opens in a new tab)',
      'And Bromley?',
      '2 sources',
      'This answer helped',
      'This answer did not help',
      'Your question',
      'Send',
    ]);
    await skip.focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('question');
  });

  it.each([
    ['light', 1100, 900],
    ['dark', 1100, 900],
    ['light', 360, 740],
    ['dark', 360, 740],
    ['light', 320, 640],
  ] as const)('fits and can be read: %s, %i pixels wide', async (colorScheme, width, height) => {
    const { page, problems } = await pages.open(answers, { colorScheme, viewport: { width, height } });
    await ask(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const box = page.locator('.table-box');
    if (width <= 360) await expect.poll(() => box.getAttribute('tabindex')).toBe('0');
    else expect(await box.getAttribute('tabindex')).toBeNull();
    await page.screenshot({ path: join(screenshotFolder(), `${colorScheme}-${width}.png`) });
    const weak: object[] = [];
    for (const [front, back, least] of pairs) {
      const is = contrast(await colour(page, front), await colour(page, back));
      if (!(is >= least)) weak.push({ front, back, least, is });
    }
    expect(weak).toEqual([]);
    expect(problems).toEqual([]);
  });
});
