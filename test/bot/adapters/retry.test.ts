import { expect, test } from '@jest/globals';
import { withRetries } from '../../../bot/adapters/retry.ts';
import { SreError } from '../../../bot/domain/errors.ts';

const policy = { attempts: 3, budgetMs: 1_000, firstPauseMs: 1 };
const away = () => new SreError('unavailable', 'away');

function failing(times: number, error: () => Error = away) {
  let calls = 0;
  const work = async () => {
    calls += 1;
    if (calls <= times) throw error();
    return calls;
  };
  return { work, calls: () => calls };
}

test('what fails for a while succeeds', async () => {
  expect(await withRetries(policy, undefined, failing(2).work)).toBe(3);
});

test('tries are counted', async () => {
  const { work, calls } = failing(9);
  await expect(withRetries(policy, undefined, work)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(calls()).toBe(3);
});

test.each([
  ['an error that another try cannot mend', () => new SreError('forbidden', 'no')],
  ['an error nobody classified', () => new Error('odd')],
  ['a wait over the budget', () => new SreError('rate-limited', 'wait', { retryAfterMs: 2_000 })],
])('%s is not tried again', async (_case, error) => {
  const { work, calls } = failing(9, error);
  await expect(withRetries(policy, undefined, work)).rejects.toThrow();
  expect(calls()).toBe(1);
});

test('the wait that was asked for is kept', async () => {
  const { work } = failing(1, () => new SreError('rate-limited', 'wait', { retryAfterMs: 150 }));
  const began = performance.now();
  await withRetries(policy, undefined, work);
  expect(performance.now() - began).toBeGreaterThanOrEqual(145);
});

test('a stop during the pause ends it with the failure that caused it', async () => {
  const { work, calls } = failing(9, () => new SreError('rate-limited', 'wait', { retryAfterMs: 900 }));
  await expect(withRetries(policy, AbortSignal.timeout(30), work)).rejects.toMatchObject({ kind: 'rate-limited' });
  expect(calls()).toBe(1);
});
