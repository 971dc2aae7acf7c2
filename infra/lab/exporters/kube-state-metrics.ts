import { endpointsOf } from '../cluster/pod-objects.ts';
import { currentRevision, type Workload } from '../cluster/workloads.ts';
import type { Pod } from '../kubelet/pod.ts';
import { NAMESPACE, NODE } from '../system.ts';
import type { Family } from './exposition.ts';

const namespace = NAMESPACE;
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
const WAITING = ['ContainerCreating', 'CrashLoopBackOff', 'ErrImagePull', 'ImagePullBackOff'];
const ENDED = ['OOMKilled', 'Error', 'Completed'];

/** What kube-state-metrics says of the workloads, under its own names. */
export function kubeStateMetrics(workloads: readonly Workload[]): Family[] {
  const pods = workloads.flatMap((workload) => workload.pods.map((pod) => ({ workload, pod })));
  const ofPod = (pod: Pod) => ({ namespace, pod: pod.name, uid: pod.uid });
  const ofContainer = (pod: Pod) => ({ ...ofPod(pod), container: pod.service.name });
  const flag = (value: boolean) => (value ? 1 : 0);
  const gauge = (name: string, help: string, samples: Family['samples']): Family => ({
    name,
    type: 'gauge',
    help,
    samples,
  });
  const phaseOf = (pod: Pod) =>
    pod.state.kind === 'waiting' && pod.restarts === 0 && !pod.last ? 'Pending' : 'Running';
  const deployments = workloads.filter(({ spec }) => spec.kind === 'program');
  const sets = workloads.filter(({ spec }) => spec.kind === 'database');
  const deployment = (name: string, help: string, read: (workload: Workload) => number) =>
    gauge(
      name,
      help,
      deployments.map((workload) => [{ namespace, deployment: workload.spec.name }, read(workload)]),
    );
  const statefulSet = (name: string, help: string, read: (workload: Workload) => number) =>
    gauge(
      name,
      help,
      sets.map((workload) => [{ namespace, statefulset: workload.spec.name }, read(workload)]),
    );
  const ready = (workload: Workload) => endpointsOf(workload).ready.length;
  return [
    gauge(
      'kube_pod_info',
      'Information about pod.',
      pods.map(({ workload, pod }) => [
        {
          ...ofPod(pod),
          node: NODE,
          pod_ip: pod.ip,
          created_by_kind: workload.spec.kind === 'database' ? 'StatefulSet' : 'ReplicaSet',
          created_by_name:
            workload.spec.kind === 'database' ? pod.service.name : `${pod.service.name}-${pod.revision.hash}`,
        },
        1,
      ]),
    ),
    gauge(
      'kube_pod_labels',
      'Kubernetes labels converted to Prometheus labels.',
      pods.map(({ pod }) => [{ ...ofPod(pod), label_app: pod.service.name }, 1]),
    ),
    gauge(
      'kube_pod_status_phase',
      'The pods current phase.',
      pods.flatMap(({ pod }) =>
        PHASES.map((phase) => [{ ...ofPod(pod), phase }, flag(phase === phaseOf(pod))] as const),
      ),
    ),
    gauge(
      'kube_pod_status_ready',
      'Whether the pod is ready to serve requests.',
      pods.flatMap(({ pod }) =>
        (['true', 'false'] as const).map(
          (condition) => [{ ...ofPod(pod), condition }, flag((condition === 'true') === pod.ready)] as const,
        ),
      ),
    ),
    gauge(
      'kube_pod_container_status_ready',
      'Whether the containers readiness check succeeded.',
      pods.map(({ pod }) => [ofContainer(pod), flag(pod.ready)]),
    ),
    gauge(
      'kube_pod_container_status_running',
      'Whether the container is currently in running state.',
      pods.map(({ pod }) => [ofContainer(pod), flag(pod.state.kind === 'running')]),
    ),
    {
      name: 'kube_pod_container_status_restarts_total',
      type: 'counter',
      help: 'The number of container restarts per container.',
      samples: pods.map(({ pod }) => [ofContainer(pod), pod.restarts]),
    },
    gauge(
      'kube_pod_container_status_waiting_reason',
      'The reason the container is currently in waiting state.',
      pods.flatMap(({ pod }) =>
        WAITING.flatMap((reason) =>
          pod.state.kind === 'waiting' && pod.state.reason === reason
            ? [[{ ...ofContainer(pod), reason }, 1] as const]
            : [],
        ),
      ),
    ),
    gauge(
      'kube_pod_container_status_last_terminated_reason',
      'The last reason the container was in terminated state.',
      pods.flatMap(({ pod }) =>
        ENDED.flatMap((reason) => (pod.last?.reason === reason ? [[{ ...ofContainer(pod), reason }, 1] as const] : [])),
      ),
    ),
    gauge(
      'kube_pod_container_status_last_terminated_exitcode',
      'The exit code of the last container in terminated state.',
      pods.flatMap(({ pod }) => (pod.last === undefined ? [] : [[ofContainer(pod), pod.last.exitCode] as const])),
    ),
    gauge(
      'kube_pod_container_resource_limits',
      'The number of requested limit resource by a container.',
      pods.flatMap(({ pod }) => [
        [{ ...ofContainer(pod), node: NODE, resource: 'memory', unit: 'byte' }, pod.service.memoryLimit] as const,
        [{ ...ofContainer(pod), node: NODE, resource: 'cpu', unit: 'core' }, pod.service.cpuLimit] as const,
      ]),
    ),
    gauge(
      'kube_pod_start_time',
      'Start time in unix timestamp for a pod.',
      pods.map(({ pod }) => [ofPod(pod), Math.floor(pod.createdAt.getTime() / 1000)]),
    ),
    deployment('kube_deployment_spec_replicas', 'Number of desired pods for a deployment.', ({ replicas }) => replicas),
    deployment('kube_deployment_status_replicas', 'The number of replicas per deployment.', (one) => one.pods.length),
    deployment('kube_deployment_status_replicas_ready', 'The number of ready replicas per deployment.', ready),
    deployment('kube_deployment_status_replicas_available', 'The number of available replicas per deployment.', ready),
    deployment(
      'kube_deployment_status_replicas_updated',
      'The number of updated replicas per deployment.',
      (one) => one.pods.filter((pod) => pod.revision.hash === currentRevision(one).hash).length,
    ),
    deployment(
      'kube_deployment_status_observed_generation',
      'The generation observed by the deployment controller.',
      (one) => one.generation,
    ),
    deployment(
      'kube_deployment_metadata_generation',
      'Sequence number representing a specific generation of the desired state.',
      (one) => one.generation,
    ),
    statefulSet('kube_statefulset_replicas', 'Number of desired pods for a StatefulSet.', ({ replicas }) => replicas),
    statefulSet(
      'kube_statefulset_status_replicas',
      'The number of replicas per StatefulSet.',
      (one) => one.pods.length,
    ),
    statefulSet('kube_statefulset_status_replicas_ready', 'The number of ready replicas per StatefulSet.', ready),
    gauge(
      'kube_node_status_condition',
      'The condition of a cluster node.',
      (['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const).flatMap((condition) =>
        (['true', 'false', 'unknown'] as const).map(
          (status) =>
            [{ node: NODE, condition, status }, flag(status === (condition === 'Ready' ? 'true' : 'false'))] as const,
        ),
      ),
    ),
  ];
}
