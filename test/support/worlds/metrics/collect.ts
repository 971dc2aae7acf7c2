import { createRandomSource } from '../../random-source.ts';
import { everPodsOf, type Scene, signal } from '../scene.ts';
import type { Courses } from '../simulate/course.ts';
import { cadvisor } from './cadvisor.ts';
import { celery } from './celery.ts';
import { cloudwatch } from './cloudwatch.ts';
import { controlPlaneMetrics } from './control-plane.ts';
import { coredns } from './coredns.ts';
import { type Exporter, exported } from './exporter.ts';
import { haproxy } from './haproxy.ts';
import { ingressNginx } from './ingress-nginx.ts';
import { istio } from './istio.ts';
import { kafka } from './kafka.ts';
import { kubeState } from './kube-state.ts';
import { machines } from './machines.ts';
import { micrometer } from './micrometer.ts';
import { mongodb } from './mongodb.ts';
import { mysqld } from './mysqld.ts';
import { nodeExporter } from './node.ts';
import { nodeBusy } from './node-load.ts';
import { otelGo } from './otel-go.ts';
import { postgres } from './postgres.ts';
import { promClient } from './prom-client.ts';
import { fastapi } from './python.ts';
import { rabbitmq } from './rabbitmq.ts';
import { redis } from './redis.ts';
import { ALWAYS, createMetricSink, type MetricSink, type Series } from './sink.ts';
import { podTarget, targetLabels } from './targets.ts';

const EXPORTERS: Readonly<Record<string, Exporter>> = {
  jvm: micrometer,
  go: otelGo,
  node: promClient,
  python: fastapi,
  celery,
  postgresql: postgres,
  mysql: mysqld,
  redis,
  mongodb,
  kafka,
  rabbitmq,
  nginx: ingressNginx,
  haproxy,
};

/** Everything that was scraped from a system. */
export function collectMetrics(scene: Scene, courses: Courses): readonly Series[] {
  const { system, axis } = scene;
  const sink = createMetricSink(axis, createRandomSource(scene.random.whole(1, 2 ** 31)));
  if (system.platform === 'aws') cloudwatch(scene, courses, sink);
  else collectScraped(scene, courses, sink);
  for (const { role, name, type, labels, base } of scene.addedSeries) {
    const value = (i: number) => signal(scene, { role }, name, base, i);
    if (type === 'gauge') sink.gauge(ALWAYS, name, labels, value);
    else sink.counter(ALWAYS, name, labels, value, true);
  }
  return sink.series;
}

function collectScraped(scene: Scene, courses: Courses, sink: MetricSink): void {
  const { system, axis } = scene;
  if (system.platform === 'vm') machines(scene, courses, sink);
  for (const part of system.parts) {
    const exporter = EXPORTERS[part.runtime ?? part.engine ?? ''];
    for (const [ordinal, pod] of everPodsOf(scene, part).entries()) {
      if (pod.node === undefined) continue;
      const labels = targetLabels(system, part, pod, ordinal);
      const target = podTarget(pod, axis);
      const e = exported(scene, courses, part, sink, { labels, target, pod, ordinal });
      exporter?.(e);
      const { job, instance, namespace } = labels as Record<string, string>;
      sink.gauge(
        {
          scraped: (i) => axis.at(i) >= pod.firstSeen && (pod.goneAt === undefined || axis.at(i) < pod.goneAt),
          restarted: () => false,
        },
        'up',
        system.platform === 'vm'
          ? { job: job!, instance: instance! }
          : { job: job!, instance: instance!, namespace: namespace ?? part.namespace, pod: pod.name },
        (i) => (target.scraped(i) ? 1 : 0),
      );
      if (system.mesh) istio(e);
    }
  }
  if (system.platform === 'kubernetes') {
    cadvisor(scene, courses, sink);
    kubeState(scene, courses, sink);
    coredns(scene, sink);
    for (const node of system.nodes)
      nodeExporter(
        scene,
        node,
        sink,
        { job: 'node-exporter', instance: `${node.ip}:9100`, node: node.name },
        nodeBusy(scene, courses, node),
        ALWAYS,
      );
    controlPlaneMetrics(scene, sink);
  }
}
