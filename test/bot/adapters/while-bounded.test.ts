import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { whileBounded } from '../../../bot/adapters/while-bounded.ts';
import { untilAborted } from '../../../bot/domain/until-aborted.ts';

const HOUR = 3_600_000;

test('work ends with the outer signal, by its own end, and after its time', async () => {
  const never = (signal: AbortSignal) => untilAborted(new Promise<never>(() => undefined), signal);
  const outer = new AbortController();
  const stopped = whileBounded(outer.signal, HOUR, never);
  outer.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  await expect(whileBounded(outer.signal, HOUR, never)).rejects.toThrow('stopped');
  const ended = whileBounded(undefined, HOUR, (signal, end) => {
    end(new Error('too large'));
    return never(signal);
  });
  await expect(ended).rejects.toThrow('too large');
  await expect(whileBounded(undefined, 1, never)).rejects.toHaveProperty('name', 'TimeoutError');
});

test('what listened to the signal of ended work, and never stopped listening, is let go', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const outer = new AbortController();
  let held = await whileBounded(outer.signal, HOUR, async (signal) => {
    const answer = { text: 'x'.repeat(1_000_000) };
    signal.addEventListener('abort', () => answer.text.length);
    return [new WeakRef(signal), new WeakRef(answer)];
  });
  for (let times = 0; times < 50 && held.length > 0; times += 1) {
    await setImmediate();
    collect();
    held = held.filter((one) => one.deref() !== undefined);
  }
  expect(held).toEqual([]);
  expect(outer.signal.aborted).toBe(false);
});
