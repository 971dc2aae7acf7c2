import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { snapshotFolder } from '../support/snapshot-folder.ts';

const MAINS = join(import.meta.dirname, '../../../backends');
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ status: number | null; stderr: string }>;
  /** Resolves with the first log line that holds the text. */
  readonly logged: (text: string) => Promise<string>;
}

function run(backend: string, env: Record<string, string>): Run {
  const child = spawn(process.execPath, [join(MAINS, backend, 'main.ts')], {
    env: { PATH: '', ...env },
    stdio: 'pipe',
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, stderr }));
  const logged = async (text: string): Promise<string> => {
    for (;;) {
      const line = stdout.split('\n').find((one) => one.includes(text));
      if (line !== undefined) return line;
      if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, ended, logged };
}

async function freePort(): Promise<{ port: number; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, close: () => server.close() };
}

const settings = (dir: string, port: number) => ({
  SNAPSHOT_DIR: dir,
  PORT: String(port),
  BACKEND_API_KEY: 'long-enough',
});

test('a backend serves, needs its key, and closes cleanly on SIGTERM', async () => {
  const { port, close } = await freePort();
  close();
  const dir = snapshotFolder({ 'topology.json': { a: ['b'] } });
  const { child, ended, logged } = run('metrics', settings(dir, port));
  expect(await logged('listening')).toContain(`127.0.0.1:${port}`);
  const base = `http://127.0.0.1:${port}`;
  expect((await fetch(`${base}/ready`)).status).toBe(200);
  expect((await fetch(`${base}/topology`)).status).toBe(401);
  const answer = await fetch(`${base}/topology`, { headers: { 'X-API-Key': 'long-enough' } });
  expect(await answer.json()).toMatchObject({ topology: { a: ['b'] } });
  child.kill('SIGTERM');
  expect((await ended).status).toBe(0);
});

test('unusable settings end with status 2 and name every problem', async () => {
  const { status, stderr } = await run('logs', { PORT: 'http' }).ended;
  expect(status).toBe(2);
  for (const name of ['PORT', 'BACKEND_API_KEY', 'SNAPSHOT_DIR']) expect(stderr).toContain(name);
});

test('a missing snapshot ends with status 2 and one line', async () => {
  const { status, stderr } = await run('kubernetes', settings('/does/not/exist', 1)).ended;
  expect([status, stderr]).toEqual([2, 'kubernetes: snapshot folder /does/not/exist does not exist\n']);
});

test('a port in use ends with status 2 and says so', async () => {
  const { port, close } = await freePort();
  const { status, stderr } = await run('runbooks', settings(snapshotFolder({ 'topology.json': {} }), port)).ended;
  close();
  expect(status).toBe(2);
  expect(stderr).toContain('EADDRINUSE');
});
