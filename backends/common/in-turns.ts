import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work before other requests get their turn. */
const TURN = 25;

/** Runs synchronous work over many items, and lets other requests in now and then. Rejects when the signal aborts. */
export async function inTurns<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, index: number) => unknown,
): Promise<void> {
  let began = performance.now();
  for (const [index, item] of items.entries()) {
    work(item, index);
    if (performance.now() - began < TURN) continue;
    await setImmediate();
    signal.throwIfAborted();
    began = performance.now();
  }
}
