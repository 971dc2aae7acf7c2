import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tailOf } from '../../local/child.ts';
import { StartError } from '../../local/ports.ts';

export interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const READY_MS = 60_000;

/** Starts Prometheus or Alertmanager and waits until it is ready. Throws a StartError with the end of its log. */
export async function startServer(options: {
  readonly command: readonly string[];
  readonly url: string;
  readonly logFile: string;
}): Promise<Server> {
  const [program = '', ...args] = options.command;
  const log = openSync(options.logFile, 'w', 0o600);
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(force);
  };
  await waitReady(child, options.url, options.logFile).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: options.url, pid: child.pid ?? 0, stop };
}

async function waitReady(child: ChildProcess, url: string, logFile: string): Promise<void> {
  for (const deadline = Date.now() + READY_MS; ; await sleep(100)) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new StartError(`${url} did not get ready:\n${tailOf(logFile)}`);
  }
}
