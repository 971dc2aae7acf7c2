import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorKind, SreError } from '../domain/errors.ts';

export interface RetryPolicy {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Milliseconds for all tries and pauses together. */
  readonly budgetMs: number;
  /** The first pause; it doubles each time, with a quarter of chance so that many callers do not return together. */
  readonly firstPauseMs: number;
  /** Tries in all after failures of some kinds, where these are fewer. */
  readonly attemptsFor?: Readonly<Partial<Record<ErrorKind, number>>>;
  /** Pauses grow no longer than this; absent: no bound. */
  readonly longestPauseMs?: number;
}

/**
 * Tries again after a retryable SreError, waiting as long as `retryAfterMs` says where it says so. Gives up with the last
 * error when the tries are used up or the pause would outlast the budget. Only for what is safe to repeat.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + policy.budgetMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof SreError) || !error.retryable) throw error;
      if (attempt >= (policy.attemptsFor?.[error.kind] ?? policy.attempts)) throw error;
      const doubled = Math.min(
        policy.firstPauseMs * 2 ** (attempt - 1),
        policy.longestPauseMs ?? Number.POSITIVE_INFINITY,
      );
      const pause = Math.max(doubled * (1 + Math.random() / 4), error.retryAfterMs ?? 0);
      if (performance.now() + pause >= deadline) throw error;
      await delay(pause, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
