import { setTimeout as sleep } from 'node:timers/promises';

/** Where waiting is hopeless: far beyond what the busiest machine needs, and below the tests' own time-out. */
const HOPELESS_MS = 150_000;
const BETWEEN_MS = 25;

/**
 * Waits until `find` gives something (neither undefined, null nor false) and returns it. A wait for an event, not for a
 * time: how long it takes decides nothing. Throws after two and a half minutes, naming what was awaited.
 */
export async function waitFor<T>(
  find: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  what = String(find),
): Promise<T> {
  for (const end = performance.now() + HOPELESS_MS; ; await sleep(BETWEEN_MS)) {
    const found = await find();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > end) throw new Error(`never came: ${what}`);
  }
}
