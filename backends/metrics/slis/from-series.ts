import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import type { RequestSide } from '../../../schemas/metric-knowledge.ts';
import { serviceLabelsAmong } from '../../../schemas/service-labels.ts';
import { namespaceOfJob, plainServiceName, watchedContainer } from '../../../schemas/service-name.ts';
import { isCounter } from '../counter.ts';
import { plainLabels } from '../plain-labels.ts';
import type { Series } from '../provider.ts';
import { createCloudRequests } from './cloud-requests.ts';
import type { OnlyGroups } from './cloud-things.ts';
import type { Grid } from './grid.ts';
import { createRequestGroups, type GroupIdentity } from './groups.ts';
import { requestMetricOf, sideOf } from './request-metrics.ts';
import type { SliSeries } from './sli-series.ts';

type Labels = Readonly<Record<string, string>>;

/** Collects whole series and makes indicators of them. */
export interface SliCollector {
  add(series: Series): void;
  indicators(): readonly SliSeries[];
}

/**
 * Computes the indicators of every service that counters, histograms, summaries or gauges among the added series tell of.
 * Nothing is thinned: each slice sums the increases of all series that belong together. `onlyGroups` are a cloud's balancers
 * that have one target group each.
 */
export function createSliCollector(
  serviceOfPod: (pod: string) => string,
  grid: Grid,
  onlyGroups?: OnlyGroups,
): SliCollector {
  const groups = createRequestGroups(grid);
  const cloud = createCloudRequests(grid, onlyGroups);
  return {
    add: (series) => {
      if (cloud.add(series)) return;
      const metric = requestMetricOf(series.name, series.labels);
      if (metric === undefined || series.values.length === 0) return;
      const side = sideOf(metric.sides, series.labels);
      const identity = side && identityOf(series.labels, side, serviceOfPod);
      if (side === undefined || identity === undefined) return;
      const counter = isCounter(series);
      groups.add(series, metric, identity, counter);
      // A server's own figures are those of all its callers together.
      if (side.side === 'server' && identity.peer !== undefined)
        groups.add(series, metric, { ...identity, peer: undefined }, counter);
    },
    indicators: () => [...groups.indicators(), ...cloud.indicators()],
  };
}

function identityOf(
  labels: Labels,
  side: RequestSide,
  serviceOfPod: (pod: string) => string,
): GroupIdentity | undefined {
  const service = side.named ?? first(labels, side.service ?? serviceLabelsAmong(plainLabels(labels)), serviceOfPod);
  if (service === undefined) return undefined;
  const namespace =
    first(labels, side.namespace ?? METRIC_KNOWLEDGE.entity.namespace, (value) => value) ?? namespaceOfJob(labels.job);
  const peer = side.peer && first(labels, side.peer, hostOf);
  // Envoy's sidecar counts what it passes to its own service as a cluster of its own.
  if (peer === undefined && side.side === 'client' && side.peer?.some((label) => labels[label]?.startsWith('inbound|')))
    return { service, namespace, side: 'server', peer: undefined };
  if (peer === service) return undefined;
  return { service, namespace, side: side.side, peer };
}

const NOBODY =
  /^(?:unknown|none|PassthroughCluster|BlackHoleCluster|inbound\|.*|agent|prometheus_stats|xds-grpc|sds-grpc|zipkin|POD|kube-state-metrics|node-exporter|cadvisor|kubelet|blackbox|aws_\w+)?$/;
const PODS = new Set(['pod', 'pod_name', 'k8s_pod_name', 'kubernetes_pod_name']);

/** Istio names a cluster `outbound|8080||reviews.shop.svc.cluster.local`; others put the port behind a name. */
function hostOf(value: string): string {
  const host = value.startsWith('outbound|')
    ? (value.split('|')[3] ?? value)
    : value.replace(/^([a-z][-.\w]*):\d+$/i, '$1');
  return host.replace(/\.svc(?:\.cluster\.local)?(?::\d+)?$/, '').replace(/^([a-z][-a-z\d]*)\.[-a-z\d]+$/, '$1');
}

/** The first of these labels that names anybody; label names are compared in lower case, with `_` for any separator. */
function first(labels: Labels, names: readonly string[], read: (value: string) => string): string | undefined {
  const plain = plainLabels(labels);
  for (const name of names) {
    const value = plain.get(name);
    if (value === undefined || NOBODY.test(value)) continue;
    if (name === 'container_id') {
      const watched = watchedContainer(value);
      if (watched !== undefined) return watched.kind === 'pod' ? read(watched.name) : watched.name;
      continue;
    }
    return read === hostOf || PODS.has(name) ? read(value) : plainServiceName(name, value);
  }
  return undefined;
}
