import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';

/** Debian's Chromium, or another that the variable CHROMIUM names. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Tests in a real browser; where there is none they say so and are skipped. */
export function describeInBrowser(name: string, tests: () => void): void {
  const installed = existsSync(chromiumPath);
  if (!installed) console.warn(`skipped: ${name}: there is no browser at ${chromiumPath} (CHROMIUM names another)`);
  (installed ? describe : describe.skip)(name, tests);
}
