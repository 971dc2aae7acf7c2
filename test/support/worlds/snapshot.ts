import { alertsFile } from './alerts.ts';
import { clusterObjects } from './kubernetes/cluster-objects.ts';
import { eventObjects } from './kubernetes/events.ts';
import type { KubeObject } from './kubernetes/state.ts';
import { logFiles } from './logs/write.ts';
import { collectMetrics } from './metrics/collect.ts';
import { matrixFiles, openMetrics } from './metrics/write.ts';
import type { Scene } from './scene.ts';
import type { Courses } from './simulate/course.ts';
import { rfc3339 } from './time-axis.ts';

/** The files of a snapshot folder: their paths in it and their text. */
export type SnapshotFiles = ReadonlyMap<string, string>;

/** Writes down what can be seen of a scene. `report` is the complaint. */
export function snapshotFiles(scene: Scene, courses: Courses, report: string | undefined): SnapshotFiles {
  const { system, axis } = scene;
  const files = new Map<string, string>();
  const namespaces = [
    ...new Set(system.parts.filter(({ kind }) => kind !== 'external').map(({ namespace }) => namespace)),
  ];
  files.set(
    'snapshot.json',
    JSON.stringify({
      version: 1,
      cluster: system.cluster,
      capturedAt: rfc3339(axis.end),
      namespaces: system.platform === 'kubernetes' ? namespaces : [],
      report,
    }),
  );
  if (system.platform === 'kubernetes') {
    for (const [kind, objects] of byKind(clusterObjects(scene)))
      files.set(`kubernetes/${plural(kind.toLowerCase())}.json`, list(objects));
    files.set('kubernetes/events.json', list(eventObjects(scene)));
  }
  for (const [file, text] of logFiles(scene)) files.set(file, text);
  const series = collectMetrics(scene, courses);
  if (system.metrics === 'openmetrics') files.set('metrics.om', openMetrics(series, axis));
  else for (const [file, text] of matrixFiles(series, axis)) files.set(file, text);
  files.set('alerts.json', alertsFile(scene));
  if (system.topology) files.set('topology.json', topology(scene));
  const changes = [...scene.changes]
    .sort((a, b) => a.time - b.time)
    .map(({ time, ...change }) => JSON.stringify({ timestamp: rfc3339(Math.round(time)), ...change }));
  files.set('changes/changes.ndjson', changes.length === 0 ? '' : `${changes.join('\n')}\n`);
  return files;
}

function topology(scene: Scene): string {
  const nameOf = new Map(scene.system.parts.map(({ role, name }) => [role, name]));
  return JSON.stringify(
    Object.fromEntries(
      scene.system.parts
        .filter(({ calls }) => calls.length > 0)
        .map(({ name, calls }) => [name, calls.map(({ role }) => nameOf.get(role)!)]),
    ),
  );
}

function byKind(objects: readonly KubeObject[]): Map<string, KubeObject[]> {
  const kinds = new Map<string, KubeObject[]>();
  for (const object of objects) kinds.set(object.kind, [...(kinds.get(object.kind) ?? []), object]);
  return kinds;
}

function plural(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`;
  return kind === 'endpoints' ? kind : kind.endsWith('s') ? `${kind}es` : `${kind}s`;
}

function list(items: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
