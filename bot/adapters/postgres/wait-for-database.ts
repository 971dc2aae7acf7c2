import { withRetries } from '../retry.ts';

const PAUSES = {
  attempts: Number.POSITIVE_INFINITY,
  budgetMs: Number.POSITIVE_INFINITY,
  firstPauseMs: 100,
  longestPauseMs: 1_000,
};
/** How often it is told that the database is still waited for. */
const TELL_MS = 30_000;

/**
 * Runs `work` again and again until the database takes it: a database that restarts or fails over is back in seconds, and
 * a process that ends instead is of no use to anybody. `onWait` is told of the first failure and then each half minute.
 * Throws what waiting does not mend (a wrong password, a missing database), and the reason of `signal` when it aborts.
 */
export async function waitForDatabase<T>(
  work: () => Promise<T>,
  { onWait, signal }: { readonly onWait?: (error: Error) => void; readonly signal?: AbortSignal } = {},
): Promise<T> {
  let told = Number.NEGATIVE_INFINITY;
  return withRetries(PAUSES, signal, async () => {
    try {
      return await work();
    } catch (error) {
      const now = performance.now();
      if (now - told >= TELL_MS) {
        told = now;
        onWait?.(error as Error);
      }
      throw error;
    }
  });
}
