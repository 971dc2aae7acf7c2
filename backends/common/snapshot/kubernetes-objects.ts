import type { CoverageReading, KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { cleanObject } from './clean-object.ts';
import { parseDescriptions } from './descriptions.ts';
import { parseEventsTable } from './events-table.ts';
import { asRecord, asText, isRecord } from './json-shape.ts';
import { createKindCoverage, type KindCoverage } from './kind-coverage.ts';
import { kindOfResource } from './kind-names.ts';
import type { SnapshotFile } from './list-files.ts';
import { isList, noteDamaged, noteSeen, noteWords, placeOf } from './note-coverage.ts';
import { documentsOf, readText } from './read-json.ts';
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

/**
 * Reads objects and Lists of objects from JSON, YAML and what `kubectl get events` and `kubectl describe` print. The items
 * of a typed list (`PodList`) get its kind where they state none, as `kubectl cluster-info dump` writes them. An object
 * found twice counts once. `capturedAt` dates what is printed as an age.
 */
export async function readKubernetesObjects(
  files: readonly SnapshotFile[],
  warnings: WarningList,
  { namespaces = [], capturedAt }: { readonly namespaces?: readonly string[]; readonly capturedAt?: Date } = {},
): Promise<KubernetesObjects> {
  const coverage = createKindCoverage();
  const found: KubernetesObject[] = [];
  for (const file of files) {
    if (file.role === 'kubernetes' || file.role === 'kubernetes-dump')
      found.push(...(await readObjectFile(file, warnings, coverage)));
    else if (file.role === 'kubectl-words') await noteWords(file, warnings, coverage);
    else if (file.role === 'events-table' || file.role === 'description')
      found.push(...(await readPrintedFile(file, warnings, coverage, capturedAt)));
  }
  const seen = new Set<string>();
  const objects: KubernetesObject[] = [];
  const events: KubernetesObject[] = [];
  for (const object of found) {
    const key = `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    (object.kind === 'Event' ? events : objects).push(cleanObject(object));
  }
  placeEvents(events, objects, namespaces);
  const readings = coverage.readings(namespaces);
  const eventsPresent = readings.some(({ kind, state }) => kind === 'Event' && state !== 'unread');
  return { objects, events, eventsPresent: eventsPresent || events.length > 0, readings };
}

/** Objects of a JSON or YAML file; several documents in one file are read one after the other. */
async function readObjectFile(
  file: SnapshotFile,
  warnings: WarningList,
  coverage: KindCoverage,
): Promise<KubernetesObject[]> {
  const text = await readText(file, warnings);
  if (text === undefined) {
    noteDamaged(file, warnings, coverage);
    return [];
  }
  const { documents, fault } = documentsOf(file, withoutLogs(text), warnings);
  const objects = documents.flatMap(({ value, fault: damage }) => {
    if (value === undefined) return [];
    const items = [...unfold(value, undefined)];
    const usable = items.filter(isObject);
    const refusal = refusalOf(value);
    if (refusal !== undefined) {
      coverage.missing(
        refusal.kind,
        'forbidden',
        `${file.path}: ${refusal.reason}`,
        refusal.namespace ?? placeOf(file),
      );
      warnings.add(file.path, refusal.reason);
    } else if (usable.length < items.length || (items.length === 0 && !isList(value)))
      warnings.add(file.path, describeForeign(file, items.length - usable.length));
    else noteSeen(file, value, usable, coverage, damage && `${whereIn(file.path, damage.line)} ${damage.reason}`);
    return usable;
  });
  if (objects.length === 0 && (fault !== undefined || documents.length === 0)) noteDamaged(file, warnings, coverage);
  return objects;
}

/** Objects of what kubectl printed for people. */
async function readPrintedFile(
  file: SnapshotFile,
  warnings: WarningList,
  coverage: KindCoverage,
  capturedAt: Date | undefined,
): Promise<KubernetesObject[]> {
  const text = await readText(file, warnings);
  if (text === undefined) return [];
  const place = placeOf(file);
  if (file.role === 'events-table') {
    const { events, badLine } = parseEventsTable(text, { namespace: place, printedAt: capturedAt });
    if (badLine !== undefined) warnings.add(file.path, 'has a row that is no event', badLine);
    else warnings.add(file.path, 'is a table: its events have no exact times');
    const namespaces = events.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined);
    coverage.list('Event', namespaces, { place });
    return events;
  }
  const { objects, unknown } = parseDescriptions(text, { path: file.path, printedAt: capturedAt });
  const [first] = unknown;
  if (first !== undefined) warnings.add(file.path, `describes something of no known kind (${first.name})`, first.line);
  else warnings.add(file.path, 'is made for people: what it leaves out is not known');
  for (const { kind, metadata } of objects) coverage.single(kind, metadata.namespace);
  return objects;
}

/** `kubectl cluster-info dump` in one stream has the logs among the objects; their lines are left empty. */
function withoutLogs(text: string): string {
  if (!text.includes('==== START logs for container ')) return text;
  const kept: string[] = [];
  let inLogs = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('==== START logs for container ')) inLogs = true;
    kept.push(inLogs ? '' : line);
    if (line.startsWith('==== END logs')) inLogs = false;
  }
  return kept.join('\n');
}

/** A failure that the API server answered with instead of a list, as `kubectl get --raw` and `curl` keep it. */
function refusalOf(value: unknown): { kind: string; namespace?: string; reason: string } | undefined {
  const status = asRecord(value);
  if (status.kind !== 'Status' || status.reason !== 'Forbidden') return undefined;
  const kind = kindOfResource(asText(asRecord(status.details).kind) ?? '');
  const namespace = /in the namespace "([^"]+)"/.exec(asText(status.message) ?? '')?.[1];
  return { kind, ...(namespace === undefined ? {} : { namespace }), reason: 'may not be listed (403)' };
}

/** An event that is printed without its namespace is where the only object of that name is. */
function placeEvents(
  events: readonly KubernetesObject[],
  objects: readonly KubernetesObject[],
  namespaces: readonly string[],
): void {
  const homeless = events.filter(({ metadata }) => metadata.namespace === undefined);
  if (homeless.length === 0) return;
  const places = Map.groupBy(objects, ({ kind, metadata }) => `${kind}/${metadata.name}`);
  for (const event of homeless) {
    const { kind, name } = asRecord(event.involvedObject);
    const found = new Set((places.get(`${kind}/${name}`) ?? []).map(({ metadata }) => metadata.namespace));
    const [place] = found.size === 1 ? found : namespaces.length === 1 ? namespaces : [];
    if (place !== undefined) event.metadata.namespace = place;
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

function isObject(value: unknown): value is KubernetesObject {
  if (!isRecord(value) || asText(value.kind) === undefined) return false;
  return asText(asRecord(value.metadata).name) !== undefined;
}

function describeForeign(file: SnapshotFile, count: number): string {
  if (file.role === 'kubernetes-dump') return 'is not a part of a snapshot, skipped';
  return count > 0 ? `holds ${count} items without kind or name, skipped` : 'holds no Kubernetes object, skipped';
}
