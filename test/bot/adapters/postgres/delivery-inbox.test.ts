import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../../../bot/adapters/postgres/database.ts';
import { createDeliveryInbox } from '../../../../bot/adapters/postgres/delivery-inbox.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import type { DeliveryInbox } from '../../../../bot/ports/delivery-inbox.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

let postgres: TestPostgres;
let database: Database;
let inbox: DeliveryInbox;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(new Secret(await postgres.database()), { onError: () => undefined });
  await database.migrate();
  inbox = createDeliveryInbox(database.db);
}, 60_000);
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

test('a delivery is kept once, and known also after it is done', async () => {
  const delivery = { id: 'command once', body: {} };
  expect(await inbox.put(delivery, 'a')).toBe(true);
  expect(await inbox.put(delivery, 'b')).toBe(false);
  await inbox.done(delivery.id);
  expect(await inbox.put(delivery, 'b')).toBe(false);
});

test('of many at once each is kept once, and those that were known are told so', async () => {
  await inbox.put({ id: 'many 3', body: {} }, 'many');
  const ids = Array.from({ length: 120 }, (_, index) => `many ${(index * 7) % 100}`);
  const kept = await Promise.all(ids.map((id) => inbox.put({ id, body: { id } }, 'many')));
  expect(kept.filter(Boolean)).toHaveLength(99);
  expect(kept[ids.indexOf('many 3')]).toBe(false);
  expect(kept.slice(100)).toEqual(Array.from({ length: 20 }, () => false));
  for (const id of new Set(ids)) await inbox.done(id);
});

test('every text that people can write is kept as it was', async () => {
  const body = { text: 'zero \u0000, half an emoji \ud83d, whole 😀' };
  await inbox.put({ id: 'command odd', body }, 'odd');
  const [taken] = await inbox.take('b', ['odd'], 10);
  expect(taken).toEqual({ id: 'command odd', body, attempts: 2 });
  await inbox.done('command odd');
});

test('what a process that is gone held is taken over once, oldest first; what is done or held by others is not', async () => {
  for (const id of ['x1', 'x2', 'x3', 'x4']) await inbox.put({ id, body: { id } }, 'gone');
  await inbox.put({ id: 'y', body: {} }, 'alive');
  await inbox.done('x2');
  expect([...(await inbox.holders('me'))].sort()).toEqual(['alive', 'gone']);
  const [mine, yours] = await Promise.all([inbox.take('me', ['gone'], 2), inbox.take('you', ['gone'], 2)]);
  expect([...mine, ...yours].map(({ id }) => id).sort()).toEqual(['x1', 'x3', 'x4']);
  expect(await inbox.take('third', ['gone'], 10)).toEqual([]);
  for (const id of ['x1', 'x3', 'x4', 'y']) await inbox.done(id);
});

test('what broke is taken when its time has come, by whoever looks, and counts its attempts', async () => {
  await inbox.put({ id: 'z', body: {} }, 'a');
  await inbox.again('z', 3_600);
  expect(await inbox.take('b', [], 10)).toEqual([]);
  await inbox.again('z', -1);
  expect(await inbox.take('b', [], 10)).toEqual([expect.objectContaining({ id: 'z', attempts: 2 })]);
  expect(await inbox.take('c', [], 10)).toEqual([]);
  await inbox.again('z', -1);
  expect(await inbox.take('c', [], 10)).toEqual([expect.objectContaining({ id: 'z', attempts: 3 })]);
});
