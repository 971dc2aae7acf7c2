import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of uploaded files, by file id. */
export interface FileContents {
  put(id: string, bytes: Buffer): void;
  get(id: string): Buffer | undefined;
}

/** Keeps them in `stateDir/files`, or in memory without a `stateDir`. File ids come from the workspace, never a client. */
export function createFileContents(stateDir?: string): FileContents {
  if (stateDir === undefined) {
    const kept = new Map<string, Buffer>();
    return { put: (id, bytes) => void kept.set(id, bytes), get: (id) => kept.get(id) };
  }
  const directory = join(stateDir, 'files');
  mkdirSync(directory, { recursive: true });
  return {
    put: (id, bytes) => writeFileSync(join(directory, id), bytes, { mode: 0o600 }),
    get: (id) => (existsSync(join(directory, id)) ? readFileSync(join(directory, id)) : undefined),
  };
}
