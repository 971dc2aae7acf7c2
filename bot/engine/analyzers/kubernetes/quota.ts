import { parseQuantity } from '../../../../schemas/quantity.ts';
import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { KubernetesObject } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { namedAddresses } from '../../cluster/addresses.ts';
import { claimsOf } from '../../cluster/claims.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { refusedCreations } from '../../cluster/creation.ts';
import { conclude, seen, told } from '../../cluster/observe.ts';
import { fields } from '../../cluster/read-objects.ts';
import { matchesLabels } from '../../cluster/selectors.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { SHOWN } from './parameters.ts';

/** The cause that a quota's resource name stands for; undefined for counts of other objects. */
function quotaCause(resource: string): CauseCode | undefined {
  if (/storage|persistentvolumeclaims/.test(resource)) return 'namespace_storage_quota_exceeded';
  if (/(^|\.)cpu$/.test(resource)) return 'namespace_cpu_quota_exceeded';
  if (/(^|\.)memory$/.test(resource)) return 'namespace_memory_quota_exceeded';
  if (/^(count\/)?pods$/.test(resource)) return 'namespace_pod_quota_exceeded';
  if (/^(count\/)?services/.test(resource)) return 'namespace_service_quota_exceeded';
  return undefined;
}

interface Excess {
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly limited: string;
}

/** Reads `exceeded quota: NAME, requested: a=1,b=2, used: …, limited: …`; only resources that do go over. */
function parseQuotaRefusal(message: string): { quota: string; over: readonly Excess[] } | undefined {
  const unsaid = /failed quota: ([^:]+): must specify ([\w./,: -]+)/.exec(message);
  if (unsaid !== null) {
    const resources = unsaid[2]!.split(/ for: |,/).filter((word) => /cpu|memory/.test(word));
    return {
      quota: unsaid[1]!,
      over: resources
        .slice(0, 1)
        .map((resource) => ({ resource, requested: 'unsaid', used: 'any', limited: 'a stated amount' })),
    };
  }
  const match = /exceeded quota: ([^,]+), requested: (.+?), used: (.+?), limited: (.+)$/s.exec(message);
  if (match === null) return undefined;
  const [, quota, ...lists] = match;
  const [requested, used, limited] = lists.map(
    (list) => new Map(list.split(',').map((pair) => pair.trim().split('=') as [string, string])),
  );
  const over = [...(requested ?? [])].flatMap(([resource, amount]) => {
    const before = used?.get(resource) ?? '0';
    const limit = limited?.get(resource);
    if (
      limit === undefined ||
      (parseQuantity(amount) ?? 0) + (parseQuantity(before) ?? 0) <= (parseQuantity(limit) ?? 0)
    )
      return [];
    return [{ resource, requested: amount, used: before, limited: limit }];
  });
  return { quota: quota!, over };
}

/** Quotas that refuse what workloads need: told by refusals, or seen where a full quota meets a missing object. */
export const quota = defineAnalyzer({
  id: 'quota',
  title: 'Namespace quota exceeded',
  causes: [
    'namespace_cpu_quota_exceeded',
    'namespace_memory_quota_exceeded',
    'namespace_pod_quota_exceeded',
    'namespace_service_quota_exceeded',
    'namespace_storage_quota_exceeded',
  ],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['ResourceQuota'],
  example: 'A ReplicaSet cannot create its pods: used requests.memory=3000Mi of 3Gi, and each asks for 300Mi more.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const quotas = cluster.ofKind('ResourceQuota');
    const findings = [...fromRefusals(cluster), ...quotas.flatMap((object) => fromMissing(object, cluster))];
    return conclude(findings, `${quotas.length} quotas and the refusals to create objects`);
  },
});

function fromRefusals(cluster: Cluster): readonly Finding[] {
  return refusedCreations(cluster).flatMap(({ event, workload, current }) => {
    const refusal = parseQuotaRefusal(event.message);
    return (refusal?.over ?? []).flatMap((excess) => {
      const cause = quotaCause(excess.resource);
      if (cause === undefined || refusal === undefined) return [];
      return [
        {
          analyzer: 'quota',
          component: componentOf({ kind: 'namespace', name: event.namespace }),
          cause,
          statement: `Quota ${refusal.quota} refuses ${workload?.name ?? event.name}: it asks for ${excess.resource}=${excess.requested}, and ${excess.used} of ${excess.limited} is used.`,
          strength: current ? STRENGTH.certain : STRENGTH.trace,
          evidence: [told(event)],
          onset: event.first,
          explains: workload === undefined ? [] : [workload.component],
          parameters: { namespace: event.namespace, quota: refusal.quota, workload: workload?.name ?? event.name },
        },
      ];
    });
  });
}

/** A quota that is used up (or smaller than any claim asks) while an object of its kind that is needed is not there. */
function fromMissing(object: KubernetesObject, cluster: Cluster): readonly Finding[] {
  const namespace = object.metadata.namespace ?? '';
  const status = fields(object.status);
  const hard = { ...fields(fields(object.spec).hard), ...fields(status.hard) };
  const used = fields(status.used);
  return Object.entries(hard).flatMap(([resource, limit]) => {
    const cause = quotaCause(resource);
    const taken = parseQuantity(used[resource]) ?? 0;
    const most = parseQuantity(limit) ?? Number.POSITIVE_INFINITY;
    const missing = cause === undefined ? [] : missingFor(cause, namespace, cluster);
    const full = taken >= most || (missing[0]?.needs !== undefined && taken + missing[0].needs(resource) > most);
    const storage = cause === 'namespace_storage_quota_exceeded';
    if (cause === undefined || missing.length === 0 || (!full && !storage)) return [];
    const [first] = missing;
    return [
      {
        analyzer: 'quota',
        component: componentOf({ kind: 'namespace', name: namespace }),
        cause,
        statement: `Quota ${object.metadata.name} holds ${resource} at ${String(used[resource] ?? 0)} of ${String(limit)}, and ${first!.what}.`,
        strength: full
          ? STRENGTH.conclusive
          : tooSmallForVolumes(limit, taken, cluster)
            ? STRENGTH.firm
            : STRENGTH.moderate,
        evidence: [
          seen(object, `${resource}: ${String(used[resource] ?? 0)} of ${String(limit)} used`),
          ...missing.slice(0, SHOWN.objects).map((item) => seen(item.target, item.what)),
        ],
        explains: missing.map((item) => componentOf({ kind: 'service', name: item.service })),
        parameters: { namespace, quota: object.metadata.name, workload: first!.service },
      },
    ];
  });
}

/** What a claim asked for is unknown once it is refused; a volume that waits for one is a hint of its size. */
function tooSmallForVolumes(limit: unknown, taken: number, cluster: Cluster): boolean {
  const left = (parseQuantity(limit) ?? Number.POSITIVE_INFINITY) - taken;
  return cluster.ofKind('PersistentVolume').some((volume) => {
    const size = parseQuantity(fields(fields(volume.spec).capacity).storage) ?? 0;
    return fields(volume.status).phase === 'Available' && size > left;
  });
}

interface MissingObject {
  readonly target: string;
  readonly what: string;
  readonly service: string;
  /** What one more of it would take of a resource; absent where that is not written down. */
  readonly needs?: (resource: string) => number;
}

/** What one pod of the workload asks for, by the name that quotas give it: `requests.cpu`, `memory`, `limits.memory`. */
function podNeeds(workload: Workload, resource: string): number {
  const [, kind, name] = /^(?:(requests|limits)\.)?(cpu|memory)$/.exec(resource) ?? [];
  if (name === undefined) return 0;
  return workload.spec.containers.reduce(
    (sum, container) => sum + (parseQuantity((kind === 'limits' ? container.limits : container.requests)[name]) ?? 0),
    0,
  );
}

function missingFor(cause: CauseCode, namespace: string, cluster: Cluster): readonly MissingObject[] {
  const workloads = cluster.workloads.filter((workload) => workload.namespace === namespace);
  if (cause === 'namespace_service_quota_exceeded') {
    const called = new Set(
      namedAddresses(cluster)
        .filter((item) => item.namespace === namespace)
        .map((item) => item.host),
    );
    if (!cluster.sees('Service', namespace)) return [];
    const unserved = workloads.filter((workload) => !isServed(workload, cluster));
    // Nearly all others that listen have one, so this one was meant to have one as well.
    const usual = workloads.filter((workload) => listens(workload) && isServed(workload, cluster)).length;
    return unserved
      .filter(
        (workload) => called.has(workload.name) || (listens(workload) && usual > 2 * unserved.filter(listens).length),
      )
      .map((workload) => ({
        target: `service/${workload.name}`,
        what: `${workload.name} ${called.has(workload.name) ? 'is called by that name' : 'listens on a port'} but has no Service`,
        service: workload.name,
      }));
  }
  if (cause === 'namespace_storage_quota_exceeded') {
    return workloads.flatMap((workload) =>
      claimsOf(workload)
        .filter((claim) => isMissing(claim, namespace, cluster))
        .map((claim) => ({
          target: `persistentvolumeclaim/${claim}`,
          what: `${workload.name} mounts the claim ${claim}, which is not there`,
          service: workload.component.slice('service/'.length),
        })),
    );
  }
  return workloads
    .filter((workload) => cluster.sees('Pod', namespace) && workload.pods.length < workload.desired)
    .map((workload) => ({
      target: `${workload.kind.toLowerCase()}/${workload.name}`,
      what: `${workload.name} has ${workload.pods.length} of ${workload.desired} pods`,
      service: workload.component.slice('service/'.length),
      needs: (resource: string) => podNeeds(workload, resource),
    }));
}

/** All claims were read and it is none of them, or the scheduler or the kubelet says that it is not there. */
function isMissing(claim: string, namespace: string, cluster: Cluster): boolean {
  if (cluster.find('PersistentVolumeClaim', namespace, claim) !== undefined) return false;
  if (cluster.sees('PersistentVolumeClaim', namespace)) return true;
  const words = `persistentvolumeclaim "${claim}" not found`;
  return cluster.events.some((event) => event.namespace === namespace && event.message.includes(words));
}

function isServed(workload: Workload, cluster: Cluster): boolean {
  return (
    cluster.service(workload.namespace, workload.name) !== undefined ||
    cluster.services.some(
      (service) =>
        service.namespace === workload.namespace &&
        Object.keys(service.selector).length > 0 &&
        matchesLabels(service.selector, workload.labels),
    )
  );
}

function listens(workload: Workload): boolean {
  return workload.desired > 0 && workload.spec.containers.some((container) => container.ports.length > 0);
}
