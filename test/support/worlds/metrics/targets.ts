import type { Pod } from '../kubernetes/state.ts';
import type { Part, System } from '../part.ts';
import type { TimeAxis } from '../time-axis.ts';
import type { Labels, Target } from './sink.ts';

/** A pod as a scrape target: silent while it is down, its counters new after each restart. */
export function podTarget(pod: Pod, axis: TimeAxis): Target {
  const restarts = new Set(pod.restarts.map((time) => axis.indexOf(time)));
  const born = axis.indexOf(pod.createdAt);
  const seen = axis.indexOf(pod.firstSeen);
  return {
    scraped: (index) => index >= seen && pod.down[index] !== 1 && pod.unscraped[index] !== 1,
    restarted: (index) => restarts.has(index) || (born > 0 && index === born),
  };
}

/** Kubelet's view of a pod: there as long as the pod is. */
export function kubeletTarget(pod: Pod, axis: TimeAxis): Target {
  const restarts = new Set(pod.restarts.map((time) => axis.indexOf(time)));
  const born = axis.indexOf(pod.createdAt);
  const seen = axis.indexOf(pod.firstSeen);
  return {
    scraped: (index) =>
      index >= seen && pod.node !== undefined && (pod.goneAt === undefined || axis.at(index) < pod.goneAt),
    restarted: (index) => restarts.has(index) || (born > 0 && index === born),
  };
}

/** The labels that the scraper adds, in the way of this system. */
export function targetLabels(system: System, part: Part, pod: Pod | undefined, ordinal: number): Labels {
  switch (system.labels) {
    case 'service-monitor':
      return {
        namespace: part.namespace,
        pod: pod?.name ?? part.name,
        container: part.name,
        service: part.name,
        job: part.name,
        endpoint: 'http-metrics',
        instance: `${pod?.ip ?? '10.0.0.1'}:${metricsPort(part)}`,
      };
    case 'annotations':
      return {
        job: 'kubernetes-pods',
        app: part.name,
        namespace: part.namespace,
        kubernetes_pod_name: pod?.name ?? part.name,
        instance: `${pod?.ip ?? '10.0.0.1'}:${metricsPort(part)}`,
      };
    case 'static':
      return { job: part.name, instance: `${hostOf(part, ordinal)}:${metricsPort(part)}`, env: 'production' };
    case 'cloudwatch':
      return { job: 'cloudwatch-exporter', instance: 'cloudwatch-exporter:9106' };
  }
}

/** The machine that a part's nth instance runs on, on plain machines. */
export function hostOf(part: Part, ordinal: number): string {
  return `${part.role}-${ordinal + 1}`;
}

const EXPORTER_PORTS: Partial<Record<string, number>> = {
  postgresql: 9187,
  mysql: 9104,
  redis: 9121,
  mongodb: 9216,
  kafka: 9308,
  rabbitmq: 15692,
  nginx: 9113,
  haproxy: 8405,
};

function metricsPort(part: Part): number {
  return (part.engine === undefined ? undefined : EXPORTER_PORTS[part.engine]) ?? part.port;
}
