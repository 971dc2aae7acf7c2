import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { freePort } from '../../../infra/local/ports.ts';
import { waitFor } from '../../support/wait-for.ts';
import { temporaryFolder } from './stand-in.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'infra', 'local', 'start.ts');
const { folder, remove } = temporaryFolder();
afterAll(remove);

function start(...args: string[]) {
  const child = spawn(process.execPath, [program, '--state', folder, '--free-ports', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exited };
}

const portsIn = (output: string) => [...output.matchAll(/ready on port (\d+)/g)].map(([, port]) => Number(port));

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
  });
}

async function openPorts(ports: readonly number[]): Promise<number> {
  return (await Promise.all(ports.map(isOpen))).filter(Boolean).length;
}

test('a port in use is one line that names the port and the part, and nothing runs', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  const run = start('--port', String(port));
  expect(await run.exited).toBe(1);
  const lines = run.output().trim().split('\n');
  expect(lines.at(-1)).toBe(
    `Port ${port} (Slack workspace) is already in use by another program. --free-ports lets the system pick all ports, --port N moves the workspace page.`,
  );
  expect(portsIn(run.output())).toEqual([]);
  other.close();
});

test.each([
  ['an unknown sample', ['--sample', 'none-such'], /There is no sample none-such; there are: \w/],
  ['a missing snapshot', ['--snapshot', '/nowhere'], /There is no snapshot folder \/nowhere\./],
  ['a wrong port', ['--port', 'http'], /http is not a port/],
  ['an unknown option', ['--fast'], /--fast[\s\S]*Usage: npm start[\s\S]*--free-ports/],
  ['a missing live.yaml', ['--live', '/nowhere/live.yaml'], /\/nowhere\/live\.yaml does not exist\./],
  [
    'a live and a recorded system',
    ['--live', 'live.yaml', '--sample', 'x'],
    /Give one of --live, --snapshot and --sample/,
  ],
])('%s is told in words', async (_name, args, words) => {
  const run = start(...args);
  expect(await run.exited).toBe(1);
  expect(run.output()).toMatch(words);
  expect(run.output()).not.toMatch(/\n\s+at /);
});

test('gets ready, says what to type, and a killed starter leaves nothing in the way', async () => {
  const port = String(await freePort());
  const first = start('--port', port);
  await waitFor(() => first.output().includes('Ctrl-C stops everything.') || first.child.exitCode !== null);
  expect(first.output()).toContain(`Open http://localhost:${port} and type:\n\n    /sre `);
  const ports = portsIn(first.output());
  expect(ports).toHaveLength(12);
  expect(await openPorts(ports)).toBe(12);

  first.child.kill('SIGKILL');
  await first.exited;
  const second = start('--port', port);
  await waitFor(() => second.output().includes('Ctrl-C stops everything.') || second.child.exitCode !== null);
  expect(second.output()).toContain('Ctrl-C stops everything.');
  await waitFor(async () => (await openPorts(ports.filter((one) => String(one) !== port))) === 0);

  second.child.kill('SIGINT');
  expect(await second.exited).toBe(0);
  expect(second.output()).toContain('Stopped.');
  expect(await openPorts(portsIn(second.output()))).toBe(0);
});
