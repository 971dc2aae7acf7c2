import type { CoverageReading, KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { asLabels, asRecord, asText, isRecord } from './json-shape.ts';
import { createKindCoverage, type KindCoverage } from './kind-coverage.ts';
import { kindOfResource, knownKind } from './kind-names.ts';
import type { SnapshotFile } from './list-files.ts';
import { readJson } from './read-json.ts';
import { type WarningList, whereIn } from './warning-list.ts';

export interface KubernetesObjects {
  /** Everything but events, without managedFields and secret values. */
  readonly objects: KubernetesObject[];
  readonly events: KubernetesObject[];
  /** True when events were recorded, even if there were none. */
  readonly eventsPresent: boolean;
  /** How far each kind was read, events among them. */
  readonly readings: readonly CoverageReading[];
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Reads objects and Lists of objects. The items of a typed list (`PodList`) get its kind where they state none, as
 * `kubectl cluster-info dump` writes them. An object found twice counts once.
 */
export async function readKubernetesObjects(
  files: readonly SnapshotFile[],
  warnings: WarningList,
  namespaces: readonly string[] = [],
): Promise<KubernetesObjects> {
  const seen = new Set<string>();
  const objects: KubernetesObject[] = [];
  const events: KubernetesObject[] = [];
  const coverage = createKindCoverage();
  for (const file of files) {
    if (file.role !== 'kubernetes' && file.role !== 'kubernetes-dump') continue;
    const value = await readJson(file, warnings);
    if (value === undefined) {
      noteDamaged(file, warnings, coverage);
      continue;
    }
    const found = [...unfold(value, undefined)];
    const usable = found.filter(isObject);
    if (usable.length < found.length || (found.length === 0 && !isList(value)))
      warnings.add(file.path, describeForeign(file, found.length - usable.length));
    else noteSeen(file, value, usable, coverage);
    for (const object of usable) {
      const key = `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      (object.kind === 'Event' ? events : objects).push(cleanObject(object));
    }
  }
  const readings = coverage.readings(namespaces);
  const eventsPresent = readings.some(({ kind, state }) => kind === 'Event' && state !== 'unread');
  return { objects, events, eventsPresent: eventsPresent || events.length > 0, readings };
}

/** The namespace that a file is of by its folder: `<namespace>/pods.json`, as cluster-info dump writes. */
function placeOf(file: SnapshotFile): string | undefined {
  return file.role === 'kubernetes-dump' ? /^([^/]+)\//.exec(file.path)?.[1] : undefined;
}

function stemOf(file: SnapshotFile): string {
  return file.path.replace(/^.*\//, '').replace(/\.[a-z.]+$/i, '');
}

function noteDamaged(file: SnapshotFile, warnings: WarningList, coverage: KindCoverage): void {
  const kind = knownKind(stemOf(file));
  if (kind === undefined) return;
  const fault = warnings.of(file.path);
  const reason = `${whereIn(file.path, fault?.line)} ${fault?.reason ?? 'cannot be read'}`;
  coverage.missing(kind, 'unread', reason, placeOf(file));
}

/** What a whole document tells of its kinds: a list has all of them, an object by itself only itself. */
function noteSeen(
  file: SnapshotFile,
  value: unknown,
  objects: readonly KubernetesObject[],
  coverage: KindCoverage,
): void {
  if (!isList(value)) {
    for (const { kind, metadata } of objects) coverage.single(kind, metadata.namespace);
    return;
  }
  const list = asRecord(value);
  const more = asText(asRecord(list.metadata).continue) ?? asRecord(list.metadata).remainingItemCount;
  const how = {
    place: placeOf(file),
    ...(more === undefined ? {} : { truncated: `${file.path} holds the first ${objects.length} only` }),
  };
  const named = asText(list.kind)?.replace(/List$/, '') ?? '';
  const empty = named === '' ? kindOfResource(stemOf(file)) : named;
  if (objects.length === 0) coverage.list(empty, [], how);
  for (const [kind, members] of Map.groupBy(objects, (object) => object.kind)) {
    const namespaces = members.map(({ metadata }) => asText(metadata.namespace));
    coverage.list(kind, namespaces, how);
  }
}

function* unfold(value: unknown, inherited: { kind: string; apiVersion?: unknown } | undefined): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const item of value) yield* unfold(item, inherited);
    return;
  }
  if (!isRecord(value)) {
    yield value;
    return;
  }
  const kind = asText(value.kind);
  if (Array.isArray(value.items) && (kind === undefined || kind.endsWith('List'))) {
    const itemKind = kind?.slice(0, -'List'.length) ?? '';
    const next = itemKind === '' ? undefined : { kind: itemKind, apiVersion: value.apiVersion };
    for (const item of value.items) yield* unfold(item, next);
    return;
  }
  yield kind === undefined && inherited !== undefined ? { ...inherited, ...value } : value;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || (isRecord(value) && Array.isArray(value.items));
}

function isObject(value: unknown): value is KubernetesObject {
  if (!isRecord(value) || asText(value.kind) === undefined) return false;
  return asText(asRecord(value.metadata).name) !== undefined;
}

function describeForeign(file: SnapshotFile, count: number): string {
  if (file.role === 'kubernetes-dump') return 'is not a part of a snapshot, skipped';
  return count > 0 ? `holds ${count} items without kind or name, skipped` : 'holds no Kubernetes object, skipped';
}

/** Drops managedFields and standard fields of the wrong type, and removes the values of a Secret wherever they stand. */
export function cleanObject(object: KubernetesObject): KubernetesObject {
  const metadata = object.metadata as Record<string, unknown>;
  delete metadata.managedFields;
  for (const field of ['namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'])
    if (asText(metadata[field]) === undefined) delete metadata[field];
  for (const field of ['labels', 'annotations'])
    if (isRecord(metadata[field])) metadata[field] = asLabels(metadata[field]);
    else delete metadata[field];
  if (Array.isArray(metadata.ownerReferences))
    metadata.ownerReferences = metadata.ownerReferences.filter(
      (owner) => isRecord(owner) && asText(owner.kind) !== undefined && asText(owner.name) !== undefined,
    );
  else delete metadata.ownerReferences;
  if (asText(object.apiVersion) === undefined) delete object.apiVersion;
  if (object.kind === 'Secret') {
    for (const field of ['data', 'stringData'])
      if (isRecord(object[field]))
        object[field] = Object.fromEntries(Object.keys(object[field]).map((key) => [key, '']));
    if (isRecord(metadata.annotations)) delete metadata.annotations[LAST_APPLIED];
  }
  return object;
}
