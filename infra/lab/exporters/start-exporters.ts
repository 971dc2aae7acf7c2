import type { ExporterTargets } from '../prometheus/config.ts';
import type { LabCluster } from '../start-cluster.ts';
import { serviceNamed, TLS_SERVICE } from '../system.ts';
import { probeTls } from './blackbox.ts';
import { cadvisorMetrics } from './cadvisor.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { volumeMetrics } from './kubelet-volumes.ts';
import { createNodeMetrics } from './node-exporter.ts';
import { postgresMetrics } from './postgres-exporter.ts';
import { type Collector, startExporter } from './server.ts';

/** Starts the exporters that a cluster has, each on its usual port of the node. */
export async function startExporters(
  cluster: LabCluster,
): Promise<{ readonly targets: ExporterTargets; stop(): Promise<void> }> {
  const { workloads, volume, database, addresses } = cluster;
  const host = addresses.node;
  const pods = () => workloads.flatMap((workload) => workload.pods);
  const pids = () => pods().flatMap(({ pid }) => pid ?? []);
  const blackbox = () => probeTls(cluster.serviceAddress(TLS_SERVICE), serviceNamed(TLS_SERVICE).port, TLS_SERVICE);
  const collectors: Readonly<Record<keyof ExporterTargets, readonly [number, Collector]>> = {
    kubeStateMetrics: [8080, () => kubeStateMetrics(workloads)],
    cadvisor: [10_250, () => cadvisorMetrics(pods())],
    kubelet: [10_255, () => volumeMetrics(volume)],
    node: [9100, createNodeMetrics(pids, volume)],
    // The exporter runs beside the database and asks it directly, ready or not.
    postgres: [9187, () => postgresMetrics(database, cluster.workload('db').pods.at(-1)?.ip)],
    blackbox: [9115, blackbox],
  };
  const started = await Promise.all(
    Object.entries(collectors).map(async ([name, [port, collect]]) => ({
      target: [name, `${host}:${port}`] as const,
      server: await startExporter(host, port, collect),
    })),
  );
  return {
    targets: Object.fromEntries(started.map(({ target }) => target)) as unknown as ExporterTargets,
    stop: async () => {
      await Promise.all(started.map(({ server }) => server.stop()));
    },
  };
}
