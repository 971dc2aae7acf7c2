import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { App } from '@slack/bolt';
import Fastify, { type FastifyInstance } from 'fastify';
import { Secret } from '../../../../bot/domain/secret.ts';
import { createFastifyReceiver } from '../../../../bot/slack/receiving/fastify-receiver.ts';
import { createIntake } from '../../../../bot/slack/receiving/intake.ts';
import { waitFor } from '../../../support/wait-for.ts';

const SIGNING = 'signing-secret-of-the-tests';
const NOW = new Date('2026-01-05T10:00:00Z');

let server: FastifyInstance;
let app: App;
let answered: string[];
let logged: string[];

beforeEach(async () => {
  answered = [];
  logged = [];
  const note = (_fields: unknown, message?: string) => logged.push(message ?? '');
  const receiver = createFastifyReceiver({
    signingSecret: new Secret(SIGNING),
    clock: { now: () => NOW },
    log: { warn: note, error: note } as never,
    onAnswered: (kind, outcome) => answered.push(`${kind} ${outcome}`),
    ackWithinMs: 200,
  });
  const silent = () => undefined;
  const logger = { debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent };
  app = new App({
    receiver,
    logger: { ...logger, getLevel: () => 'info' as never },
    authorize: async () => ({ botToken: 'xoxb', botId: 'B1', botUserId: 'U0' }),
  });
  // What is reported is acknowledged when its handlers are through, which is the intake's to see to.
  const inbox = { put: async () => true, done: async () => undefined } as never;
  createIntake({ inbox, holder: 'here', client: app.client, log: { error: note, warn: note } as never }).guard(app);
  server = Fastify();
  await server.register(receiver.plugin);
  await server.ready();
});
afterEach(() => server.close());

const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

function deliver(
  path: string,
  body: string,
  changes: { type?: string; at?: number; secret?: string; headers?: Record<string, string>; signed?: string } = {},
) {
  const at = String(changes.at ?? NOW.getTime() / 1000);
  const signed = changes.signed ?? body;
  const digest = createHmac('sha256', changes.secret ?? SIGNING)
    .update(`v0:${at}:${signed}`)
    .digest('hex');
  return server.inject({
    method: 'POST',
    url: path,
    payload: body,
    headers: {
      'content-type': changes.type ?? JSON_TYPE,
      'x-slack-signature': `v0=${digest}`,
      'x-slack-request-timestamp': at,
      ...changes.headers,
    },
  });
}

const mention = JSON.stringify({
  type: 'event_callback',
  event_id: 'Ev1',
  team_id: 'T1',
  event: { type: 'app_mention', user: 'U1', text: '<@U0> hello', channel: 'C1', ts: '1.1' },
});
const reported = JSON.stringify({
  type: 'event_callback',
  event_id: 'Ev2',
  team_id: 'T1',
  event: { type: 'user_change', user: { id: 'U1' } },
});
const command = form({ command: '/sre', text: 'a & b=ç', user_id: 'U1', team_id: 'T1', channel_id: 'C1' });

test('a signed event reaches its handler with Slack’s retry headers, and is acknowledged', async () => {
  const seen: unknown[] = [];
  app.event('app_mention', async ({ event, context }) => {
    seen.push([event.text, context.retryNum, context.retryReason]);
  });
  const headers = { 'x-slack-retry-num': '2', 'x-slack-retry-reason': 'http_timeout' };
  const response = await deliver('/slack/events', mention, { headers });
  expect(response.statusCode).toBe(200);
  expect(seen).toEqual([['<@U0> hello', 2, 'http_timeout']]);
  expect(answered).toEqual(['events acknowledged']);
});

test('an event whose handler fails is not acknowledged, so that Slack delivers it again', async () => {
  app.event('user_change', async () => {
    throw new Error('the database is away');
  });
  app.error(async (error) => {
    throw error;
  });
  expect((await deliver('/slack/events', reported)).statusCode).toBe(503);
  expect(logged).toEqual(['a delivery could not be handled']);
});

test('a command is acknowledged with the handler’s words, without waiting for the rest of its work', async () => {
  const end = Promise.withResolvers<void>();
  app.command('/sre', async ({ ack, command: given }) => {
    await ack({ text: `Got: ${given.text}` });
    await end.promise;
  });
  const response = await deliver('/slack/commands', command, { type: FORM_TYPE });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ text: 'Got: a & b=ç' });
  end.resolve();
});

test('a button press comes as JSON in a form', async () => {
  const pressed: string[] = [];
  app.action('stop', async ({ ack, body }) => {
    pressed.push(body.user.id);
    await ack();
  });
  const payload = { type: 'block_actions', user: { id: 'U1' }, team: { id: 'T1' }, actions: [{ action_id: 'stop' }] };
  const response = await deliver('/slack/interactions', form({ payload: JSON.stringify(payload) }), {
    type: FORM_TYPE,
  });
  expect([response.statusCode, response.body, pressed]).toEqual([200, '', ['U1']]);
});

test.each([
  ['another secret', { secret: 'wrong' }],
  ['a body that was changed on the way', { signed: mention.replace('hello', 'hullo') }],
  ['a delivery recorded six minutes ago', { at: NOW.getTime() / 1000 - 360 }],
  ['a delivery dated six minutes ahead', { at: NOW.getTime() / 1000 + 360 }],
  ['no signature', { headers: { 'x-slack-signature': '' } }],
  ['a signature of an unknown version', { headers: { 'x-slack-signature': 'v1=00' } }],
  ['a time that is none', { headers: { 'x-slack-request-timestamp': 'yesterday' } }],
])('%s is refused with 401 before anything is read', async (_case, changes) => {
  let reached = false;
  app.event('app_mention', async () => {
    reached = true;
  });
  const response = await deliver('/slack/events', mention, changes);
  expect([response.statusCode, response.body, reached]).toEqual([401, '', false]);
  expect(answered).toEqual(['events refused']);
});

test('a delivery from four minutes ago is still taken', async () => {
  expect((await deliver('/slack/events', mention, { at: NOW.getTime() / 1000 - 240 })).statusCode).toBe(200);
});

test('Slack’s handshakes are answered, when signed', async () => {
  const challenge = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
  expect((await deliver('/slack/events', challenge)).json()).toEqual({ challenge: 'abc' });
  expect((await deliver('/slack/events', challenge, { secret: 'wrong' })).statusCode).toBe(401);
  expect((await deliver('/slack/commands', form({ ssl_check: '1' }), { type: FORM_TYPE })).statusCode).toBe(200);
});

test.each([
  ['not JSON', '{', JSON_TYPE],
  ['a list', '[]', JSON_TYPE],
  ['a form with a broken payload', form({ payload: '{' }), FORM_TYPE],
])('%s is a bad request', async (_case, body, type) => {
  expect((await deliver('/slack/interactions', body, { type })).statusCode).toBe(400);
});

test('what nobody handles is not found', async () => {
  expect((await deliver('/slack/commands', command, { type: FORM_TYPE })).statusCode).toBe(404);
});

test('a handler that does not acknowledge in time is logged, and so is its late acknowledgement', async () => {
  app.command('/sre', async ({ ack }) => {
    await sleep(300);
    await ack();
  });
  expect((await deliver('/slack/commands', command, { type: FORM_TYPE })).statusCode).toBe(504);
  await waitFor(() => logged.length > 1);
  expect(logged).toEqual(['a delivery was not acknowledged in time', 'an acknowledgement came too late or twice']);
  expect(answered).toEqual(['commands late']);
});

test('a body over the bound is refused', async () => {
  expect((await deliver('/slack/events', JSON.stringify({ a: 'x'.repeat(1_100_000) }))).statusCode).toBe(413);
});
