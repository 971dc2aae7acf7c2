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

/** `node_load1{instance="etl-2:9100"}`: node_exporter runs on the machine that it measures. */
const OF_MACHINE = /^node_/;
/** A host's name, and no address. */
const HOST = /^([a-z][\w-]*)(?:\.[\w.-]+)?(?::\d+)?$/i;

/** Machines that node_exporter measures, by the first part of their names. Empty where it is not scraped. */
export function measuredMachines(series: readonly RecordedSeries[]): ReadonlySet<string> {
  return new Set(
    series.flatMap(({ name, labels }) => (OF_MACHINE.test(name) ? (HOST.exec(labels.instance ?? '')?.[1] ?? []) : [])),
  );
}
