import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { S3Client } from '@aws-sdk/client-s3';
import { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { createAgentCoreGateways } from './adapters/agentcore/gateway.ts';
import { createAgentCoreMemory } from './adapters/agentcore/memory.ts';
import { awsClientOptions } from './adapters/aws-client.ts';
import { createInstanceLock } from './adapters/dbos/instance-lock.ts';
import { createDurableJobs } from './adapters/dbos/jobs.ts';
import { createOtlpTracing } from './adapters/opentelemetry/tracing.ts';
import { openDatabase } from './adapters/postgres/database.ts';
import { createDeliveryClaims } from './adapters/postgres/delivery-claims.ts';
import type { DutyTables } from './adapters/postgres/duty-tables.ts';
import { createFeedbackLog } from './adapters/postgres/feedback-log.ts';
import { createInvestigationHistory } from './adapters/postgres/investigation-history.ts';
import { createInvestigationStore } from './adapters/postgres/investigation-store.ts';
import { createDeliveryLog, createMessageLedger } from './adapters/postgres/message-ledger.ts';
import { createPreferenceStore } from './adapters/postgres/preferences.ts';
import { createRdsTokens } from './adapters/postgres/rds-tokens.ts';
import { createRecordStore } from './adapters/postgres/record-store.ts';
import { createRulings } from './adapters/postgres/rulings.ts';
import { createChannelTurns, createSharedAsks } from './adapters/postgres/sharing.ts';
import { waitForDatabase } from './adapters/postgres/wait-for-database.ts';
import { createS3ObjectStore } from './adapters/s3/object-store.ts';
import { createApp, createOperationsApp } from './app.ts';
import { withKeptCalls } from './audit/keeping.ts';
import { type Config, readConfig } from './config.ts';
import type { KeptDocument, KeptReport } from './domain/document.ts';
import { SreError } from './domain/errors.ts';
import { createLookups } from './investigation/lookups/index.ts';
import { withRedactedRows, withRedactedWrites } from './investigation/redacting.ts';
import { createReportShelf } from './investigation/report-shelf.ts';
import { withTracedPosts } from './investigation/tracing.ts';
import { systemClock } from './ports/clock.ts';
import { noTracing, type Tracing } from './ports/tracing.ts';
import { createRedaction } from './redaction/redactor.ts';
import { createLog } from './server/log.ts';
import { createMetrics } from './server/metrics.ts';
import { reachGateway } from './server/reach-gateway.ts';
import { createReadiness } from './server/readiness.ts';
import type { SlackDeps } from './slack/index.ts';
import { createSlackNotifier } from './slack/notifier.ts';
import { createSlackPeople } from './slack/people.ts';
import { createServiceDirectory } from './slack/service-directory.ts';
import { withSystemActor } from './slack/system-people.ts';
import { callSlack, SLACK_CLIENT_OPTIONS } from './slack/transport/call.ts';
import { createPoster, paceOf } from './slack/transport/poster.ts';
import { composeAudit } from './wiring/audit.ts';
import { composeDuty } from './wiring/duty.ts';
import { composeIdentity } from './wiring/identity.ts';
import { composeInvestigations } from './wiring/investigations.ts';
import { composePresence } from './wiring/presence.ts';
import { composeReceiving } from './wiring/receiving.ts';
import { composeRetention } from './wiring/retention.ts';

/** How long running investigations may take to finish when the process is asked to end. */
const GRACE_MS = 8_000;

/** Builds every part, starts them in order, and returns how to end them. */
async function start(config: Config, log: Logger) {
  const clock = systemClock;
  const metrics = createMetrics();
  const warn = (error: Error) => log.warn({ err: error }, 'a database connection was lost');

  const databasePassword = config.databaseIam
    ? createRdsTokens({ url: config.databaseUrl, region: config.awsRegion })
    : undefined;
  const connecting = { onError: warn, ...(databasePassword && { password: databasePassword }) };
  const database = openDatabase(config.databaseUrl, connecting);
  const instance = createInstanceLock(config.databaseUrl, connecting);
  const store = createInvestigationStore(database.db);
  const ledger = createMessageLedger(database.db);
  const rulings = createRulings(database.db);
  const preferences = createPreferenceStore(database.db);

  const region = config.awsRegion;
  const client = new webApi.WebClient(config.slack.botToken.reveal(), {
    ...SLACK_CLIENT_OPTIONS,
    slackApiUrl: config.slack.apiUrl,
  });
  const turns = createChannelTurns(database.db);
  paceOf(client, { turns, onTrouble: (error) => log.warn({ err: error }, 'channels are paced by this process alone') });
  const people = withSystemActor(createSlackPeople({ client, clock }));
  const kept = composeAudit({ database, clock, log });
  const { audit } = kept;
  const { identity, login, routes: loginRoutes } = composeIdentity({ config, database, people, audit, clock, log });
  const sessions = createAgentCoreGateways({ url: config.gatewayUrl, identity, clock });
  const gateways = withKeptCalls(sessions, audit);
  const redaction = createRedaction(config.redaction);
  const memory = withRedactedWrites(
    createAgentCoreMemory({
      client: new BedrockAgentCoreClient(awsClientOptions(region)),
      memoryId: config.memoryId,
      clock,
    }),
    redaction,
  );

  const traces =
    config.traceEndpoint === undefined
      ? undefined
      : createOtlpTracing({
          endpoint: config.traceEndpoint,
          serviceName: 'on-call-bot',
          onTrouble: (error) => log.warn({ reason: error.message }, 'spans could not be delivered'),
        });
  const tracing: Tracing = traces ?? noTracing;
  const notifier = withTracedPosts(
    createSlackNotifier({
      client,
      ledger,
      clock,
      log,
      preferences,
      isStopped: (id) => investigations.isStopped(id),
      isPossible: (action) => onDuty.duty.actionDesk.isPossible(action),
    }),
    tracing,
  );
  // Path style suits every endpoint that stands in for S3, and S3 itself.
  const s3 = new S3Client({ ...awsClientOptions(region, { answerMs: 15_000 }), forcePathStyle: true });
  const records = database.db.withTables<DutyTables>();
  const reports = createReportShelf(
    createS3ObjectStore({ client: s3, bucket: config.reportBucket }),
    redaction,
    createRecordStore<KeptReport>(records, 'report'),
  );
  const jobs = createDurableJobs();
  const { line, investigations, questions, knowing, lateEnds, delays, endEngine } = composeInvestigations({
    config,
    jobs,
    database,
    ...(databasePassword && { databasePassword }),
    instance,
    client,
    ledger,
    store,
    rulings,
    people,
    identity,
    gateways,
    memory,
    notifier,
    reports,
    redaction,
    audit,
    metrics,
    ...(traces && { traces }),
    clock,
    log,
  });

  const onDuty = composeDuty({
    config: config.duty,
    jobs,
    database,
    instance,
    ledger,
    client,
    people,
    identity,
    gateways,
    memory,
    objects: createS3ObjectStore({ client: s3, bucket: config.configBucket }),
    investigations,
    store,
    redaction,
    audit,
    clock,
    log,
  });

  const feedback = createFeedbackLog(database.db);
  const { forgetting, schedules } = composeRetention({
    preferences,
    feedback,
    memory,
    ...(login && { login }),
    audit,
    database,
    log,
  });
  const slackDeps: SlackDeps = {
    people,
    identity,
    ...(login && { login }),
    investigations,
    ...(questions && { questions }),
    store,
    line,
    directory: createServiceDirectory({ gateways, clock, log }),
    deliveries: createDeliveryLog(database.db),
    poster: createPoster({ client, ledger }),
    claims: createDeliveryClaims(database.db),
    asks: createSharedAsks(database.db),
    memory,
    lookups: withRedactedRows(createLookups({ gateways, ...knowing }), redaction),
    history: createInvestigationHistory(database.db),
    rulings,
    preferences,
    audit,
    feedback,
    forgetting,
    documents: { store: createRecordStore<KeptDocument>(records, 'document'), redaction, shelf: reports },
    duty: onDuty.duty,
    clock,
    log,
  };
  const receiving = composeReceiving({ config, database, instance, client, slackDeps, metrics, clock, log });

  let isStarted = false;
  const readiness = createReadiness({
    start: async () => {
      if (!isStarted) throw new SreError('unavailable', 'not started yet', { wording: 'It is still starting.' });
    },
    database: () => database.ping(),
    slack: async () => void (await callSlack(() => client.auth.test(), { repeatable: false })),
    gateway: (signal) => reachGateway(config.gatewayUrl, signal),
  });
  const presence = composePresence({ config: config.duty, database, ledger, client, readiness, metrics, clock, log });
  const app = await createApp({
    config,
    slack: receiving.plugin,
    ...(onDuty.routes && { alerts: onDuty.routes }),
    ...(loginRoutes && { login: loginRoutes }),
    readiness,
    metrics,
    log,
  });
  // It listens before the database is there: what people ask meanwhile is refused in words.
  const address = await app.server.listen({ host: config.host, port: config.port });
  const operations = config.operations && createOperationsApp({ readiness, metrics });
  if (config.operations) await operations?.listen(config.operations);
  log.info({ address, socketMode: config.slack.appToken !== undefined }, 'listening');
  await waitForDatabase(() => database.migrate(), {
    onWait: (error) => log.warn({ err: error }, 'the database is waited for'),
  });
  await kept.start();
  await investigations.launch();
  await jobs.launch();
  await schedules.launch();
  await onDuty.start();
  lateEnds.start();
  delays.start();
  await receiving.start();
  isStarted = true;
  presence.start();
  log.info('ready');

  return {
    reloadCertificate: app.reloadCertificate,
    async end() {
      presence.stop();
      await receiving.stop();
      lateEnds.stop();
      delays.stop();
      await app.server.close();
      await operations?.close();
      await onDuty.stop();
      await investigations.shutdown(GRACE_MS);
      await endEngine();
      await sessions.close();
      kept.stop();
      await database.close();
      await traces?.shutdown();
    },
  };
}

async function main(): Promise<void> {
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
  const log = createLog(config.logLevel);
  const running = await start(config, log);
  let ending = false;
  const end = (signal: string) => {
    if (ending) process.exit(1);
    ending = true;
    log.info({ signal }, 'ending');
    running.end().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'did not end cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  process.on('SIGHUP', running.reloadCertificate);
}

main().catch((error) => {
  createLog('error').fatal({ err: error }, 'could not start');
  process.exit(1);
});
