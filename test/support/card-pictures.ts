/** Pictures of cards on the chat page, and where everything on them stands. One font everywhere, so that both can be compared. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChat } from './chat-harness.ts';
import { findChromium, openChromium } from './chromium.ts';

const fonts = join(
  dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')),
  'standard_fonts',
);

function fontFace(file: string, weight: string): string {
  const data = readFileSync(join(fonts, file)).toString('base64');
  return `@font-face { font-family: Pictured; font-weight: ${weight}; src: url(data:font/ttf;base64,${data}); }`;
}

/** Where the elements of a card stand, rounded; and what sticks out of it. */
export type Layout = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly string[];
  readonly sticksOut: readonly string[];
};

/** One card as drawn. */
export type Picture = { readonly layout: Layout; readonly png: Buffer };

/** How it is looked at. */
export type Look = {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly isHighContrast?: boolean;
};

const measure = `(card) => {
  const frame = card.getBoundingClientRect();
  const boxes = [];
  const sticksOut = [];
  for (const part of card.querySelectorAll('.ac-textBlock, .ac-pushButton, .ac-input, [role="cell"], [role="columnheader"]')) {
    const box = part.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const words = (part.textContent ?? '').trim().slice(0, 30);
    const round = (value) => Math.round(value / 2) * 2;
    boxes.push([round(box.left - frame.left), round(box.top - frame.top), round(box.width), words].join(' '));
    const isScrolled = part.closest('.table-box') !== null;
    if (!isScrolled && (box.right > frame.right + 1 || box.left < frame.left - 1)) sticksOut.push(words);
    if (part.scrollWidth > part.clientWidth + 2 && part.clientWidth > 0 && !isScrolled) sticksOut.push('cut: ' + words);
  }
  return { width: Math.round(frame.width), height: Math.round(frame.height), boxes, sticksOut };
}`;

async function drawn(page: Page, index: number): Promise<Picture> {
  const card = page.locator('.message.bot .card').nth(index);
  await card.waitFor();
  // Functions handed to the page would need the types of a browser here.
  const layout: Layout = await page.evaluate(
    `(${measure})(document.querySelectorAll('.message.bot .card')[${index}])`,
  );
  return { layout, png: await card.screenshot({ animations: 'disabled' }) };
}

/** Takes a picture of each card; `scale` below 1 makes small files. */
export async function takePictures(
  cards: ReadonlyMap<string, object>,
  look: Look,
  scale: number,
): Promise<ReadonlyMap<string, Picture>> {
  const browser = await openChromium(findChromium() ?? '', { bypassCSP: true, deviceScaleFactor: scale });
  const chat = await startChat(async ({ activity, reply }) => {
    if (activity.type !== 'message') return undefined;
    for (const [name, content] of cards)
      await reply({
        type: 'message',
        textFormat: 'plain',
        text: `picture of ${name}.`,
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
      });
    return undefined;
  });
  try {
    const page = await browser.context.newPage();
    await page.emulateMedia({
      colorScheme: look.scheme,
      ...(look.isHighContrast === true ? { forcedColors: 'active' as const } : {}),
    });
    await page.setViewportSize({ width: look.width, height: 4_000 });
    await page.goto(chat.url);
    await page.addStyleTag({
      content: `${fontFace('LiberationSans-Regular.ttf', '400')}${fontFace('LiberationSans-Bold.ttf', '650')}:root { --font: Pictured; } * { font-family: Pictured !important; caret-color: transparent !important; }`,
    });
    await page.getByLabel('Your question').fill('show them');
    await page.keyboard.press('Enter');
    const pictures = new Map<string, Picture>();
    await page
      .locator('.message.bot .card')
      .nth(cards.size - 1)
      .waitFor();
    await page.evaluate('document.fonts.ready');
    for (const [index, name] of [...cards.keys()].entries()) pictures.set(name, await drawn(page, index));
    return pictures;
  } finally {
    await browser.close();
    await chat.close();
  }
}
