/** Every card as it is drawn: nothing cut off or sticking out, everything where it stood when somebody looked at it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { cardGallery } from './support/card-gallery.ts';
import { type Layout, type Look, takePictures } from './support/card-pictures.ts';
import { browserTitle, hasChromium } from './support/chat-page.ts';
import { root } from './support/house.ts';

const folder = join(root, 'test/pictures');
/** Set to write the pictures anew; look at each of them before committing. */
const isWriting = process.env['UPDATE_PICTURES'] === '1';
/** Small files: half of the pixels in each direction. */
const scale = 0.5;
/** Pixels that may differ between two builds of a browser. */
const mostDifferent = 0.02;
/** Pixels of the page by which a box may have moved. */
const mostMoved = 6;

const looks: readonly (Look & { readonly isKept: boolean })[] = [
  { width: 360, scheme: 'light', isKept: true },
  { width: 900, scheme: 'dark', isKept: true },
  { width: 360, scheme: 'dark', isKept: false },
  { width: 900, scheme: 'light', isKept: false },
  { width: 360, scheme: 'light', isHighContrast: true, isKept: false },
];

function nameOf(look: Look): string {
  return `${look.width}-${look.scheme}${look.isHighContrast === true ? '-high-contrast' : ''}`;
}

/** Boxes that are not where they were, in words. */
function moved(before: Layout, now: Layout): string[] {
  const numbers = (box: string) => box.split(' ', 3).map(Number);
  if (before.boxes.length !== now.boxes.length)
    return [`${before.boxes.length} boxes before, ${now.boxes.length} now`];
  return before.boxes.flatMap((box, index) => {
    const other = now.boxes[index] ?? '';
    const isSame = numbers(box).every(
      (number, at) => Math.abs(number - (numbers(other)[at] ?? Number.NaN)) <= mostMoved,
    );
    return isSame ? [] : [`“${box}” is now “${other}”`];
  });
}

/** Share of pixels that differ; 1 when the sizes do not fit. */
function different(before: Buffer, now: Buffer): number {
  const [one, other] = [PNG.sync.read(before), PNG.sync.read(now)];
  const [width, height] = [Math.min(one.width, other.width), Math.min(one.height, other.height)];
  if (Math.abs(one.width - other.width) > 3 || Math.abs(one.height - other.height) > 3) return 1;
  const cut = (picture: PNG) => {
    const part = new PNG({ width, height });
    PNG.bitblt(picture, part, 0, 0, width, height, 0, 0);
    return part.data;
  };
  return pixelmatch(cut(one), cut(other), undefined, width, height, { threshold: 0.25 }) / (width * height);
}

describe.skipIf(!hasChromium)(browserTitle('pictures of the cards'), { timeout: 120_000 }, () => {
  it.each(looks.map((look) => [nameOf(look), look] as const))('%s', async (name, look) => {
    const cards = cardGallery();
    const pictures = await takePictures(cards, look, scale);
    expect([...pictures.keys()]).toEqual([...cards.keys()]);
    const broken = [...pictures].flatMap(([card, { layout }]) =>
      layout.sticksOut.map((words) => `${card}: ${words}`),
    );
    expect(broken).toEqual([]);
    if (!look.isKept) return;
    const layoutPath = join(folder, `layout-${name}.json`);
    if (isWriting) {
      mkdirSync(folder, { recursive: true });
      const layouts = Object.fromEntries([...pictures].map(([card, { layout }]) => [card, layout]));
      writeFileSync(layoutPath, `${JSON.stringify(layouts)}\n`);
      for (const [card, { png }] of pictures) writeFileSync(join(folder, `${card}-${name}.png`), png);
    }
    const layouts = JSON.parse(readFileSync(layoutPath, 'utf8')) as Record<string, Layout>;
    const changed = [...pictures].flatMap(([card, { layout, png }]) => {
      const path = join(folder, `${card}-${name}.png`);
      const kept = layouts[card];
      if (kept === undefined || !existsSync(path)) return [`${card}: no picture is kept`];
      const share = different(readFileSync(path), png);
      return [
        ...moved(kept, layout).map((words) => `${card}: ${words}`),
        ...(share > mostDifferent ? [`${card}: ${(share * 100).toFixed(1)} % of its pixels differ`] : []),
      ];
    });
    expect(changed, 'if this is meant, run with UPDATE_PICTURES=1 and look at each picture').toEqual([]);
  });

  it('would be noticed if something moved, changed colour or was gone', () => {
    const box = { width: 300, height: 100, boxes: ['10 10 200 words', '10 40 200 more'], sticksOut: [] };
    expect(moved(box, { ...box, boxes: ['10 10 200 words', '10 52 200 more'] })).toHaveLength(1);
    expect(moved(box, { ...box, boxes: ['10 10 200 words'] })).toHaveLength(1);
    expect(moved(box, box)).toEqual([]);
    const paint = (value: number) => {
      const picture = new PNG({ width: 20, height: 20 });
      picture.data.fill(value);
      return PNG.sync.write(picture);
    };
    expect(different(paint(255), paint(255))).toBe(0);
    expect(different(paint(255), paint(120))).toBe(1);
  });
});
