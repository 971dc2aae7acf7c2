import { AsyncLocalStorage } from 'node:async_hooks';
import { DBOS, Error as DbosError } from '@dbos-inc/dbos-sdk';
import { SreError } from '../../domain/errors.ts';
import type { DurableJobs } from '../../ports/durable-jobs.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import { JOB } from './left-work.ts';
import { createRecordedSteps, handBackEngineErrors } from './recorded-step.ts';

const QUEUE = 'duty-jobs';
/** The end of a process counts for each job that it held; a job that waits is not to blame. */
const RECOVERIES = 1_000_000;
/** How long the work of a job is tried again, in seconds. */
const PATIENCE_SECONDS = 3_600;

export interface LaunchedJobs extends DurableJobs {
  /** To be called once the engine is launched; before, nothing can be put off. */
  launch(): Promise<void>;
}

/** What does the jobs of each kind; called again after a failure that may pass, so it must be safe to repeat. */
export type JobKinds = Readonly<Record<string, (payload: string) => Promise<void>>>;

/** The kinds of this process, where DBOS is one as well. */
const known = new Map<string, (payload: string) => Promise<void>>();

/** True for a job that this version of the bot can do. */
export function isKnownJob(name: string): boolean {
  return known.has(name);
}

/**
 * Jobs as DBOS workflows on a queue: one that is due later waits in the database and not in a process, so it outlives
 * restarts and holds up no shutdown. To be made before the engine is launched.
 */
export function createDurableJobs(kinds: JobKinds): LaunchedJobs {
  for (const [name, run] of Object.entries(kinds)) known.set(name, run);
  const steps: DurableSteps = createRecordedSteps({ begun: false });
  const work = DBOS.registerWorkflow(
    (name: string, payload: string) =>
      handBackEngineErrors(() =>
        steps.run('job', () => runJob(name, payload).then(() => null), { patienceSeconds: PATIENCE_SECONDS }),
      ),
    { name: JOB, maxRecoveryAttempts: RECOVERIES },
  );
  async function runJob(name: string, payload: string): Promise<void> {
    const run = known.get(name);
    if (run === undefined) throw new SreError('internal', `a job of an unknown kind: ${name}`);
    await run(payload);
  }

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
