/** The page in a real browser: hostile words stay words, links cannot reach back. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startChat } from '../../test/support/chat-harness.ts';
import { browserTitle, createChatPages, hasChromium } from '../../test/support/chat-page.ts';
import { answerCard, cardType } from '../../test/support/stand-in-bot.ts';

const pages = createChatPages();
afterEach(pages.closePages);
afterAll(pages.closeBrowser);

const question = 'Who else uses this housing system?';

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your question').fill(text);
  await page.keyboard.press('Enter');
}

describe.skipIf(!hasChromium)(
  browserTitle('safety of the chat page in Chromium'),
  { timeout: 60_000 },
  () => {
    it('runs nothing that came in a message, a card, a citation or a question', async () => {
      const attack = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
      const link = '[press](javascript:window.hacked=1) [or](data:text/html,x) [or](vbscript:x)';
      let hits = 0;
      const outside = createServer((_request, response) => {
        hits += 1;
        response.end();
      });
      await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
      pages.later(() => new Promise((resolve) => outside.close(() => resolve())));
      const outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
      const { page } = await pages.open(async ({ activity, reply }) => {
        if (activity.type !== 'message') return undefined;
        await reply({
          type: 'message',
          text: `${attack}\n\n${link} [1] **${attack}**\n- ${attack}`,
          suggestedActions: {
            actions: [
              { type: 'imBack', title: attack, value: 'x' },
              { type: 'openUrl', title: 'no', value: 'javascript:1' },
            ],
          },
          entities: [
            {
              type: 'https://schema.org/Message',
              usageInfo: { name: attack },
              citation: [
                {
                  position: 1,
                  appearance: { name: attack, abstract: attack, url: 'javascript:window.hacked=1' },
                },
              ],
            },
          ],
          attachments: [
            {
              contentType: cardType,
              content: {
                type: 'AdaptiveCard',
                version: '1.5',
                speak: attack,
                body: [
                  { type: 'TextBlock', text: `${attack} ${link}`, wrap: true },
                  { type: 'FactSet', facts: [{ title: attack, value: `${attack} ${link}` }] },
                  { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: attack }] },
                  { type: 'Image', url: `${outsideUrl}/pixel.png`, altText: attack },
                  {
                    type: 'Media',
                    poster: `${outsideUrl}/p.png`,
                    sources: [{ mimeType: 'video/mp4', url: `${outsideUrl}/v.mp4` }],
                  },
                  {
                    type: 'Input.ChoiceSet',
                    id: 'c',
                    label: attack,
                    style: 'expanded',
                    choices: [{ title: attack, value: '1' }],
                  },
                ],
                actions: [
                  { type: 'Action.OpenUrl', title: 'Open bad', url: 'javascript:window.hacked=1' },
                  { type: 'Action.Submit', title: attack, iconUrl: `${outsideUrl}/icon.png`, data: {} },
                ],
              },
            },
            { contentType: cardType, content: { type: 'NotACard', fallbackText: attack } },
            { contentType: cardType, content: 7 },
            { contentType: 'text/html', content: attack },
          ],
        });
        return undefined;
      });
      await ask(page, attack);
      await page.getByRole('link', { name: 'Open bad' }).click();
      expect(await page.locator('.message.officer .plain').textContent()).toBe(attack);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(
        await page
          .locator('[onerror], main script, iframe, video, [href^="javascript:"], [href^="data:"]')
          .count(),
      ).toBe(0);
      expect(await page.locator('.message a').count()).toBe(0);
      expect(page.context().pages()).toHaveLength(2);
      expect(hits).toBe(0);
    });

    it('opens addresses of a card in a new tab that cannot reach back', async () => {
      const target = await startChat(() => undefined);
      pages.later(target.close);
      const { page } = await pages.open(async ({ activity, reply }) => {
        const open = { type: 'Action.OpenUrl', title: 'Open the notice', url: `${target.url}/` };
        if (activity.type === 'message')
          await reply({
            type: 'message',
            attachments: [{ contentType: cardType, content: answerCard('Notice', [open]) }],
          });
        return undefined;
      });
      await ask(page, question);
      const [tab] = await Promise.all([
        page.context().waitForEvent('page'),
        page.getByRole('link', { name: 'Open the notice' }).click(),
      ]);
      await tab.waitForLoadState();
      expect(tab.url()).toBe(`${target.url}/`);
      expect(await tab.evaluate('[window.opener, document.referrer]')).toEqual([null, '']);
    });
  },
);
