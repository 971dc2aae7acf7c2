import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { SnapshotFile } from './list-files.ts';
import type { PodServiceNames } from './pod-service-names.ts';

/** One file of logs and whose it is. */
export interface LogFile {
  /** Relative to the snapshot folder. */
  readonly path: string;
  readonly absolute: string;
  /** `ndjson` names service and pod in each line; `dump` has sections of several containers. */
  readonly format: 'lines' | 'ndjson' | 'dump';
  /** For `ndjson` the service of lines that name none. */
  readonly service: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly bytes: number;
}

/**
 * Names the owner of each log file: `logs/<service or pod>.log`, `logs/<namespace>/<pod>.log`, a container after an
 * underscore or as the file below a pod's folder, `<namespace>/<pod>/logs.txt`, and `logs/*.ndjson`.
 */
export async function listLogFiles(files: readonly SnapshotFile[], names: PodServiceNames): Promise<LogFile[]> {
  const found: LogFile[] = [];
  for (const file of files) {
    if (file.role !== 'log' && file.role !== 'log-ndjson' && file.role !== 'pod-log') continue;
    const bytes = (await stat(file.absolute)).size;
    found.push({ path: file.path, absolute: file.absolute, bytes, ...ownerOf(file, names) });
  }
  return found;
}

function ownerOf(file: SnapshotFile, names: PodServiceNames): Omit<LogFile, 'path' | 'absolute' | 'bytes'> {
  const parts = file.path.split('/');
  if (file.role === 'pod-log') return { format: 'dump', ...names(parts.at(-2)!, parts.at(-3)) };
  const stem = basename(file.path).replace(/\.[a-z]+$/, '');
  if (file.role === 'log-ndjson') return { format: 'ndjson', ...names(stem) };
  if (parts.length >= 4) return { format: 'lines', ...names(parts.at(-2)!, parts.at(-3)), container: stem };
  const [name, container] = stem.split('_', 2);
  const namespace = parts.length === 3 ? parts[1] : undefined;
  const owner = container === undefined ? names(stem, namespace) : names(name!, namespace);
  if (container !== undefined && owner.pod !== undefined) return { format: 'lines', ...owner, container };
  return { format: 'lines', ...names(stem, namespace) };
}
