import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the database keeps its files: a small file system of its own where the system lets us make one. */
export interface Volume {
  readonly folder: string;
  /** True for a file system of its own, which can really be full. */
  readonly real: boolean;
  readonly sizeBytes: number;
  /** Bytes that are free. */
  freeBytes(): number;
  /** Takes all free space but `left` bytes, as a file; nothing where the volume is not real. */
  takeSpace(left: number): void;
  giveBack(): void;
  remove(): void;
}

const SIZE_MIB = 192;

/** Mounts a tmpfs at `folder`, else makes a plain folder. */
export function makeVolume(folder: string): Volume {
  mkdirSync(folder, { recursive: true });
  const sizeBytes = SIZE_MIB * 2 ** 20;
  const options = ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m,mode=0755`, 'lab-volume', folder];
  const real = process.getuid?.() === 0 && spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
  const ballast = join(folder, 'core.dump');
  let pretended: number | undefined;
  const freeBytes = () => {
    if (!real) return pretended ?? sizeBytes * 0.6;
    const { bsize, bavail } = statfsSync(folder);
    return bsize * bavail;
  };
  return {
    folder,
    real,
    sizeBytes,
    freeBytes,
    takeSpace: (left) => {
      if (real) writeFileSync(ballast, Buffer.alloc(Math.max(0, freeBytes() - left)));
      else pretended = left;
    },
    giveBack: () => {
      rmSync(ballast, { force: true });
      pretended = undefined;
    },
    remove: () => {
      if (real) spawnSync('umount', ['-l', folder], { stdio: 'ignore' });
    },
  };
}
