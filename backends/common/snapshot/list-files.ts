import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { InvalidSnapshot } from './invalid-snapshot.ts';
import type { WarningList } from './warning-list.ts';

/** What a file of a snapshot holds, by its place and name. */
export type FileRole =
  | 'context'
  | 'kubernetes'
  | 'kubernetes-dump'
  | 'log'
  | 'log-ndjson'
  | 'pod-log'
  | 'open-metrics'
  | 'metrics-json'
  | 'trace'
  | 'change'
  | 'alerts'
  | 'topology'
  | 'runbook';

export interface SnapshotFile {
  /** Relative to the snapshot folder, with forward slashes. */
  readonly path: string;
  readonly absolute: string;
  readonly role: FileRole;
}

const RULES: readonly (readonly [RegExp, FileRole])[] = [
  [/^snapshot\.json$/, 'context'],
  [/^alerts\.json$/, 'alerts'],
  [/^topology\.json$/, 'topology'],
  [/^metrics\.om$/, 'open-metrics'],
  [/^metrics\/.*\.om$/, 'open-metrics'],
  [/^metrics\/.*\.json$/, 'metrics-json'],
  [/^traces\/.*\.(json|jsonl|ndjson)$/, 'trace'],
  [/^changes\/.*\.ndjson$/, 'change'],
  [/^changes\.ndjson$/, 'change'],
  [/^runbooks\/.*\.(md|markdown)$/, 'runbook'],
  [/^logs\/.*\.(ndjson|jsonl)$/, 'log-ndjson'],
  [/^(?:.*\/)?[^/]+\/[^/]+\/logs\.txt$/, 'pod-log'],
  [/^logs\/.*\.(log|txt)$/, 'log'],
  [/^kubernetes\/.*\.json$/, 'kubernetes'],
  // `kubectl cluster-info dump` writes nodes.json and <namespace>/<kind>s.json where it is told to.
  [/^(?!logs\/|metrics\/|traces\/|changes\/|runbooks\/)(?:[^/]+\/)?[^/]+\.json$/, 'kubernetes-dump'],
];

/** Lists a snapshot folder in name order. Throws InvalidSnapshot when it is no folder or holds no source. */
export async function listSnapshotFiles(dir: string, warnings: WarningList): Promise<SnapshotFile[]> {
  const status = await stat(dir).catch(() => undefined);
  if (status === undefined) throw new InvalidSnapshot(`snapshot folder ${dir} does not exist`);
  if (!status.isDirectory()) throw new InvalidSnapshot(`snapshot ${dir} is not a folder`);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidSnapshot(`snapshot folder ${dir} cannot be read (${error.code ?? 'unknown reason'})`);
  });
  const files: SnapshotFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const absolute = join(entry.parentPath, entry.name);
    const path = relative(dir, absolute).split(sep).join('/');
    const role = entry.isFile() ? RULES.find(([pattern]) => pattern.test(path))?.[1] : undefined;
    if (role !== undefined) files.push({ path, absolute, role });
    else if (!path.startsWith('.')) warnings.add(path, 'is not a part of a snapshot, skipped');
  }
  if (!files.some((file) => file.role !== 'context'))
    throw new InvalidSnapshot(
      `snapshot folder ${dir} holds no source: no objects, logs, metrics, traces, changes, alerts, topology or runbooks`,
    );
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
