import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { App, webApi } from '@slack/bolt';
import { SreError } from '../../../../bot/domain/errors.ts';
import type { Delivery, DeliveryInbox, LeftDelivery } from '../../../../bot/ports/delivery-inbox.ts';
import { createInboxSweep } from '../../../../bot/slack/receiving/inbox-sweep.ts';
import { createIntake, type Intake } from '../../../../bot/slack/receiving/intake.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../../bot/slack/transport/call.ts';
import { type Arguments, type FakeSlack, startFakeSlack } from '../fake-slack.ts';

const away = () => Promise.reject(new SreError('unavailable', 'the database is away'));
const hang = () => new Promise<never>(() => undefined);
const NOT_TAKEN = /could not take that.*Nothing was started/;

let slack: FakeSlack;
let app: App;
let intake: Intake;
let kept: Map<string, Delivery & { done: boolean; again: boolean }>;
let put: DeliveryInbox['put'];
let acks: unknown[];
let did: string[];
/** What the handler does once it may. */
let work: () => Promise<void>;

const inbox: DeliveryInbox = {
  put: (delivery, holder) => put(delivery, holder),
  async done(id) {
    const one = kept.get(id);
    if (one) one.done = true;
  },
  async again(id) {
    const one = kept.get(id);
    if (one) one.again = true;
  },
  holders: async () => [],
  async take() {
    const due = [...kept.values()].filter(({ again, done }) => again && !done);
    for (const one of due) one.again = false;
    return due.map((one) => ({ ...one, attempts: 2 }));
  },
};

async function keep(delivery: Delivery): Promise<boolean> {
  if (kept.has(delivery.id)) return false;
  kept.set(delivery.id, { ...delivery, done: false, again: false });
  return true;
}

/** When what the handlers need is up. */
let started: PromiseWithResolvers<void>;

let tokens = 0;
beforeEach(async () => {
  tokens += 1;
  slack = await startFakeSlack();
  kept = new Map();
  acks = [];
  did = [];
  put = keep;
  work = async () => undefined;
  started = Promise.withResolvers<void>();
  started.resolve();
  const silent = () => undefined;
  const quiet = { debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent };
  app = new App({
    receiver: { init: silent, start: async () => undefined, stop: async () => undefined },
    logger: { ...quiet, getLevel: () => 'info' as never },
    authorize: async () => ({ botToken: 'xoxb', botId: 'B1', botUserId: 'U0' }),
  });
  const act = (what: string) => async () => {
    did.push(what);
    await work();
  };
  app.command('/sre', async ({ ack, command }) => {
    if (command.text === 'help') return ack('Here is help.');
    const place = () => (command.text === 'busy' ? { text: 'It is next in line.' } : undefined);
    await ack(place as never);
    await act(`command ${command.text}`)();
  });
  app.action('press', async ({ ack }) => {
    await ack();
    await act('press')();
  });
  app.view('form', async ({ ack }) => {
    await ack();
    await act('form')();
  });
  app.event('app_mention', act('mention'));
  app.event('user_change', act('report'));
  const clientOptions = { ...SLACK_CLIENT_OPTIONS, slackApiUrl: slack.apiUrl, logLevel: 'error' as never };
  const client = new webApi.WebClient(`xoxb-intake-${tokens}`, clientOptions);
  intake = createIntake({
    inbox,
    holder: 'here',
    client,
    log: quiet,
    recordWithinMs: 50,
    // Read at each delivery, as a test may begin anew.
    get started() {
      return started.promise;
    },
  });
  intake.guard(app);
});
afterEach(() => slack.close());

const deliver = (body: Arguments) =>
  app.processEvent({ body: body as never, ack: async (words) => void acks.push(words ?? '') });
const command = (text: string) =>
  deliver({
    command: '/sre',
    text,
    team_id: 'T1',
    user_id: 'U1',
    channel_id: 'C1',
    trigger_id: `${text}.1`,
    token: 'x',
  });
const press = (more: Arguments = { response_url: slack.responseUrl }) =>
  deliver({
    type: 'block_actions',
    team: { id: 'T1' },
    user: { id: 'U1' },
    trigger_id: '1.2',
    actions: [{ type: 'button', action_id: 'press' }],
    ...more,
  });
const form = (blocks: Arguments[]) =>
  deliver({
    type: 'view_submission',
    team: { id: 'T1' },
    user: { id: 'U1' },
    trigger_id: '1.3',
    view: { id: 'V1', type: 'modal', callback_id: 'form', blocks },
  });
const event = (type: string) =>
  deliver({
    type: 'event_callback',
    team_id: 'T1',
    event_id: `Ev-${type}`,
    event: { type, user: 'U1', channel: 'C1' },
  });

test('what asks for work is acknowledged once it is recorded, while the work goes on', async () => {
  const going = Promise.withResolvers<void>();
  const recorded = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  put = async (delivery) => {
    await recorded.promise;
    return keep(delivery);
  };
  work = () => {
    started.resolve();
    return going.promise;
  };
  const handled = command('basket is slow');
  expect([acks, did]).toEqual([[], []]);
  recorded.resolve();
  await started.promise;
  expect([acks, did]).toEqual([[''], ['command basket is slow']]);
  const [delivery] = kept.values();
  expect(delivery).toMatchObject({ done: false, body: { text: 'basket is slow' } });
  expect(delivery?.body).not.toHaveProperty('token');
  going.resolve();
  await handled;
  expect(delivery?.done).toBe(true);
});

test('what comes while the process starts is acknowledged as recorded, and handled once it is up', async () => {
  started = Promise.withResolvers<void>();
  const acknowledged = Promise.withResolvers<void>();
  const handled = app.processEvent({
    body: {
      command: '/sre',
      text: 'early',
      team_id: 'T1',
      user_id: 'U1',
      channel_id: 'C1',
      trigger_id: '9.1',
    } as never,
    ack: async () => acknowledged.resolve(),
  });
  await acknowledged.promise;
  expect([kept.size, did]).toEqual([1, []]);
  started.resolve();
  await handled;
  expect(did).toEqual(['command early']);
});

test('words beside the acknowledgement come with it, and are drawn once the work is recorded', async () => {
  await command('busy');
  expect([acks, did, kept.size]).toEqual([[{ text: 'It is next in line.' }], ['command busy'], 1]);
  put = away;
  await command('busy');
  expect([acks.length, did.length]).toEqual([2, 1]);
  expect(JSON.stringify(acks[1])).toMatch(NOT_TAKEN);
});

test('an answer that rides on the acknowledgement needs no record', async () => {
  put = away;
  await command('help');
  expect(acks).toEqual(['Here is help.']);
});

test.each([
  ['is away', away],
  ['hangs', hang],
])('where the database %s a command is refused in words, and nothing is done', async (_how, broken) => {
  put = broken;
  await command('basket is slow');
  expect(acks).toEqual([
    expect.objectContaining({ response_type: 'ephemeral', text: expect.stringMatching(NOT_TAKEN) }),
  ]);
  expect(did).toEqual([]);
});

test('a press is refused in words beside the message', async () => {
  put = away;
  await press();
  expect(slack.responses).toEqual([
    expect.objectContaining({ replace_original: false, text: expect.stringMatching(NOT_TAKEN) }),
  ]);
  expect([acks, did]).toEqual([[''], []]);
});

test('a press without a message is shown as failed by Slack, and refused in words directly', async () => {
  put = away;
  await expect(press({})).rejects.toMatchObject({ kind: 'unavailable' });
  expect([acks, did]).toEqual([[], []]);
});

test('a form that cannot be recorded stays open and says why', async () => {
  put = away;
  await form([{ type: 'section' }, { type: 'input', block_id: 'title' }]);
  expect(acks).toEqual([{ response_action: 'errors', errors: { title: expect.stringMatching(NOT_TAKEN) } }]);
  expect(did).toEqual([]);
});

test('a form without fields becomes words', async () => {
  put = away;
  await form([]);
  expect(acks).toEqual([expect.objectContaining({ response_action: 'update' })]);
});

test('an event that cannot be recorded is not acknowledged, so that Slack repeats it', async () => {
  put = away;
  await expect(event('app_mention')).rejects.toMatchObject({ kind: 'unavailable' });
  expect([acks, did]).toEqual([[], []]);
});

test('what was recorded too late, after its refusal, is withdrawn', async () => {
  const late = Promise.withResolvers<void>();
  put = async (delivery) => {
    await late.promise;
    return keep(delivery);
  };
  await command('basket is slow');
  late.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect([...kept.values()]).toEqual([expect.objectContaining({ done: true })]);
  expect(did).toEqual([]);
});

test('an event that was recorded too late is handled: Slack’s repetition of it is taken for known', async () => {
  const late = Promise.withResolvers<void>();
  const inTime = put;
  put = async (delivery) => {
    await late.promise;
    return keep(delivery);
  };
  await expect(event('app_mention')).rejects.toMatchObject({ kind: 'unavailable' });
  late.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  put = inTime;
  await event('app_mention');
  expect([acks, did]).toEqual([[''], []]);
  await intake.handleAgain((await inbox.take('here', [], 1))[0] as LeftDelivery);
  expect(did).toEqual(['mention']);
});

test('what stands though the answer to its recording was lost is withdrawn, as its refusal was said', async () => {
  put = async (delivery) => {
    await keep(delivery);
    return away();
  };
  await command('basket is slow');
  await new Promise((resolve) => setImmediate(resolve));
  expect([...kept.values()]).toEqual([expect.objectContaining({ done: true })]);
  expect(did).toEqual([]);
});

test('the answer to the recording of a repetition being lost ends nothing that is under way', async () => {
  const working = Promise.withResolvers<void>();
  work = () => working.promise;
  const first = event('app_mention');
  while (did.length === 0) await new Promise((resolve) => setImmediate(resolve));
  put = away;
  await expect(event('app_mention')).rejects.toMatchObject({ kind: 'unavailable' });
  await new Promise((resolve) => setImmediate(resolve));
  expect([...kept.values()]).toEqual([expect.objectContaining({ done: false, again: false })]);
  working.resolve();
  await first;
  expect([...kept.values()]).toEqual([expect.objectContaining({ done: true })]);
});

test('what comes in is acknowledged before what was acknowledged is worked on', async () => {
  const second = Promise.withResolvers<void>();
  put = async (delivery) => {
    if (JSON.stringify(delivery).includes('second')) await second.promise;
    return keep(delivery);
  };
  const both = [command('first'), command('second')];
  while (acks.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(did).toEqual([]);
  second.resolve();
  await Promise.all(both);
  expect(did).toEqual(['command first', 'command second']);
});

test('a repeated delivery is acknowledged and does nothing', async () => {
  await event('app_mention');
  await event('app_mention');
  expect([acks, did]).toEqual([['', ''], ['mention']]);
});

test('an event that only reports is acknowledged when its handlers are through, and not when they fail', async () => {
  await event('user_change');
  expect(acks).toEqual(['']);
  work = away;
  await expect(event('user_change')).rejects.toThrow();
  expect(acks).toEqual(['']);
  expect(kept.size).toBe(0);
});

test('accepted work that breaks is done again, without limits for what was accepted already', async () => {
  work = away;
  await command('basket is slow');
  expect(acks).toEqual(['']);
  work = async () => undefined;
  await intake.handleAgain((await inbox.take('here', [], 1))[0] as LeftDelivery);
  expect(did).toEqual(['command basket is slow', 'command basket is slow']);
  expect([...kept.values()]).toEqual([expect.objectContaining({ done: true })]);
});

test('accepted work that breaks every time is given up in words', async () => {
  work = away;
  const body = { command: '/sre', text: 'x', team_id: 'T1', user_id: 'U1', response_url: slack.responseUrl };
  await intake.handleAgain({ id: 'command T1 1', body, attempts: 6 });
  expect(did).toEqual([]);
  expect(slack.responses).toEqual([expect.objectContaining({ text: expect.stringMatching(/could not finish it/) })]);
});

test('what could not be noted as done is noted later', async () => {
  const { done } = inbox;
  inbox.done = away;
  await command('basket is slow');
  inbox.done = done;
  await intake.noteEnds();
  expect([...kept.values()]).toEqual([expect.objectContaining({ done: true })]);
});

test.each(['at first', 'when handled again'])(
  'what broke and could not be put off is put off later: %s',
  async (when) => {
    const { again } = inbox;
    work = away;
    if (when === 'at first') inbox.again = away;
    await command('basket is slow');
    if (when === 'when handled again') {
      const [left] = await inbox.take('here', [], 1);
      inbox.again = away;
      await intake.handleAgain(left as LeftDelivery);
    }
    expect(await inbox.take('here', [], 1)).toEqual([]);
    await expect(intake.noteEnds()).rejects.toThrow();
    inbox.again = again;
    await intake.noteEnds();
    expect(await inbox.take('here', [], 1)).toHaveLength(1);
  },
);

test('the sweep handles again what is due, and looks on after a failure', async () => {
  work = away;
  await command('basket is slow');
  const done = Promise.withResolvers<void>();
  work = async () => done.resolve();
  let looks = 0;
  const instances = {
    id: 'here',
    async gone() {
      looks += 1;
      if (looks === 1) throw new SreError('unavailable', 'the database is away');
      return [];
    },
  };
  const sweep = createInboxSweep({ inbox, instances, intake, log: { warn: () => undefined }, everyMs: 1 });
  sweep.start();
  await done.promise;
  sweep.stop();
  expect(did).toHaveLength(2);
});
