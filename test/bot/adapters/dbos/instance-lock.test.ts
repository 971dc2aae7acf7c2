import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { holdInstanceLock } from '../../../../bot/adapters/dbos/instance-lock.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

let postgres: TestPostgres;
let url: Secret;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = new Secret(await postgres.database());
});
afterAll(() => postgres.stop());

const hold = (onError: (error: Error) => void = () => undefined) => holdInstanceLock(url, onError);

test('an instance is gone when it let go, and not before', async () => {
  const [one, two] = await Promise.all([hold(), hold()]);
  expect(one.id).not.toBe(two.id);
  expect(await one.isGone(two.id)).toBe(false);
  expect(await one.isGone(one.id)).toBe(false);
  await two.release();
  expect(await one.isGone(two.id)).toBe(true);
  expect(await one.isGone('nobody-ever')).toBe(true);
  await one.release();
});

test('a connection that is cut is replaced at once, and the instance lives on', async () => {
  const errors: Error[] = [];
  const [one, two] = await Promise.all([hold((error) => errors.push(error)), hold()]);
  const other = new pg.Client({ connectionString: url.reveal() });
  await other.connect();
  const cut = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sre-bot-instance'";
  await other.query(cut);
  await other.end();
  await sleep(300);
  expect(errors).toHaveLength(1);
  expect(await two.isGone(one.id)).toBe(false);
  expect(await one.isGone(two.id)).toBe(false);
  await Promise.all([one.release(), two.release()]);
});

test('work of one name runs one at a time', async () => {
  const [one, two] = await Promise.all([hold(), hold()]);
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(60);
    running -= 1;
  };
  await Promise.all([one.alone('x', work), two.alone('x', work)]);
  expect(most).toBe(1);
  await expect(one.alone('x', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await two.alone('x', work);
  await Promise.all([one.release(), two.release()]);
});
