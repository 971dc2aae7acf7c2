import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import type jest from '@jest/test-sequencer';

/**
 * Suites that take minutes, longest first. On a clean checkout Jest knows no times and goes by the size of the files: these
 * are small, and would run alone when all others are done.
 */
const LONG = ['test/bench/faults.test.ts', 'test/bench/worlds/worlds.test.ts'];
const root = join(import.meta.dirname, '..', '..');

// Its types are those of CommonJS and the module that `import` finds is none.
const TestSequencer: typeof jest.default = createRequire(import.meta.url)('@jest/test-sequencer').default;
type Tests = Parameters<jest.default['sort']>[0];

/** Jest's order, but for the suites that take minutes. */
export default class LongSuitesFirst extends TestSequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const usual = await super.sort(tests);
    return usual.toSorted((a, b) => placeOf(a.path) - placeOf(b.path));
  }
}

function placeOf(path: string): number {
  const place = LONG.indexOf(relative(root, path).replaceAll(sep, '/'));
  return place === -1 ? LONG.length : place;
}
