import { AsyncLocalStorage } from 'node:async_hooks';
import { DBOS, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { SreError, toSreError } from '../../domain/errors.ts';
import type { DurableJobs } from '../../ports/durable-jobs.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import { JOB } from './left-work.ts';
import { createRecordedSteps, FailedWork, handBackEngineErrors } from './recorded-step.ts';

const QUEUE = 'duty-jobs';
/** For work that takes long and can wait: it must not stand before a call to somebody. */
const SLOW_QUEUE = 'late-looks';
/** The end of a process counts for each job that it held; a job that waits is not to blame. */
const RECOVERIES = 1_000_000;
/** How long the work of a job is tried again, in seconds. */
const PATIENCE_SECONDS = 3_600;
/** How long it is tried again after a failure of a kind that nobody foresaw. */
const UNKNOWN_TROUBLE_MS = 120_000;

export interface LaunchedJobs extends DurableJobs {
  /** Names what does the jobs of some kinds; `slow` ones wait for each other. To be called before `launch`. */
  does(kinds: JobKinds, options?: { readonly slow?: boolean }): void;
  /** To be called once the engine is launched; before, nothing can be put off. */
  launch(): Promise<void>;
}

/** What does the jobs of each kind; called again after a failure that may pass, so it must be safe to repeat. */
export type JobKinds = Readonly<Record<string, (payload: string) => Promise<void>>>;

/** The kinds of this process, where DBOS is one as well. */
const known = new Map<string, { readonly run: (payload: string) => Promise<void>; readonly queue: string }>();

/** True for a job that this version of the bot can do. */
export function isKnownJob(name: string): boolean {
  return known.has(name);
}

/**
 * Jobs as DBOS workflows on a queue: one that is due later waits in the database and not in a process, so it outlives
 * restarts and holds up no shutdown. To be made before the engine is launched.
 */
export function createDurableJobs(): LaunchedJobs {
  const steps: DurableSteps = createRecordedSteps({ begun: false });
  const work = DBOS.registerWorkflow(
    (name: string, payload: string) =>
      handBackEngineErrors(async () => {
        try {
          const since = performance.now();
          await steps.run('job', () => runJob(name, payload, since).then(() => null), {
            patienceSeconds: PATIENCE_SECONDS,
          });
        } catch (error) {
          // Left is only what broke in the engine: that is begun again.
          if (!(error instanceof FailedWork)) throw error;
          DBOS.logger.error(`a job ${name} failed for good: ${error.message}`);
        }
      }),
    { name: JOB, maxRecoveryAttempts: RECOVERIES },
  );
  async function runJob(name: string, payload: string, since: number): Promise<void> {
    const kind = known.get(name);
    if (kind === undefined) throw new SreError('not-found', `a job of an unknown kind: ${name}`);
    await kind.run(payload).catch((thrown: unknown) => {
      const error = toSreError(thrown, `the job ${name} broke off`);
      // Nobody would be told of its end, and what we do not know may pass as well.
      if (error.kind !== 'internal' || performance.now() - since > UNKNOWN_TROUBLE_MS) throw error;
      throw new SreError('unavailable', error.message, { cause: error });
    });
  }

  // A step may start no workflow, but a job may put off another: that is done as if from outside of any.
  const outside = AsyncLocalStorage.snapshot();
  let queue: Promise<unknown> | undefined;
  return {
    does(kinds, { slow = false } = {}) {
      for (const [name, run] of Object.entries(kinds)) known.set(name, { run, queue: slow ? SLOW_QUEUE : QUEUE });
    },
    async launch() {
      queue = Promise.all([
        DBOS.registerQueue(QUEUE, { concurrency: 8, onConflict: 'always_update' }),
        // What can wait is looked for less often: each look is three statements.
        DBOS.registerQueue(SLOW_QUEUE, { concurrency: 2, minPollingIntervalMs: 5_000, onConflict: 'always_update' }),
      ]);
      await queue;
    },
    async later(id, name, payload, seconds) {
      if (queue === undefined) throw new SreError('unavailable', 'the engine is not up yet');
      try {
        const options = {
          workflowID: `job:${id}`,
          workflowIDReusePolicy: 'reject',
          queueName: known.get(name)?.queue ?? QUEUE,
          enqueueOptions: { delaySeconds: Math.max(0, Math.round(seconds)) },
        } as const;
        await outside(() => DBOS.startWorkflow(work, options)(name, payload));
      } catch (error) {
        if (DbosError.isWorkflowIDInUseError(error)) return;
        throw new SreError('unavailable', `could not put off ${name}`, { cause: error });
      }
    },
  };
}
