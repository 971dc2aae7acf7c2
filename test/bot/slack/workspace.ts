import { App, webApi } from '@slack/bolt';
import { createForgetting } from '../../../bot/audit/forgetting.ts';
import type { Actor, Role } from '../../../bot/domain/actor.ts';
import { SreError } from '../../../bot/domain/errors.ts';
import type { InvestigationRequest } from '../../../bot/domain/investigation.ts';
import type { Question } from '../../../bot/domain/question.ts';
import type { Target } from '../../../bot/domain/target.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import type { Questions } from '../../../bot/ports/questions.ts';
import { registerSlack, type SlackDeps } from '../../../bot/slack/index.ts';
import { createSlackPeople } from '../../../bot/slack/people.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createPoster } from '../../../bot/slack/transport/poster.ts';
import { type Companions, createFakeCompanions } from './companions.ts';
import { type Arguments, type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { createMemoryDeliveries, createMemoryLedger } from './memory-ledger.ts';
import { plainAnswer } from './views/answers.ts';

/** The bot's handlers on a Bolt app over a fake Slack, with everything behind them faked and recorded. */
export interface Workspace {
  readonly slack: FakeSlack;
  readonly started: InvestigationRequest[];
  readonly stopped: { id: string; wording: string }[];
  /** What was put to the language model, where there is one. */
  readonly asked: Question[];
  /** Whether there is a language model; there is none at first. */
  model: boolean;
  /** Who asked what it talks about just now. */
  talking: string[];
  readonly learnt: { component: string; text: string }[];
  readonly records: InvestigationRecord[];
  readonly forgotten: string[];
  /** Records that still name who is forgotten. */
  underWay: number;
  /** What the sources answer to a look, and what was asked of them. */
  readonly looked: Companions['looked'];
  /** What the audit was given. */
  readonly audit: Companions['audit'];
  readonly deps: SlackDeps;
  /** What each acknowledgement carried, in order; undefined for a bare one. */
  readonly acks: unknown[];
  roles: readonly Role[];
  /** Stops the clock. */
  now?: Date;
  known: readonly Target[];
  /** Set to make the port fail with it. */
  refusal?: SreError;
  outage?: SreError;
  deliver(body: Arguments, retryNum?: number): Promise<void>;
  command(text: string, more?: Arguments): Promise<void>;
  mention(text: string, more?: Arguments, retryNum?: number): Promise<void>;
  press(actionId: string, value: string, more?: Arguments): Promise<void>;
  close(): Promise<void>;
}

let workspaces = 0;

export async function openWorkspace(
  limits?: SlackDeps['limits'],
  more: Partial<SlackDeps> = {},
  shared?: FakeSlack,
): Promise<Workspace> {
  workspaces += 1;
  const slack = shared ?? (await startFakeSlack());
  const token = `xoxb-workspace-${workspaces}`;
  const clientOptions = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl, logLevel: 'error' as never };
  const client = new webApi.WebClient(token, clientOptions);
  const clock = { now: () => workspace.now ?? new Date() };
  const ids = new Set<string>();
  let serial = 0;

  const questions: Questions = {
    async ask(question) {
      if (workspace.outage) throw workspace.outage;
      if (ids.has(question.id)) return { started: false };
      ids.add(question.id);
      workspace.asked.push(question);
      return { started: true };
    },
    async stop(_thread, askedBy) {
      const meant = workspace.talking.filter((user) => askedBy === undefined || user === askedBy);
      workspace.talking = workspace.talking.filter((user) => !meant.includes(user));
      return meant.length;
    },
  };
  const companions = createFakeCompanions(() => workspace.records);
  const deps: SlackDeps = {
    people: createSlackPeople({ client, clock }),
    identity: {
      async resolve(person) {
        if (workspace.refusal) throw workspace.refusal;
        return actorOf(person.userId, person.email ?? '', workspace.roles);
      },
      token: () => Promise.reject(new Error('not asked for')),
    },
    investigations: {
      async start(request) {
        if (workspace.outage) throw workspace.outage;
        if (ids.has(request.id)) return { started: false };
        ids.add(request.id);
        workspace.started.push(request);
        return { started: true };
      },
      async stop(id, wording) {
        workspace.stopped.push({ id, wording });
        return { stopped: true };
      },
    },
    get questions() {
      return workspace.model ? questions : undefined;
    },
    store: {
      find: async (id) => workspace.records.find((record) => record.request.id === id),
      inThread: async ({ channel, threadTs }) =>
        workspace.records.filter((each) => each.threadTs === threadTs && each.request.thread.channel === channel),
    },
    directory: { known: async () => ({ targets: workspace.known, complete: true }) },
    deliveries: createMemoryDeliveries(),
    poster: createPoster({ client, ledger: createMemoryLedger() }),
    memory: {
      async learn(component, text) {
        workspace.learnt.push({ component, text });
      },
    },
    ...companions.deps,
    forgetting: createForgetting({
      ...companions.deps,
      memory: { forget: async (actor) => void workspace.forgotten.push(actor.slackUserId) },
      personal: { forget: async () => ({ underWay: workspace.underWay }) },
    }),
    clock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined } as never,
    // People are looked up over HTTP: a busy machine may take longer than Slack would wait.
    personWithinMs: 60_000,
    limits: limits ?? { perUser: 1_000, perChannel: 1_000 },
    ...more,
  };
  const app = new App({
    receiver: { init: () => undefined, start: async () => undefined, stop: async () => undefined },
    authorize: async () => ({ botToken: token, botId: 'BBOT', botUserId: 'UBOT' }),
    clientOptions,
    logLevel: 'error' as never,
  });
  registerSlack(app, deps);

  const workspace: Workspace = {
    slack,
    deps,
    started: [],
    stopped: [],
    asked: [],
    model: false,
    talking: [],
    learnt: [],
    records: [],
    forgotten: [],
    underWay: 0,
    looked: companions.looked,
    audit: companions.audit,
    acks: [],
    roles: ['viewer'],
    known: ['basket', 'basket-cache', 'shop'].map((name) => ({ kind: 'service', name })),
    async deliver(body, retryNum) {
      await app.processEvent({ body, retryNum, ack: async (value: unknown) => void workspace.acks.push(value) });
    },
    command(text, more = {}) {
      serial += 1;
      return workspace.deliver({
        command: '/sre',
        text,
        team_id: 'T1',
        user_id: 'U1',
        channel_id: 'C1',
        trigger_id: `${serial}.2.abc`,
        response_url: slack.responseUrl,
        ...more,
      });
    },
    mention(text, more = {}, retryNum) {
      serial += 1;
      const event = {
        type: 'app_mention',
        user: 'U1',
        channel: 'C1',
        ts: `${serial}.0001`,
        text: `<@UBOT> ${text}`,
        ...more,
      };
      const body = { type: 'event_callback', team_id: 'T1', event_id: `Ev${event.ts}`, event, authorizations: [] };
      return workspace.deliver(body, retryNum);
    },
    press(actionId, value, more = {}) {
      serial += 1;
      return workspace.deliver({
        type: 'block_actions',
        team: { id: 'T1' },
        user: { id: 'U1', team_id: 'T1' },
        channel: { id: 'C1' },
        container: { type: 'message', message_ts: '5.0001', channel_id: 'C1', thread_ts: '1.0001' },
        message: { ts: '5.0001', thread_ts: '1.0001' },
        trigger_id: `${serial}.9.press`,
        response_url: slack.responseUrl,
        actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1' }],
        ...more,
      });
    },
    close: () => slack.close(),
  };
  return workspace;
}

/** An investigation that stands in thread 1.0001, asked by U1. */
export function recordOf(id: string, status: InvestigationRecord['status'] = 'answered'): InvestigationRecord {
  return {
    request: {
      id,
      question: 'basket is slow',
      target: { kind: 'service', name: 'basket' },
      sinceSeconds: 7_200,
      askedBy: { teamId: 'T1', slackUserId: 'U1' },
      thread: { teamId: 'T1', channel: 'C1' },
      askedAt: '2026-01-02T03:04:05.000Z',
    },
    status,
    threadTs: '1.0001',
    ...(status === 'answered' && { answer: plainAnswer }),
    startedAt: '2026-01-02T03:04:05.000Z',
  };
}

function actorOf(slackUserId: string, email: string, roles: readonly Role[]): Actor {
  return { teamId: 'T1', slackUserId, username: slackUserId.toLowerCase(), email, displayName: 'Ann', roles };
}

export const refusedBy = (words: string): SreError => new SreError('forbidden', words);
