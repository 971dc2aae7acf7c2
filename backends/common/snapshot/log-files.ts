import { stat } from 'node:fs/promises';
import type { SnapshotFile } from './list-files.ts';
import { type LogOwner, ownerByContainerLog, ownerByPlace, stemOf } from './log-owner.ts';
import type { PodServiceNames } from './pod-service-names.ts';

/** One file of logs and whose it is. */
export interface LogFile {
  /** Relative to the snapshot folder. */
  readonly path: string;
  readonly absolute: string;
  /**
   * `ndjson` names service and pod in each line; `dump` has sections of several containers, `answer` is the answer of a
   * log store, one document of many records.
   */
  readonly format: 'lines' | 'ndjson' | 'dump' | 'answer';
  /** For `ndjson`, `dump` and `answer` the service of lines that name none. */
  readonly service: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly bytes: number;
  /** How the text is packed; absent for plain UTF-8, which can be read from any place. */
  readonly packing?: SnapshotFile['packing'];
  readonly prefix?: SnapshotFile['prefix'];
  /** Names the services of pods that the lines name. */
  readonly names?: PodServiceNames;
}

/** Names the owner of each log file; see `ownerByPlace` and `ownerByContainerLog`. `called`: services by their own names. */
export async function listLogFiles(
  files: readonly SnapshotFile[],
  names: PodServiceNames,
  called: ReadonlySet<string> = new Set(),
): Promise<LogFile[]> {
  const found: LogFile[] = [];
  for (const file of files) {
    const format = FORMATS[file.role];
    if (format === undefined) continue;
    const bytes = (await stat(file.absolute)).size;
    const { path, absolute, packing, prefix } = file;
    const owner = ownerOf(file, format, names, called);
    found.push({
      path,
      absolute,
      bytes,
      format,
      ...owner,
      ...(packing && { packing }),
      ...(prefix && { prefix }),
      names,
    });
  }
  return found;
}

const FORMATS: Readonly<Partial<Record<SnapshotFile['role'], LogFile['format']>>> = {
  log: 'lines',
  'log-ndjson': 'ndjson',
  'log-answer': 'answer',
  'pod-log': 'dump',
};

function ownerOf(
  { path }: SnapshotFile,
  format: LogFile['format'],
  names: PodServiceNames,
  called: ReadonlySet<string>,
): LogOwner {
  const parts = path.split('/');
  if (format === 'dump' && parts.length >= 3 && parts.at(-1) === 'logs.txt') return names(parts.at(-2)!, parts.at(-3));
  if (format === 'lines' || format === 'answer')
    return ownerByContainerLog(path, names) ?? ownerByPlace(path, names, called);
  return names(stemOf(parts.at(-1)!));
}
