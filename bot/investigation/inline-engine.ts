import { diagnose, findEarly } from '../engine/index.ts';
import type { Engine } from '../ports/engine.ts';

/** The engine in the calling thread: for the command line and tests, where nothing else waits. */
export const inlineEngine: Engine = {
  findEarly: async (evidence, arrived, signal) => {
    signal.throwIfAborted();
    return findEarly(evidence, new Set(arrived));
  },
  diagnose: async (evidence, signal) => {
    signal.throwIfAborted();
    return diagnose(evidence);
  },
};
