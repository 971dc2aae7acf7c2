import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { BackendError } from '../../common/backend-error.ts';
import { createFresh } from '../../common/live/fresh.ts';
import type { LogFile } from '../../common/snapshot/index.ts';
import { ownerByContainerLog } from '../../common/snapshot/log-owner.ts';
import { createPodServiceNames, type PodServiceNames } from '../../common/snapshot/pod-service-names.ts';
import { createWarningList } from '../../common/snapshot/warning-list.ts';
import type { LogsProvider } from '../provider.ts';
import type { LogFolder } from './log-folder.ts';
import { createSnapshotLogsProvider } from './snapshot.ts';

export interface FolderLogsOptions {
  readonly dir: string;
  /** Name of the system observed. */
  readonly cluster: string;
  /** Only logs of these namespaces, where a file's place tells its namespace; empty means all. */
  readonly namespaces: readonly string[];
  /** Files read at most, the newest first; more is a warning. */
  readonly maxFiles: number;
  readonly now?: () => Date;
}

/** Calls of one investigation share one look at the folder. */
const FRESH_MS = 2_000;
const LOGS = /\.(log|txt|ndjson|jsonl)(\.\d+|\.\d{8}-\d{6})?$/;

/**
 * Serves the logs of a folder that grows: `<service>.log`, `<namespace>/<pod>.log`, lines of JSON that name their service
 * (`*.ndjson`), and what a kubelet writes below /var/log/pods. Files are read where they are at each call; rotated ones
 * too, compressed ones not. A folder that is away is `unavailable`; one without logs is empty.
 */
export function createFolderLogsProvider(options: FolderLogsOptions): LogsProvider {
  const now = options.now ?? (() => new Date());
  const fresh = createFresh<LogsProvider>(FRESH_MS, 1);
  const current = (): Promise<LogsProvider> =>
    fresh.get('all', async () => createSnapshotLogsProvider(await lookInto(options, now)));
  return {
    now,
    describe: async (call) => ({
      ...(await (await current()).describe(call)),
      provider: 'folder',
      asOf: now().toISOString(),
    }),
    coverage: async (call) => (await current()).coverage(call),
    sources: async (call) => (await current()).sources(call),
    scan: async function* (query, call) {
      yield* (await current()).scan(query, call);
    },
    newest: async (query, call) => (await current()).newest(query, call),
    extent: async (query, call) => (await current()).extent(query, call),
  };
}

async function lookInto(options: FolderLogsOptions, now: () => Date): Promise<LogFolder> {
  const warnings = createWarningList();
  const found = await filesIn(options.dir);
  const files = found
    .filter(({ namespace }) => {
      const { namespaces } = options;
      return namespaces.length === 0 || namespace === undefined || namespaces.includes(namespace);
    })
    .slice(0, options.maxFiles);
  if (found.length > options.maxFiles)
    warnings.add(options.dir, `has ${found.length} files, the newest ${options.maxFiles} are read`);
  return {
    cluster: options.cluster,
    namespaces: options.namespaces,
    get now() {
      return now();
    },
    shiftSeconds: 0,
    logFiles: async () => files,
    warn: warnings.add,
    warnings: warnings.lines,
    coverage: (readings) => ({ readings: [...readings], ...warnings.notUnderstood() }),
    reading: (kind, items) => {
      const [reason] = warnings.lines();
      if (reason === undefined) return [{ kind, state: 'seen', items }];
      return [{ kind, state: items > 0 ? 'truncated' : 'unread', items, reason }];
    },
  };
}

/** The newest first. */
async function filesIn(dir: string): Promise<LogFile[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(dir, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new BackendError('unavailable', 'The folder of logs cannot be read.', { cause: error });
  }
  const names = createPodServiceNames([]);
  const files: { file: LogFile; changed: number }[] = [];
  for (const entry of entries) {
    const absolute = join(entry.parentPath, entry.name);
    const path = relative(dir, absolute).split(sep).join('/');
    if (entry.isDirectory() || !LOGS.test(entry.name)) continue;
    // /var/log/containers holds links; a file may be gone since it was listed.
    const status = await stat(absolute).catch(() => undefined);
    if (status?.isFile()) {
      const file = { path, absolute, bytes: status.size, ...ownerOf(path, names) };
      files.push({ file, changed: status.mtimeMs });
    }
  }
  return files.toSorted((a, b) => b.changed - a.changed).map(({ file }) => file);
}

function ownerOf(path: string, names: PodServiceNames): Omit<LogFile, 'path' | 'absolute' | 'bytes'> {
  const container = ownerByContainerLog(path, names);
  if (container !== undefined) return { format: 'lines', ...container };
  const parts = path.split('/');
  const stem = basename(path).replace(LOGS, '');
  if (/\.(ndjson|jsonl)/.test(path)) return { format: 'ndjson', ...names(stem) };
  return { format: 'lines', ...names(stem, parts.length > 1 ? parts.at(-2) : undefined) };
}
