import { readFile } from 'node:fs/promises';
import type { webApi } from '@slack/bolt';
import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { ACT, createActionDesk, EXPIRE } from '../actions/action-desk.ts';
import type { LaunchedJobs } from '../adapters/dbos/jobs.ts';
import { createRolloutRestart } from '../adapters/kubernetes/rollout-restart.ts';
import { createAlertInbox } from '../adapters/postgres/alert-inbox.ts';
import type { Database } from '../adapters/postgres/database.ts';
import { createDeliveryClaims } from '../adapters/postgres/delivery-claims.ts';
import type { DutyTables } from '../adapters/postgres/duty-tables.ts';
import { createLeases } from '../adapters/postgres/leases.ts';
import { createRecordStore } from '../adapters/postgres/record-store.ts';
import { createTimeline } from '../adapters/postgres/timeline.ts';
import { createAlertmanagerSilences } from '../alerts/alertmanager-silences.ts';
import { createAlertCalls } from '../alerts/call-for-alerts.ts';
import { createAlertDesk } from '../alerts/desk.ts';
import { alertRoutes } from '../alerts/routes.ts';
import { keepSettings, withKeptEntries } from '../audit/keeping.ts';
import type { ProposedAction } from '../domain/action.ts';
import type { AlertGroup } from '../domain/alert-group.ts';
import { SreError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import type { Page } from '../domain/page.ts';
import { Secret } from '../domain/secret.ts';
import type { Silence } from '../domain/silence.ts';
import { SYSTEM_ACTOR } from '../domain/system-actor.ts';
import type { DutyConfig } from '../duty/environment.ts';
import {
  withRedactedCalls,
  withRedactedEntries,
  withRedactedIncidents,
  withRedactedPreviews,
} from '../duty/redacting.ts';
import { createDutySettings } from '../duty/settings.ts';
import { createIncidentDesk } from '../incidents/incident-desk.ts';
import { withRedactedAlerts } from '../investigation/redacting.ts';
import { createGrafanaOnCall } from '../oncall/grafana-oncall.ts';
import { createIncidentIoOnCall } from '../oncall/incident-io.ts';
import { createOpsgenieOnCall } from '../oncall/opsgenie.ts';
import { createPager, ESCALATE } from '../oncall/pager.ts';
import { createPagerDutyOnCall } from '../oncall/pagerduty.ts';
import { createRing, RING } from '../oncall/ring.ts';
import { createOpsgenieRing } from '../oncall/ring-opsgenie.ts';
import { createPagerDutyRing } from '../oncall/ring-pagerduty.ts';
import { createScheduleFileOnCall } from '../oncall/schedule-file.ts';
import { createWhoIsOnCall } from '../oncall/who-is-on-call.ts';
import type { Audit } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';
import type { Instances } from '../ports/instances.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Memory } from '../ports/memory.ts';
import type { MessageLedger } from '../ports/message-ledger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { People } from '../ports/people.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';
import { createRedaction } from '../redaction/redactor.ts';
import { createSlackBoard } from '../slack/board.ts';
import type { Duty } from '../slack/duty.ts';
import {
  createFindByEmail,
  createInvite,
  createOpenChannel,
  createTeamId,
  createUserGroupOnCall,
} from '../slack/team.ts';

export interface DutyParts {
  readonly config: DutyConfig;
  readonly database: Pick<Database, 'db'>;
  readonly instance: Instances;
  readonly ledger: MessageLedger;
  readonly client: webApi.WebClient;
  readonly people: People;
  readonly identity: Identity;
  readonly gateways: ToolGatewayFactory;
  readonly memory: Memory;
  readonly objects: ObjectStore;
  readonly jobs: LaunchedJobs;
  readonly investigations: Investigations;
  readonly store: Pick<InvestigationStore, 'find'>;
  readonly redaction: Redaction;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ComposedDuty {
  readonly duty: Duty;
  /** `POST /alerts/<kind>`; absent where no channel is set up for alerts. */
  readonly routes?: FastifyPluginAsync;
  /** After the engine is launched. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Builds alerts, on-call, incidents and actions. To be called before the engine is launched. */
export function composeDuty(parts: DutyParts): ComposedDuty {
  const { config, client, people, identity, clock, log } = parts;
  const db = parts.database.db.withTables<DutyTables>();
  const groups = createRecordStore<AlertGroup>(db, 'alert-group');
  const pages = createRecordStore<Page>(db, 'page');
  const incidents = createRecordStore<Incident>(db, 'incident');
  const actions = createRecordStore<ProposedAction>(db, 'action');
  const silences = createRecordStore<Silence>(db, 'silence');
  const inbox = createAlertInbox(db);
  const timeline = withRedactedEntries(withKeptEntries(createTimeline(db), parts.audit), parts.redaction);
  const board = createSlackBoard({ client, ledger: parts.ledger });
  const teamId = createTeamId(client);
  const settings = createDutySettings({
    objects: parts.objects,
    keep: (change) => keepSettings(parts.audit, change),
    clock,
    log,
  });
  const actorOf = async (team: string, user: string) => identity.resolve(await people.find(team, user));

  const whoIsOnCall = createWhoIsOnCall({
    sources: {
      'slack-group': createUserGroupOnCall({ client, people, teamId }),
      'schedule-file': createScheduleFileOnCall(parts.objects),
      ...(config.pagerduty && { pagerduty: createPagerDutyOnCall(config.pagerduty) }),
      ...(config.opsgenie && { opsgenie: createOpsgenieOnCall(config.opsgenie) }),
      ...(config.incidentIo && { 'incident-io': createIncidentIoOnCall(config.incidentIo) }),
      ...(config.grafanaOnCall && { 'grafana-oncall': createGrafanaOnCall({ ...config.grafanaOnCall, teamId }) }),
    },
    findByEmail: createFindByEmail(client),
    clock,
  });
  const { jobs } = parts;
  jobs.does({
    [ESCALATE]: (payload) => pager.escalate(payload),
    // A bot that rings nothing any more does what is left of it: nothing.
    [RING]: async (id) => ring?.bring(id),
    [ACT]: (payload) => actionDesk.act(payload),
    [EXPIRE]: (payload) => actionDesk.expire(payload),
  });
  const phones = config.ring && phoneServiceOf(config.ring);
  const ring = phones && createRing({ service: phones, pages, board, jobs, redaction: parts.redaction });
  const onChanged = ring && { onChanged: ring.changed };
  const pager = withRedactedCalls(
    createPager({ pages, board, timeline, whoIsOnCall, settings, jobs, ...onChanged, clock }),
    parts.redaction,
  );
  const incidentDesk = withRedactedIncidents(
    createIncidentDesk({
      incidents,
      board,
      timeline,
      openChannel: createOpenChannel(client),
      invite: createInvite(client),
      clock,
    }),
    parts.redaction,
  );
  const actionDesk = createActionDesk({
    ...(config.kubernetes && {
      port: withRedactedPreviews(createRolloutRestart(clusterAccess(config.kubernetes)), parts.redaction),
    }),
    actions,
    board,
    audit: parts.audit,
    timeline,
    settings,
    jobs,
    freshActor: (presser) => actorOf(presser.teamId, presser.slackUserId),
    clock,
  });

  const mirror = config.alertmanager && createAlertmanagerSilences(config.alertmanager);
  const desk =
    config.alertChannel === undefined
      ? undefined
      : createAlertDesk({
          inbox,
          leases: createLeases(db, parts.instance),
          groups,
          silences,
          ...(mirror && { mirror }),
          redaction: parts.redaction,
          board,
          timeline,
          investigations: parts.investigations,
          store: parts.store,
          gateways: parts.gateways,
          systemActor: () => actorOf(SYSTEM_ACTOR.teamId, SYSTEM_ACTOR.userId),
          settings,
          defaultChannel: config.alertChannel,
          teamId,
          ...createAlertCalls({ pager, pages, settings }),
          clock,
          log,
          holder: parts.instance.id,
        });
  const duty: Duty = {
    pager,
    whoIsOnCall,
    incidentDesk,
    actionDesk,
    settings,
    groups,
    pages,
    incidents,
    silences,
    ...(mirror && { mirror }),
    inbox,
    actions,
    timeline,
    memory: parts.memory,
  };
  return {
    duty,
    ...(desk && {
      routes: alertRoutes({
        desk: withRedactedAlerts(desk, parts.redaction, createRedaction({ emails: false, addresses: 'none' })),
        secrets: config.alertSecrets,
        topicArns: config.snsTopics,
        claims: createDeliveryClaims(parts.database.db),
        clock,
        log,
      }),
    }),
    async start() {
      desk?.start();
    },
    async stop() {
      await desk?.stop();
    },
  };
}

function phoneServiceOf({ by, url, key }: NonNullable<DutyConfig['ring']>) {
  return by === 'pagerduty' ? createPagerDutyRing({ url, routingKey: key }) : createOpsgenieRing({ url, key });
}

function clusterAccess({ url, tokenFile }: { readonly url: string; readonly tokenFile: string }) {
  return {
    url,
    token: async () => {
      const text = await readFile(tokenFile, 'utf8').catch((error: unknown) => {
        throw new SreError('unauthenticated', 'the token for the cluster cannot be read', { cause: error });
      });
      return new Secret(text.trim());
    },
  };
}
