import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from './ports.ts';

interface Holder {
  readonly pid: number;
  /** When the process started, where the system tells; another process of the same number has another. */
  readonly started: string;
}

/** A lock held until released. `takenOver` says that an earlier holder went without releasing it. */
export interface Lock {
  readonly takenOver: boolean;
  release(): void;
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return process.platform === 'linux' ? undefined : '';
  }
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === started;
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined; // Gone, or cut short while it was written: nobody holds it.
  }
}

/** Takes the lock file, also from a process that no longer runs. Throws StartError while another one holds it. */
export function takeLock(file: string): Lock {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (let takenOver = false; ; takenOver = true) {
    try {
      const descriptor = openSync(file, 'wx', 0o600);
      writeSync(descriptor, JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? '' }));
      closeSync(descriptor);
      return { takenOver, release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new StartError(`It is already running from ${dirname(file)} (process ${holder.pid}): stop that one first.`);
    }
    rmSync(file, { force: true });
  }
}
