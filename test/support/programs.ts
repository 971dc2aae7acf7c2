import { spawnSync } from 'node:child_process';
import { describe, test } from '@jest/globals';

/** `test` and `describe` for what needs programs of the machine; `missing` says which ones it lacks. */
export interface Needing {
  readonly missing: readonly string[];
  /** Skipped, with the reason in its name, where a program is missing. */
  test(name: string, run: () => unknown, timeoutMs?: number): void;
  describe(name: string, tests: () => void): void;
}

/**
 * Tests that need programs which a machine may lack. Such a test is skipped in the report, never passed: its name tells
 * what is missing.
 */
export function needing(...programs: readonly string[]): Needing {
  const missing = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  const reason = `skipped: ${missing.join(', ')} not on this machine`;
  return {
    missing,
    test(name, run, timeoutMs) {
      if (missing.length === 0) test(name, async () => void (await run()), timeoutMs);
      else test.skip(`${name} (${reason})`, () => undefined);
    },
    describe(name, tests) {
      if (missing.length === 0) describe(name, tests);
      else describe.skip(`${name} (${reason})`, tests);
    },
  };
}
