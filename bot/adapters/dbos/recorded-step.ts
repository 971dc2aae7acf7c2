import { DBOS, DBOSWorkflowConflictError, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { type ErrorKind, SreError, toSreError } from '../../domain/errors.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import { withRetries } from '../retry.ts';

/** What DBOS keeps of a step: its own error records lose the class and the kind. */
type Recorded<T> =
  | { readonly value: T }
  | {
      readonly failure: {
        readonly kind: ErrorKind;
        readonly message: string;
        readonly retryAfterMs?: number;
        readonly wording?: string;
      };
    };

/** What is away is asked again this soon after it is back. */
const PAUSES = { attempts: Number.POSITIVE_INFINITY, firstPauseMs: 500, longestPauseMs: 8_000 };

/** What the work of a step failed with, in contrast to what its record did. */
export class FailedWork extends SreError {}

/** Steps of the DBOS workflow that calls this. They are the one who tries again, which DBOS's own retries would not end in time. */
export function createRecordedSteps(shutdown: { readonly begun: boolean }): DurableSteps {
  return {
    async run(name, work, { patienceSeconds = 0 } = {}) {
      if (shutdown.begun) await never();
      const recorded = await DBOS.runStep(() => attempt(name, work, patienceSeconds, shutdown), { name }).catch(
        (thrown) => {
          throw fromEngine(thrown, name);
        },
      );
      if ('value' in recorded) return recorded.value;
      const { kind, message, retryAfterMs, wording } = recorded.failure;
      throw new FailedWork(kind, message, {
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        ...(wording !== undefined && { wording }),
      });
    },
  };
}

async function attempt<T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  patienceSeconds: number,
  shutdown: { readonly begun: boolean },
): Promise<Recorded<T>> {
  const signal = DBOS.stepStatus?.cancelSignal ?? new AbortController().signal;
  const once = () =>
    work(signal).catch((thrown) => {
      throw toSreError(thrown, `${name} broke off`);
    });
  try {
    return { value: await withRetries({ ...PAUSES, budgetMs: patienceSeconds * 1_000 }, signal, once) };
  } catch (thrown) {
    // What breaks while the process goes down is not the step's outcome: the next process runs it again.
    if (shutdown.begun) await never();
    const error = toSreError(thrown, `${name} broke off`);
    if (signal.aborted) throw error;
    return {
      failure: { kind: error.kind, message: error.message, retryAfterMs: error.retryAfterMs, wording: error.wording },
    };
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

/** Holds a workflow where it stands until the process ends; its row stays pending and is recovered. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}
