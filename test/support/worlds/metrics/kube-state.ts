import { everPodsOf, type Scene, signal } from '../scene.ts';
import type { Courses } from '../simulate/course.ts';
import { ALWAYS, type MetricSink } from './sink.ts';

/** kube-state-metrics 2.13: wishes and states of workloads, pods and nodes. */
export function kubeState(scene: Scene, courses: Courses, sink: MetricSink): void {
  const job = { job: 'kube-state-metrics' };
  for (const [role, workload] of scene.workloads) {
    const { part } = workload;
    const course = courses.parts.get(role)!;
    const deployment = { ...job, namespace: part.namespace, [workload.kind.toLowerCase()]: part.name };
    const prefix = `kube_${workload.kind.toLowerCase()}`;
    const wanted = (i: number) => signal(scene, part, 'replicas wanted', workload.replicas, i);
    sink.gauge(
      ALWAYS,
      `${prefix}_${workload.kind === 'StatefulSet' ? 'replicas' : 'spec_replicas'}`,
      deployment,
      wanted,
    );
    const ready = (i: number) => course.serving[i]!;
    sink.gauge(
      ALWAYS,
      `${prefix}_status_replicas_${workload.kind === 'StatefulSet' ? 'ready' : 'available'}`,
      deployment,
      ready,
    );
    if (part.autoscaled) {
      const hpa = { ...job, namespace: part.namespace, horizontalpodautoscaler: part.name };
      sink.gauge(ALWAYS, 'kube_horizontalpodautoscaler_spec_max_replicas', hpa, () => part.replicas * 2);
      sink.gauge(ALWAYS, 'kube_horizontalpodautoscaler_status_current_replicas', hpa, ready);
      sink.gauge(ALWAYS, 'kube_horizontalpodautoscaler_status_desired_replicas', hpa, (i) =>
        signal(scene, part, 'replicas desired', wanted(i), i),
      );
    }
    for (const pod of everPodsOf(scene, part)) pods(scene, pod, sink, job);
  }
  for (const node of scene.nodes) {
    const labels = { ...job, node: node.name };
    const since = scene.axis.indexOf(node.readySince);
    const bad = node.ready === 'False' ? 'false' : 'unknown';
    for (const status of ['true', 'false', 'unknown'])
      sink.gauge(ALWAYS, 'kube_node_status_condition', { ...labels, condition: 'Ready', status }, (i) => {
        const now = node.ready !== 'True' && i >= since ? bad : 'true';
        return now === status ? 1 : 0;
      });
  }
}

function pods(
  scene: Scene,
  pod: ReturnType<typeof everPodsOf>[number],
  sink: MetricSink,
  job: Readonly<Record<string, string>>,
): void {
  const { axis } = scene;
  const born = axis.indexOf(pod.firstSeen);
  const gone = pod.goneAt === undefined ? axis.points : axis.indexOf(pod.goneAt);
  const labels = { ...job, namespace: pod.part.namespace, pod: pod.name };
  const container = { ...labels, container: pod.part.name };
  const alive = { scraped: (i: number) => i >= born && i < gone, restarted: () => false };
  const restarts = pod.restarts.map((time) => axis.indexOf(time));
  const base = restarts.length > 3 ? 0 : scene.random.whole(0, 2);
  sink.gauge(
    alive,
    'kube_pod_container_status_restarts_total',
    container,
    (i) => base + restarts.filter((at) => at <= i).length,
  );
  sink.gauge(alive, 'kube_pod_status_ready', { ...labels, condition: 'true' }, (i) => (pod.down[i] === 1 ? 0 : 1));
  const phase = { ...labels, phase: pod.phase };
  sink.gauge(alive, 'kube_pod_status_phase', phase, () => 1);
  if (pod.waiting !== undefined)
    sink.gauge(alive, 'kube_pod_container_status_waiting_reason', { ...container, reason: pod.waiting.reason }, (i) =>
      pod.down[i] === 1 ? 1 : 0,
    );
  if (pod.lastTerminated !== undefined)
    sink.gauge(
      alive,
      'kube_pod_container_status_last_terminated_reason',
      { ...container, reason: pod.lastTerminated.reason },
      (i) => (restarts.some((at) => at <= i) ? 1 : 0),
    );
  sink.gauge(
    alive,
    'kube_pod_container_resource_limits',
    { ...container, resource: 'cpu', unit: 'core' },
    () => pod.part.cpuLimit,
  );
}
