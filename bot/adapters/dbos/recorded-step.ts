import { DBOS, DBOSWorkflowConflictError, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { type ErrorKind, SreError, toSreError } from '../../domain/errors.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';

/** What DBOS keeps of a step: its own error records lose the class and the kind. */
type Recorded<T> =
  | { readonly value: T }
  | { readonly failure: { readonly kind: ErrorKind; readonly message: string; readonly retryAfterMs?: number } };

/** Steps of the DBOS workflow that calls this. */
export function createRecordedSteps(shutdown: { readonly begun: boolean }): DurableSteps {
  return {
    async run(name, work, { patienceSeconds = 0 } = {}) {
      if (shutdown.begun) await never();
      const attempts = attemptsWithin(patienceSeconds);
      const recorded = await DBOS.runStep(() => attempt(name, work, shutdown), {
        name,
        retriesAllowed: attempts > 1,
        maxAttempts: attempts,
        intervalSeconds: 1,
        backoffRate: 2,
      }).catch((thrown) => {
        throw fromEngine(thrown, name);
      });
      if ('value' in recorded) return recorded.value;
      const { kind, message, retryAfterMs } = recorded.failure;
      throw new SreError(kind, message, retryAfterMs === undefined ? {} : { retryAfterMs });
    },
  };
}

async function attempt<T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  shutdown: { readonly begun: boolean },
): Promise<Recorded<T>> {
  const status = DBOS.stepStatus;
  const signal = status?.cancelSignal ?? new AbortController().signal;
  try {
    return { value: await work(signal) };
  } catch (thrown) {
    // What breaks while the process goes down is not the step's outcome: the next process runs it again.
    if (shutdown.begun) await never();
    const error = toSreError(thrown, `${name} broke off`);
    const isLast = (status?.currentAttempt ?? 1) >= (status?.maxAttempts ?? 1);
    if (signal.aborted || (error.retryable && !isLast)) throw error;
    return { failure: { kind: error.kind, message: error.message, retryAfterMs: error.retryAfterMs } };
  }
}

/**
 * DBOS's own errors: after a cancel, or when another process took the run over, this one must end without a word.
 * Everything else that recording may throw is ours to report.
 */
function fromEngine(thrown: unknown, name: string): SreError {
  if (thrown instanceof SreError) return thrown;
  const endsQuietly =
    thrown instanceof DbosError.DBOSWorkflowCancelledError || thrown instanceof DBOSWorkflowConflictError;
  return new SreError(endsQuietly ? 'cancelled' : 'internal', `could not record ${name}`, { cause: thrown });
}

/** DBOS acts on its own errors when a workflow throws them, so they are handed back as they were. */
export async function handBackEngineErrors<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SreError && error.cause instanceof DbosError.DBOSError) throw error.cause;
    throw error;
  }
}

/** Pauses of 1, 2, 4, … seconds add up to about `seconds`. */
function attemptsWithin(seconds: number): number {
  return Math.max(1, Math.round(Math.log2(seconds + 1)) + 1);
}

/** Holds a workflow where it stands until the process ends; its row stays pending and is recovered. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
