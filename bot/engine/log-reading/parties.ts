import type { EvidenceSet, KubernetesObject, ServiceLogs } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { namedAddresses } from '../cluster/addresses.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { readCluster } from '../cluster/cluster.ts';
import type { Node, Service, Workload } from '../cluster/types.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Peer } from './peers.ts';

/** What is known of the party that a message names. */
export interface Party {
  readonly component: Component;
  /** The Service it is, where objects were observed and it exists. */
  readonly service?: Service;
  readonly node?: Node;
  readonly workloads: readonly Workload[];
  /** True where the message gave the Service's virtual address rather than a pod's. */
  readonly virtualAddress: boolean;
}

/** Maps names and addresses in messages to the components of one evidence set. */
export interface Parties {
  readonly cluster: Cluster;
  /** Services that logs, topology and traces name. */
  readonly names: ReadonlySet<string>;
  /** True when Services were observed, so a name that is none of them does not exist. */
  readonly servicesKnown: boolean;
  /** The component that writes a log. */
  writer(logs: ServiceLogs): Component;
  namespaceOf(logs: ServiceLogs): string;
  /** The party at an address; undefined for one outside the system or unknown. */
  resolve(peer: Peer, namespace: string): Party | undefined;
  /** Workloads whose environment names this host. */
  configuredWith(host: string): readonly Workload[];
  /** True for a name that can only mean a Service of the cluster. */
  isInternal(host: string): boolean;
}

/** Reads the parties of an evidence set; without objects, service names of logs, topology and traces are used. */
export function readParties(evidence: EvidenceSet): Parties {
  const cluster = readCluster(evidence);
  const servicesKnown = evidence.objects.status === 'observed' && cluster.kinds.has('Service');
  const names = knownNames(evidence);
  const byAddress = indexAddresses(cluster);

  function writer(logs: ServiceLogs): Component {
    const workload = cluster.workloadsByService(logs.service)[0];
    if (workload !== undefined) return workload.component;
    // A program's own unit is all that systemd writes of in a log that is called after what others call.
    const node = isCalled(logs.service, evidence) ? undefined : nodeOfJournal(logs, cluster);
    return node === undefined ? `service/${logs.service}` : componentOf({ kind: 'node', name: node });
  }

  function namespaceOf(logs: ServiceLogs): string {
    return logs.namespace ?? cluster.workloadsByService(logs.service)[0]?.namespace ?? evidence.namespaces[0] ?? '';
  }

  function resolve(peer: Peer, namespace: string): Party | undefined {
    if (peer.ip !== undefined) return byAddress.get(peer.ip);
    if (peer.host === undefined) return undefined;
    const [first, second] = peer.host.split('.') as [string, string?];
    const service =
      cluster.service(second ?? namespace, first) ?? (second === undefined ? only(cluster, first) : undefined);
    if (service !== undefined) return partyOfService(service, cluster, false);
    // `pod-0.headless.namespace` names the headless Service second.
    const headless = second === undefined ? undefined : (cluster.service(namespace, second) ?? only(cluster, second));
    if (headless !== undefined) return partyOfService(headless, cluster, false);
    const owner = second === undefined ? ownerOfPod(first, namespace, cluster) : undefined;
    if (owner !== undefined) return { component: owner.component, workloads: [owner], virtualAddress: false };
    if (servicesKnown || !names.has(first)) return undefined;
    return { component: `service/${first}`, workloads: [], virtualAddress: false };
  }

  return {
    cluster,
    names,
    servicesKnown,
    writer,
    namespaceOf,
    resolve,
    configuredWith: (host) => {
      const first = host.split('.')[0]!;
      return [
        ...new Set(
          namedAddresses(cluster)
            .filter((named) => named.host === first)
            .map((named) => named.workload),
        ),
      ];
    },
    isInternal: (host) => !host.includes('.') || /\.svc(?:\.|$)|\.cluster\.local$/.test(host),
  };
}

/** What a file with the journal of a node is called beside the node: `kernel-worker-1`, `worker-1.kubelet`. */
const JOURNAL =
  /^(?:node|kernel|kern|dmesg|journal(?:d|ctl)?|syslog|messages|systemd|kubelet|containerd|dockerd?|crio)$/i;
/** What only a kernel, systemd or kubelet writes; looked for where no node was read. */
const OF_NODE =
  /\b(?:kernel|systemd(?:\[\d+\])?|kubelet(?:\[\d+\])?|containerd(?:\[\d+\])?|chronyd(?:\[\d+\])?): |^\[ *\d+\.\d{6}\] /;

/** The node whose journal a log is; undefined for the log of a program. */
function nodeOfJournal({ service, patterns }: ServiceLogs, cluster: Cluster): string | undefined {
  if (cluster.node(service) !== undefined) return service;
  const named = cluster.nodes.find(({ name }) => {
    if (!service.includes(name)) return false;
    const rest = service
      .replace(name, '')
      .split(/[-_.]+/)
      .filter((part) => part !== '');
    return rest.length > 0 && rest.every((part) => JOURNAL.test(part));
  });
  if (named !== undefined || cluster.nodes.length > 0) return named?.name;
  const theirs = patterns.filter(({ samples }) => samples.some(({ text }) => OF_NODE.test(text)));
  if (theirs.length === 0) return undefined;
  const [first = '', ...rest] = service.split(/[-_.]/);
  if (rest.length > 0 && JOURNAL.test(first)) return service.slice(first.length + 1);
  // On a plain machine a program's own log may hold a few lines of the kernel; a journal holds hardly anything else.
  const countOf = (some: ServiceLogs['patterns']) => some.reduce((sum, { count }) => sum + count, 0);
  return 2 * countOf(theirs) >= countOf(patterns) ? service : undefined;
}

/** Whether a service is called by others under this name, where no machine has it. */
function isCalled(name: string, evidence: EvidenceSet): boolean {
  const { called, nodes } = readMetrics(evidence).known;
  return called?.has(name) === true && !nodes.has(name);
}

/**
 * The workload of which a name is a pod, there or not: the pods of a StatefulSet are called after it with a number, and that
 * is their host name too, by which members of one set know each other (kubernetes.io, "StatefulSets").
 */
function ownerOfPod(name: string, namespace: string, cluster: Cluster): Workload | undefined {
  const set = /^(.+)-\d+$/.exec(name)?.[1];
  return cluster.workloads.find(
    (one) => one.kind === 'StatefulSet' && one.name === set && (namespace === '' || one.namespace === namespace),
  );
}

function only(cluster: Cluster, name: string): Service | undefined {
  const found = cluster.services.filter((service) => service.name === name);
  return found.length === 1 ? found[0] : undefined;
}

function partyOfService(service: Service, cluster: Cluster, virtualAddress: boolean): Party {
  const selected = cluster.podsByLabels(service.namespace, service.selector);
  const workloads = [...new Set(selected.flatMap((pod) => cluster.workloadOfPod(pod) ?? []))];
  return { component: `service/${service.name}`, service, workloads, virtualAddress };
}

function knownNames(evidence: EvidenceSet): ReadonlySet<string> {
  const names = new Set<string>();
  if (evidence.logs.status === 'observed') for (const logs of evidence.logs.value) names.add(logs.service);
  if (evidence.topology.status === 'observed') {
    for (const [caller, callees] of Object.entries(evidence.topology.value)) {
      names.add(caller);
      for (const callee of callees) names.add(callee);
    }
  }
  if (evidence.traces.status === 'observed') {
    for (const edge of evidence.traces.value) names.add(edge.caller).add(edge.callee);
  }
  return names;
}

function indexAddresses(cluster: Cluster): ReadonlyMap<string, Party> {
  const byAddress = new Map<string, Party>();
  for (const node of cluster.nodes) {
    for (const address of textsAt(node.object, 'addresses')) {
      byAddress.set(address, { component: `node/${node.name}`, node, workloads: [], virtualAddress: false });
    }
  }
  for (const pod of cluster.pods) {
    const address = statusText(pod.object, 'podIP');
    const workload = cluster.workloadOfPod(pod);
    // A pod of the host's network has the node's address, which says nothing about the pod.
    if (address === undefined || workload === undefined || byAddress.has(address)) continue;
    const service = cluster.servicesOfPod(pod)[0];
    const party = { component: workload.component, workloads: [workload], virtualAddress: false };
    byAddress.set(address, service === undefined ? party : { ...party, service });
  }
  for (const service of cluster.services) {
    const spec = service.object.spec as { clusterIP?: unknown } | undefined;
    if (typeof spec?.clusterIP !== 'string' || spec.clusterIP === 'None') continue;
    byAddress.set(spec.clusterIP, partyOfService(service, cluster, true));
  }
  return byAddress;
}

function statusText(object: KubernetesObject, field: string): string | undefined {
  const value = (object.status as Record<string, unknown> | undefined)?.[field];
  return typeof value === 'string' ? value : undefined;
}

function textsAt(object: KubernetesObject, field: string): readonly string[] {
  const list = (object.status as Record<string, unknown> | undefined)?.[field];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: { address?: unknown }) => (typeof item.address === 'string' ? [item.address] : []));
}
