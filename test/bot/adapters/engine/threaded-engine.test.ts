import { afterEach, describe, expect, test } from '@jest/globals';
import { createThreadedEngine, type ThreadedEngine } from '../../../../bot/adapters/engine/threaded-engine.ts';
import { diagnose, findEarly } from '../../../../bot/engine/index.ts';
import { evidenceOf, market } from '../../../support/kubernetes.ts';

const never = new AbortController().signal;
const BREAKING = new URL('../../../support/breaking-engine-worker.ts', import.meta.url);

let engine: ThreadedEngine;
afterEach(() => engine.close());

describe('the engine in its own thread', () => {
  test('diagnoses and finds as it does in this one', async () => {
    engine = createThreadedEngine();
    const evidence = evidenceOf(market());
    expect(await engine.findEarly(evidence, ['objects'], never)).toEqual(findEarly(evidence, new Set(['objects'])));
    expect(await engine.diagnose(evidence, never)).toEqual(structuredClone(diagnose(evidence)));
  });

  test('is handed each signal once', async () => {
    engine = createThreadedEngine({ program: BREAKING });
    const evidence = evidenceOf(market());
    const first = await engine.diagnose(evidence, never);
    const again = await engine.diagnose({ ...evidence, question: 'once more' }, never);
    expect(first.reasons).toEqual(['1:9']);
    expect(again.reasons).toEqual(['2:0']);
  });

  test('fails the job at which it breaks and is replaced for the next', async () => {
    const errors: Error[] = [];
    engine = createThreadedEngine({ program: BREAKING, onError: (error) => errors.push(error) });
    const evidence = evidenceOf(market());
    await engine.diagnose(evidence, never);
    const breaking = engine.diagnose({ ...evidence, question: 'break' }, never);
    await expect(breaking).rejects.toMatchObject({ kind: 'internal' });
    expect(errors).toHaveLength(1);
    // A new thread holds nothing, so everything crosses over again.
    expect((await engine.diagnose(evidence, never)).reasons).toEqual(['1:9']);
  });

  test('a job that is aborted, before or while it waits, is cancelled and harms no other', async () => {
    engine = createThreadedEngine({ program: BREAKING });
    const evidence = evidenceOf(market());
    const stop = new AbortController();
    const other = engine.diagnose(evidence, never);
    const stopped = engine.diagnose(evidence, stop.signal);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(engine.diagnose(evidence, stop.signal)).rejects.toMatchObject({ kind: 'cancelled' });
    expect((await other).verdict).toBe('unknown');
  });

  test('closing cancels what runs and what comes', async () => {
    engine = createThreadedEngine({ program: BREAKING });
    const evidence = evidenceOf(market());
    const running = engine.diagnose(evidence, never);
    const ended = expect(running).rejects.toMatchObject({ kind: 'cancelled' });
    await engine.close();
    await ended;
    await expect(engine.diagnose(evidence, never)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
