import type { RecordedSeries } from './series-builder.ts';

/** `kube_statefulset_replicas{statefulset="db"}`: a metric of kube-state-metrics is of the object in the label of its kind. */
const OF_WORKLOAD = /^kube_(deployment|statefulset|daemonset)_/;

/**
 * Workloads with their namespace that kube-state-metrics measures (its docs, `metrics/workload/`), where no objects were
 * recorded. Empty where it is not scraped.
 */
export function measuredWorkloads(series: readonly RecordedSeries[]): ReadonlyMap<string, string | undefined> {
  const workloads = new Map<string, string | undefined>();
  for (const { name, labels } of series) {
    const kind = OF_WORKLOAD.exec(name)?.[1];
    const workload = kind === undefined ? undefined : labels[kind];
    if (workload !== undefined && !workloads.has(workload)) workloads.set(workload, labels.namespace);
  }
  return workloads;
}
