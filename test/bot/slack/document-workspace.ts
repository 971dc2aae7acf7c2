import { webApi } from '@slack/bolt';
import Fastify from 'fastify';
import { pino } from 'pino';
import type { ProposedAction } from '../../../bot/domain/action.ts';
import type { AlertGroup } from '../../../bot/domain/alert-group.ts';
import type { TimelineEntry } from '../../../bot/domain/incident.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import type { RecordStore } from '../../../bot/ports/record-store.ts';
import type { Duty } from '../../../bot/slack/duty.ts';
import { registerSlack, type SlackDeps } from '../../../bot/slack/index.ts';
import { createSlackPeople } from '../../../bot/slack/people.ts';
import { createBoltApp } from '../../../bot/slack/receiving/bolt-app.ts';
import { createFastifyReceiver } from '../../../bot/slack/receiving/fastify-receiver.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createPoster } from '../../../bot/slack/transport/poster.ts';
import { type SlackWorkspace, startSlackWorkspace } from '../../../infra/local/slack/index.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createFakeCompanions } from './companions.ts';
import { createMemoryDeliveries, createMemoryLedger } from './memory-ledger.ts';
import { recordOf } from './workspace.ts';

export const TEAM = 'T0LOCALOPS';
export const ADA = 'U0ADAOKA01';
export const BEN = 'U0BENRUI02';
const SIGNING_SECRET = 'signing-secret';

/** The bot's handlers in a workspace as strict as Slack, with what happened in its threads put in by the test. */
export interface DocumentWorkspace {
  readonly workspace: SlackWorkspace;
  readonly client: webApi.WebClient;
  readonly records: InvestigationRecord[];
  readonly entries: { readonly thread: string; readonly entry: TimelineEntry }[];
  readonly duty: Pick<Duty, 'incidents' | 'pages' | 'groups' | 'silences' | 'actions'>;
  readonly documents: SlackDeps['documents']['store'];
  /** An answered investigation whose thread stands in `#incidents`, or where it is told; returns the thread. */
  investigated(channel?: string): Promise<string>;
  /** What the person was told last, alone. */
  told(user: string): string;
  close(): Promise<void>;
}

export async function openDocumentWorkspace(
  options: { plan?: 'free' | 'paid'; shelf?: SlackDeps['documents']['shelf'] } = {},
): Promise<DocumentWorkspace> {
  const log = pino({ level: 'silent' });
  const clock = { now: () => new Date() };
  const server = Fastify();
  const receiver = createFastifyReceiver({ signingSecret: new Secret(SIGNING_SECRET), clock, log });
  await server.register(receiver.plugin);
  const botUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  const token = `xoxb-documents-${botUrl.slice(-5)}`;
  const common = { host: '127.0.0.1', port: 0, signingSecret: SIGNING_SECRET, rateLimits: false } as const;
  const workspace = await startSlackWorkspace({ ...common, botUrl, botToken: token, plan: options.plan });
  const clientOptions = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: workspace.apiUrl, logLevel: 'error' as never };
  const client = new webApi.WebClient(token, clientOptions);

  const records: InvestigationRecord[] = [];
  const entries: DocumentWorkspace['entries'] = [];
  const stores = {
    incidents: createFakeRecordStore() as RecordStore<never>,
    pages: createFakeRecordStore() as RecordStore<never>,
    groups: createFakeRecordStore<AlertGroup>(),
    silences: createFakeRecordStore() as RecordStore<never>,
    actions: createFakeRecordStore<ProposedAction>(),
  };
  const duty = {
    ...stores,
    timeline: {
      add: async () => undefined,
      of: async ({ threadTs = '' }) => entries.flatMap(({ thread, entry }) => (thread === threadTs ? [entry] : [])),
    },
    pager: { acknowledge: async () => undefined },
    incidentDesk: {},
    actionDesk: {},
  } as unknown as Duty;
  const companions = createFakeCompanions(() => records).deps;
  const documents = { ...companions.documents, ...(options.shelf && { shelf: options.shelf }) };
  const bolt = createBoltApp({ receiver, client, apiUrl: workspace.apiUrl, botToken: new Secret(token), log });
  registerSlack(bolt, {
    ...companions,
    documents,
    people: createSlackPeople({ client, clock }),
    identity: {
      resolve: async ({ teamId, userId, email = '', displayName }) => ({
        teamId,
        slackUserId: userId,
        username: email,
        email,
        displayName,
        roles: ['responder'],
      }),
      token: () => Promise.reject(new Error('not asked for')),
    },
    investigations: { start: async () => ({ started: true }), stop: async () => ({ stopped: false }) },
    store: {
      find: async (id) => records.find(({ request }) => request.id === id),
      inThread: async ({ channel, threadTs }) =>
        records.filter((one) => one.threadTs === threadTs && one.request.thread.channel === channel),
    },
    directory: { known: async () => ({ targets: [], complete: true }) },
    deliveries: createMemoryDeliveries(),
    poster: createPoster({ client, ledger: createMemoryLedger() }),
    memory: { learn: async () => undefined },
    duty,
    clock,
    log,
  });
  return {
    workspace,
    client,
    records,
    entries,
    duty,
    documents: documents.store,
    async investigated(channel = 'C0INCIDENT') {
      const record = recordOf(`inv-${String(records.length).padStart(24, '0')}`);
      const button = { type: 'button', text: { type: 'plain_text', text: 'Show all evidence' } } as const;
      const elements = [{ ...button, action_id: 'sre_show_evidence', value: record.request.id }];
      const blocks = [{ type: 'actions' as const, elements }];
      const { ts } = await client.chat.postMessage({ channel, text: 'basket is slow', blocks });
      records.push({
        ...record,
        threadTs: ts,
        endedAt: '2026-01-02T03:05:05.000Z',
        request: {
          ...record.request,
          askedBy: { teamId: TEAM, slackUserId: ADA },
          thread: { teamId: TEAM, channel },
        },
      });
      return ts!;
    },
    told: (user) => JSON.stringify(workspace.ephemerals(user).at(-1) ?? ''),
    async close() {
      // A writer that is under way would go on asking a workspace that is gone.
      await waitFor(async () => (await documents.store.list({})).every(({ state }) => state !== 'writing'));
      await workspace.settled();
      await workspace.stop();
      await server.close();
    },
  };
}
