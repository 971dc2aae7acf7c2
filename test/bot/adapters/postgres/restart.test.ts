import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '../../../support/postgres.ts';

const WORKER = join(import.meta.dirname, '../../../support/restart-worker.ts');
let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

/** Waits for `count` lines `text`; throws when the process has ended. */
async function lines(ended: Promise<never>, output: Interface, text: string, count: number): Promise<void> {
  for (let seen = 0; seen < count; ) {
    const [line] = await Promise.race([once(output, 'line'), ended]);
    if (line === text) seen += 1;
  }
}

test('a process waits for a database that is away at its start, and outlives every restart of it', async () => {
  const url = await postgres.database();
  await postgres.crash();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', WORKER], {
    env: { PATH: process.env.PATH, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints = `${complaints}${chunk}`.slice(-4_000);
  });
  const output = createInterface(child.stdout);
  const exit = once(child, 'exit');
  const ended = exit.then(([code, signal]) => {
    throw new Error(`the process ended with ${code ?? signal}`);
  });
  ended.catch(() => undefined);
  try {
    // It has noticed that nobody is there.
    await once(child.stderr, 'data');
    await postgres.restart();
    await lines(ended, output, 'ready', 1);
    for (let restart = 0; restart < 4; restart += 1) {
      await lines(ended, output, 'round', 3);
      await postgres.crash();
      await postgres.restart();
    }
    await lines(ended, output, 'round', 3);
    child.stdin.end();
    expect(await exit).toEqual([0, null]);
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${complaints}`);
  } finally {
    child.kill('SIGKILL');
  }
}, 120_000);
