import { AsyncLocalStorage } from 'node:async_hooks';
import { DBOS, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { SreError } from '../../domain/errors.ts';
import type { DurableJobs } from '../../ports/durable-jobs.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import { createRecordedSteps, handBackEngineErrors } from './recorded-step.ts';

const QUEUE = 'duty-jobs';
/** How long the work of a job is tried again, in seconds. */
const PATIENCE_SECONDS = 300;

export interface LaunchedJobs extends DurableJobs {
  /** To be called once the engine is launched; before, nothing can be put off. */
  launch(): Promise<void>;
}

export interface DurableJobsOptions {
  /** Does the job; called again after a failure that may pass, so it must be safe to repeat. */
  readonly run: (name: string, payload: string) => Promise<void>;
}

/**
 * Jobs as DBOS workflows on a queue: one that is due later waits in the database and not in a process, so it outlives
 * restarts and holds up no shutdown. To be made before the engine is launched.
 */
export function createDurableJobs(options: DurableJobsOptions): LaunchedJobs {
  const steps: DurableSteps = createRecordedSteps({ begun: false });
  const work = DBOS.registerWorkflow(
    (name: string, payload: string) =>
      handBackEngineErrors(() =>
        steps.run('job', () => options.run(name, payload).then(() => null), { patienceSeconds: PATIENCE_SECONDS }),
      ),
    { name: 'duty-job', maxRecoveryAttempts: 20 },
  );
  // A step may start no workflow, but a job may put off another: that is done as if from outside of any.
  const outside = AsyncLocalStorage.snapshot();
  let queue: Promise<unknown> | undefined;
  return {
    async launch() {
      queue = DBOS.registerQueue(QUEUE, { concurrency: 8, onConflict: 'always_update' });
      await queue;
    },
    async later(id, name, payload, seconds) {
      if (queue === undefined) throw new SreError('unavailable', 'the engine is not up yet');
      try {
        const options = {
          workflowID: `job:${id}`,
          workflowIDReusePolicy: 'reject',
          queueName: QUEUE,
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
