import { DBOS, Error as DbosError, type DLogger } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { SreError } from '../../domain/errors.ts';
import type { InvestigationRequest, InvestigationStatus } from '../../domain/investigation.ts';
import { explanationOf, type Question } from '../../domain/question.ts';
import type { Secret } from '../../domain/secret.ts';
import type { DurableSteps } from '../../ports/durable-steps.ts';
import type { Investigations } from '../../ports/investigations.ts';
import type { Questions } from '../../ports/questions.ts';
import type { PasswordSource } from '../postgres/connection.ts';
import { type ClockWatch, watchClock } from './clock-watch.ts';
import { createInstanceLock, type InstanceLock } from './instance-lock.ts';
import { isKnownJob } from './jobs.ts';
import { launchEngine } from './launch-engine.ts';
import { createLeftWork } from './left-work.ts';
import { createLostEnds } from './lost-ends.ts';
import { createRecordedSteps, handBackEngineErrors } from './recorded-step.ts';

/**
 * Recorded with every workflow; DBOS goes on only with those of its own. Raise it when the steps of a workflow change their
 * order, their names or what they return: workflows of other versions are then begun again from their first step.
 */
export const STEPS_VERSION = 'investigation-4';
/** Every end of a process counts for all it held, to blame or not, so DBOS's own count decides nothing. */
const RECOVERIES = 1_000_000;
const SWEEP_MS = 5_000;
/** How long a look whether something was stopped may take: a message waits for it, and the channel for the message. */
const LOOK_MS = 3_000;
const LOST = 'It broke off and cannot go on.';

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
    /** Says that a question was given up, which an earlier version left to the engine. */
    giveUp(steps: DurableSteps, question: Question): Promise<void>;
  };
  readonly logger: DLogger;
  /** How often work of instances that are gone is looked for; 15 s when absent. */
  readonly sweepMs?: number;
  /** Ids of investigations that are noted as running since `seconds` or longer. */
  readonly running: (seconds: number, limit: number) => Promise<readonly string[]>;
}

export interface DurableInvestigations extends Investigations, Pick<Questions, 'ask'> {
  /** True from the moment that `stop` stopped it, in all processes. Throws SreError `unavailable`. */
  isStopped(id: string): Promise<boolean>;
  /** Creates the engine's tables, resumes what earlier processes left, and begins to accept. */
  launch(): Promise<void>;
  /** Accepts no more, waits up to `graceMs` for running work, and leaves the rest to the next process. */
  shutdown(graceMs: number): Promise<void>;
}

/** Investigations as DBOS workflows on PostgreSQL. DBOS is one per process, and so is this. */
export function createDurableInvestigations(options: DurableInvestigationsOptions): DurableInvestigations {
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
  let clockWatch: ClockWatch | undefined;

  // Registered with a model and without: what an earlier process left must end also where the model was taken away.
  const answer = DBOS.registerWorkflow(
    (question: Question) => handBackEngineErrors(async () => options.questions?.answer(steps, question)),
    { name: 'answer-question', maxRecoveryAttempts: RECOVERIES },
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
    { name: 'investigate', maxRecoveryAttempts: RECOVERIES },
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

  const stopAndSay = DBOS.registerWorkflow(
    (id: string, request: InvestigationRequest, end: End) =>
      handBackEngineErrors(async () => {
        await DBOS.cancelWorkflow(id);
        const status = (await DBOS.getWorkflowStatus(id))?.status;
        if (status === 'CANCELLED') await options.announceEnd(steps, request, end);
      }),
    { name: 'stop-investigation', maxRecoveryAttempts: RECOVERIES },
  );

  const leftWork = createLeftWork({ instance, version: STEPS_VERSION, logger, isKnownJob });
  const tellLostEnds = createLostEnds({
    running: options.running,
    announce: (id, request) =>
      startOnce(() =>
        DBOS.startWorkflow(announce, { workflowID: `${id}:lost`, workflowIDReusePolicy: 'reject' })(request, {
          status: 'failed',
          wording: LOST,
        }),
      ),
    giveUpQuestion: (id, question) =>
      startOnce(() =>
        DBOS.startWorkflow(giveUp, { workflowID: `${id}:given-up`, workflowIDReusePolicy: 'reject' })(question),
      ),
  });

  /** Goes on with what others left, and says so where something ended without a word. */
  async function sweep({ atOnce = false } = {}): Promise<void> {
    await leftWork.takeOver({ atOnce });
    await tellLostEnds();
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
      clockWatch = watchClock(
        (ms) => logger.warn(`the clock was set back by ${ms} ms`),
        (error) => logger.warn(error),
      );
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
      const found = await requestOf(id).catch((error) => {
        throw new SreError('unavailable', 'could not look for an investigation', { cause: error });
      });
      if (found === undefined) throw new SreError('not-found', 'no such investigation');
      if (found.status !== 'PENDING' && found.status !== 'ENQUEUED') return { stopped: false };
      // What stops it is recorded first: a process that dies in between leaves no end without a word.
      const stopping = { workflowID: `${id}:stopped`, workflowIDReusePolicy: 'reject' } as const;
      await startOnce(() =>
        DBOS.startWorkflow(stopAndSay, stopping)(id, found.request, { status: 'stopped', wording }),
      );
      // At once, for what is on its way to the thread asks whether it is stopped; where this fails, what was started does it.
      await DBOS.cancelWorkflow(id).catch((error) => logger.warn(error));
      return { stopped: true };
    },
    async isStopped(id) {
      // Not through the engine, whose own look would wait for as long as the database is away, and reads all of a workflow.
      const text = 'select status from dbos.workflow_status where workflow_uuid = $1';
      try {
        const found = await pool?.query<{ status: string }>({ text, values: [id], query_timeout: LOOK_MS } as never);
        return found?.rows[0]?.status === 'CANCELLED';
      } catch (error) {
        throw new SreError('unavailable', 'could not look whether an investigation was stopped', { cause: error });
      }
    },
    async shutdown(graceMs) {
      clearInterval(sweeping);
      clockWatch?.end();
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

/** Starts a workflow under an id that may be taken; done then is what was to be done. Throws SreError `unavailable`. */
async function startOnce(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (DbosError.isWorkflowIDInUseError(error)) return;
    throw new SreError('unavailable', 'could not record a workflow', { cause: error });
  }
}
