/**
 * What becomes of accepted work while things break: two bots on one PostgreSQL behind a balancer, over the local stand-ins.
 * People ask by commands, mentions and approvals, alerts come, and one fault after the other strikes where the work passes:
 * kill -9 before and after each step is recorded and each message is posted, and anywhere; the database restarted, crashed,
 * away and hanging; Slack, the gateway, the cluster and AWS that refuse, hang, cut and lose answers; clocks that jump.
 * Run: `npm run bench faults -- [--count 30] [--seed 1] [--asked 2] [--keep]`. Exits with 1 unless nothing went wrong.
 */
import { parseArgs } from 'node:util';
import { runFaults } from './faults/run.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    asked: { type: 'string', default: '2' },
    keep: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const outcome = await runFaults({
  count: Number(values.count),
  seed: Number(values.seed),
  asked: Number(values.asked),
  keep: values.keep,
  onFault: (line) => console.error(`${Math.round((performance.now() - started) / 1_000)} s ${line}`),
});
console.log(JSON.stringify({ bench: 'faults', seed: values.seed, ...outcome }, undefined, 2));
// What ends late after its thread was told so is no silence: it is counted, and goes.
const { lost, doubled, actedTwice, silent, leftRunning, crashes } = outcome;
const wrong = [lost, doubled, actedTwice, silent, leftRunning, crashes].flat();
process.exit(wrong.length === 0 ? 0 : 1);
