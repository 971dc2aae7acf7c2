import { asArray, asText, isRecord } from './json-shape.ts';
import type { SnapshotFile } from './list-files.ts';
import { readJson } from './read-json.ts';
import { isRecordedTime } from './recorded-time.ts';
import type { WarningList } from './warning-list.ts';

/** What snapshot.json says; every field may be absent. */
export interface SnapshotContext {
  readonly cluster?: string;
  readonly capturedAt?: Date;
  readonly namespaces: readonly string[];
  readonly report?: string;
}

/** Reads snapshot.json; an absent or damaged one gives an empty context. */
export async function readContext(files: readonly SnapshotFile[], warnings: WarningList): Promise<SnapshotContext> {
  const file = files.find(({ role }) => role === 'context');
  if (file === undefined) return { namespaces: [] };
  const value = await readJson(file, warnings);
  if (!isRecord(value)) {
    if (value !== undefined) warnings.add(file.path, 'is not a JSON object', 1);
    return { namespaces: [] };
  }
  const version = value.version;
  if (version !== undefined && version !== 1)
    warnings.add(file.path, `has version ${String(version)}, read as version 1`);
  const time = asText(value.capturedAt);
  const capturedAt = time === undefined ? undefined : new Date(time);
  const usable = capturedAt !== undefined && isRecordedTime(capturedAt.getTime());
  if (time !== undefined && !usable) warnings.add(file.path, 'has a capturedAt that is no RFC 3339 time');
  const cluster = asText(value.cluster);
  const report = asText(value.report);
  return {
    namespaces: asArray(value.namespaces).filter((name): name is string => typeof name === 'string'),
    ...(cluster === undefined ? {} : { cluster }),
    ...(usable ? { capturedAt } : {}),
    ...(report === undefined ? {} : { report }),
  };
}
