import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

/** Debian's Chromium, or another that the variable CHROMIUM names. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Waiting for a page ends here: beyond what the busiest machine needs. */
const HOPELESS_MS = 150_000;

/** Starts the browser, however long that takes. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], timeout: HOPELESS_MS });
}

/** A window of its own, whose waits are for events: how long they take decides nothing. */
export async function openWindow(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(HOPELESS_MS);
  return context;
}

/** Tests in a real browser; where there is none they are skipped, with the reason in their name. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (existsSync(chromiumPath)) describe(name, tests);
  else describe.skip(`${name} (skipped: there is no browser at ${chromiumPath}; CHROMIUM names another)`, tests);
}
