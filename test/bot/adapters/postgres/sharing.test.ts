import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createDeliveryClaims } from '../../../../bot/adapters/postgres/delivery-claims.ts';
import { createMessageLedger } from '../../../../bot/adapters/postgres/message-ledger.ts';
import { createChannelTurns, createSharedAsks } from '../../../../bot/adapters/postgres/sharing.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

// Two pools on one database stand for two processes.

let postgres: TestPostgres;
let one: Database;
let other: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
  const url = new Secret(await postgres.database());
  [one, other] = [1, 2].map(() => openDatabase(url, { onError: () => undefined })) as [Database, Database];
  await one.migrate();
});
afterAll(async () => {
  await Promise.all([one.close(), other.close()]);
  await postgres.stop();
});

const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

test('of many processes that claim a delivery at once one has it; handled it stays, for as long as it is kept', async () => {
  const claims = [createDeliveryClaims(one.db), createDeliveryClaims(other.db)];
  const got = await many(20, (index) => claims[index % 2]!.claim('d1', `h${index}`, 60));
  expect(got.filter((claim) => claim === 'mine')).toHaveLength(1);
  expect(got.filter((claim) => claim === 'taken')).toHaveLength(19);
  const winner = `h${got.indexOf('mine')}`;
  await claims[0]!.handled('d1', 'somebody else', 60);
  expect(await claims[1]!.claim('d1', 'late', 60)).toBe('taken');
  await claims[0]!.handled('d1', winner, 60);
  expect(await claims[1]!.claim('d1', 'late', 60)).toBe('handled');
  await claims[0]!.release('d1', winner);
  expect(await claims[1]!.claim('d1', 'late', 60)).toBe('handled');
  await claims[0]!.handled('d1', winner, 0);
  expect(await claims[1]!.claim('d1', 'much later', 60)).toBe('mine');
});

test('a claim that failed is given back, and one whose process died ends by itself', async () => {
  const [mine, theirs] = [createDeliveryClaims(one.db), createDeliveryClaims(other.db)];
  expect(await mine.claim('d2', 'a', 60)).toBe('mine');
  await theirs.release('d2', 'b');
  expect(await theirs.claim('d2', 'b', 60)).toBe('taken');
  await mine.release('d2', 'a');
  expect(await theirs.claim('d2', 'b', 0.05)).toBe('mine');
  while ((await mine.claim('d2', 'c', 60)) === 'taken') await delay(10);
  expect(await theirs.claim('d2', 'd', 60)).toBe('taken');
});

test('a message is with one process at a time, whoever asks, until it is sent or its process is not heard of', async () => {
  const ledgers = [createMessageLedger(one.db), createMessageLedger(other.db)];
  const states = await many(20, async (index) => (await ledgers[index % 2]!.begin('inv', 'open')).state);
  const first = states.indexOf('new') % 2;
  expect(states.filter((state) => state === 'new')).toHaveLength(1);
  expect(states.filter((_, index) => index % 2 !== first)).toEqual(Array(10).fill('held'));
  expect(states.filter((state, index) => index % 2 === first && state === 'unsure')).toHaveLength(9);
  await ledgers[first]!.sent('inv', 'open', { channel: 'C', ts: '1.1' });
  expect(await ledgers[1 - first]!.begin('inv', 'open')).toEqual({ state: 'sent', channel: 'C', ts: '1.1' });

  const dying = createMessageLedger(one.db, { heldSeconds: 0.05 });
  expect((await dying.begin('inv', 'answer')).state).toBe('new');
  const takers = [createMessageLedger(one.db), createMessageLedger(other.db)];
  await delay(60);
  const taken = await many(20, async (index) => (await takers[index % 2]!.begin('inv', 'answer')).state);
  const holder = taken.indexOf('unsure') % 2;
  expect(taken.filter((_, index) => index % 2 === holder)).toEqual(Array(10).fill('unsure'));
  expect(taken.filter((_, index) => index % 2 !== holder)).toEqual(Array(10).fill('held'));
});

test('the turns of a channel are as far apart as asked over all processes; another channel has its own', async () => {
  const turns = [createChannelTurns(one.db), createChannelTurns(other.db)];
  const waits = (await many(10, (index) => turns[index % 2]!.take('C1', 60_000))).sort((a, b) => a - b);
  for (const [index, wait] of waits.entries()) {
    expect(wait).toBeGreaterThan(index * 60_000 - 30_000);
    expect(wait).toBeLessThanOrEqual(index * 60_000);
  }
  expect(await turns[0]!.take('C2', 1_000)).toBe(0);
  await turns[1]!.take('C3', 20);
  await delay(40);
  expect(await turns[0]!.take('C3', 20)).toBe(0);
});

test('asks are counted over all processes, each key by itself, and the first refusal in a row is known', async () => {
  const asks = [createSharedAsks(one.db), createSharedAsks(other.db)];
  const ask = (index: number, user = 'u1') =>
    asks[index % 2]!.count([
      { key: `user:${user}`, most: 7 },
      { key: 'channel:c1', most: 100 },
    ]);
  const got = await many(20, (index) => ask(index));
  const refused = got.filter((each) => each !== undefined);
  expect(refused).toHaveLength(13);
  expect(refused.filter(({ first }) => first)).toHaveLength(1);
  for (const { waitMs } of refused) expect(Math.abs(waitMs - 60_000)).toBeLessThan(50_000);
  expect(await ask(0, 'u2')).toBeUndefined();
  await one.db
    .updateTable('recent_asks')
    .set({ times: [new Date(Date.now() - 61_000)] })
    .where('key', '=', 'user:u1')
    .execute();
  expect(await ask(1)).toBeUndefined();
});
