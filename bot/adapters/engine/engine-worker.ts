import { parentPort } from 'node:worker_threads';
import type { EvidenceSet, Signal } from '../../domain/signals.ts';
import { diagnose, findEarly } from '../../engine/index.ts';
import type { FromWorker, ToWorker } from './messages.ts';

// The engine in a thread of its own: it computes for as long as it must, and nothing waits behind it.

if (parentPort === null) throw new Error('engine-worker runs as a worker thread only');
const port = parentPort;
const held = new Map<number, EvidenceSet[Signal]>();

port.on('message', (message: ToWorker) => {
  if (message.kind === 'forget') {
    for (const number of message.signals) held.delete(number);
    return;
  }
  port.postMessage(run(message));
});

function run({ job, frame, signals, fresh, arrived }: Extract<ToWorker, { kind: 'run' }>): FromWorker {
  try {
    for (const [number, signal] of fresh) held.set(number, signal);
    const read = Object.fromEntries(Object.entries(signals).map(([name, number]) => [name, held.get(number)]));
    const evidence = { ...frame, ...read } as unknown as EvidenceSet;
    return arrived === undefined
      ? { job, kind: 'diagnosed', diagnosis: diagnose(evidence) }
      : { job, kind: 'found', findings: findEarly(evidence, new Set(arrived)) };
  } catch (error) {
    return { job, kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
