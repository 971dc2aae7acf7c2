import type { Observation } from '../../domain/observation.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { type Cluster, readCluster } from '../cluster/cluster.ts';
import { told } from '../cluster/observe.ts';
import type { ClusterEvent, Pod, Workload } from '../cluster/types.ts';
import { BENIGN_EVENTS } from '../knowledge/conditions.ts';
import type { Parameters } from '../parameters.ts';
import { componentOfObject } from './place.ts';
import { isOver, millis } from './time.ts';

/** Warning events that come again, and those of objects that are not well: one observation for each place and reason. */
export function observeEvents(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  const cluster = readCluster(evidence);
  const groups = new Map<string, { component: Component; events: ClusterEvent[] }>();
  for (const event of cluster.events) {
    if (event.type !== 'Warning' || BENIGN_EVENTS.has(event.reason) || isOfRetired(event, cluster)) continue;
    const component = componentOfObject(event.kind, event.namespace, event.name, cluster);
    const key = `${component} ${event.reason}`;
    const group = groups.get(key) ?? { component, events: [] };
    group.events.push(event);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ component, events }) =>
    observationOf(component, events, cluster, evidence, parameters),
  );
}

function observationOf(
  component: Component,
  events: readonly ClusterEvent[],
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Observation[] {
  const count = events.reduce((sum, event) => sum + event.count, 0);
  const newest = events.reduce((best, event) => (event.lastMs >= best.lastMs ? event : best));
  const first = events.flatMap(({ first: time }) => (time === undefined ? [] : [time])).sort()[0];
  const well = isGoneOrWell(newest, cluster);
  const over = well && isOver(newest.last, evidence, parameters);
  // A few warnings of something that is well by now are how a start looks.
  const passing = (well || !isPod(newest)) && count <= parameters.passingWarnings;
  const before = millis(newest.last) !== undefined && newest.lastMs < (millis(evidence.window.start) ?? 0);
  return [
    {
      kind: 'event',
      name: newest.reason,
      component,
      ...(newest.namespace !== '' && { namespace: newest.namespace }),
      ...(first && { from: first }),
      ...(over && newest.last && { until: newest.last }),
      ...(newest.last && { lastSeen: newest.last }),
      size: { absolute: count, unit: 'times' },
      evidence: [told(newest)],
      class: before ? 'standing' : passing ? 'benign' : 'relevant',
    },
  ];
}

function isPod({ kind }: ClusterEvent): boolean {
  return kind === 'Pod';
}

/** A ReplicaSet that is scaled to zero was replaced by another: what it was refused no longer matters. */
function isOfRetired({ kind, namespace, name }: ClusterEvent, cluster: Cluster): boolean {
  if (kind !== 'ReplicaSet') return false;
  const spec = cluster.find(kind, namespace, name)?.spec as { replicas?: number } | undefined;
  return spec?.replicas === 0;
}

/** Whether what an event is about is no longer there, or all of its workload is well. */
function isGoneOrWell(event: ClusterEvent, cluster: Cluster): boolean {
  const workload = cluster.workloadOf(event.kind, event.namespace, event.name);
  const pod = podsByName(cluster).get(`${event.namespace}/${event.name}`);
  if (isPod(event) && pod === undefined) {
    // The pod is gone: whether what made it is well decides, and where no pods are listed nobody knows.
    const component = componentOfObject(event.kind, event.namespace, event.name, cluster);
    return cluster.workloadsByService(component.slice(component.indexOf('/') + 1)).some(isWell);
  }
  if (pod !== undefined && !pod.healthy) return false;
  return workload !== undefined && isWell(workload);
}

function isWell({ pods, desired }: Workload): boolean {
  return pods.length > 0 && pods.filter(({ healthy }) => healthy).length >= desired;
}

const indexed = new WeakMap<Cluster, ReadonlyMap<string, Pod>>();

function podsByName(cluster: Cluster): ReadonlyMap<string, Pod> {
  const known = indexed.get(cluster);
  if (known !== undefined) return known;
  const pods = new Map(cluster.pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  indexed.set(cluster, pods);
  return pods;
}
