import type {
  KubernetesObject,
  NodeResource,
  Operations,
  PodResource,
  QuotaUse,
} from '../../../schemas/generated/kubernetes.ts';
import { parseQuantity } from '../../../schemas/quantity.ts';
import type { Handlers } from '../../common/create-app.ts';
import { describeSearch } from '../../common/searched.ts';
import type { KubernetesProvider } from '../provider.ts';
import { defined, fieldAt, listAt, textAt, textMapAt } from '../read-fields.ts';

type Resource = NodeResource['resource'];
const RESOURCES: readonly Resource[] = ['cpu', 'memory', 'pods'];
const MOST_PODS = 100;

/** Requests and limits against what nodes allow, and quotas against their limits. */
export function resourceHandlers(provider: KubernetesProvider): Pick<Handlers<Operations>, 'get_resource_usage'> {
  return {
    get_resource_usage: async ({ namespace, resource_type }, { signal }) => {
      const read = await provider.objects(
        { kinds: ['Pod', 'Node', 'ResourceQuota', 'PodMetrics', 'NodeMetrics'] },
        { signal },
      );
      const kinds = Map.groupBy(read.items, ({ kind }) => kind);
      const ofKind = (kind: string): readonly KubernetesObject[] => kinds.get(kind) ?? [];
      const podMetrics = new Map(ofKind('PodMetrics').map((metrics) => [placeOf(metrics), metrics]));
      const nodeMetrics = new Map(ofKind('NodeMetrics').map((metrics) => [metrics.metadata.name, metrics]));
      const resources = resource_type === undefined ? RESOURCES : [resource_type];
      const holding = ofKind('Pod').filter(holdsResources);
      const byNode = Map.groupBy(holding, (pod) => textAt(pod, 'spec', 'nodeName') ?? '');
      const inScope = holding.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
      const podRows = resources.flatMap((resource) => {
        const rows = inScope.map((pod) => podResource(pod, resource, podMetrics.get(placeOf(pod))));
        return rows.toSorted((a, b) => b.requested - a.requested).slice(0, resource === 'pods' ? 0 : MOST_PODS);
      });
      return {
        asOf: provider.now().toISOString(),
        searched: describeSearch('nodes, pods and quotas', {
          present: read.present,
          coverage: read.coverage,
          filters: { namespace, resource_type },
        }),
        nodes: ofKind('Node').flatMap((node) =>
          resources.map((resource) =>
            nodeResource(node, resource, byNode.get(node.metadata.name) ?? [], nodeMetrics.get(node.metadata.name)),
          ),
        ),
        pods: podRows,
        quotas: ofKind('ResourceQuota')
          .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
          .flatMap(quotaUses)
          .filter(({ resource }) => resource_type === undefined || resource.includes(resource_type)),
        truncated: inScope.length > MOST_PODS,
      };
    },
  };
}

/** A finished pod gives its resources back. */
function holdsResources(pod: KubernetesObject): boolean {
  const phase = textAt(pod, 'status', 'phase');
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/**
 * What the scheduler counts for a pod: the sum over its containers, or the largest init container where that is more,
 * with sidecar init containers (restartPolicy Always) among the containers, plus the pod's overhead.
 */
function podTotal(pod: KubernetesObject, side: 'requests' | 'limits', resource: Resource): number | undefined {
  const amount = (container: unknown): number | undefined =>
    parseQuantity(fieldAt(container, 'resources', side, resource)) ??
    (side === 'requests' ? parseQuantity(fieldAt(container, 'resources', 'limits', resource)) : undefined);
  const inits = listAt(pod, 'spec', 'initContainers');
  const sidecars = inits.filter((container) => container.restartPolicy === 'Always');
  const running = [...listAt(pod, 'spec', 'containers'), ...sidecars].map(amount);
  const starting = inits.filter((container) => container.restartPolicy !== 'Always').map(amount);
  const known = [...running, ...starting].filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  const together = running.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const overhead = parseQuantity(fieldAt(pod, 'spec', 'overhead', resource)) ?? 0;
  return Math.max(together, ...starting.map((value) => value ?? 0)) + overhead;
}

function placeOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function podResource(pod: KubernetesObject, resource: Resource, measured: KubernetesObject | undefined): PodResource {
  const { name, namespace } = pod.metadata;
  const used = listAt(measured, 'containers').flatMap(
    (container) => parseQuantity(fieldAt(container, 'usage', resource)) ?? [],
  );
  return defined({
    namespace: namespace ?? 'default',
    pod: name,
    node: textAt(pod, 'spec', 'nodeName'),
    resource,
    requested: podTotal(pod, 'requests', resource) ?? 0,
    limit: podTotal(pod, 'limits', resource),
    used: used.length === 0 ? undefined : used.reduce((sum, value) => sum + value, 0),
  });
}

function nodeResource(
  node: KubernetesObject,
  resource: Resource,
  here: readonly KubernetesObject[],
  measured: KubernetesObject | undefined,
): NodeResource {
  const allocatable =
    parseQuantity(fieldAt(node, 'status', 'allocatable', resource)) ??
    parseQuantity(fieldAt(node, 'status', 'capacity', resource)) ??
    0;
  const sum = (side: 'requests' | 'limits'): number =>
    here.reduce((total, pod) => total + (podTotal(pod, side, resource) ?? 0), 0);
  const requested = resource === 'pods' ? here.length : sum('requests');
  return defined({
    node: node.metadata.name,
    resource,
    allocatable,
    requested,
    limits: resource === 'pods' ? undefined : sum('limits'),
    used: resource === 'pods' ? here.length : parseQuantity(fieldAt(measured, 'usage', resource)),
    requestedPercent: allocatable > 0 ? Math.round((requested / allocatable) * 1000) / 10 : undefined,
    pods: here.length,
  });
}

function quotaUses(quota: KubernetesObject): QuotaUse[] {
  const hard = { ...textMapAt(quota, 'spec', 'hard'), ...textMapAt(quota, 'status', 'hard') };
  const used = textMapAt(quota, 'status', 'used');
  return Object.entries(hard).flatMap(([resource, limit]) => {
    const most = parseQuantity(limit);
    if (most === undefined) return [];
    const amount = parseQuantity(used[resource]) ?? 0;
    return defined({
      namespace: quota.metadata.namespace ?? 'default',
      quota: quota.metadata.name,
      resource,
      hard: most,
      used: amount,
      usedPercent: most > 0 ? Math.round((amount / most) * 1000) / 10 : undefined,
    });
  });
}
