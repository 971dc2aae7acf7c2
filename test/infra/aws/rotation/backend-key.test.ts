import { beforeEach, expect, test } from '@jest/globals';
import { BACKENDS } from '../../../../infra/aws/constructs/backends.ts';
import { READ_WITHIN_MS, type RotationEvent, rotate } from '../../../../infra/aws/rotation/backend-key.ts';
import { createSecretVersions, type SecretVersions } from './secret-versions.ts';

let secrets: SecretVersions;
let clock: number;
let calls: string[];
/** When the backends begin to take the new key, by the clock of the test. */
let takenFrom: number;

const step = (Step: string, version = 'new') =>
  rotate(
    {
      client: secrets.client,
      accepts: async (port, key) => {
        calls.push(`${port} ${key.slice(-3)}`);
        if (clock < 0) throw new Error('no route');
        return clock >= takenFrom;
      },
      now: () => clock,
      sleep: async (milliseconds) => {
        clock += milliseconds;
      },
    },
    { Step, SecretId: 'secret', ClientRequestToken: version } satisfies RotationEvent,
  );

beforeEach(() => {
  clock = 1_000_000;
  takenFrom = clock;
  calls = [];
  secrets = createSecretVersions(() => clock);
});

test('the four steps put a new key in the place of the old one, which stays as the previous', async () => {
  for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) await step(name);
  expect(secrets.versions.new).toMatchObject({
    value: JSON.stringify({ apiKey: '1'.padStart(48, 'k') }),
    stages: ['AWSCURRENT'],
  });
  expect(secrets.versions.old?.stages).toEqual(['AWSPREVIOUS']);
});

test('a step that is repeated changes nothing', async () => {
  await step('createSecret');
  await step('createSecret');
  expect(secrets.made()).toBe(1);
  await step('finishSecret');
  await step('finishSecret');
  expect(secrets.versions.new?.stages).toEqual(['AWSCURRENT']);
});

test('a key that cannot be used does not come into use', async () => {
  secrets.versions.new!.value = '{"apiKey":"short"}';
  await expect(step('testSecret')).rejects.toThrow('cannot be used');
});

test('the new key is tried at every backend, once each instance has had the time to read it', async () => {
  const began = clock;
  await step('createSecret');
  await step('testSecret');
  expect(clock - began).toBeGreaterThanOrEqual(READ_WITHIN_MS);
  expect(new Set(calls)).toEqual(new Set(BACKENDS.map(({ port }) => `${port} kk1`)));
});

test('one that refuses the new key is waited for', async () => {
  await step('createSecret');
  takenFrom = clock + READ_WITHIN_MS + 60_000;
  await step('testSecret');
  expect(clock).toBeGreaterThanOrEqual(takenFrom);
});

test('where a backend goes on refusing, or does not answer, the old key stays in use, before Lambda ends the function', async () => {
  await step('createSecret');
  for (const trouble of [Number.POSITIVE_INFINITY, 0]) {
    takenFrom = trouble;
    const began = clock;
    if (trouble === 0) clock = -clock - 900_000;
    const from = clock;
    await expect(step('testSecret')).rejects.toThrow('the old one stays in use');
    expect(clock - from).toBeLessThan(15 * 60_000);
    clock = began;
  }
  expect(secrets.versions.old?.stages).toEqual(['AWSCURRENT']);
});

test('Secrets Manager’s trial with the key in use needs no backend', async () => {
  secrets.versions.new!.value = secrets.versions.old!.value!;
  await step('testSecret');
  expect(calls).toEqual([]);
});

test('a version that is not of this secret, or not pending, is refused', async () => {
  await expect(step('createSecret', 'unknown')).rejects.toThrow('not one of this secret');
  secrets.versions.stale = { stages: ['AWSPREVIOUS'] };
  await expect(step('createSecret', 'stale')).rejects.toThrow('not pending');
});
