import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 5_000;

/**
 * Ends what an earlier lab in this folder left behind when it was killed itself: servers whose command line names the
 * folder, and the mount of its volume. Programs of the shop end by themselves when their lab is gone.
 */
export async function clearLeftOvers(folder: string): Promise<void> {
  const mount = join(folder, 'cluster', 'volume');
  const left = processesOf(folder);
  for (const pid of left) signal(pid, 'SIGTERM');
  for (const until = Date.now() + GRACE_MS; processesOf(folder).length > 0 && Date.now() < until; ) await sleep(50);
  for (const pid of processesOf(folder)) signal(pid, 'SIGKILL');
  if (existsSync(mount) && isMounted(mount)) spawnSync('umount', ['-l', mount], { stdio: 'ignore' });
}

function processesOf(folder: string): number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && names(pid, folder));
}

/** True when one of the process's arguments is a file in the folder. */
function names(pid: number, folder: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(1);
    return words.some((word) => word.startsWith(`${folder}/`) || word.includes(`=${folder}/`));
  } catch {
    return false; // Gone meanwhile, or not ours to look at.
  }
}

function isMounted(path: string): boolean {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .some((line) => line.split(' ')[1] === path);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone meanwhile.
  }
}
