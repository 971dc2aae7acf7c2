import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { webApi } from '@slack/bolt';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createMessageLedger } from '../../../../bot/adapters/postgres/message-ledger.ts';
import { createChannelTurns, createSharedAsks } from '../../../../bot/adapters/postgres/sharing.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import type { ChannelTurns, SharedAsks } from '../../../../bot/ports/sharing.ts';
import { SLACK_CLIENT_OPTIONS } from '../../../../bot/slack/transport/call.ts';
import { createPatience } from '../../../../bot/slack/transport/patience.ts';
import { createPoster } from '../../../../bot/slack/transport/poster.ts';
import { noteMessage } from '../../../../bot/slack/views/note.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack.ts';
import { openWorkspace } from '../workspace.ts';

// Two compositions over one PostgreSQL and one Slack, as two instances of the bot are.

const BETWEEN_MS = 300;
const since = '2026-01-02T03:04:05.000Z';
const hang = () => new Promise<never>(() => undefined);
let postgres: TestPostgres;
let databases: readonly Database[];
let slack: FakeSlack;
let serial = 0;

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
beforeEach(async () => {
  slack = await startFakeSlack();
});
afterEach(() => slack.close());

/** The posters of two processes: what one process keeps by workspace, the other does not see. */
function startTwo(options: { heldSeconds?: number; turns?: ChannelTurns; turnPatienceMs?: number } = {}) {
  return databases.map(({ db }, index) => {
    serial += 1;
    const client = new webApi.WebClient(`xoxb-two-${serial}-${index}`, {
      ...SLACK_CLIENT_OPTIONS,
      slackApiUrl: slack.apiUrl,
      logLevel: 'error' as never,
    });
    const ledger = createMessageLedger(db, { heldSeconds: options.heldSeconds });
    const turns = options.turns ?? createChannelTurns(db);
    const { turnPatienceMs } = options;
    return createPoster({ client, ledger, betweenMs: BETWEEN_MS, turns, ...(turnPatienceMs && { turnPatienceMs }) });
  });
}
const posted = () => slack.calls.filter(({ method }) => method === 'chat.postMessage');
const put = (poster: ReturnType<typeof createPoster>, channel: string, key: string) =>
  poster.once(
    'inv',
    () => [`${channel}-${key}`],
    { channel, since },
    () => noteMessage(key),
  );

test('two processes that post the same message at once post it once, and both know where it stands', async () => {
  const [one, other] = startTwo();
  const places = await Promise.all([put(one!, 'CONCE', 'a'), put(other!, 'CONCE', 'a'), put(other!, 'CONCE', 'a')]);
  expect(posted()).toHaveLength(1);
  expect(new Set(places.map((place) => place?.ts)).size).toBe(1);
});

test('two processes that are both unsure of a message post it once: the other waits and finds it', async () => {
  // A process noted that it would post, and died.
  const dead = createMessageLedger(databases[0]!.db, { heldSeconds: 0 });
  await dead.begin('inv', 'CUNSURE-a');
  const [one, other] = startTwo();
  slack.trouble('chat.postMessage', { retryAfter: 1 });
  const places = await Promise.all([put(one!, 'CUNSURE', 'a'), put(other!, 'CUNSURE', 'a')]);
  expect(slack.messages).toHaveLength(1);
  expect(posted()).toHaveLength(2);
  expect(places[0]?.ts).toBe(places[1]?.ts);
});

test('a process that Slack lets wait until the message is another’s posts it no more', async () => {
  const [slow, quick] = startTwo({ heldSeconds: 0.2 });
  slack.trouble('chat.postMessage', { retryAfter: 2 });
  const waiting = put(slow!, 'CLATE', 'a');
  while (posted().length === 0) await new Promise((resolve) => setImmediate(resolve));
  const [first, second] = await Promise.all([put(quick!, 'CLATE', 'a'), waiting]);
  expect(slack.messages).toHaveLength(1);
  expect(second?.ts).toBe(first?.ts);
});

test('each process posts to a channel only when its turn among both has come', async () => {
  const real = createChannelTurns(databases[0]!.db);
  const granted: number[] = [];
  const turns: ChannelTurns = {
    async take(channel, betweenMs) {
      const asked = performance.now();
      const wait = await real.take(channel, betweenMs);
      // Not before this: the turn was counted from a moment after it was asked for.
      granted.push(asked + wait);
      return wait;
    },
  };
  // A busy machine is no database that hangs.
  const posters = startTwo({ turns, turnPatienceMs: 60_000 });
  await Promise.all(Array.from({ length: 6 }, (_, index) => put(posters[index % 2]!, 'CPACE', `m${index}`)));
  const at = posted().map((call) => call.at);
  expect(at).toHaveLength(6);
  // A timer may be a millisecond early.
  for (const [index, time] of granted.toSorted((a, b) => a - b).entries()) expect(at[index]!).toBeGreaterThan(time - 5);
});

test('while the database hangs each process keeps its own pace, and nothing waits for it again and again', async () => {
  let asked = 0;
  const [poster] = startTwo({
    turns: {
      take() {
        asked += 1;
        return hang();
      },
    },
  });
  await Promise.all(Array.from({ length: 4 }, (_, index) => put(poster!, 'CHANG', `m${index}`)));
  const at = posted().map((call) => call.at);
  expect(at).toHaveLength(4);
  expect(asked).toBe(1);
  for (const [index, time] of at.entries())
    if (index > 0) expect(time - at[index - 1]!).toBeGreaterThan(BETWEEN_MS * 0.9);
});

const limits = { perUser: 5, perChannel: 1_000 };
const told = 'That is a lot at once';

async function floodTwo(asks: readonly SharedAsks[], user: string, patience: { patienceMs?: number } = {}) {
  const two = await Promise.all(asks.map((each) => openWorkspace(limits, { asks: each, ...patience })));
  for (let index = 0; index < 12; index += 1) await two[index % 2]!.command('basket is slow', { user_id: user });
  const started = two.reduce((sum, { started: all }) => sum + all.length, 0);
  const refusals = two.flatMap(({ acks }) => acks).filter((ack) => JSON.stringify(ack ?? '').includes(told)).length;
  await Promise.all(two.map((each) => each.close()));
  return { started, refusals };
}

test('what one person may ask in a minute counts over both processes', async () => {
  const asks = databases.map(({ db }) => createSharedAsks(db));
  // A busy machine is no database that hangs.
  const patience = { patienceMs: 10_000 };
  expect(await floodTwo(asks, 'U1', patience)).toEqual({ started: 5, refusals: 7 });
  expect((await floodTwo(asks, 'U2', patience)).started).toBe(5);
});

test('while the database hangs each process counts for itself, and answers', async () => {
  expect(await floodTwo([{ count: hang }, { count: hang }], 'U3')).toEqual({ started: 10, refusals: 2 });
});

test('patience: after a failure nothing is asked for a while, and the failure is told once', async () => {
  let now = 0;
  const troubles: unknown[] = [];
  const patience = createPatience({
    patienceMs: 20,
    restMs: 100,
    now: () => now,
    onTrouble: (error) => troubles.push(error),
  });
  expect(await patience.ask(async () => 'in time')).toBe('in time');
  expect(await patience.ask(hang)).toBeUndefined();
  expect(await patience.ask(async () => 'not asked')).toBeUndefined();
  expect(troubles).toHaveLength(1);
  now = 101;
  expect(await patience.ask(async () => 'again')).toBe('again');
  expect(await patience.ask(() => Promise.reject(new Error('away')))).toBeUndefined();
  expect(troubles).toHaveLength(2);
});
