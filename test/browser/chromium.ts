import { existsSync } from 'node:fs';
import { describe } from '@jest/globals';

/** Debian's Chromium, or another that the variable CHROMIUM names. */
export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Tests in a real browser; where there is none they are skipped, with the reason in their name. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (existsSync(chromiumPath)) describe(name, tests);
  else describe.skip(`${name} (skipped: there is no browser at ${chromiumPath}; CHROMIUM names another)`, tests);
}
