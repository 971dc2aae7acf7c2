import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../../bot/domain/cause.ts';
import { FURTHER_KINDS, KINDS } from '../../support/worlds/kinds/index.ts';
import { WITHHELD } from '../../support/worlds/withheld/index.ts';
import type { SelfCheck } from './self-check.ts';

const ALL = [...KINDS, ...FURTHER_KINDS, ...WITHHELD];

/** Runs a program of this folder's parent and returns what it prints. Rejects where its status is not 0. */
async function run(program: string, ...options: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url));
  return (await promisify(execFile)(process.execPath, [path, ...options], { maxBuffer: 1 << 26 })).stdout;
}

describe('kinds of fault', () => {
  test('have names of their own and about a tenth of them is withheld', () => {
    expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
    expect(WITHHELD.length / (KINDS.length + WITHHELD.length)).toBeGreaterThan(0.08);
  });

  test('know only causes of the vocabulary', () => {
    const known: readonly string[] = CAUSE_CODES;
    expect(ALL.flatMap(({ causes }) => causes).filter((cause) => !known.includes(cause))).toEqual([]);
  });
});

test('worlds are alike whenever they are made, understood to the last file, and every kind leaves a trace in one', async () => {
  const nothing: SelfCheck = {
    kindsWithoutPlace: [],
    kindsWithoutTrace: [],
    differentWhenMadeAgain: [],
    notUnderstood: [],
  };
  expect(JSON.parse(await run('worlds/self-check.ts'))).toEqual(nothing);
}, 600_000);

test('64 worlds reach their floor', async () => {
  await run('accuracy.ts', '--worlds', '64', '--seed', '1', '--set', 'worlds');
}, 600_000);

test('rules that need no truth are broken no more often than they were', async () => {
  await run('metamorphic.ts', '--worlds', '10', '--seed', '2', '--ceilings');
}, 600_000);
