import type {
  Condition,
  ContainerStatus,
  DeploymentStatus,
  KubernetesObject,
  NodeStatus,
  Operations,
  PodStatus,
} from '../../../schemas/generated/kubernetes.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import type { KubernetesProvider } from '../provider.ts';
import { defined, fieldAt, listAt, numberAt, textAt, textMapAt } from '../read-fields.ts';

type Names = 'get_pod_status' | 'get_deployment_status' | 'get_node_status';

/** The status of pods, Deployments and nodes, read from their objects. */
export function workloadHandlers(provider: KubernetesProvider): Pick<Handlers<Operations>, Names> {
  const asOf = (): string => provider.now().toISOString();
  return {
    get_pod_status: async ({ namespace, pod_name, limit, cursor }, { signal }) => {
      const { present, items, coverage } = await provider.objects(
        { kinds: ['Pod'], namespace, name: pod_name },
        { signal },
      );
      const pods = items.map((pod) => podStatus(pod, provider.now()));
      const sorted = pods.toSorted((a, b) => Number(isWell(a)) - Number(isWell(b)) || byName(a, b));
      return {
        asOf: asOf(),
        searched: describeSearch('pods', { present, coverage, filters: { namespace, pod_name } }),
        ...pageOf(sorted, { limit, cursor, question: [namespace, pod_name] }),
      };
    },
    get_deployment_status: async ({ namespace, deployment_name, limit, cursor }, { signal }) => {
      const query = { kinds: ['Deployment'], namespace, name: deployment_name };
      const { present, items, coverage } = await provider.objects(query, { signal });
      const deployments = items.map(deploymentStatus);
      const done = (status: DeploymentStatus): number => Number(status.rollout === 'complete');
      return {
        asOf: asOf(),
        searched: describeSearch('Deployments', { present, coverage, filters: { namespace, deployment_name } }),
        ...pageOf(
          deployments.toSorted((a, b) => done(a) - done(b) || byName(a, b)),
          { limit, cursor, question: [namespace, deployment_name] },
        ),
      };
    },
    get_node_status: async ({ node_name }, { signal }) => {
      const { present, items, coverage } = await provider.objects({ kinds: ['Node'], name: node_name }, { signal });
      const nodes = items.map((node) => nodeStatus(node, provider.now()));
      return {
        asOf: asOf(),
        searched: describeSearch('nodes', { present, coverage, filters: { node_name } }),
        ...pageOf(
          nodes.toSorted((a, b) => Number(a.ready) - Number(b.ready) || a.name.localeCompare(b.name)),
          { limit: Math.max(1, nodes.length) },
        ),
      };
    },
  };
}

function byName(a: { namespace: string; name: string }, b: { namespace: string; name: string }): number {
  return a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name);
}

function isWell(pod: PodStatus): boolean {
  return pod.phase === 'Succeeded' || (pod.phase === 'Running' && pod.readyContainers === pod.containers);
}

function conditionsOf(object: KubernetesObject): Condition[] {
  return listAt(object, 'status', 'conditions').map((condition) =>
    defined({
      type: textAt(condition, 'type') ?? '',
      status: textAt(condition, 'status') ?? 'Unknown',
      reason: textAt(condition, 'reason'),
      message: textAt(condition, 'message'),
      lastTransitionTime: textAt(condition, 'lastTransitionTime'),
    }),
  );
}

function ageSeconds(object: KubernetesObject, now: Date): number | undefined {
  const created = Date.parse(object.metadata.creationTimestamp ?? '');
  return Number.isNaN(created) ? undefined : Math.max(0, Math.round((now.getTime() - created) / 1000));
}

/** The status of one pod as `get_pod_status` returns it. */
function podStatus(pod: KubernetesObject, now: Date): PodStatus {
  const containers = listAt(pod, 'status', 'containerStatuses').map((status) => containerStatus(status, false));
  const inits = listAt(pod, 'status', 'initContainerStatuses').map((status) => containerStatus(status, true));
  const all = [...inits, ...containers];
  const conditions = conditionsOf(pod);
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  const stuck = all.find(
    ({ init, state, ready, exitCode }) => (state === 'waiting' || !ready) && !(init && exitCode === 0),
  );
  const owner = pod.metadata.ownerReferences?.[0];
  return defined({
    name: pod.metadata.name,
    namespace: pod.metadata.namespace ?? 'default',
    phase: textAt(pod, 'status', 'phase') ?? 'Unknown',
    reason: textAt(pod, 'status', 'reason') ?? stuck?.reason ?? unscheduled?.reason,
    message: textAt(pod, 'status', 'message') ?? stuck?.message ?? unscheduled?.message,
    readyContainers: containers.filter(({ ready }) => ready).length,
    containers: Math.max(containers.length, listAt(pod, 'spec', 'containers').length),
    restarts: all.reduce((sum, { restarts }) => sum + restarts, 0),
    node: textAt(pod, 'spec', 'nodeName'),
    startedAt: textAt(pod, 'status', 'startTime'),
    ageSeconds: ageSeconds(pod, now),
    owner: owner === undefined ? undefined : `${owner.kind}/${owner.name}`,
    deleting: pod.metadata.deletionTimestamp !== undefined,
    containerStatuses: all,
    conditions,
  });
}

function containerStatus(status: Record<string, unknown>, init: boolean): ContainerStatus {
  const states = ['waiting', 'running', 'terminated'] as const;
  const state = states.find((name) => fieldAt(status, 'state', name) !== undefined) ?? 'unknown';
  const current = fieldAt(status, 'state', state);
  const last = fieldAt(status, 'lastState', 'terminated');
  return defined({
    name: textAt(status, 'name') ?? '',
    init,
    image: textAt(status, 'image'),
    ready: status.ready === true,
    restarts: Math.max(0, Math.trunc(numberAt(status, 'restartCount') ?? 0)),
    state,
    reason: textAt(current, 'reason'),
    message: textAt(current, 'message'),
    exitCode: numberAt(current, 'exitCode'),
    since: textAt(current, 'startedAt') ?? textAt(current, 'finishedAt'),
    lastTerminationReason: textAt(last, 'reason'),
    lastExitCode: numberAt(last, 'exitCode'),
    lastFinishedAt: textAt(last, 'finishedAt'),
  });
}

function deploymentStatus(deployment: KubernetesObject): DeploymentStatus {
  const count = (...path: string[]): number => Math.trunc(numberAt(deployment, ...path) ?? 0);
  const desired = Math.trunc(numberAt(deployment, 'spec', 'replicas') ?? 1);
  const conditions = conditionsOf(deployment);
  const available = count('status', 'availableReplicas');
  const updated = count('status', 'updatedReplicas');
  const current = count('status', 'replicas');
  const progressing = conditions.find(({ type }) => type === 'Progressing');
  const complete = updated >= desired && available >= desired && current <= Math.max(desired, updated);
  const stalled =
    progressing?.status === 'False' || conditions.some((c) => c.type === 'ReplicaFailure' && c.status === 'True');
  return defined({
    name: deployment.metadata.name,
    namespace: deployment.metadata.namespace ?? 'default',
    desired,
    updated,
    ready: count('status', 'readyReplicas'),
    available,
    unavailable: Math.max(0, desired - available),
    paused: fieldAt(deployment, 'spec', 'paused') === true,
    rollout: complete ? ('complete' as const) : stalled ? ('stalled' as const) : ('progressing' as const),
    images: listAt(deployment, 'spec', 'template', 'spec', 'containers').flatMap(
      (container) => textAt(container, 'image') ?? [],
    ),
    strategy: textAt(deployment, 'spec', 'strategy', 'type'),
    revision: textMapAt(deployment, 'metadata', 'annotations')['deployment.kubernetes.io/revision'],
    conditions,
  });
}

function nodeStatus(node: KubernetesObject, now: Date): NodeStatus {
  const conditions = conditionsOf(node);
  const roles = Object.keys(textMapAt(node, 'metadata', 'labels')).flatMap(
    (label) => /^node-role\.kubernetes\.io\/(.+)$/.exec(label)?.[1] ?? [],
  );
  return defined({
    name: node.metadata.name,
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    unschedulable: fieldAt(node, 'spec', 'unschedulable') === true,
    roles,
    taints: listAt(node, 'spec', 'taints').map(
      (taint) => `${textAt(taint, 'key') ?? ''}=${textAt(taint, 'value') ?? ''}:${textAt(taint, 'effect') ?? ''}`,
    ),
    pressures: conditions
      .filter(({ type, status }) => /Pressure$|Unavailable$/.test(type) && status === 'True')
      .map(({ type }) => type),
    conditions,
    capacity: textMapAt(node, 'status', 'capacity'),
    allocatable: textMapAt(node, 'status', 'allocatable'),
    labels: textMapAt(node, 'metadata', 'labels'),
    kubeletVersion: textAt(node, 'status', 'nodeInfo', 'kubeletVersion'),
    containerRuntime: textAt(node, 'status', 'nodeInfo', 'containerRuntimeVersion'),
    addresses: listAt(node, 'status', 'addresses').flatMap((address) => textAt(address, 'address') ?? []),
    ageSeconds: ageSeconds(node, now),
  });
}
