import { Worker } from 'node:worker_threads';
import { SreError } from '../../domain/errors.ts';
import type { EvidenceSet, Signal } from '../../domain/signals.ts';
import type { Engine } from '../../ports/engine.ts';
import type { FromWorker, ToWorker } from './messages.ts';

export interface ThreadedEngine extends Engine {
  /** Ends the thread; what runs or waits is cancelled, and nothing runs afterwards. */
  close(): Promise<void>;
}

export interface ThreadedEngineOptions {
  /** The program of the thread; the engine's own when absent. */
  readonly program?: URL;
  /** Told when the thread broke; the next job starts another. */
  readonly onError?: (error: Error) => void;
}

/** Memory of the thread, in MiB: the engine's part of the whole process. */
const MOST_MEMORY_MB = 1024;
const SIGNALS: readonly Signal[] = [
  'objects',
  'events',
  'changes',
  'logs',
  'metrics',
  'slis',
  'topology',
  'alerts',
  'traces',
];

interface Job {
  readonly number: number;
  readonly evidence: EvidenceSet;
  readonly arrived?: readonly Signal[];
  readonly resolve: (result: FromWorker) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The engine in one long-lived thread, so that an acknowledgement never waits for it. Jobs run one after another; each
 * signal of an evidence set crosses over once. A thread that breaks fails its job with SreError `internal` and is
 * replaced; an aborted job fails with `cancelled` at once, and its result, should it be running, is dropped.
 */
export function createThreadedEngine(options: ThreadedEngineOptions = {}): ThreadedEngine {
  const program = options.program ?? new URL('./engine-worker.ts', import.meta.url);
  const waiting: Job[] = [];
  let thread: Worker | undefined;
  let running: Job | undefined;
  let closed = false;
  let last = 0;
  let sent = new WeakMap<object, number>();
  // What nobody holds any more in this thread need not be held in the other.
  const dropped = new FinalizationRegistry<{ readonly of: Worker; readonly number: number }>(({ of, number }) => {
    if (of === thread) post({ kind: 'forget', signals: [number] });
  });

  function post(message: ToWorker): void {
    thread?.postMessage(message);
  }

  function start(): Worker {
    const started = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
    let cause: Error | undefined;
    sent = new WeakMap();
    started.on('message', (result: FromWorker) => finish((job) => job.resolve(result), result.job));
    started.on('error', (error) => {
      cause = error as Error;
    });
    started.on('exit', () => {
      if (thread !== started) return;
      thread = undefined;
      const broken = new SreError('internal', 'the engine’s thread ended', { cause });
      if (!closed) options.onError?.(broken);
      finish((job) => job.reject(broken));
    });
    return started;
  }

  function finish(settle: (job: Job) => void, number = running?.number): void {
    const job = running;
    if (job === undefined || job.number !== number) return;
    running = undefined;
    settle(job);
    next();
  }

  function next(): void {
    if (running !== undefined) return;
    const job = waiting.shift();
    if (job === undefined) {
      thread?.unref();
      return;
    }
    running = job;
    thread ??= start();
    thread.ref();
    try {
      post(messageOf(job, thread));
    } catch (error) {
      finish(() => job.reject(new SreError('internal', 'evidence could not be handed over', { cause: error })));
    }
  }

  function messageOf({ number, evidence, arrived }: Job, to: Worker): ToWorker {
    const fresh = new Map<number, EvidenceSet[Signal]>();
    const signals = {} as Record<Signal, number>;
    const frame: Record<string, unknown> = { ...evidence };
    for (const name of SIGNALS) {
      const signal = evidence[name];
      delete frame[name];
      let known = sent.get(signal);
      if (known === undefined) {
        known = ++last;
        sent.set(signal, known);
        dropped.register(signal, { of: to, number: known });
        fresh.set(known, signal);
      }
      signals[name] = known;
    }
    return { kind: 'run', job: number, frame: frame as never, signals, fresh, ...(arrived && { arrived }) };
  }

  function run(evidence: EvidenceSet, signal: AbortSignal, arrived?: readonly Signal[]): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      if (closed || signal.aborted) return reject(cancelled(signal));
      const onAbort = () => {
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        reject(cancelled(signal));
      };
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          signal.removeEventListener('abort', onAbort);
          settle(value);
        };
      const job: Job = {
        number: ++last,
        evidence,
        ...(arrived && { arrived }),
        resolve: settled(resolve),
        reject: settled(reject),
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(job);
      next();
    });
  }

  return {
    async findEarly(evidence, arrived, signal) {
      const result = await run(evidence, signal, arrived);
      if (result.kind === 'found') return result.findings;
      throw broken(result);
    },
    async diagnose(evidence, signal) {
      const result = await run(evidence, signal);
      if (result.kind === 'diagnosed') return result.diagnosis;
      throw broken(result);
    },
    async close() {
      closed = true;
      const ended = thread;
      thread = undefined;
      for (const job of [running, ...waiting.splice(0)]) job?.reject(new SreError('cancelled', 'the engine is closed'));
      running = undefined;
      await ended?.terminate();
    },
  };
}

function cancelled(signal: AbortSignal): Error {
  return new SreError('cancelled', 'the engine was stopped', { cause: signal.reason });
}

function broken(result: FromWorker): Error {
  const message = result.kind === 'failed' ? result.message : 'an answer to another question';
  return new SreError('internal', `the engine failed: ${message}`);
}
