import { expect, test } from '@jest/globals';
import { hedged } from '../../../bot/adapters/hedged.ts';

const never = (signal: AbortSignal) =>
  new Promise<string>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('what hangs is done once more beside, and the one left over is aborted', async () => {
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal) => {
    signals.push(signal);
    return signals.length === 1 ? never(signal) : Promise.resolve('second');
  };
  expect(await hedged(1, undefined, work)).toBe('second');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test('what answers, or fails, in time is done once', async () => {
  let times = 0;
  const once = async () => {
    times += 1;
    return 'first';
  };
  expect(await hedged(60_000, undefined, once)).toBe('first');
  await expect(hedged(60_000, undefined, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(times).toBe(1);
});

test('the first may still win after the second began', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let times = 0;
  const work = (signal: AbortSignal) => {
    times += 1;
    if (times === 1) return promise;
    resolve('first');
    return never(signal);
  };
  expect(await hedged(1, undefined, work)).toBe('first');
});

test('where both fail the first failure is thrown, and an abort from outside ends both', async () => {
  let times = 0;
  const first = Promise.withResolvers<string>();
  const work = () => {
    times += 1;
    if (times === 1) return first.promise;
    first.reject(new Error('first'));
    return Promise.reject(new Error('second'));
  };
  await expect(hedged(1, undefined, work)).rejects.toThrow('first');
  const outer = new AbortController();
  const asked = hedged(60_000, outer.signal, never);
  outer.abort(new Error('stopped'));
  await expect(asked).rejects.toThrow('stopped');
  await expect(hedged(60_000, outer.signal, async (signal) => signal.throwIfAborted())).rejects.toThrow('stopped');
});
