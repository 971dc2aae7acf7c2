import { SreError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';

/** Wrong secrets from one address within the span, after which it is not listened to until the oldest is older. */
const GUESSES = 10;
const SPAN_MS = 60_000;
const MOST_ADDRESSES = 10_000;

/** Counts wrong secrets by address, in this process: guessing is slow work then, and a source set up wrongly stays cheap. */
export function createGuessLimit(clock: Clock): {
  /** Throws SreError `rate-limited` for an address that guessed wrong too often. */
  check(address: string): void;
  wrong(address: string): void;
} {
  const times = new Map<string, number[]>();
  const recent = (address: string) => {
    const since = clock.now().getTime() - SPAN_MS;
    return (times.get(address) ?? []).filter((time) => time > since);
  };
  return {
    check(address) {
      const guesses = recent(address);
      if (guesses.length < GUESSES) return;
      const retryAfterMs = (guesses[0] ?? 0) + SPAN_MS - clock.now().getTime();
      throw new SreError('rate-limited', 'too many wrong secrets from this address', { retryAfterMs });
    },
    wrong(address) {
      if (times.size >= MOST_ADDRESSES && !times.has(address)) times.delete(times.keys().next().value ?? '');
      times.set(address, [...recent(address), clock.now().getTime()]);
    },
  };
}
