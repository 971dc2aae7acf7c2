import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { withoutCompression } from './file-roles.ts';
import { asRecord, asText, isRecord } from './json-shape.ts';
import type { KindCoverage } from './kind-coverage.ts';
import { kindOfResource, knownKind } from './kind-names.ts';
import type { SnapshotFile } from './list-files.ts';
import { readText } from './read-json.ts';
import { type WarningList, whereIn } from './warning-list.ts';

/** Folders that are named after a group of the API, or after what must-gather puts there: no namespaces. */
const NO_NAMESPACES =
  /^(?:kubernetes|core|apps|batch|autoscaling|policy|cluster|cluster-scoped|cluster-scoped-resources|all|objects|resources|yaml|json|.*\..*)$/;

/** The namespace that a file is of by its folder: `<namespace>/pods.json`, `namespaces/<namespace>/core/pods.yaml`. */
export function placeOf(file: SnapshotFile): string | undefined {
  const gathered = /(?:^|\/)namespaces\/([^/]+)\//.exec(file.path)?.[1];
  if (gathered !== undefined) return gathered === 'all' ? undefined : gathered;
  const folder = file.path.split('/').at(-2);
  return folder === undefined || NO_NAMESPACES.test(folder) || knownKind(stemOf(file)) === undefined
    ? undefined
    : folder;
}

function stemOf(file: SnapshotFile): string {
  return withoutCompression(file.path.replace(/^.*\//, '')).replace(/\.[a-z]+$/i, '');
}

/** A file of which nothing could be read leaves the kind that it is named after unread. */
export function noteDamaged(file: SnapshotFile, warnings: WarningList, coverage: KindCoverage): void {
  const kind = knownKind(stemOf(file));
  if (kind === undefined) return;
  const fault = warnings.of(file.path);
  const reason = `${whereIn(file.path, fault?.line)} ${fault?.reason ?? 'cannot be read'}`;
  coverage.missing(kind, 'unread', reason, placeOf(file));
}

/** What a document tells of its kinds: a list has all of them, where it is not cut off, an object by itself only itself. */
export function noteSeen(
  file: SnapshotFile,
  value: unknown,
  objects: readonly KubernetesObject[],
  coverage: KindCoverage,
  damage: string | undefined,
): void {
  if (!isList(value)) {
    for (const { kind, metadata } of objects) coverage.single(kind, metadata.namespace);
    return;
  }
  const list = asRecord(value);
  const more = asText(asRecord(list.metadata).continue) ?? asRecord(list.metadata).remainingItemCount;
  const truncated = damage ?? (more === undefined ? undefined : `${file.path} holds the first ${objects.length} only`);
  const how = { place: placeOf(file), ...(truncated === undefined ? {} : { truncated }) };
  const named = asText(list.kind)?.replace(/List$/, '') ?? '';
  const empty = named === '' ? kindOfResource(stemOf(file)) : named;
  if (objects.length === 0) coverage.list(empty, [], how);
  for (const [kind, members] of Map.groupBy(objects, (object) => object.kind)) {
    const namespaces = members.map(({ metadata }) => asText(metadata.namespace));
    coverage.list(kind, namespaces, how);
  }
}

/** Words of kubectl in place of objects: there are none, they may not be listed, or it failed. */
export async function noteWords(file: SnapshotFile, warnings: WarningList, coverage: KindCoverage): Promise<void> {
  const text = (await readText(file, warnings)) ?? '';
  const named = /cannot list resource "([^"]+)"|resource type "([^"]+)"/.exec(text);
  const kind = named === null ? knownKind(stemOf(file)) : kindOfResource(named[1] ?? named[2] ?? '');
  const namespace = /in (?:the )?(?:namespace "([^"]+)"|(\S+) namespace\.)/.exec(text);
  const place = namespace?.[1] ?? namespace?.[2] ?? placeOf(file);
  const refused = text.includes('(Forbidden)');
  const none = text.startsWith('No resources found') || text.includes("doesn't have a resource type");
  if (!none) warnings.add(file.path, refused ? 'may not be listed (403)' : 'holds the words of an error, no objects');
  if (kind === undefined) return;
  if (none) coverage.list(kind, [], { place });
  else if (refused) coverage.missing(kind, 'forbidden', `${file.path} may not be listed (403)`, place);
  else coverage.missing(kind, 'unread', `${file.path} holds the words of an error, no objects`, place);
}

/** True for an array, and for an object that holds `items`. */
export function isList(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && Array.isArray(value.items));
}
