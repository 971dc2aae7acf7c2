import type { Pod } from '../kubelet/pod.ts';
import { usageOf } from '../kubelet/usage.ts';
import { NAMESPACE } from '../system.ts';
import type { Family } from './exposition.ts';

/** What the kubelet's cAdvisor says of the containers that run, from /proc, under its own names. */
export function cadvisorMetrics(pods: readonly Pod[]): Family[] {
  const running = pods.flatMap((pod) => {
    const usage = pod.pid === undefined ? undefined : usageOf(pod.pid);
    if (usage === undefined || pod.state.kind !== 'running') return [];
    const labels = {
      container: pod.service.name,
      id: `/kubepods/burstable/pod${pod.uid}/${pod.restarts}`,
      image: pod.revision.image,
      name: `${pod.name}-${pod.restarts}`,
      namespace: NAMESPACE,
      pod: pod.name,
    };
    return [{ pod, usage, labels, startedAt: pod.state.startedAt }];
  });
  type Running = (typeof running)[number];
  const family = (type: Family['type'], name: string, help: string, read: (one: Running) => number): Family => ({
    name,
    type,
    help,
    samples: running.map((one) => [one.labels, read(one)]),
  });
  return [
    {
      ...family(
        'counter',
        'container_cpu_usage_seconds_total',
        'Cumulative cpu time consumed in seconds.',
        ({ usage }) => usage.cpuSeconds,
      ),
      samples: running.map(({ labels, usage }) => [{ ...labels, cpu: 'total' }, usage.cpuSeconds]),
    },
    family(
      'gauge',
      'container_memory_working_set_bytes',
      'Current working set in bytes.',
      ({ usage }) => usage.memoryBytes,
    ),
    family('gauge', 'container_memory_rss', 'Size of RSS in bytes.', ({ usage }) => usage.memoryBytes),
    family(
      'gauge',
      'container_memory_usage_bytes',
      'Current memory usage in bytes, including all memory.',
      ({ usage }) => usage.residentBytes,
    ),
    family(
      'gauge',
      'container_spec_memory_limit_bytes',
      'Memory limit for the container.',
      ({ pod }) => pod.service.memoryLimit,
    ),
    family(
      'gauge',
      'container_spec_cpu_quota',
      'CPU quota of the container.',
      ({ pod }) => pod.service.cpuLimit * 100_000,
    ),
    family('gauge', 'container_spec_cpu_period', 'CPU period of the container.', () => 100_000),
    family(
      'counter',
      'container_cpu_cfs_periods_total',
      'Number of elapsed enforcement period intervals.',
      ({ startedAt }) => Math.floor((Date.now() - startedAt.getTime()) / 100),
    ),
    family('counter', 'container_cpu_cfs_throttled_periods_total', 'Number of throttled period intervals.', () => 0),
    family(
      'gauge',
      'container_start_time_seconds',
      'Start time of the container since unix epoch in seconds.',
      ({ startedAt }) => Math.floor(startedAt.getTime() / 1000),
    ),
  ];
}
