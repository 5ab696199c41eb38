/** The Teams app package: limits of manifest 1.17 and what no schema checks. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const folder = resolve(import.meta.dirname, '../../appPackage');
const scopes = z.array(z.enum(['personal', 'team', 'groupChat'])).min(1);
const manifestSchema = z.object({
  manifestVersion: z.literal('1.17'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  name: z.object({ short: z.string().max(30), full: z.string().max(100) }),
  description: z.object({ short: z.string().max(80), full: z.string().max(4_000) }),
  accentColor: z.string().regex(/^#[0-9A-F]{6}$/),
  icons: z.object({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
  bots: z
    .array(
      z.object({
        botId: z.string().regex(/^\$\{\{BOT_ID\}\}$/),
        scopes,
        isNotificationOnly: z.literal(false),
        commandLists: z
          .array(
            z.object({
              scopes,
              commands: z
                .array(z.object({ title: z.string().max(32), description: z.string().min(1).max(128) }))
                .min(1)
                .max(10),
            }),
          )
          .max(3),
      }),
    )
    .length(1),
});

function sizeOfPng(name: string): { width: number; height: number } {
  const bytes = readFileSync(resolve(folder, name));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

describe('the app package', () => {
  const text = readFileSync(resolve(folder, 'manifest.json'), 'utf8');

  it('keeps the limits of the manifest', () => {
    expect(manifestSchema.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
  });

  it('explains every placeholder', () => {
    const readme = readFileSync(resolve(folder, 'README.md'), 'utf8');
    for (const [placeholder] of text.matchAll(/\$\{\{[A-Z_]+\}\}/g))
      expect(readme).toContain(`\`${placeholder}\``);
  });

  it('has icons of the right sizes', () => {
    expect(sizeOfPng('color.png')).toEqual({ width: 192, height: 192 });
    expect(sizeOfPng('outline.png')).toEqual({ width: 32, height: 32 });
  });
});
