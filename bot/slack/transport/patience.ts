/** Asks what the processes share, while it answers in time; else this process goes on alone. */
export interface Patience {
  /** Undefined when the answer came too late, not at all, or was not asked for as it failed a moment ago. */
  ask<T>(work: () => Promise<T>): Promise<T | undefined>;
}

export interface PatienceOptions {
  readonly patienceMs: number;
  /** How long nothing is asked after a failure; 5 s when absent. */
  readonly restMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
  /** Told of each failure. */
  readonly onTrouble?: (error: unknown) => void;
}

const REST_MS = 5_000;

/** A slow database must hold up neither an acknowledgement nor a message. */
export function createPatience(options: PatienceOptions): Patience {
  const { patienceMs, restMs = REST_MS, now = () => performance.now() } = options;
  let restUntil = Number.NEGATIVE_INFINITY;
  const rest = (error: unknown) => {
    if (now() < restUntil) return;
    restUntil = now() + restMs;
    options.onTrouble?.(error);
  };
  return {
    async ask(work) {
      if (now() < restUntil) return undefined;
      const late = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => {
        rest(new Error(`no answer within ${patienceMs} ms`));
        late.resolve(undefined);
      }, patienceMs);
      const asked = work().catch((error: unknown) => {
        rest(error);
        return undefined;
      });
      return Promise.race([asked, late.promise]).finally(() => clearTimeout(timer));
    },
  };
}
