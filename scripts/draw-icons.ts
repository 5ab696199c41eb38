/** Draws the two icons of the app: a contract on paper with a clock, for the day by which somebody must act. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PNG } from 'pngjs';

/** A colour with its opacity, each 0 to 255. */
type Colour = readonly [number, number, number, number];

const ground: Colour = [0x16, 0x4e, 0x63, 255];
const paper: Colour = [255, 255, 255, 255];
const ink: Colour = [0x6b, 0x9a, 0xac, 255];
const amber: Colour = [0xf5, 0x9e, 0x0b, 255];
const clear: Colour = [255, 255, 255, 0];

/** Finer points a side of each pixel: edges come out smooth. */
const fineness = 4;

function inRounded(x: number, y: number, box: readonly number[], radius: number): boolean {
  const [left = 0, top = 0, right = 0, bottom = 0] = box;
  if (x < left || x > right || y < top || y > bottom) return false;
  const nearX = Math.min(Math.max(x, left + radius), right - radius);
  const nearY = Math.min(Math.max(y, top + radius), bottom - radius);
  return (x - nearX) ** 2 + (y - nearY) ** 2 <= radius ** 2;
}

function near(x: number, y: number, from: readonly number[], to: readonly number[], width: number): boolean {
  const [fromX = 0, fromY = 0] = from;
  const [toX = 0, toY = 0] = to;
  const length = (toX - fromX) ** 2 + (toY - fromY) ** 2;
  const along = length === 0 ? 0 : ((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / length;
  const place = Math.min(1, Math.max(0, along));
  const awayX = x - (fromX + place * (toX - fromX));
  const awayY = y - (fromY + place * (toY - fromY));
  return awayX ** 2 + awayY ** 2 <= (width / 2) ** 2;
}

function within(x: number, y: number, centre: readonly number[], radius: number): boolean {
  const [centreX = 0, centreY = 0] = centre;
  return (x - centreX) ** 2 + (y - centreY) ** 2 <= radius ** 2;
}

// All places are shares of the picture, so that both icons are the same drawing.
const sheet = [0.25, 0.17, 0.68, 0.77];
const clock = [0.66, 0.68];
const lines = [0.32, 0.43, 0.54];

/** The coloured icon: its drawing lies in the middle, since Teams cuts the corners round. */
function colourAt(x: number, y: number): Colour {
  if (within(x, y, clock, 0.19)) {
    if (!within(x, y, clock, 0.16)) return ground;
    const isHand = near(x, y, clock, [0.66, 0.58], 0.035) || near(x, y, clock, [0.73, 0.72], 0.035);
    return isHand ? ground : amber;
  }
  if (inRounded(x, y, sheet, 0.04)) {
    const isLine = lines.some((height) => near(x, y, [0.34, height], [0.59, height], 0.045));
    return isLine ? ink : paper;
  }
  return ground;
}

/** The outline: white lines, everything else transparent. */
function outlineAt(x: number, y: number): Colour {
  const centre = [0.68, 0.7];
  if (within(x, y, centre, 0.27)) {
    const isRing = within(x, y, centre, 0.22) && !within(x, y, centre, 0.15);
    const isHand = near(x, y, centre, [0.68, 0.61], 0.06) || near(x, y, centre, [0.75, 0.73], 0.06);
    return isRing || isHand ? paper : clear;
  }
  const isEdge =
    inRounded(x, y, [0.15, 0.06, 0.76, 0.9], 0.09) && !inRounded(x, y, [0.22, 0.13, 0.69, 0.83], 0.04);
  const isLine = [0.28, 0.42].some((height) => near(x, y, [0.33, height], [0.58, height], 0.07));
  return isEdge || isLine ? paper : clear;
}

/** Colours of one pixel, its finer points mixed; where some are transparent the colour stays pure. */
function mixed(at: (x: number, y: number) => Colour, left: number, top: number, size: number): Colour {
  const sums = [0, 0, 0, 0];
  for (let step = 0; step < fineness ** 2; step += 1) {
    const x = (left + ((step % fineness) + 0.5) / fineness) / size;
    const y = (top + (Math.floor(step / fineness) + 0.5) / fineness) / size;
    for (const [channel, value] of at(x, y).entries()) sums[channel] = (sums[channel] ?? 0) + value;
  }
  const [red = 0, green = 0, blue = 0, opacity = 0] = sums.map((sum) => Math.round(sum / fineness ** 2));
  return [red, green, blue, opacity];
}

function draw(size: number, at: (x: number, y: number) => Colour): PNG {
  const picture = new PNG({ width: size, height: size });
  for (let pixel = 0; pixel < size ** 2; pixel += 1)
    picture.data.set(mixed(at, pixel % size, Math.floor(pixel / size), size), pixel * 4);
  return picture;
}

/** Both pictures by the names they have in the package. */
export function icons(): readonly (readonly [string, PNG])[] {
  return [
    ['color.png', draw(192, colourAt)],
    ['outline.png', draw(32, outlineAt)],
  ];
}

if (process.argv[1] === import.meta.filename)
  for (const [name, picture] of icons())
    writeFileSync(resolve(import.meta.dirname, '../appPackage', name), PNG.sync.write(picture));
