import { asArray, isRecord } from './json-shape.ts';
import type { SnapshotFile } from './list-files.ts';
import { readJson } from './read-json.ts';
import type { WarningList } from './warning-list.ts';

/** caller -> callees. */
export type RecordedTopology = Record<string, string[]>;

/** Reads topology.json; undefined when there is none or it is damaged. Entries that are no list are left out. */
export async function readTopology(
  files: readonly SnapshotFile[],
  warnings: WarningList,
): Promise<RecordedTopology | undefined> {
  const file = files.find(({ role }) => role === 'topology');
  if (file === undefined) return undefined;
  const value = await readJson(file, warnings);
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    warnings.add(file.path, 'is not an object of caller to callees', 1);
    return undefined;
  }
  const topology: [string, string[]][] = [];
  for (const [caller, callees] of Object.entries(value)) {
    if (!Array.isArray(callees)) warnings.add(file.path, `has no list of callees for ${caller}`);
    topology.push([caller, asArray(callees).filter((callee): callee is string => typeof callee === 'string')]);
  }
  // A service may be called like a property that every object has.
  return Object.fromEntries(topology);
}
