import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import Fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { ACT, createActionDesk } from '../../../bot/actions/action-desk.ts';
import type { ProposedAction } from '../../../bot/domain/action.ts';
import type { Role } from '../../../bot/domain/actor.ts';
import type { AlertGroup } from '../../../bot/domain/alert-group.ts';
import type { Incident } from '../../../bot/domain/incident.ts';
import type { Page } from '../../../bot/domain/page.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import type { Silence } from '../../../bot/domain/silence.ts';
import { DEFAULT_DUTY_SETTINGS } from '../../../bot/duty/settings.ts';
import { createIncidentDesk } from '../../../bot/incidents/incident-desk.ts';
import { createPager } from '../../../bot/oncall/pager.ts';
import { createWhoIsOnCall } from '../../../bot/oncall/who-is-on-call.ts';
import type { DurableJobs } from '../../../bot/ports/durable-jobs.ts';
import type { DutySettings } from '../../../bot/ports/duty-settings.ts';
import type { SlackPerson } from '../../../bot/ports/identity.ts';
import type { InvestigationRecord } from '../../../bot/ports/investigation-store.ts';
import { createSlackBoard } from '../../../bot/slack/board.ts';
import type { Duty } from '../../../bot/slack/duty.ts';
import { registerSlack } from '../../../bot/slack/index.ts';
import { createSlackPeople } from '../../../bot/slack/people.ts';
import { createBoltApp } from '../../../bot/slack/receiving/bolt-app.ts';
import { createFastifyReceiver } from '../../../bot/slack/receiving/fastify-receiver.ts';
import {
  createFindByEmail,
  createInvite,
  createOpenChannel,
  createTeamId,
  createUserGroupOnCall,
} from '../../../bot/slack/team.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../bot/slack/transport/call.ts';
import { createPoster } from '../../../bot/slack/transport/poster.ts';
import { answerBlocks } from '../../../bot/slack/views/answer.ts';
import { type SlackWorkspace, startSlackWorkspace } from '../../../infra/local/slack/index.ts';
import { createFakeRecordStore } from '../../support/fakes/record-store.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createFakeCompanions } from './companions.ts';
import { createMemoryDeliveries, createMemoryLedger } from './memory-ledger.ts';
import { plainAnswer } from './views/answers.ts';

// Alerts, calls, incidents and actions against a workspace that is as strict as Slack.

const SIGNING_SECRET = 'signing-secret';
const TOKEN = 'xoxb-duty-in-workspace';
const ADA = 'U0ADAOKA01';
const BEN = 'U0BENRUI02';
const log = pino({ level: 'silent' });
const clock = { now: () => new Date() };
const settings: DutySettings = {
  ...DEFAULT_DUTY_SETTINGS,
  oncall: { ...DEFAULT_DUTY_SETTINGS.oncall, services: { default: [{ source: 'slack-group', group: 'S0ONCALL01' }] } },
  actions: {
    allowed: [{ kind: 'rollout-restart', namespaces: ['shop'] }],
    role: 'responder',
    twoPeople: true,
    expiresMinutes: 30,
  },
};

let workspace: SlackWorkspace;
let server: FastifyInstance;
let duty: Duty;
let role: Role = 'responder';
const groups = createFakeRecordStore<AlertGroup>();
const actions = createFakeRecordStore<ProposedAction>();
const acted: string[] = [];
const records = new Map<string, InvestigationRecord>();
const companions = createFakeCompanions(() => []);
const waiting: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = Fastify();
  const receiver = createFastifyReceiver({ signingSecret: new Secret(SIGNING_SECRET), clock, log });
  await server.register(receiver.plugin);
  const botUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  workspace = await startSlackWorkspace({
    host: '127.0.0.1',
    port: 0,
    botUrl,
    signingSecret: SIGNING_SECRET,
    botToken: TOKEN,
  });
  const options = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: workspace.apiUrl, logLevel: 'error' as never };
  const client = new webApi.WebClient(TOKEN, options);
  const people = createSlackPeople({ client, clock });
  const teamId = createTeamId(client);
  const resolve = async ({ teamId: team, userId, email = '', displayName }: SlackPerson) => ({
    teamId: team,
    slackUserId: userId,
    username: email,
    email,
    displayName,
    roles: [role],
  });
  const board = createSlackBoard({ client, ledger: createMemoryLedger(), betweenMs: 1_050 });
  const timeline = { add: async () => undefined, of: async () => [] };
  const pages = createFakeRecordStore<Page>();
  const incidents = createFakeRecordStore<Incident>();
  const source = { current: async () => settings };
  const jobs: DurableJobs = {
    async later(_id, name, payload) {
      if (name === ACT) waiting.push(() => duty.actionDesk.act(payload));
    },
  };
  const whoIsOnCall = createWhoIsOnCall({
    sources: { 'slack-group': createUserGroupOnCall({ client, people, teamId }) },
    findByEmail: createFindByEmail(client),
    clock,
  });
  duty = {
    whoIsOnCall,
    pager: createPager({ pages, board, timeline, whoIsOnCall, settings: source, jobs, clock }),
    incidentDesk: createIncidentDesk({
      incidents,
      board,
      timeline,
      openChannel: createOpenChannel(client),
      invite: createInvite(client),
      clock,
    }),
    actionDesk: createActionDesk({
      port: {
        preview: async () => ({ diff: ['+ restartedAt: now'], effect: 'All 2 pods are replaced.' }),
        act: async (_request, { at }) => {
          acted.push(at);
          return 'Under way.';
        },
      },
      actions,
      board,
      audit: { add: async () => undefined },
      timeline,
      settings: source,
      jobs,
      freshActor: async (presser) => resolve(await people.find(presser.teamId, presser.slackUserId)),
      clock,
    }),
    settings: source,
    groups,
    pages,
    incidents,
    silences: createFakeRecordStore<Silence>(),
    inbox: { held: async () => [{ name: 'Slow', target: { kind: 'service', name: 'basket' }, count: 3 }] },
    actions,
    timeline,
    memory: { knowledge: async () => [{ id: 'm', text: 'last <!channel> time it was the disk', createdAt: '' }] },
  };
  const bolt = createBoltApp({ receiver, client, apiUrl: workspace.apiUrl, botToken: new Secret(TOKEN), log });
  registerSlack(bolt, {
    ...companions.deps,
    people,
    identity: { resolve, token: () => Promise.reject(new Error('not asked for')) },
    investigations: { start: async () => ({ started: true }), stop: async () => ({ stopped: false }) },
    store: { find: async (id) => records.get(id), inThread: async () => [] },
    directory: { known: async () => ({ targets: [{ kind: 'service', name: 'basket' }], complete: true }) },
    deliveries: createMemoryDeliveries(),
    poster: createPoster({ client, ledger: createMemoryLedger() }),
    memory: { learn: async () => undefined },
    duty,
    clock,
    log,
  });
});
afterAll(async () => {
  await workspace.stop();
  await server.close();
});

const said = (channel = '#incidents') => workspace.messages(channel);
const whispered = (user: string) => JSON.stringify(workspace.ephemerals(user).at(-1) ?? '');
const place = (channel: string, find: (text: string) => boolean) => {
  const message = said(channel).findLast(({ text }) => find(text))!;
  return { channel, ts: message.ts };
};

test('/sre oncall names who is on call and mentions nobody', async () => {
  await workspace.command(BEN, '#incidents', '/sre oncall');
  await waitFor(() => whispered(BEN).includes('On call'));
  expect(whispered(BEN)).not.toContain(`<@${ADA}>`);
});

test('/sre page mentions them once in one message; a press and a second press change the owner once', async () => {
  await workspace.command(BEN, '#incidents', '/sre page basket the basket is down');
  await waitFor(() => said().some(({ blocks }) => JSON.stringify(blocks).includes(`Calling <@${ADA}>`)));
  const at = place('#incidents', (text) => text.includes('basket is down'));
  await workspace.press(ADA, at, 'sre_acknowledge_page');
  await waitFor(() => JSON.stringify(said()).includes(`<@${ADA}> has it`));
  await workspace.press(BEN, at, 'sre_take_over_page');
  await waitFor(() => JSON.stringify(said()).includes(`<@${BEN}> has it`));
  expect(said().filter(({ text }) => text.includes('basket is down'))).toHaveLength(1);
});

test('a page for a name that nothing goes by calls nobody, and offers what is near', async () => {
  const before = said().length;
  await workspace.command(BEN, '#incidents', '/sre page baskett it is down');
  await waitFor(() => whispered(BEN).includes('baskett'));
  expect(whispered(BEN)).toContain('page basket it is down');
  expect(said()).toHaveLength(before);
});

test('an incident is declared with a form and gets a channel, roles and an end', async () => {
  await workspace.command(ADA, '#checkout', '/sre incident');
  await waitFor(() => workspace.views(ADA).length > 0);
  await workspace.submit(ADA, {
    title: { text: { type: 'plain_text_input', value: 'Nobody can <!here> pay' } },
    severity: {
      choice: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'sev1' }, value: 'sev1' } },
    },
    channel: {
      choice: { type: 'checkboxes', selected_options: [{ text: { type: 'plain_text', text: 'own' }, value: 'own' }] },
    },
  } as never);
  await waitFor(() => said('#checkout').some(({ text }) => text.includes('Incident sev1')));
  const at = place('#checkout', (text) => text.includes('Incident sev1'));
  expect(JSON.stringify(said('#checkout'))).toMatch(/<#C[A-Z0-9]+>/);
  await workspace.press(BEN, at, 'sre_take_role_scribe');
  await waitFor(() => JSON.stringify(said('#checkout')).includes(`scribe <@${BEN}>`));
  await workspace.press(ADA, at, 'sre_resolve_incident');
  await waitFor(() => said('#checkout').some(({ text }) => text.includes('Incident over')));
  expect(said('#checkout')).toHaveLength(1);
});

test('a channel whose name is taken: its own is taken again, another keeps its name', async () => {
  const client = new webApi.WebClient(TOKEN, { ...SLACK_CLIENT_OPTIONS, slackApiUrl: workspace.apiUrl });
  const openChannel = createOpenChannel(client);
  const wanted = { name: 'inc-0304-basket', incident: 'inc-1', declaredAt: new Date().toISOString(), topic: 'Basket' };
  const first = await openChannel(wanted);
  expect(await openChannel(wanted)).toBe(first);
  const other = await openChannel({ ...wanted, incident: 'inc-2' });
  const third = await openChannel({ ...wanted, incident: 'inc-3' });
  const names = await Promise.all(
    [first, other, third].map(async (channel) => (await client.conversations.info({ channel })).channel?.name),
  );
  expect(names).toEqual(['inc-0304-basket', 'inc-0304-basket-2', 'inc-0304-basket-3']);
  // An answer of Slack's that was lost: the channel is there and says nothing of its incident yet.
  const lost = await client.conversations.create({ name: 'inc-0304-lost' });
  expect(await openChannel({ ...wanted, name: 'inc-0304-lost', incident: 'inc-4' })).toBe(lost.channel?.id);
  const old = await client.conversations.create({ name: 'inc-0304-old' });
  const later = new Date(Date.now() + 60_000).toISOString();
  const fresh = await openChannel({ ...wanted, name: 'inc-0304-old', incident: 'inc-5', declaredAt: later });
  expect(fresh).not.toBe(old.channel?.id);
  const invite = createInvite(client);
  await invite(first, [ADA]);
  await invite(first, [ADA, BEN]);
  expect((await client.conversations.members({ channel: first })).members).toEqual(expect.arrayContaining([ADA, BEN]));
});

test('a restart is proposed with its dry run; who proposed it is refused, another approves, it is done once', async () => {
  await workspace.command(ADA, '#general', '/sre restart shop/basket');
  await waitFor(() => said('#general').some(({ text }) => text.includes('Proposed')));
  const at = place('#general', (text) => text.includes('Proposed'));
  await workspace.press(ADA, at, 'sre_approve_action');
  await waitFor(() => whispered(ADA).includes('Two people are needed'));
  role = 'viewer';
  await workspace.press(BEN, at, 'sre_approve_action');
  await waitFor(() => whispered(BEN).includes('needs the role'));
  role = 'responder';
  await workspace.press(BEN, at, 'sre_approve_action');
  await waitFor(() => waiting.length > 0);
  for (const job of [...waiting, ...waiting]) await job();
  await waitFor(() => JSON.stringify(said('#general')).includes('Done, approved'));
  expect(acted).toHaveLength(1);
});

test('the remedy of an answer is proposed by its button, once, and not when it was ruled out', async () => {
  const client = new webApi.WebClient(TOKEN, { ...SLACK_CLIENT_OPTIONS, slackApiUrl: workspace.apiUrl });
  const [best] = plainAnswer.hypotheses;
  const remedy = { kind: 'rollout-restart', namespace: 'shop', name: 'basket' } as const;
  const nextSteps = [{ kind: 'remedy', text: 'Restart.', action: remedy }] as const;
  const answer = { ...plainAnswer, hypotheses: [{ ...best!, nextSteps }] };
  const channel = 'C0CHECKOUT';
  const offer = async (investigation: string) => {
    const { ts: threadTs = '' } = await client.chat.postMessage({ channel, text: investigation });
    const { text, blocks } = answerBlocks(answer, { investigation, remedy });
    const shown = await client.chat.postMessage({ channel, thread_ts: threadTs, text, blocks: [...blocks] });
    const request = { id: investigation, question: '', sinceSeconds: 60, askedAt: new Date().toISOString() };
    const thread = { teamId: 'T0LOCALOPS', channel };
    const askedBy = { teamId: 'T0LOCALOPS', slackUserId: ADA };
    records.set(investigation, {
      request: { ...request, thread, askedBy },
      status: 'answered',
      threadTs,
      answer,
      startedAt: '',
    });
    return { threadTs, at: { channel, ts: shown.ts ?? '' } };
  };
  const proposals = (threadTs: string) =>
    workspace.replies(channel, threadTs).filter(({ text }) => text.startsWith('Proposed'));

  const first = await offer('inv-remedy');
  await workspace.press(ADA, first.at, 'sre_propose_remedy');
  await waitFor(() => proposals(first.threadTs).length > 0);
  await workspace.press(BEN, first.at, 'sre_propose_remedy');
  await waitFor(() => whispered(BEN).includes('It is proposed already'));
  expect(proposals(first.threadTs)).toHaveLength(1);

  const second = await offer('inv-ruled');
  const at = new Date().toISOString();
  const thread = { teamId: 'T0LOCALOPS', channel, threadTs: second.threadTs };
  await companions.deps.rulings.rule(thread, { subject: best!.component, out: true, by: BEN, at });
  await workspace.press(ADA, second.at, 'sre_propose_remedy');
  await waitFor(() => whispered(ADA).includes('ruled out in this thread'));
  expect(proposals(second.threadTs)).toHaveLength(0);
});

test('silences are made, listed and refused when they cannot be read; the hand-over tells them', async () => {
  await workspace.command(ADA, '#general', '/sre silence basket 2h');
  await waitFor(() => whispered(ADA).includes('open no thread until'));
  await workspace.command(ADA, '#general', '/sre silence basket soonish');
  await waitFor(() => whispered(ADA).includes('seven days'));
  await workspace.command(ADA, '#general', '/sre handover');
  await waitFor(() => whispered(ADA).includes('Silenced'));
  expect(await duty.silences.list({ states: ['active'] })).toHaveLength(2);
});

test('a silence is ended early by its name, once, by those who may set one; the list tells what it holds back', async () => {
  await workspace.command(ADA, '#general', '/sre silence basket 2h');
  await waitFor(() => whispered(ADA).includes('open no thread until'));
  await workspace.command(ADA, '#general', '/sre silence');
  await waitFor(() => whispered(ADA).includes('3 alerts held back') && whispered(ADA).includes('End now'));
  role = 'viewer';
  await workspace.command(BEN, '#general', '/sre silence end basket');
  await waitFor(() => /role|responder/.test(whispered(BEN)));
  role = 'responder';
  expect(await duty.silences.list({ states: ['active'] })).toHaveLength(2);
  await workspace.command(ADA, '#general', '/sre silence end payments');
  await waitFor(() => whispered(ADA).includes('Nothing of the name payments'));
  await workspace.command(ADA, '#general', '/sre silence basket off');
  await waitFor(() => whispered(ADA).includes('open threads again'));
  const ending = await duty.silences.list({ states: ['ending'] });
  expect(ending.map(({ subject }) => subject).sort()).toEqual(['basket', 'service/basket']);
  expect(ending.filter(({ channel }) => channel !== undefined)).toHaveLength(1);
  expect(new Set(ending.map(({ endedBy }) => endedBy)).size).toBe(1);
  expect(ending[0]?.endedBy).toBe(ending[0]?.by);
  await workspace.command(ADA, '#general', '/sre silence end basket');
  await waitFor(() => whispered(ADA).includes('Nothing of the name basket'));
});

test('alerts are acknowledged by the first who presses', async () => {
  const at = new Date().toISOString();
  const group: AlertGroup = {
    id: 'alerts-1',
    teamId: 'T0LOCALOPS',
    state: 'open',
    channel: 'C0INCIDENT',
    threadTs: '1.1',
    subjects: ['service/basket'],
    members: { f: { name: 'Slow', status: 'firing', severity: 'critical', startsAt: at, times: 1 } },
    openedAt: at,
    lastAt: at,
    revision: 1,
  };
  await groups.add(group);
  const client = new webApi.WebClient(TOKEN, { ...SLACK_CLIENT_OPTIONS, slackApiUrl: workspace.apiUrl });
  const board = createSlackBoard({ client, ledger: createMemoryLedger() });
  const message = await board.put({ channel: 'C0INCIDENT', since: at }, 'alerts-1', 'group', {
    kind: 'alert-group',
    group,
  });
  await workspace.press(ADA, message, 'sre_acknowledge_alerts');
  await waitFor(() => whispered(ADA).includes('You have it'));
  await workspace.press(BEN, message, 'sre_acknowledge_alerts');
  await waitFor(() => whispered(BEN).includes('Somebody has them already'));
  expect(await groups.find('alerts-1')).toMatchObject({ acknowledgedBy: ADA, revision: 2 });
});

test('who answers the call for alerts has the alerts', async () => {
  const at = new Date().toISOString();
  const group: AlertGroup = {
    id: 'alerts-2',
    teamId: 'T0LOCALOPS',
    state: 'open',
    channel: 'C0GENERAL1',
    threadTs: said('#general')[0]!.ts,
    subjects: ['service/basket'],
    members: { f: { name: 'Slow', status: 'firing', severity: 'critical', startsAt: at, times: 1 } },
    openedAt: at,
    lastAt: at,
    revision: 1,
  };
  await groups.add(group);
  const { channel, threadTs = '', teamId } = group;
  const asked = { id: 'page-alerts-2', teamId, channel, threadTs, reason: '1 alert fires', askedBy: 'SREBOT' };
  await duty.pager.page({ ...asked, severity: 'critical', byHand: false });
  const call = workspace.replies(channel, threadTs).findLast(({ text }) => text.includes('1 alert fires'))!;
  await workspace.press(BEN, { channel, ts: call.ts }, 'sre_acknowledge_page');
  await waitFor(async () => (await groups.find('alerts-2'))?.revision !== 1);
  expect(await groups.find('alerts-2')).toMatchObject({ acknowledgedBy: BEN, revision: 2 });
});
