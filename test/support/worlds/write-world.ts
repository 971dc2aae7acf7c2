import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SnapshotFiles } from './snapshot.ts';

/** Writes a snapshot folder. */
export function writeSnapshot(dir: string, files: SnapshotFiles): void {
  const made = new Set<string>();
  for (const [path, text] of files) {
    const file = join(dir, path);
    const folder = dirname(file);
    if (!made.has(folder)) {
      mkdirSync(folder, { recursive: true });
      made.add(folder);
    }
    writeFileSync(file, text);
  }
}
