import { DBOS, Error as DbosError, type DLogger } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { SreError } from '../../domain/errors.ts';
import type { InvestigationRequest, InvestigationStatus } from '../../domain/investigation.ts';
import type { Secret } from '../../domain/secret.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import type { Investigations } from '../../ports/investigations.ts';
import { holdInstanceLock, type InstanceLock } from './instance-lock.ts';
import { createRecordedSteps, handBackEngineErrors } from './recorded-step.ts';

/**
 * Recorded with every workflow; only processes of the same version resume it. Raise it when the steps of a workflow
 * change their order or names: older ones then end as given up instead of going astray.
 */
const STEPS_VERSION = 'investigation-2';
const RECOVERIES = 5;
const SWEEP_MS = 15_000;
const GIVEN_UP = 'The investigation broke off several times and was given up.';

type End = { readonly status: 'failed' | 'stopped'; readonly wording: string };

export interface DurableInvestigationsOptions {
  readonly databaseUrl: Secret;
  readonly run: (steps: DurableSteps, request: InvestigationRequest) => Promise<InvestigationStatus>;
  readonly announceEnd: (steps: DurableSteps, request: InvestigationRequest, end: End) => Promise<void>;
  readonly logger: DLogger;
  /** How often work of instances that are gone is looked for; 15 s when absent. */
  readonly sweepMs?: number;
  /** How often a run that ended the process is tried again; 5 times when absent. */
  readonly recoveries?: number;
}

export interface DurableInvestigations extends Investigations {
  /** Creates the engine's tables, resumes what earlier processes left, and begins to accept. */
  launch(): Promise<void>;
  /** Accepts no more, waits up to `graceMs` for running work, and leaves the rest to the next process. */
  shutdown(graceMs: number): Promise<void>;
}

/** Investigations as DBOS workflows on PostgreSQL. DBOS is one per process, and so is this. */
export function createDurableInvestigations(options: DurableInvestigationsOptions): DurableInvestigations {
  const { recoveries = RECOVERIES } = options;
  const shutdown = { begun: false };
  const steps = createRecordedSteps(shutdown);
  let instance: InstanceLock | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  const investigate = DBOS.registerWorkflow(
    (request: InvestigationRequest) => handBackEngineErrors(() => options.run(steps, request)),
    {
      name: 'investigate',
      maxRecoveryAttempts: recoveries,
    },
  );
  const announce = DBOS.registerWorkflow(
    (request: InvestigationRequest, end: End) => handBackEngineErrors(() => options.announceEnd(steps, request, end)),
    { name: 'announce-end', maxRecoveryAttempts: RECOVERIES },
  );

  async function requestOf(id: string): Promise<{ request: InvestigationRequest; status: string } | undefined> {
    const found = await DBOS.getWorkflowStatus(id);
    const request = found?.input?.[0] as InvestigationRequest | undefined;
    return found === null || request === undefined ? undefined : { request, status: found.status };
  }

  /** Takes over the work of instances that are gone, and says so where work was given up. */
  async function sweep(): Promise<void> {
    const pending = await DBOS.listWorkflows({ status: 'PENDING', loadInput: false, loadOutput: false });
    const owners = new Set(pending.flatMap(({ executorId }) => (executorId === undefined ? [] : [executorId])));
    for (const owner of owners) {
      if (await instance?.isGone(owner)) await DBOSExecutor.globalInstance?.recoverPendingWorkflows([owner]);
    }
    const givenUp = await DBOS.listWorkflows({ status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', workflowName: 'investigate' });
    for (const { workflowID, input } of givenUp) {
      const request = input?.[0] as InvestigationRequest | undefined;
      if (request === undefined) continue;
      const end: End = { status: 'failed', wording: GIVEN_UP };
      await DBOS.startWorkflow(announce, { workflowID: `${workflowID}:given-up` })(request, end);
    }
  }

  function guardedSweep(): void {
    sweep().catch((error) => options.logger.warn(error));
  }

  return {
    async launch() {
      instance = await holdInstanceLock(options.databaseUrl, (error) => options.logger.warn(error));
      DBOS.setConfig({
        name: 'sre-bot',
        systemDatabaseUrl: options.databaseUrl.reveal(),
        executorID: instance.id,
        applicationVersion: STEPS_VERSION,
        logger: options.logger,
        enableOTLP: false,
      });
      // Two that create the engine's tables at once would deadlock.
      await instance.alone('launch', () => DBOS.launch());
      await sweep();
      sweeping = setInterval(guardedSweep, options.sweepMs ?? SWEEP_MS);
      sweeping.unref();
    },
    async start(request) {
      if (shutdown.begun) throw new SreError('unavailable', 'the bot is shutting down');
      try {
        await DBOS.startWorkflow(investigate, { workflowID: request.id, workflowIDReusePolicy: 'reject' })(request);
        return { started: true };
      } catch (error) {
        if (DbosError.isWorkflowIDInUseError(error)) return { started: false };
        throw new SreError('unavailable', 'could not record an investigation', { cause: error });
      }
    },
    async stop(id, wording) {
      const found = await requestOf(id);
      if (found === undefined) throw new SreError('not-found', 'no such investigation');
      if (found.status !== 'PENDING' && found.status !== 'ENQUEUED') return { stopped: false };
      await DBOS.cancelWorkflow(id);
      if ((await requestOf(id))?.status !== 'CANCELLED') return { stopped: false };
      const end: End = { status: 'stopped', wording };
      await DBOS.startWorkflow(announce, { workflowID: `${id}:stopped` })(found.request, end);
      return { stopped: true };
    },
    async shutdown(graceMs) {
      clearInterval(sweeping);
      const grace = setTimeout(() => {
        shutdown.begun = true;
      }, graceMs);
      await DBOS.shutdown({ workflowCompletionTimeoutMS: graceMs });
      clearTimeout(grace);
      shutdown.begun = true;
      await instance?.release();
    },
  };
}
