import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { conditionsOf, printedTime, settle } from './described-fields.ts';
import { podOf } from './described-pod.ts';
import { printedEvent } from './events-table.ts';
import { knownKind } from './kind-names.ts';
import { parsePrintedTable } from './printed-table.ts';
import { nodeAt, type PrintedNode, pairsAt, parsePrintedTrees, valueAt } from './printed-tree.ts';

export interface DescriptionContext {
  /** The file's path: its name may tell the kind. */
  readonly path: string;
  /** When it was printed: the ages of events are before this. */
  readonly printedAt?: Date | undefined;
}

/**
 * Reads what `kubectl describe` prints: the object as far as it is printed, and its events. It prints no kind: that is
 * told by the fields which only that kind has, or by the file's name. `unknown` are those of which it cannot be told.
 */
export function parseDescriptions(
  text: string,
  { path, printedAt }: DescriptionContext,
): { objects: KubernetesObject[]; unknown: { readonly name: string; readonly line: number }[] } {
  const objects: KubernetesObject[] = [];
  const unknown: { name: string; line: number }[] = [];
  const lines = text.split(/\r?\n/);
  for (const { nodes, line } of parsePrintedTrees(text)) {
    const name = valueAt(nodes, 'Name');
    if (name === undefined) continue;
    const kind = kindOf(nodes) ?? kindOfName(path);
    if (kind === undefined) {
      unknown.push({ name, line });
      continue;
    }
    const object = objectOf(kind, name, nodes);
    objects.push(object, ...eventsOf(nodes, lines, object, printedAt));
  }
  return { objects, unknown };
}

/** Keys in the first column that only one kind has. */
const TELLING: readonly (readonly [kind: string, keys: readonly string[]])[] = [
  ['Pod', ['Containers', 'QoS Class']],
  ['Pod', ['Containers', 'IPs']],
  ['Node', ['Allocatable', 'Capacity']],
  ['CronJob', ['Schedule', 'Concurrency Policy']],
  ['Job', ['Parallelism', 'Completions']],
  ['DaemonSet', ['Desired Number of Nodes Scheduled']],
  ['StatefulSet', ['Volume Claims', 'Replicas']],
  ['Deployment', ['StrategyType', 'Replicas']],
  ['ReplicaSet', ['Controlled By', 'Replicas', 'Pods Status']],
  ['HorizontalPodAutoscaler', ['Min replicas', 'Max replicas']],
  ['PodDisruptionBudget', ['Allowed disruptions']],
  ['Service', ['Session Affinity', 'Selector']],
  ['Endpoints', ['Subsets']],
  ['Ingress', ['Rules', 'Ingress Class']],
  ['PersistentVolumeClaim', ['Access Modes', 'Used By']],
  ['PersistentVolume', ['Reclaim Policy', 'Claim']],
  ['ResourceQuota', ['Resource']],
];

function kindOf(nodes: readonly PrintedNode[]): string | undefined {
  const written = valueAt(nodes, 'Kind');
  if (written !== undefined) return written;
  return TELLING.find(([, keys]) => keys.every((key) => nodeAt(nodes, key) !== undefined))?.[0];
}

/** `describe-pods.txt`, `pod-web.describe.txt`. */
function kindOfName(path: string): string | undefined {
  const words = path.replace(/^.*\//, '').split(/[^A-Za-z]+/);
  return words.map(knownKind).find((kind) => kind !== undefined);
}

function objectOf(kind: string, name: string, nodes: readonly PrintedNode[]): KubernetesObject {
  const owner = /^([A-Za-z]+)\/(\S+)$/.exec(valueAt(nodes, 'Controlled By') ?? '');
  const apiVersion = valueAt(nodes, 'API Version');
  const created = printedTime(valueAt(nodes, 'CreationTimestamp') ?? valueAt(nodes, 'Start Time'));
  const more = kind === 'Pod' ? podOf(nodes) : partsOf(kind, nodes);
  return settle({
    apiVersion,
    kind,
    metadata: settle({
      name,
      namespace: valueAt(nodes, 'Namespace'),
      labels: pairsAt(nodes, 'Labels'),
      annotations: pairsAt(nodes, 'Annotations', ': '),
      creationTimestamp: created,
      ownerReferences: owner === null ? undefined : [{ kind: owner[1]!, name: owner[2]! }],
    }),
    ...more,
  }) as KubernetesObject;
}

function partsOf(kind: string, nodes: readonly PrintedNode[]): Record<string, unknown> {
  const conditions = conditionsOf(nodes);
  const selector = pairsAt(nodes, 'Selector');
  if (kind === 'Deployment') {
    const replicas = valueAt(nodes, 'Replicas') ?? '';
    const count = (word: string): number | undefined => numberBefore(replicas, word);
    return {
      spec: { replicas: count('desired'), selector: { matchLabels: selector } },
      status: settle({
        replicas: count('total'),
        updatedReplicas: count('updated'),
        availableReplicas: count('available'),
        readyReplicas: count('available'),
        unavailableReplicas: count('unavailable'),
        conditions,
      }),
    };
  }
  if (kind === 'ReplicaSet' || kind === 'StatefulSet') {
    const replicas = valueAt(nodes, 'Replicas') ?? '';
    const desired = numberBefore(replicas, 'desired');
    const total = numberBefore(replicas, 'current') ?? numberBefore(replicas, 'total');
    return {
      spec: { replicas: desired, selector: { matchLabels: selector } },
      status: settle({ replicas: total, conditions }),
    };
  }
  if (kind === 'Node')
    return {
      spec: settle({
        unschedulable: valueAt(nodes, 'Unschedulable') === 'true' ? true : undefined,
        taints: taintsOf(nodes),
      }),
      status: {
        conditions,
        allocatable: pairsAt(nodes, 'Allocatable', ': '),
        capacity: pairsAt(nodes, 'Capacity', ': '),
      },
    };
  if (kind === 'Service')
    return { spec: settle({ type: valueAt(nodes, 'Type'), clusterIP: valueAt(nodes, 'IP'), selector }) };
  if (kind === 'PersistentVolumeClaim')
    return {
      spec: settle({ storageClassName: valueAt(nodes, 'StorageClass'), volumeName: valueAt(nodes, 'Volume') }),
      status: settle({ phase: valueAt(nodes, 'Status') }),
    };
  return conditions.length === 0 ? {} : { status: { conditions } };
}

function numberBefore(text: string, word: string): number | undefined {
  const found = new RegExp(`(\\d+) ${word}\\b`).exec(text);
  return found === null ? undefined : Number(found[1]);
}

function taintsOf(nodes: readonly PrintedNode[]): object[] | undefined {
  const node = nodeAt(nodes, 'Taints');
  const texts =
    node === undefined ? [] : [node.value, ...node.children.map(({ key, value }) => (key ? `${key}:${value}` : value))];
  const taints = texts.flatMap((text) => {
    const [, key, value, effect] = /^([^=:\s]+)(?:=([^:]*))?:(NoSchedule|NoExecute|PreferNoSchedule)$/.exec(text) ?? [];
    return key === undefined ? [] : [settle({ key, value, effect })];
  });
  return taints.length === 0 ? undefined : taints;
}

function eventsOf(
  nodes: readonly PrintedNode[],
  lines: readonly string[],
  object: KubernetesObject,
  printedAt: Date | undefined,
): KubernetesObject[] {
  const node = nodeAt(nodes, 'Events');
  const rows = (node?.children ?? []).map(({ line }) => lines[line - 1] ?? '');
  if (node === undefined || !/\bReason\b.*\bMessage\b/.test(rows[0] ?? '')) return [];
  return parsePrintedTable(rows, node.line).map(({ cells }) =>
    printedEvent({
      type: cells.Type ?? 'Normal',
      reason: cells.Reason ?? '',
      message: cells.Message ?? '',
      kind: object.kind,
      name: object.metadata.name,
      namespace: object.metadata.namespace,
      age: cells.Age ?? '',
      source: cells.From,
      printedAt,
    }),
  );
}
