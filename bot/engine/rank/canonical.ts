import { programsBeforeMachine } from '../../../schemas/service-name.ts';
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { type Cluster, readCluster } from '../cluster/cluster.ts';
import { balancerName } from '../metric-reading/entity.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { componentOfObject } from '../observe/place.ts';
import { resourcesOfLogs } from './log-group.ts';
import { servicesOfMachines } from './machine-host.ts';
import { makerOfPod } from './made-by.ts';
import { providersOf } from './provider-host.ts';

/** Kinds whose names metrics and alerts give where a workload is meant. */
const OWNED_KINDS = ['Pod', 'ReplicaSet', 'PersistentVolumeClaim'] as const;

/** Servers that stand by their program's name alone, which an ordinal or a machine follows in the names of their logs. */
const SERVER =
  /^(?:cassandra|clickhouse|consul|elasticsearch|etcd|haproxy|kafka|mariadb|memcached|minio|mongo(?:d|db)?|mysql|nats|nginx|opensearch|patroni|pgbouncer|postgres(?:ql)?|rabbitmq|redis|scylla|valkey|vault|zookeeper)$/;

/** Patroni starts the PostgreSQL that it watches as a process of its own: a name of both is that server's. */
const SUPERVISED = /^patroni[-_](postgres(?:ql)?)$/;

/**
 * The program of a name that adds where it runs: `redis-0`, as a StatefulSet names its pods, where nobody listed them; `cart-2`,
 * the second copy of a known program; `postgresql-db-01`, where db-01 is a machine, and `billing-app-01`, where billing is
 * known besides; `patroni-postgres`.
 */
function programOf(
  name: string,
  nodes: ReadonlySet<string>,
  isKnown: (program: string) => boolean,
  isCopyOf: ((name: string, program: string) => boolean) | undefined,
): string {
  const supervised = SUPERVISED.exec(name)?.[1];
  if (supervised !== undefined) return supervised;
  const ordinal = isCopyOf === undefined ? undefined : /^(.+)-\d$/.exec(name)?.[1];
  const isCopy = ordinal !== undefined && (SERVER.test(ordinal) || isCopyOf?.(name, ordinal));
  if (isCopy && !nodes.has(name)) return ordinal;
  return programsBeforeMachine(name, nodes).find((program) => SERVER.test(program) || isKnown(program)) ?? name;
}

/**
 * The component that a program's bare name means where nothing else read is called so: a scrape job is called after the
 * program (`nginx`), and logs and the call graph after what it does here (`nginx-edge`). One only may be meant.
 */
function meantBy(name: string, spoken: ReadonlySet<string>): string {
  if (!SERVER.test(name) || spoken.has(name)) return name;
  const [only, ...others] = [...spoken].filter((one) => {
    const words = one.split(/[-_.]/);
    return words.includes(name) && !words.includes('exporter');
  });
  return only === undefined || others.length > 0 || SUPERVISED.test(only) ? name : only;
}

/** Names that logs, the call graph and objects give. */
function spokenOf({ logs, topology }: EvidenceSet, cluster: Cluster): ReadonlySet<string> {
  const calls = topology.status === 'observed' ? Object.entries(topology.value).flat(2) : [];
  const writers = logs.status === 'observed' ? logs.value.map(({ service }) => service) : [];
  return new Set([...calls, ...writers, ...[...cluster.workloads, ...cluster.services].map(({ name }) => name)]);
}

/**
 * Tells the copies of a program by their numbers, where no objects are listed: the program is measured or called, and nobody
 * but its log knows the copy. Compose numbers the containers of each service (`cart-1`, `cart-2`; Docker's docs, `docker
 * compose up --scale`), and so do those who name the instances of a unit for systemd (systemd.unit(5), templates).
 */
function copiesIn(
  { topology }: EvidenceSet,
  measured: ReadonlySet<string>,
): (name: string, program: string) => boolean {
  const calls = new Set(topology.status === 'observed' ? Object.entries(topology.value).flat(2) : []);
  const isKnown = (name: string) => calls.has(name) || measured.has(`service/${name}`);
  return (name, program) => isKnown(program) && !isKnown(name);
}

/** Maps what sources call a pod, a claim or a load balancer to the component it belongs to; all else to itself. */
export function canonicalNames(evidence: EvidenceSet): (component: Component) => Component {
  const cluster = readCluster(evidence);
  const owners = new Map<string, Component>();
  for (const kind of OWNED_KINDS) {
    for (const object of cluster.ofKind(kind)) {
      const { metadata } = object;
      const owner =
        makerOfPod(object, cluster) ?? componentOfObject(kind, metadata.namespace ?? '', metadata.name, cluster);
      if (!owners.has(metadata.name)) owners.set(metadata.name, owner);
    }
  }
  // A Service or workload of that very name is meant before a pod of it.
  for (const { name } of cluster.services) owners.delete(name);
  for (const { name, kind } of cluster.workloads) if (kind !== 'Pod') owners.delete(name);
  const metrics = readMetrics(evidence);
  const { known, components } = metrics;
  const measured = new Set(components);
  const isKnown = (name: string) => known.services.has(name) || measured.has(`service/${name}`);
  const spoken = spokenOf(evidence, cluster);
  const copies = evidence.objects.status === 'observed' ? undefined : copiesIn(evidence, measured);
  const providerAt = providersOf(evidence);
  const servedAt = servicesOfMachines(evidence);
  const loggedAs = resourcesOfLogs(evidence, metrics);
  return (component) => {
    if (!component.startsWith('service/')) return component;
    const name = component.slice('service/'.length);
    const own =
      providerAt(name) ??
      servedAt(name) ??
      loggedAs(name) ??
      meantBy(balancerName(programOf(name, known.nodes, isKnown, copies)), spoken);
    return owners.get(name) ?? `service/${own}`;
  };
}

/** Findings with their components as they are called elsewhere. */
export function canonicalFindings(
  findings: readonly Finding[],
  canonical: (component: Component) => Component,
): readonly Finding[] {
  return findings.map((finding) => ({
    ...finding,
    component: canonical(finding.component),
    ...(finding.explains && { explains: finding.explains.map(canonical) }),
  }));
}
