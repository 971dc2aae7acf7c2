import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createInstanceLock } from '../../../../bot/adapters/dbos/instance-lock.ts';
import { Secret } from '../../../../bot/domain/secret.ts';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';
import { waitFor } from '../../../support/wait-for.ts';

let postgres: TestPostgres;
let url: Secret;

beforeAll(async () => {
  postgres = await startTestPostgres();
  url = new Secret(await postgres.database());
});
afterAll(() => postgres.stop());

async function hold(onError: (error: Error) => void = () => undefined, absenceMs = 0) {
  const instance = createInstanceLock(url, { onError, absenceMs });
  await instance.hold();
  return instance;
}

test('an instance is gone when it let go, and not before', async () => {
  const [one, two] = await Promise.all([hold(), hold()]);
  expect(one.id).not.toBe(two.id);
  expect(await one.gone([one.id, two.id])).toEqual([]);
  await two.release();
  expect([...(await one.gone([one.id, two.id, 'nobody-ever']))].sort()).toEqual(['nobody-ever', two.id].sort());
  await one.release();
});

test('an instance that was away a moment ago may be back, so it is gone only after a while', async () => {
  const one = await hold(undefined, 3_600_000);
  expect(await one.gone(['nobody-ever'])).toEqual([]);
  expect(await one.gone(['nobody-ever'])).toEqual([]);
  expect(await one.gone(['nobody-ever'], { atOnce: true })).toEqual(['nobody-ever']);
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
  await waitFor(() => errors.length > 0);
  await waitFor(async () => (await two.gone([one.id])).length === 0);
  expect(errors).toHaveLength(1);
  expect(await one.gone([two.id])).toEqual([]);
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
