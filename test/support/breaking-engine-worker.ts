import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../bot/adapters/engine/messages.ts';

/** An engine's thread that breaks at its first job of each life, and says what it was handed at later ones. */
let jobs = 0;
parentPort?.on('message', (message: ToWorker) => {
  if (message.kind !== 'run') return;
  jobs += 1;
  if (message.frame.question === 'break') throw new Error('broken on purpose');
  const names = [...message.fresh.keys()].length;
  parentPort?.postMessage({
    job: message.job,
    kind: 'diagnosed',
    diagnosis: { verdict: 'unknown', hypotheses: [], evidence: [], unknown: [], reasons: [`${jobs}:${names}`] },
  });
});
