import { expect, test } from '@jest/globals';
import { runFaults } from './faults/run.ts';

// Two bots, their database and all stand-ins in real processes: on a busy machine it takes its time, and nothing is judged by
// that. What is late there is a figure of the bench.
const MINUTE_MS = 60_000;

test(
  'thirty faults strike two bots at work: nothing is lost, nothing comes twice, nothing is done twice',
  async () => {
    const outcome = await runFaults({ count: 30, seed: 30, asked: 1, hopelessMs: 15 * MINUTE_MS });
    const { accepted, answered, told, lost, doubled, actedTwice, leftRunning, crashes } = outcome;
    expect({ lost, doubled, actedTwice, leftRunning, crashes }).toEqual({
      lost: [],
      doubled: [],
      actedTwice: [],
      leftRunning: [],
      crashes: [],
    });
    expect(accepted).toBeGreaterThan(0);
    expect(answered + told).toBe(accepted);
  },
  40 * MINUTE_MS,
);
