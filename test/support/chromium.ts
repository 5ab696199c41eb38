/** A real browser for tests, where there is one. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium on this machine, or null. */
export function findChromium(): string | null {
  const given = process.env['CHROMIUM_PATH'];
  return [...(given === undefined ? [] : [given]), ...usualPaths].find((path) => existsSync(path)) ?? null;
}

/** Why a suite in the browser is skipped. */
export const chromiumMissing =
  'no Chromium found; install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to run this suite';

/** A browser window with an empty profile of its own. */
export type TestBrowser = { readonly context: BrowserContext; readonly close: () => Promise<void> };

/** Starts Chromium; it makes no request of its own accord. */
export async function openChromium(
  executablePath: string,
  options: BrowserContextOptions = {},
): Promise<TestBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'procurement-assistant-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    chromiumSandbox: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    ...options,
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
