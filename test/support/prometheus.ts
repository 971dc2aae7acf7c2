import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian packages these; elsewhere the tests that need them say so and skip. */
export const prometheusInstalled = ['prometheus', 'promtool', 'prometheus-alertmanager'].every(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

/** A server of a test and its end. */
export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a real Prometheus that holds the samples of an OpenMetrics text and scrapes nothing. */
export async function startPrometheus(openMetrics: string): Promise<RunningServer> {
  const dir = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const data = join(dir, 'data');
  mkdirSync(data);
  writeFileSync(join(dir, 'prometheus.yml'), 'global: {}\n');
  if (openMetrics !== '') {
    writeFileSync(join(dir, 'samples.om'), openMetrics);
    const make = ['tsdb', 'create-blocks-from', 'openmetrics', join(dir, 'samples.om'), data];
    execFileSync('promtool', make, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
  const port = await freePort();
  const child = spawn('prometheus', [
    `--config.file=${join(dir, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=10y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  return running(child, `http://127.0.0.1:${port}`, dir);
}

/** Starts a real Alertmanager. */
export async function startAlertmanager(): Promise<RunningServer> {
  const dir = mkdtempSync(join(tmpdir(), 'alertmanager-'));
  writeFileSync(join(dir, 'alertmanager.yml'), 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  const port = await freePort();
  const child = spawn('prometheus-alertmanager', [
    `--config.file=${join(dir, 'alertmanager.yml')}`,
    `--storage.path=${join(dir, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
    '--log.level=error',
  ]);
  return running(child, `http://127.0.0.1:${port}`, dir);
}

async function running(child: ChildProcess, url: string, dir: string): Promise<RunningServer> {
  let said = '';
  child.stderr?.on('data', (piece) => {
    said += piece;
  });
  child.stdout?.resume();
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  const until = Date.now() + 15_000;
  for (;;) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { url, stop };
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`the server did not get ready: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
