import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { createRuntimeExamine } from '../adapters/agentcore/runtime-examine.ts';
import { awsClientOptions } from '../adapters/aws-client.ts';
import { createDurableInvestigations, type DurableInvestigationsOptions } from '../adapters/dbos/investigations.ts';
import type { LaunchedJobs } from '../adapters/dbos/jobs.ts';
import { createThreadedEngine } from '../adapters/engine/threaded-engine.ts';
import { type createOtlpTracing, traceIdOf } from '../adapters/opentelemetry/tracing.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { keepCall } from '../audit/keeping.ts';
import type { Config } from '../config.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import { withAttempts } from '../investigation/attempts.ts';
import { createDelays } from '../investigation/delays.ts';
import { tellUntold } from '../investigation/end.ts';
import { examine, queuedProgress } from '../investigation/investigate.ts';
import { LOOK_AGAIN, lookAgain } from '../investigation/look-again.ts';
import { withRedactedAnswers, withRedactedAsking, withRedactedQuestions } from '../investigation/redacting.ts';
import { withTracedSteps } from '../investigation/tracing.ts';
import { announceEnd, runInvestigation, type WorkflowDeps } from '../investigation/workflow.ts';
import type { Audit } from '../ports/audit.ts';
import type { MessageLedger } from '../ports/message-ledger.ts';
import type { Redaction } from '../ports/redaction.ts';
import { noTracing } from '../ports/tracing.ts';
import { atMost } from '../server/at-most.ts';
import { createLine } from '../server/line.ts';
import { createJournal, engineLogger } from '../server/log.ts';
import { measured } from '../server/measured.ts';
import type { Metrics } from '../server/metrics.ts';
import { repeatedly } from '../server/repeatedly.ts';
import { composeExplaining, composeKnowledge } from './explaining.ts';

/** How often it is looked for ends that could not be told. */
const TELL_EVERY_MS = 15_000;
/** How often it is looked for what takes long. */
const DELAYS_EVERY_MS = 5_000;
/** Further ones have opened their threads and wait: the backends and this process must not drown in an alert storm. */
const EXAMINATIONS_AT_ONCE = 4;

export interface InvestigationParts extends Omit<WorkflowDeps, 'examine' | 'journal' | 'jobs'> {
  readonly config: Config;
  readonly database: Database;
  readonly databasePassword?: DurableInvestigationsOptions['databasePassword'];
  readonly instance: NonNullable<DurableInvestigationsOptions['instance']>;
  readonly client: webApi.WebClient;
  readonly ledger: MessageLedger;
  readonly redaction: Redaction;
  readonly audit: Audit;
  readonly jobs: LaunchedJobs;
  readonly metrics: Metrics;
  /** Absent where spans go nowhere. */
  readonly traces?: ReturnType<typeof createOtlpTracing>;
  readonly log: Logger;
}

/** Builds the durable investigations and the questions about them, which begin to run once they are launched. */
export function composeInvestigations(parts: InvestigationParts) {
  const { config, redaction, metrics, traces, store, log } = parts;
  const tracing = traces ?? noTracing;
  const journal = (request: InvestigationRequest) => createJournal(log, metrics, request, traces && traceIdOf(request));
  const explaining =
    config.model && composeExplaining({ ...parts, model: config.model, region: config.awsRegion, journal });
  const examineHere = examinationOf(config, parts.audit, log);
  const engine = createThreadedEngine({
    onError: (error) => log.error({ err: error }, 'the engine’s thread broke and is replaced'),
  });
  const attempted = withAttempts(examineHere, store);
  const line = createLine(EXAMINATIONS_AT_ONCE);
  const inTurn = atMost(EXAMINATIONS_AT_ONCE, metrics.waiting);
  const deps: WorkflowDeps = {
    ...parts,
    journal,
    examine: withRedactedAnswers(
      (given, request, on, signal) =>
        inTurn(
          signal,
          () => attempted({ ...given, tracing, engine }, request, on, signal),
          (ahead) => void on.progress(queuedProgress(ahead)),
        ).finally(() => line.leave(request.id)),
      redaction,
    ),
  };
  parts.jobs.does({ [LOOK_AGAIN]: (payload) => lookAgain({ ...deps, jobs: parts.jobs }, payload) }, { slow: true });
  const durable = createDurableInvestigations({
    databaseUrl: config.databaseUrl,
    ...(parts.databasePassword && { databasePassword: parts.databasePassword }),
    instance: parts.instance,
    run: (steps, request) => {
      line.enter(request.id);
      const work = () =>
        measured(metrics, store, (noting) =>
          runInvestigation(withTracedSteps(steps, tracing), { ...deps, store: { ...store, ...noting } }, request),
        );
      const run = traces ? traces.investigation(request, work) : work();
      return run.finally(() => line.leave(request.id));
    },
    announceEnd: (steps, request, end) => announceEnd(steps, deps, request, end),
    running: store.running,
    ...(explaining && { questions: explaining.runs }),
    logger: engineLogger(log),
  });
  return {
    line,
    investigations: withRedactedQuestions(durable, redaction),
    questions: explaining && withRedactedAsking({ ask: durable.ask, stop: explaining.log.stop }, redaction),
    knowing: composeKnowledge(config, redaction),
    endEngine: () => engine.close(),
    lateEnds: repeatedly(
      TELL_EVERY_MS,
      () => tellUntold(deps),
      (error) => log.warn({ err: error }, 'ends that were not told were not looked for'),
    ),
    delays: repeatedly(DELAYS_EVERY_MS, createDelays(deps), (error) =>
      log.warn({ err: error }, 'what takes long was not looked for'),
    ),
  };
}

/** Looks into it in this process or, where a runtime is set, there. */
function examinationOf({ runtimeArn, awsRegion }: Config, audit: Audit, log: Logger): typeof examine {
  if (runtimeArn === undefined) return examine;
  return createRuntimeExamine({
    // A new session starts a machine of its own first; then it says at least every ten seconds that it lives.
    client: new BedrockAgentCoreClient(awsClientOptions(awsRegion, { answerMs: 60_000, attempts: 2 })),
    runtimeArn,
    onCall: (actor, tool, args) => keepCall(audit, actor, tool, args),
    onTrouble: (error) => log.warn({ err: error, kind: error.kind }, 'a session of the runtime was not ended'),
  });
}
