import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { App } from '@slack/bolt';
import { parse } from 'yaml';
import { type Database, openDatabase } from '../../../bot/adapters/postgres/database.ts';
import { createDeliveryClaims } from '../../../bot/adapters/postgres/delivery-claims.ts';
import { DEFAULT_PREFERENCES } from '../../../bot/domain/preferences.ts';
import { Secret } from '../../../bot/domain/secret.ts';
import { registerSlack, type SlackDeps } from '../../../bot/slack/index.ts';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.ts';
import { createCountingDuty } from './counting-duty.ts';
import type { Arguments } from './fake-slack.ts';
import { openWorkspace, recordOf, type Workspace } from './workspace.ts';

// Everything that Slack delivers, delivered again: to the same process, and to another one that shares the database.

/** What came of the deliveries, over both processes: how often each thing was done. */
type Effects = Readonly<Record<string, number>>;

interface Pair {
  readonly first: Workspace;
  readonly second: Workspace;
  effects(): Effects;
  close(): Promise<void>;
}

interface Delivery {
  readonly what: string;
  /** The listener that takes it, as it is registered. */
  readonly listener: string;
  /** The events of the manifest that it stands for. */
  readonly events?: readonly string[];
  readonly body: Arguments;
  /** True where all that is to be seen is the acknowledgement. */
  readonly acknowledged?: true;
}

const READS = /^(?:users\.info|auth\.test|chat\.getPermalink|conversations\.(?:history|replies|info|list|open))$/;
const THREAD = { channel: 'C1', thread_ts: '1.0001' };
const IN_THREAD = {
  channel: { id: 'C1' },
  container: { type: 'message', message_ts: '5.0001', channel_id: 'C1', thread_ts: '1.0001' },
  message: { ts: '5.0001', thread_ts: '1.0001' },
};
const IN_VIEW = { container: { type: 'view', view_id: 'V1' }, view: { id: 'V1', hash: 'h1' } };
const PERSON = { team: { id: 'T1' }, user: { id: 'U1', team_id: 'T1' } };

const event = (what: string, listener: string, events: readonly string[], inner: Arguments): Delivery => ({
  what,
  listener,
  events,
  body: { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', authorizations: [], event: inner },
});
const command = (text: string): Delivery => ({
  what: `/sre ${text}`,
  listener: 'command /sre',
  body: { command: '/sre', text, team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: '1.2.abc' },
});
const press = (actionId: string, value: string, place: Arguments = IN_THREAD, listener = actionId): Delivery => ({
  what: `press of ${actionId}`,
  listener: `action ${listener}`,
  body: {
    type: 'block_actions',
    ...PERSON,
    ...place,
    trigger_id: '1.9.press',
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1' }],
  },
});
const form = (callbackId: string, metadata: string, values: Arguments): Delivery => ({
  what: `form ${callbackId}`,
  listener: `view ${callbackId}`,
  body: {
    type: 'view_submission',
    ...PERSON,
    trigger_id: '1.9.form',
    view: {
      id: 'V9',
      hash: 'h9',
      type: 'modal',
      callback_id: callbackId,
      private_metadata: metadata,
      state: { values },
    },
  },
});
const chosen = (value: string) => ({ chosen: { selected_option: { value } } });
const message = (kind: string, more: Arguments = THREAD) =>
  event(`a message (${kind})`, 'message', [`message.${kind === 'im' ? 'im' : `${kind}s`}`], {
    type: 'message',
    channel_type: kind,
    user: 'U1',
    ts: '9.1',
    text: 'show me the evidence',
    ...more,
  });

const DELIVERIES: readonly Delivery[] = [
  command('basket is slow'),
  command('help'),
  command('status'),
  command('logs basket'),
  command('prefs'),
  command('page basket it is down'),
  command('restart shop/basket'),
  command('silence basket 2h'),
  command('silence end basket'),
  event('a mention', 'event app_mention', ['app_mention'], {
    type: 'app_mention',
    user: 'U1',
    channel: 'C1',
    ts: '7.1',
    text: '<@UBOT> basket is slow',
  }),
  event('a mention that only gets words', 'event app_mention', ['app_mention'], {
    type: 'app_mention',
    user: 'U1',
    channel: 'C1',
    ts: '7.1',
    text: '<@UBOT> help',
  }),
  message('im', { channel: 'D1', text: 'basket is slow' }),
  message('channel'),
  message('group'),
  event('Home opened', 'event app_home_opened', ['app_home_opened'], {
    type: 'app_home_opened',
    user: 'U1',
    tab: 'home',
    channel: 'D1',
  }),
  event('an account deactivated', 'event user_change', ['user_change'], {
    type: 'user_change',
    user: { id: 'U1', deleted: true },
  }),
  event('Slack’s own Stop', 'event agent_session_stopped', ['agent_session_stopped'], {
    type: 'agent_session_stopped',
    user: 'U1',
    ...THREAD,
  }),
  press('sre_stop', 'inv-running'),
  press('sre_show_evidence', 'inv-done'),
  press('sre_evidence_page_on', 'inv-done 1', IN_VIEW, '/^sre_evidence_page_/'),
  press('sre_feedback', 'helpful:inv-done'),
  press('sre_helpful', 'inv-done'),
  press('sre_not_helpful', 'inv-done'),
  press('sre_investigate_this_0', '{"since":3600,"question":"q"}', IN_THREAD, '/^sre_investigate_this_\\d+$/'),
  press('sre_investigate_again', 'inv-done'),
  press('sre_ask_investigation', 'home', IN_VIEW),
  press('sre_lookup_details', '{"kind":"pods","since":3600}'),
  { ...press('sre_link_0', '', IN_THREAD, '/^sre_link_\\d+$/'), acknowledged: true },
  press('sre_change_preferences', 'preferences', IN_VIEW),
  press('sre_forget_me', 'forget'),
  press('sre_open_report', 'inv-done'),
  press('sre_acknowledge_page', 'p1'),
  press('sre_take_over_page', 'p1'),
  press('sre_hand_over_page', 'p1'),
  press('sre_acknowledge_alerts', 'g1'),
  press('sre_silence_alerts', 'g1'),
  press('sre_end_silence', 's1'),
  press('sre_declare_incident', 'inv-done'),
  press('sre_change_incident', 'i1'),
  press('sre_resolve_incident', 'i1'),
  press('sre_take_role_commander', 'i1:commander'),
  press('sre_take_role_communications', 'i1:communications'),
  press('sre_take_role_scribe', 'i1:scribe'),
  press('sre_propose_remedy', 'inv-done'),
  press('sre_approve_action', 'a1'),
  press('sre_refuse_action', 'a1'),
  form('sre_correction', '{"investigation":"inv-done"}', { cause: { text: { value: 'a full disk' } } }),
  form('sre_preferences', '', { detail: chosen('short') }),
  form('sre_investigate', '{"channel":"C1"}', { target: chosen('service/basket'), since: chosen('3600') }),
  form('sre_declare_incident_form', '{"channel":"C1"}', { title: { text: { value: 'Nobody can pay' } } }),
  form('sre_change_incident_form', 'i1', { title: { text: { value: 'Some can pay' } } }),
];

let postgres: TestPostgres;
let databases: readonly Database[];
let round = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const url = new Secret(await postgres.database());
  databases = [1, 2].map(() => openDatabase(url, { onError: () => undefined }));
  await databases[0]!.migrate();
});
afterAll(async () => {
  await Promise.all(databases.map((each) => each.close()));
  await postgres.stop();
});

async function openPair(): Promise<Pair> {
  round += 1;
  const done: string[] = [];
  const duty = createCountingDuty(done);
  const shared = (index: number): Partial<SlackDeps> => {
    const claims = createDeliveryClaims(databases[index]!.db);
    // Each pair is a workspace of its own to the claims, as the deliveries are the same in all of them.
    const mine = `${round} `;
    return {
      claims: {
        claim: (id, holder, seconds) => claims.claim(mine + id, holder, seconds),
        handled: (id, holder, kept) => claims.handled(mine + id, holder, kept),
        release: (id, holder) => claims.release(mine + id, holder),
      },
      patienceMs: 10_000,
      people: {
        find: async (teamId, userId, options) => {
          if (options?.fresh) done.push('an account read anew');
          return { teamId, userId, emailConfirmed: true, displayName: 'Ann', deactivated: options?.fresh === true };
        },
      },
      duty,
      preferences: {
        read: async () => ({ ...DEFAULT_PREFERENCES, unaddressed: true }),
        write: async () => void done.push('preferences written'),
        forget: async () => void done.push('preferences forgotten'),
      },
      feedback: {
        give: async () => void done.push('feedback given'),
        recent: async () => [],
        forget: async () => void done.push('feedback forgotten'),
      },
    };
  };
  const both = await Promise.all([0, 1].map((index) => openWorkspace(undefined, shared(index))));
  for (const each of both) {
    each.records.push(recordOf('inv-done'), recordOf('inv-running', 'running'));
    each.roles = ['responder'];
  }
  const counted = (workspace: Workspace): string[] => [
    ...workspace.slack.calls.map(({ method }) => method).filter((method) => !READS.test(method)),
    ...workspace.slack.responses.map(() => 'a response'),
    ...workspace.started.map(({ id }) => `started ${id}`),
    ...workspace.asked.map(({ id }) => `asked ${id}`),
    ...workspace.stopped.map(({ id }) => `stopped ${id}`),
    ...workspace.learnt.map(() => 'learnt'),
    ...workspace.forgotten.map(() => 'forgotten'),
    ...workspace.acks.filter((ack) => ack !== undefined && ack !== '').map(() => 'words on an acknowledgement'),
  ];
  return {
    first: both[0]!,
    second: both[1]!,
    effects() {
      const all = [...done, ...both.flatMap(counted)].sort();
      return Object.fromEntries(
        [...Map.groupBy(all, (each) => each)].map(([each, times]) => [each, times.length] as const),
      );
    },
    close: async () => void (await Promise.all(both.map((each) => each.close()))),
  };
}

async function effectsOf(delivery: Delivery, deliver: (pair: Pair, body: Arguments) => Promise<unknown>) {
  const pair = await openPair();
  // Slack gives each its own address to answer to.
  const body = { ...delivery.body, response_url: pair.first.slack.responseUrl };
  await deliver(pair, body);
  const effects = pair.effects();
  for (const { slack } of [pair.first, pair.second]) {
    const shown = slack.calls.filter(({ method }) => /^chat\.(?:post|update)/.test(method)).map(({ args }) => args);
    for (const { text } of [...shown, ...slack.responses]) expect(String(text ?? '').trim()).not.toBe('');
  }
  await pair.close();
  return { effects, acks: pair.first.acks.length + pair.second.acks.length };
}

const RETRY = 1;

describe.each(DELIVERIES.map((delivery) => [delivery.what, delivery] as const))('%s', (_what, delivery) => {
  test('delivered again does nothing again, in this process and in another', async () => {
    const once = await effectsOf(delivery, ({ first }, body) => first.deliver(body));
    if (!delivery.acknowledged) expect(Object.keys(once.effects).length).toBeGreaterThan(0);
    const again = await effectsOf(delivery, async ({ first, second }, body) => {
      await first.deliver(body);
      await first.deliver(body, RETRY);
      await second.deliver(body, RETRY);
    });
    expect(again.effects).toEqual(once.effects);
    expect(again.acks).toBe(3 * once.acks);
    const atOnce = await effectsOf(delivery, ({ first, second }, body) =>
      Promise.all([first.deliver(body), second.deliver(body), first.deliver(body), second.deliver(body)]),
    );
    // What is looked into again is numbered by the moment of the press: how many are started is what counts.
    expect(unnumbered(atOnce.effects)).toEqual(unnumbered(once.effects));
    expect(atOnce.acks).toBe(4 * once.acks);
  });
});

test('every listener of the bot and every event of the manifest is in the table, and nothing else', () => {
  const listeners: string[] = [];
  const note =
    (kind: string) =>
    (constraint: unknown): void =>
      void listeners.push(typeof constraint === 'function' ? kind : `${kind} ${constraint}`);
  const recorder = {
    use: () => undefined,
    command: note('command'),
    event: note('event'),
    message: note('message'),
    action: note('action'),
    view: note('view'),
    shortcut: note('shortcut'),
    options: note('options'),
    function: note('function'),
    step: note('step'),
    assistant: note('assistant'),
  };
  registerSlack(recorder as unknown as App, { duty: createCountingDuty([]) } as unknown as SlackDeps);
  const known = new Set(DELIVERIES.map(({ listener }) => listener));
  expect([...new Set(listeners)].sort()).toEqual([...known].sort());

  const path = join(import.meta.dirname, '../../../bot/slack/manifest.yaml');
  const manifest = parse(readFileSync(path, 'utf8')) as {
    settings: { event_subscriptions: { bot_events: string[] } };
  };
  const events = new Set(DELIVERIES.flatMap((delivery) => delivery.events ?? []));
  expect([...events].sort()).toEqual([...manifest.settings.event_subscriptions.bot_events].sort());
});

function unnumbered(effects: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(effects).map(([what, count]) => [what.replace(/inv-[0-9a-f]{24}/, 'inv'), count]),
  );
}

test('an event whose work broke is done when it comes again, also where that comes before the end of the first', async () => {
  const pair = await openPair();
  const { body } = DELIVERIES.find(({ what }) => what === 'a mention that only gets words')!;
  const started = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  pair.first.deps.deliveries.once = async () => {
    started.resolve();
    await going.promise;
    throw new Error('the database went away');
  };
  const broken = pair.first.deliver(body).then(
    () => 'answered',
    () => 'refused',
  );
  await started.promise;
  const meanwhile = pair.second.deliver(body, RETRY);
  going.resolve();
  expect(await broken).toBe('refused');
  await meanwhile;
  expect(pair.effects()).toEqual({ 'chat.postEphemeral': 1 });
  await pair.close();
});
