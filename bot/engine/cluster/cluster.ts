import { coverageOf } from '../../domain/coverage-of.ts';
import type { EvidenceSet, KubernetesObject } from '../../domain/signals.ts';
import { indexWorkloads } from './index-workloads.ts';
import { keyOf, push } from './keys.ts';
import { readEvent, readNode } from './read-node-event.ts';
import { readMetadata, readPod, readService } from './read-objects.ts';
import { matchesLabels } from './selectors.ts';
import type { ClusterEvent, Node, Pod, Service, Workload } from './types.ts';

/** The Kubernetes objects and events of one evidence set, indexed. Empty where a source was not observed. */
export interface Cluster {
  /** Milliseconds since the epoch: the moment investigated. */
  readonly now: number;
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly services: readonly Service[];
  readonly workloads: readonly Workload[];
  readonly events: readonly ClusterEvent[];
  /** Kinds of which at least one object is there; for others silence says nothing. */
  readonly kinds: ReadonlySet<string>;
  /**
   * Whether all objects of a kind were read, in the namespace where one is named: only then is one that is not there
   * missing. Unlisted, forbidden and truncated is unread.
   */
  sees(kind: string, namespace?: string): boolean;
  /** Namespaces that hold at least one object. */
  readonly namespaces: ReadonlySet<string>;
  ofKind(kind: string): readonly KubernetesObject[];
  find(kind: string, namespace: string, name: string): KubernetesObject | undefined;
  service(namespace: string, name: string): Service | undefined;
  node(name: string): Node | undefined;
  podsOnNode(name: string): readonly Pod[];
  /** Pods of a namespace whose labels hold every pair; none for an empty selector. */
  podsByLabels(namespace: string, selector: Readonly<Record<string, string>>): readonly Pod[];
  /** Services of the pod's namespace that select it. */
  servicesOfPod(pod: Pod): readonly Service[];
  workloadOfPod(pod: Pod): Workload | undefined;
  /** The workload that owns an object (a ReplicaSet, a Job, a Pod), or is it. */
  workloadOf(kind: string, namespace: string, name: string): Workload | undefined;
  /** The workload whose component or own name is this service name, in any of the namespaces. */
  workloadsByService(name: string): readonly Workload[];
  eventsOf(kind: string, namespace: string, name: string): readonly ClusterEvent[];
  eventsByReason(reason: string): readonly ClusterEvent[];
}

const built = new WeakMap<object, WeakMap<object, Cluster>>();

/** Reads and indexes the objects and events of an evidence set; done once per pair of observations. */
export function readCluster(evidence: EvidenceSet): Cluster {
  const perObjects = built.get(evidence.objects) ?? new WeakMap<object, Cluster>();
  built.set(evidence.objects, perObjects);
  const known = perObjects.get(evidence.events);
  if (known !== undefined) return known;
  const cluster = buildCluster(evidence);
  perObjects.set(evidence.events, cluster);
  return cluster;
}

function buildCluster(evidence: EvidenceSet): Cluster {
  const objects = evidence.objects.status === 'observed' ? evidence.objects.value : [];
  const rawEvents = evidence.events.status === 'observed' ? evidence.events.value : [];
  const byKind = new Map<string, KubernetesObject[]>();
  const byKey = new Map<string, KubernetesObject>();
  for (const raw of objects) {
    if (typeof raw?.kind !== 'string' || typeof raw.metadata?.name !== 'string') continue;
    const object = readMetadata(raw);
    push(byKind, object.kind, object);
    byKey.set(keyOf(object.kind, object.metadata.namespace ?? '', object.metadata.name), object);
  }
  const pods = (byKind.get('Pod') ?? []).map(readPod);
  const services = (byKind.get('Service') ?? []).map(readService);
  const nodes = (byKind.get('Node') ?? []).map(readNode);
  const events = rawEvents.filter((raw) => typeof raw?.metadata?.name === 'string').map(readEvent);

  const podsByNode = new Map<string, Pod[]>();
  const podsByPair = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (pod.node !== undefined) push(podsByNode, pod.node, pod);
    for (const [key, value] of Object.entries(pod.labels)) push(podsByPair, `${pod.namespace}/${key}=${value}`, pod);
  }
  const eventsByObject = new Map<string, ClusterEvent[]>();
  const eventsByReason = new Map<string, ClusterEvent[]>();
  for (const event of events) {
    push(eventsByObject, keyOf(event.kind, event.namespace, event.name), event);
    push(eventsByReason, event.reason, event);
  }
  const servicesByPair = new Map<string, Service[]>();
  for (const service of services) {
    const first = Object.entries(service.selector)[0];
    if (first !== undefined) push(servicesByPair, `${service.namespace}/${first[0]}=${first[1]}`, service);
  }
  const servicesByKey = new Map(services.map((service) => [`${service.namespace}/${service.name}`, service]));
  const nodesByName = new Map(nodes.map((node) => [node.name, node]));
  const workloads = indexWorkloads(byKind, pods, services);
  // Nearly every rule asks for it, for every pod.
  const ofPod = new Map(pods.map((pod) => [pod, workloads.byOwned.get(keyOf('Pod', pod.namespace, pod.name))]));

  return {
    now: Date.parse(evidence.asOf),
    pods,
    nodes,
    services,
    events,
    workloads: workloads.all,
    kinds: new Set(byKind.keys()),
    sees: (kind, namespace) => coverageOf(evidence.objects, kind, namespace) === 'seen',
    namespaces: new Set([...byKey.values()].map((object) => object.metadata.namespace ?? '')),
    ofKind: (kind) => byKind.get(kind) ?? [],
    find: (kind, namespace, name) => byKey.get(keyOf(kind, namespace, name)),
    service: (namespace, name) => servicesByKey.get(`${namespace}/${name}`),
    node: (name) => nodesByName.get(name),
    podsOnNode: (name) => podsByNode.get(name) ?? [],
    podsByLabels: (namespace, selector) => {
      const pairs = Object.entries(selector).map(
        ([key, value]) => podsByPair.get(`${namespace}/${key}=${value}`) ?? [],
      );
      const fewest = pairs.sort((a, b) => a.length - b.length)[0] ?? [];
      return fewest.filter((pod) => matchesLabels(selector, pod.labels));
    },
    servicesOfPod: (pod) =>
      Object.entries(pod.labels)
        .flatMap(([key, value]) => servicesByPair.get(`${pod.namespace}/${key}=${value}`) ?? [])
        .filter((service) => matchesLabels(service.selector, pod.labels)),
    workloadOfPod: (pod) => ofPod.get(pod) ?? workloads.byOwned.get(keyOf('Pod', pod.namespace, pod.name)),
    workloadOf: (kind, namespace, name) => workloads.byOwned.get(keyOf(kind, namespace, name)),
    workloadsByService: (name) => workloads.byService.get(name) ?? [],
    eventsOf: (kind, namespace, name) => eventsByObject.get(keyOf(kind, namespace, name)) ?? [],
    eventsByReason: (reason) => eventsByReason.get(reason) ?? [],
  };
}
