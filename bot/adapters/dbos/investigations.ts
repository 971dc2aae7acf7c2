import { DBOS, Error as DbosError, type DLogger } from '@dbos-inc/dbos-sdk';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import type pg from 'pg';
import { SreError } from '../../domain/errors.ts';
import type { InvestigationRequest, InvestigationStatus } from '../../domain/investigation.ts';
import { explanationOf, type Question } from '../../domain/question.ts';
import type { Secret } from '../../domain/secret.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import type { Investigations } from '../../ports/investigations.ts';
import type { Questions } from '../../ports/questions.ts';
import type { PasswordSource } from '../postgres/connection.ts';
import { createInstanceLock, type InstanceLock } from './instance-lock.ts';
import { launchEngine } from './launch-engine.ts';
import { createRecordedSteps, handBackEngineErrors } from './recorded-step.ts';

/**
 * Recorded with every workflow; only processes of the same version resume it. Raise it when the steps of a workflow
 * change their order or names: older ones then end as given up instead of going astray.
 */
const STEPS_VERSION = 'investigation-3';
const RECOVERIES = 5;
const SWEEP_MS = 5_000;
const GIVEN_UP = 'The investigation broke off several times and was given up.';

type End = { readonly status: 'failed' | 'stopped'; readonly wording: string };

export interface DurableInvestigationsOptions {
  readonly databaseUrl: Secret;
  /** Makes the password of each new connection; absent: it is in the address. */
  readonly databasePassword?: PasswordSource;
  /** This process among those that share the database; made here when absent. */
  readonly instance?: InstanceLock;
  readonly run: (steps: DurableSteps, request: InvestigationRequest) => Promise<InvestigationStatus>;
  readonly announceEnd: (steps: DurableSteps, request: InvestigationRequest, end: End) => Promise<void>;
  /** What follows each answer and what people ask about it; absent without a model. */
  readonly questions?: {
    answer(steps: DurableSteps, question: Question): Promise<void>;
    /** A question broke off too often. */
    giveUp(steps: DurableSteps, question: Question): Promise<void>;
  };
  readonly logger: DLogger;
  /** How often work of instances that are gone is looked for; 15 s when absent. */
  readonly sweepMs?: number;
  /** How often a run that ended the process is tried again; 5 times when absent. */
  readonly recoveries?: number;
}

export interface DurableInvestigations extends Investigations, Pick<Questions, 'ask'> {
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
  const { databaseUrl, databasePassword, logger } = options;
  const instance =
    options.instance ??
    createInstanceLock(databaseUrl, {
      onError: (error) => logger.warn(error),
      ...(databasePassword && { password: databasePassword }),
    });
  let pool: pg.Pool | undefined;
  let sweeping: NodeJS.Timeout | undefined;

  // Registered with a model and without: what an earlier process left must end also where the model was taken away.
  const answer = DBOS.registerWorkflow(
    (question: Question) => handBackEngineErrors(async () => options.questions?.answer(steps, question)),
    { name: 'answer-question', maxRecoveryAttempts: recoveries },
  );
  const giveUp = DBOS.registerWorkflow(
    (question: Question) => handBackEngineErrors(async () => options.questions?.giveUp(steps, question)),
    { name: 'give-up-question', maxRecoveryAttempts: RECOVERIES },
  );
  const investigate = DBOS.registerWorkflow(
    async (request: InvestigationRequest) => {
      const status = await handBackEngineErrors(() => options.run(steps, request));
      if (status === 'answered' && options.questions !== undefined) {
        const question = explanationOf(request);
        await DBOS.startWorkflow(answer, { workflowID: question.id })(question);
      }
      return status;
    },
    { name: 'investigate', maxRecoveryAttempts: recoveries },
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
  async function sweep({ atOnce = false } = {}): Promise<void> {
    const pending = await DBOS.listWorkflows({ status: 'PENDING', loadInput: false, loadOutput: false });
    const owners = pending.flatMap(({ executorId }) => executorId ?? []);
    const gone = await instance.gone(owners, { atOnce });
    await DBOSExecutor.globalInstance?.recoverPendingWorkflows([...gone]);
    const givenUp = await DBOS.listWorkflows({ status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', workflowName: 'investigate' });
    for (const { workflowID, input } of givenUp) {
      const request = input?.[0] as InvestigationRequest | undefined;
      if (request === undefined) continue;
      const end: End = { status: 'failed', wording: GIVEN_UP };
      await DBOS.startWorkflow(announce, { workflowID: `${workflowID}:given-up` })(request, end);
    }
    const unanswered = await DBOS.listWorkflows({
      status: 'MAX_RECOVERY_ATTEMPTS_EXCEEDED',
      workflowName: 'answer-question',
    });
    for (const { workflowID, input } of unanswered) {
      const question = input?.[0] as Question | undefined;
      if (question !== undefined) await DBOS.startWorkflow(giveUp, { workflowID: `${workflowID}:given-up` })(question);
    }
  }

  let isSweeping = false;
  function guardedSweep(): void {
    if (isSweeping) return;
    isSweeping = true;
    sweep()
      .catch((error) => logger.warn(error))
      .finally(() => {
        isSweeping = false;
      });
  }

  return {
    async launch() {
      await instance.hold();
      pool = await launchEngine({
        databaseUrl,
        ...(databasePassword && { databasePassword }),
        instance,
        applicationVersion: STEPS_VERSION,
        logger,
      });
      // Nobody else may be there to look later: what a process left that is away now is taken over now.
      await sweep({ atOnce: true }).catch((error) => logger.warn(error));
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
    async ask(question) {
      if (shutdown.begun) throw new SreError('unavailable', 'the bot is shutting down');
      try {
        await DBOS.startWorkflow(answer, { workflowID: question.id, workflowIDReusePolicy: 'reject' })(question);
        return { started: true };
      } catch (error) {
        if (DbosError.isWorkflowIDInUseError(error)) return { started: false };
        throw new SreError('unavailable', 'could not record a question', { cause: error });
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
      await pool?.end();
      await instance.release();
    },
  };
}
