import { everPodsOf, type Scene, signal } from '../scene.ts';
import type { Courses } from '../simulate/course.ts';
import { memoryShareOf } from './exporter.ts';
import type { MetricSink } from './sink.ts';
import { kubeletTarget } from './targets.ts';

/** The kubelet's cAdvisor: processor, memory, network of each pod, and the volumes that pods mount. */
export function cadvisor(scene: Scene, courses: Courses, sink: MetricSink): void {
  for (const part of scene.system.parts) {
    const course = courses.parts.get(part.role)!;
    for (const pod of everPodsOf(scene, part)) {
      if (pod.node === undefined) continue;
      const target = kubeletTarget(pod, scene.axis);
      const kubelet = {
        job: 'kubelet',
        metrics_path: '/metrics/cadvisor',
        node: pod.node,
        namespace: part.namespace,
        pod: pod.name,
      };
      const container = { ...kubelet, container: part.name, image: pod.image };
      const up = (i: number) => (pod.down[i] === 1 ? 0 : 1);
      const cpu = (i: number) => signal(scene, part, 'container cpu', course.cpu[i]! * up(i), i);
      sink.counter(target, 'container_cpu_usage_seconds_total', container, cpu, true);
      sink.counter(target, 'container_cpu_cfs_periods_total', container, (i) => 10 * up(i));
      sink.counter(
        target,
        'container_cpu_cfs_throttled_periods_total',
        container,
        (i) => 10 * up(i) * Math.min(0.98, signal(scene, part, 'throttled', course.throttled[i]! + 0.002, i)),
      );
      const memory = (i: number) => up(i) * memoryShareOf(scene, part, pod, i) * part.memoryLimit;
      sink.gauge(target, 'container_memory_working_set_bytes', container, memory);
      sink.gauge(target, 'container_memory_rss', container, (i) => memory(i) * 0.93);
      sink.gauge(
        target,
        'container_spec_memory_limit_bytes',
        container,
        (i) => part.memoryLimit * signal(scene, part, 'memory limit', 1, i),
      );
      const bytes = (i: number) => (course.rps[i]! / Math.max(1, course.serving[i]!)) * 2_400 * up(i);
      sink.counter(target, 'container_network_receive_bytes_total', { ...kubelet, interface: 'eth0' }, bytes);
      sink.counter(
        target,
        'container_network_transmit_bytes_total',
        { ...kubelet, interface: 'eth0' },
        (i) => bytes(i) * 1.7,
      );
      const drops = (i: number) => signal(scene, part, 'network drops', 0, i);
      sink.counter(target, 'container_network_receive_packets_dropped_total', { ...kubelet, interface: 'eth0' }, drops);
      if (part.stateful) volume(scene, part, pod.name, sink, target);
    }
  }
}

function volume(
  scene: Scene,
  part: Parameters<typeof signal>[1] & { namespace: string; role: string },
  pod: string,
  sink: MetricSink,
  target: Parameters<MetricSink['gauge']>[0],
): void {
  const labels = { job: 'kubelet', namespace: part.namespace, persistentvolumeclaim: `data-${pod}` };
  const size = 53_687_091_200;
  const used = (i: number) => signal(scene, part, 'disk share', 0.52 + i * 1e-5, i);
  sink.gauge(target, 'kubelet_volume_stats_capacity_bytes', labels, () => size);
  sink.gauge(target, 'kubelet_volume_stats_used_bytes', labels, (i) => size * used(i));
  sink.gauge(target, 'kubelet_volume_stats_available_bytes', labels, (i) => size * (1 - used(i)));
}
