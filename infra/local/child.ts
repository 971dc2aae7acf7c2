import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface ChildOptions {
  /** The TypeScript file to run. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** Takes stdout and stderr. */
  readonly logFile: string;
  /** False keeps what an earlier run of the same part logged. */
  readonly freshLog: boolean;
}

export interface Child {
  readonly pid: number | undefined;
  /** Settles with the reason in words when the process is gone. */
  readonly exited: Promise<string>;
  isRunning(): boolean;
  /** Asks it to end, and ends it by force after `graceMs`. Settles when it is gone. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const GUARD = pathToFileURL(join(import.meta.dirname, 'end-with-parent.ts')).href;

/** Runs one part as a process of its own, in a process group of its own, so that Ctrl-C reaches only the supervisor. */
export function startChild(options: ChildOptions): Child {
  mkdirSync(dirname(options.logFile), { recursive: true, mode: 0o700 });
  const log = openSync(options.logFile, options.freshLog ? 'w' : 'a', 0o600);
  const flags = ['--disable-warning=ExperimentalWarning', '--import', GUARD];
  const child = spawn(process.execPath, [...flags, options.program], {
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit status ${code}` : `signal ${signal}`));
  });
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid,
    exited,
    isRunning,
    stop: async (graceMs) => {
      if (!isRunning()) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(force);
    },
    kill: () => {
      if (isRunning()) child.kill('SIGKILL');
    },
  };
}

/** The last lines of a log, for a message to the person at the terminal. */
export function tailOf(logFile: string, lines = 24): string {
  try {
    const text = readFileSync(logFile, 'utf8').trimEnd();
    return text
      .slice(-20_000)
      .split('\n')
      .slice(-lines)
      .map((line) => `    ${line.slice(0, 400)}`)
      .join('\n');
  } catch {
    return '    (no log)';
  }
}
