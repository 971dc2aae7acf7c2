import type { Change } from '../../../schemas/generated/kubernetes.ts';
import { asArray, asText, isRecord } from './json-shape.ts';
import type { SnapshotFile } from './list-files.ts';
import { readJsonLines } from './read-json.ts';
import { isRecordedTime } from './recorded-time.ts';
import type { WarningList } from './warning-list.ts';

const KINDS = ['deploy', 'commit', 'config', 'flag'] as const;

/** Reads changes/*.ndjson, oldest first. A line without time, kind or id is left out with a warning. */
export async function readChanges(files: readonly SnapshotFile[], warnings: WarningList): Promise<Change[]> {
  const changes: Change[] = [];
  for (const file of files) {
    if (file.role !== 'change') continue;
    for (const value of await readJsonLines(file, warnings)) {
      const change = changeOf(value);
      if (change === undefined) warnings.add(file.path, 'has a change without a usable timestamp, kind or id');
      else changes.push(change);
    }
  }
  return changes.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

/** One change of a changes file; undefined without a usable time, kind or id. */
export function changeOf(value: unknown): Change | undefined {
  if (!isRecord(value)) return undefined;
  const time = new Date(asText(value.timestamp) ?? '');
  const kind = KINDS.find((known) => known === value.kind);
  const id = typeof value.id === 'number' ? String(value.id) : asText(value.id);
  if (!isRecordedTime(time.getTime()) || kind === undefined || id === undefined) return undefined;
  const change: Change = { timestamp: time.toISOString(), kind, id, summary: asText(value.summary) ?? '' };
  const service = asText(value.service);
  const author = asText(value.author);
  const diff = asText(value.diff);
  if (service !== undefined) change.service = service;
  if (author !== undefined) change.author = author;
  if (diff !== undefined) change.diff = diff;
  const files = asArray(value.files).filter((name): name is string => typeof name === 'string');
  if (files.length > 0) change.files = files;
  return change;
}
