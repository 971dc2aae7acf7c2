import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Lets what just came in go before what is taken already. */
export interface FirstClaim {
  /** Notes that something came in; to be called once it is taken or refused. A second call does nothing. */
  arrive(): () => void;
  /** Settles when nothing that came in waits any more, one after the other; after a second at the latest. */
  turn(): Promise<void>;
}

/** A trigger of Slack's lives three seconds, and what opens a form by it has to come to its turn well before. */
const LONGEST_MS = 1_000;

/** Nothing is coming in and nothing waits at first; no turn is longer than `longestMs`. */
export function createFirstClaim(longestMs = LONGEST_MS): FirstClaim {
  const waiting: (() => void)[] = [];
  let coming = 0;
  let isCalling = false;

  /** One at a time, and what arrives in between goes first again. */
  async function call(): Promise<void> {
    if (isCalling) return;
    isCalling = true;
    while (coming === 0 && waiting.length > 0) {
      waiting.shift()?.();
      await nextTurn();
    }
    isCalling = false;
  }

  return {
    arrive() {
      coming += 1;
      let isIn = false;
      return () => {
        if (isIn) return;
        isIn = true;
        coming -= 1;
        void call();
      };
    },
    async turn() {
      const called = Promise.withResolvers<void>();
      const over = new AbortController();
      waiting.push(called.resolve);
      void call();
      const late = sleep(longestMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      await Promise.race([called.promise, late]);
      over.abort();
      const left = waiting.indexOf(called.resolve);
      if (left >= 0) waiting.splice(left, 1);
    },
  };
}
