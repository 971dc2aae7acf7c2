import type { Any, Cluster } from './cluster.ts';
import { writeExporter, writeNode } from './exporters.ts';
import type { Metrics } from './metrics.ts';
import type { Effect, Scenario, Service } from './model.ts';
import { loadOf, writeRequests } from './requests.ts';
import type { Span } from './span.ts';

/** What Prometheus holds about services, pods and machines, before the scenario adds its own. */
export function writeUsual(m: Metrics, scenario: Scenario, span: Span, pods: Map<string, string[]>): void {
  const { system } = scenario;
  for (const [i, service] of system.services.entries()) {
    const effect = scenario.effects?.[service.name] ?? {};
    const own = pods.get(service.name) ?? [];
    const at =
      service.outside || system.platform !== 'kubernetes' ? [hostOf(scenario, service, i)] : own.length ? own : [''];
    for (const place of at) {
      const labels = labelsOf(scenario, service, place);
      const part = { ...service, rps: (service.rps ?? 10) / at.length };
      if (service.rps !== undefined) writeRequests(m, loadOf(part, effect, span), labels, service, system);
      exported(m, service, labels, scenario, span);
      if (system.vocabulary !== 'cloudwatch' && !system.pushed) {
        m.gauge('up', labels, (t) => (effect.down && span.on(t) ? 0 : 1));
        if (effect.down) m.gap(labels, span.onset, span.until);
      }
      if (system.platform === 'kubernetes' && place && !service.outside && !system.pushed)
        container(m, service, place, effect, scenario, span);
    }
  }
  if (system.vocabulary !== 'cloudwatch') for (const node of system.nodes) (system.machine ?? bare)(m, node, span);
}

function exported(m: Metrics, service: Service, labels: Record<string, string>, scenario: Scenario, span: Span): void {
  if (service.exports) service.exports(m, labels, span, service);
  else if (scenario.system.vocabulary !== 'cloudwatch') writeExporter(m, service, labels, span);
}

const bare: NonNullable<Scenario['system']['machine']> = (m, node, span) => writeNode(m, node, span, {});

const hostOf = (scenario: Scenario, service: Service, i: number): string =>
  service.host ?? scenario.system.nodes[i % Math.max(1, scenario.system.nodes.length)] ?? service.name;

function labelsOf(scenario: Scenario, service: Service, place: string): Record<string, string> {
  if (scenario.system.labels) return scenario.system.labels(service, place);
  const namespace = service.namespace ?? scenario.system.namespace;
  if (scenario.system.platform !== 'kubernetes' || service.outside) {
    return { instance: `${place}:9${(service.name.length * 31) % 1000}`.padEnd(10, '0'), job: service.name };
  }
  return { namespace, job: service.name, service: service.name, ...(place ? { pod: place } : {}) };
}

function container(m: Metrics, service: Service, pod: string, effect: Effect, scenario: Scenario, span: Span): void {
  const labels = { namespace: service.namespace ?? scenario.system.namespace, pod, container: service.name };
  const limit = (service.memory ?? (service.speaks === 'java' ? 1024 : 384)) * 1048576;
  const gone = (t: number): number => (effect.down ? 1 - span.share(t) * 0.97 : 1);
  const share = (t: number): number => (effect.ramp ? span.grown(t) : span.share(t));
  const cpu = 0.11 + (service.name.length % 7) * 0.02;
  m.counter('container_cpu_usage_seconds_total', labels, (t) =>
    Math.min(1, cpu * (1 + share(t) * ((effect.cpu ?? 1) - 1)) * gone(t) * span.random.around(0.08)),
  );
  m.gauge('container_memory_working_set_bytes', labels, (t) =>
    Math.round(limit * (0.52 + share(t) * ((effect.memory ?? 0.52) - 0.52)) * gone(t) * span.random.around(0.008)),
  );
  m.gauge('container_spec_memory_limit_bytes', labels, () => limit);
  m.counter('container_cpu_cfs_periods_total', labels, () => 10);
  m.counter('container_cpu_cfs_throttled_periods_total', labels, (t) =>
    cpu * (1 + share(t) * ((effect.cpu ?? 1) - 1)) > 0.95 ? 8.4 : 0.05,
  );
}

const time = (text: string | undefined): number => (text ? Date.parse(text) / 1000 : 0);

/** What kube-state-metrics makes of the objects. */
export function writeStates(m: Metrics, cluster: Cluster, span: Span): void {
  for (const d of cluster.deployments.filter((x: Any) => x.kind === 'Deployment')) {
    const labels = { namespace: d.metadata.namespace, deployment: d.metadata.name };
    const ready = d.status.readyReplicas ?? 0;
    const before = cluster.scenario.system.services.find((s) => s.name === d.metadata.name)?.pods ?? 2;
    m.gauge('kube_deployment_spec_replicas', labels, (t) => (t < span.onset ? before : d.spec.replicas));
    m.gauge('kube_deployment_status_replicas_available', labels, (t) => (t < span.onset + 20 ? before : ready));
  }
  for (const pod of cluster.pods) {
    const status = pod.status.containerStatuses?.[0];
    const labels = {
      namespace: pod.metadata.namespace,
      pod: pod.metadata.name,
      container: pod.spec.containers[0].name,
    };
    if (status) {
      const last = time(status.lastState?.terminated?.finishedAt);
      const fresh = last >= span.onset;
      const total = status.restartCount;
      m.gauge('kube_pod_container_status_restarts_total', labels, (t) => {
        if (!fresh) return total;
        return t >= last
          ? total
          : Math.min(
              total - 1,
              Math.floor(total * Math.sqrt(Math.max(0, t - span.onset) / Math.max(1, last - span.onset))),
            );
      });
    }
  }
  for (const node of cluster.nodes) {
    const ready = node.status.conditions.find((c: Any) => c.type === 'Ready');
    const since = time(ready.lastTransitionTime);
    m.gauge('kube_node_status_condition', { node: node.metadata.name, condition: 'Ready', status: 'true' }, (t) =>
      ready.status === 'True' || t < since ? 1 : 0,
    );
  }
}

/** Nothing is known about a pod from before it was there. */
export function hidePast(m: Metrics, cluster: Cluster, span: Span): void {
  for (const pod of cluster.pods) {
    const born = time(pod.metadata.creationTimestamp);
    if (born > span.start) m.gap({ pod: pod.metadata.name }, span.start, born);
  }
}
