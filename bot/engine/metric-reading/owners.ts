import type { EvidenceSet, KubernetesObject } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { fields, records, text } from '../cluster/read-objects.ts';
import { componentNamed, entityOf, type KnownNames, serviceLike, stripPort } from './entity.ts';
import { fpmPools } from './fpm-pool.ts';
import { ownerByKnownName, programOnHost } from './known-owner.ts';
import { machineNamed } from './machine-figures.ts';
import { type MetricMeaning, meaningOf } from './meaning.ts';
import { withoutPodSuffix } from './pod-name.ts';
import { risesOf } from './rises.ts';

/** Labels that name a consumer group, a queue or what is behind a proxy, best first. */
const NAMED_BY: Readonly<Record<string, readonly string[]>> = {
  consumer: ['consumergroup', 'consumer_group', 'group', 'group_id', 'client_id'],
  queue: [
    'queue',
    'queue_name',
    'queuename',
    'topic',
    'subscription_id',
    'subscription',
    'entity_name',
    'entityname',
    'entity',
    'consumer_name',
  ],
  /** What a balancer counts for each group of servers behind it; where that is named like nobody, the balancer itself. */
  backend: ['proxy', 'backend', 'pxname'],
  upstream: ['envoy_cluster_name', 'cluster_name', 'upstream', 'backend', 'proxy'],
};

const OF_CLOUD = /(?:^|_)aws_sqs_|pubsub_|service_?bus/;

/** Whether a metric is about a consumer, a queue's reader or an upstream, and not about what exports it. */
export function isOfAnother({ of }: MetricMeaning): boolean {
  return of !== undefined && of in NAMED_BY;
}

/** Finds the component of a series from what its metric is about. */
export type FindOwner = (
  labels: Readonly<Record<string, string>>,
  name: string,
  meaning: MetricMeaning,
) => Component | undefined;

/** Makes the search: volumes belong to the workload whose pods mount them, groups and queues to the service of that name. */
export function createFindOwner(evidence: EvidenceSet, known: KnownNames): FindOwner {
  const mounts = mountsOf(evidence.objects.status === 'observed' ? evidence.objects.value : []);
  const resolver = slowResolver(evidence, known);
  const pools = fpmPools(evidence);
  return (labels, name, meaning) => {
    const { of, signal } = meaning;
    if (resolver !== undefined && signal === 'dns-latency' && of === 'resolver') return resolver;
    const served = name.startsWith('phpfpm_') ? pools.get(labels.pool ?? '') : undefined;
    if (served !== undefined) return componentOf({ kind: 'service', name: served });
    const machine = of === 'node' && labels.node === undefined ? stripPort(labels.instance ?? '') : '';
    // The kernel answers for the machine, though a log is called after it (ICMP's echo: RFC 1122, 3.2.2.6).
    if (known.nodes.has(machine)) return componentOf({ kind: 'node', name: machine });
    if (of === 'volume') return volumeOwner(labels, mounts, known) ?? entityOf(labels, name, known);
    const named = NAMED_BY[of ?? '']
      ?.map((label) => labels[label])
      .find((value) => value !== undefined && value !== '');
    // A cloud's queue is a thing of its own: half of them are named after who fills them.
    if (of === 'queue' && OF_CLOUD.test(name))
      return named === undefined ? entityOf(labels, name, known) : componentNamed(named, known);
    if (named !== undefined) return programOnHost(namedOwner(named, of!, labels, name, known), meaning, known);
    const told = programOnHost(entityOf(labels, name, known), meaning, known);
    return told ?? machineNamed(labels, meaning, known) ?? ownerByKnownName(labels, known);
  };
}

/** Name servers by the names that their programs have. */
const RESOLVER = /^(?:(?:core|kube|node-local)-?dns|dnsmasq|unbound|bind9?|named|systemd-resolved|pdns-recursor)$/;

export function isNameServer(service: string): boolean {
  return RESOLVER.test(service);
}

/**
 * The one name server that is known, where lookups of every probed host turned slow: that is the resolver's doing, while a
 * single slow one is its domain's.
 */
function slowResolver({ metrics }: EvidenceSet, { services }: KnownNames): Component | undefined {
  const [name, second] = [...services].filter((service) => RESOLVER.test(service));
  if (name === undefined || second !== undefined || metrics.status !== 'observed') return undefined;
  const lookups = metrics.value.filter((series) => meaningOf(series)?.of === 'resolver');
  const slow = lookups.filter((series) => risesOf(series).length > 0);
  const isOfAll = lookups.length > 1 && slow.length === lookups.length;
  return isOfAll ? componentOf({ kind: 'service', name }) : undefined;
}

function namedOwner(
  value: string,
  of: string,
  labels: Readonly<Record<string, string>>,
  name: string,
  known: KnownNames,
): Component | undefined {
  const service = serviceLike(value, known.services);
  if (service !== undefined) return componentOf({ kind: 'service', name: service });
  // A queue that is named like nobody is told of by its broker, a client's number by the client; a group is itself.
  const label = NAMED_BY[of]!.find((one) => labels[one] === value)!;
  const { [label]: _, ...others } = labels;
  return (
    (of === 'queue' || of === 'backend' || label === 'client_id' ? entityOf(others, name, known) : undefined) ??
    componentNamed(value, known)
  );
}

/** Claims by namespace and name, with the workload whose pods mount them. */
type Mounts = ReadonlyMap<string, string>;

function mountsOf(objects: readonly KubernetesObject[]): Mounts {
  const mounts = new Map<string, string>();
  for (const object of objects) {
    const pod = text(object.metadata?.name);
    if (object.kind !== 'Pod' || pod === undefined) continue;
    for (const { persistentVolumeClaim } of records(fields(object.spec).volumes)) {
      const claim = text(fields(persistentVolumeClaim).claimName);
      if (claim !== undefined) mounts.set(`${object.metadata.namespace ?? ''}/${claim}`, withoutPodSuffix(pod));
    }
  }
  return mounts;
}

function volumeOwner(
  labels: Readonly<Record<string, string>>,
  mounts: Mounts,
  known: KnownNames,
): Component | undefined {
  const claim = labels.persistentvolumeclaim ?? labels.pvc;
  if (claim === undefined) return undefined;
  const owner = mounts.get(`${labels.namespace ?? ''}/${claim}`);
  if (owner !== undefined) return componentNamed(owner, known);
  // A claim of a StatefulSet is named by its template, the set and the pod's number.
  const plain = claim.replace(/-\d+(?:-[a-z]+)?$/, '');
  return componentNamed(serviceLike(plain, known.services) ?? plain, known);
}
