import type { Fault, FaultKind } from '../fault-kind.ts';
import { targetLabels } from '../metrics/targets.ts';
import type { Part } from '../part.ts';
import { type AddedSeries, changeSignal, drive, podsOf, type Scene, toward } from '../scene.ts';
import { nodeUnder } from './infrastructure.ts';
import { aDatabase, all, aProgram, aService, isEngine, kubernetes, runs, usesDatabase } from './places.ts';

/** One series of a figure: what it is called, at rest, and at the worst; without a worst it is the limit of another. */
interface Series extends Pick<AddedSeries, 'name' | 'type' | 'base'> {
  readonly worst?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** The label that names the part, where it is not scraped itself. */
  readonly named?: string;
}

/** A fault that one exporter alone tells of, one that most systems do not have; nobody writes a line about it. */
interface Figure extends Pick<FaultKind, 'id' | 'causes' | 'where' | 'shape'> {
  readonly series: readonly Series[];
  /** Whose series they are: each pod's, its node's, the part's as a whole, or those of a program of this name that it uses. */
  readonly of: 'pods' | 'node' | 'part' | { readonly used: string };
  /** Milliseconds that requests take longer, and share of them that fails, of a middling fault. */
  readonly slower?: number;
  readonly failing?: number;
}

function labelled(scene: Scene, part: Part, of: Figure['of']) {
  const { system } = scene;
  if (of === 'node') {
    const { name } = nodeUnder(scene, part);
    const { ip } = system.nodes.find((one) => one.name === name)!;
    return [{ role: `node/${name}`, labels: { job: 'node-exporter', instance: `${ip}:9100`, node: name } }];
  }
  if (typeof of === 'object') {
    const labels = { job: of.used, namespace: part.namespace, service: of.used, instance: '10.0.9.17:9114' };
    return [{ role: `used/${of.used}`, labels }];
  }
  if (of === 'part') return [{ role: part.role, labels: targetLabels(system, part, undefined, 0) }];
  return podsOf(scene, part).map((pod, n) => ({ role: part.role, labels: targetLabels(system, part, pod, n) }));
}

function figureKind({ series, of, slower = 0, failing = 0, ...kind }: Figure): FaultKind {
  return {
    ...kind,
    measured(scene, part) {
      for (const { role, labels } of labelled(scene, part, of))
        for (const { name, type, base, labels: own, named } of series)
          scene.addedSeries.push({
            ...{ role, name, type, base },
            labels: { ...labels, ...own, ...(named !== undefined && { [named]: part.name }) },
          });
    },
    strike(scene, part, fault) {
      for (const { role } of labelled(scene, part, of).slice(0, 1))
        for (const { name, worst } of series)
          if (worst !== undefined) changeSignal(scene, { role }, name, toward(fault, worst));
      feel(scene, part, kind.shape === 'gradual' ? { ...fault, course: late(fault) } : fault, slower, failing);
      const place = of === 'node' ? [`node/${nodeUnder(scene, part).name}`] : [];
      const used = typeof of === 'object' ? [`service/${of.used}`] : [];
      return { components: [...place, ...used, `service/${part.name}`], complaint: `${part.name} has trouble` };
    },
  };
}

function feel(scene: Scene, part: Part, fault: Fault, slower: number, failing: number): void {
  if (slower > 0) drive(scene, part, 'latencyMs', fault, slower * fault.scale(0.4, 2.5));
  if (failing > 0) drive(scene, part, 'errors', fault, Math.min(0.95, failing * fault.scale(0.4, 2.5)));
}

/** What grows gradually is felt once it is well on its way. */
function late({ course }: Fault): Float64Array {
  return course.map((value) => Math.max(0, (value - 0.6) / 0.4));
}

const gauge = (name: string, base: number, worst?: number, labels?: Series['labels']): Series => ({
  name,
  type: 'gauge',
  base,
  ...(worst !== undefined && { worst }),
  ...(labels !== undefined && { labels }),
});
const counter = (name: string, base: number, worst: number): Series => ({ name, type: 'counter', base, worst });

const FIGURES: readonly Figure[] = [
  {
    id: 'threads-of-container-at-limit',
    causes: ['thread_limit_reached'],
    where: all(kubernetes, aProgram),
    shape: 'gradual',
    of: 'pods',
    series: [gauge('container_threads', 42, 1_023), gauge('container_threads_max', 1_024)],
    failing: 0.25,
  },
  {
    id: 'executor-rejects',
    causes: ['thread_pool_exhausted'],
    where: all(aService, runs('jvm')),
    of: 'pods',
    series: [counter('executor_rejected_tasks_total', 0, 2.5), gauge('executor_queued_tasks', 0, 100)],
    failing: 0.2,
  },
  {
    id: 'executor-queues',
    causes: ['thread_pool_exhausted'],
    where: all(aService, runs('jvm')),
    of: 'pods',
    series: [gauge('executor_queued_tasks', 0, 160)],
    slower: 900,
  },
  {
    id: 'pooler-waits',
    causes: ['connection_pool_exhausted'],
    where: all(aService, usesDatabase),
    of: 'pods',
    series: [gauge('pgbouncer_pools_client_maxwait_seconds', 0, 9)],
    slower: 1_200,
  },
  {
    id: 'heap-stays-full',
    causes: ['garbage_collection_pressure'],
    where: all(aService, runs('jvm')),
    shape: 'gradual',
    of: 'pods',
    series: [gauge('jvm_memory_usage_after_gc', 0.34, 0.97, { area: 'heap', pool: 'long-lived' })],
    slower: 700,
  },
  {
    id: 'event-loop-used-up',
    causes: ['event_loop_blocked'],
    where: all(aService, runs('node')),
    of: 'pods',
    series: [gauge('nodejs_eventloop_utilization', 0.22, 0.998)],
    slower: 600,
  },
  {
    id: 'node-processes-at-limit',
    causes: ['node_pid_pressure'],
    where: all(kubernetes, aProgram),
    shape: 'gradual',
    of: 'node',
    series: [gauge('node_processes_pids', 412, 32_700), gauge('node_processes_max_processes', 32_768)],
    failing: 0.2,
  },
  {
    id: 'node-waits-for-memory',
    causes: ['node_memory_pressure'],
    where: all(kubernetes, aService),
    of: 'node',
    series: [counter('node_pressure_memory_waiting_seconds_total', 0.001, 0.55)],
    slower: 600,
  },
  {
    id: 'node-memory-by-rule',
    causes: ['node_memory_pressure'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: 'node',
    series: [gauge('instance:node_memory_utilisation:ratio', 0.55, 0.99)],
    slower: 500,
  },
  {
    id: 'consumer-hours-behind',
    causes: ['queue_backlog'],
    where: all(({ kind }) => kind === 'worker', runs('jvm')),
    shape: 'gradual',
    of: 'pods',
    series: [gauge('kafka_consumergroup_group_lag_seconds', 2, 2_400)],
  },
  {
    id: 'consumer-rebalances',
    causes: ['consumer_rebalance_loop'],
    where: all(({ kind }) => kind === 'worker', runs('jvm')),
    of: 'pods',
    series: [counter('kafka_consumer_coordinator_rebalance_total', 0.0002, 0.06)],
    slower: 300,
  },
  {
    id: 'function-at-its-limit',
    causes: ['cloud_quota_exceeded'],
    where: isEngine('lambda'),
    of: 'part',
    series: [
      { ...gauge('aws_lambda_concurrency_limit', 50), named: 'function_name' },
      { ...gauge('aws_lambda_concurrent_executions_average', 12, 50), named: 'function_name' },
    ],
    slower: 400,
  },
  {
    id: 'processor-credits-spent',
    causes: ['node_cpu_saturation'],
    where: all(aDatabase, (_, { platform }) => platform === 'aws'),
    shape: 'gradual',
    of: 'part',
    series: [{ ...gauge('aws_rds_cpucredit_balance_average', 141, 0), named: 'dbinstance_identifier' }],
    slower: 300,
  },
  {
    id: 'proxy-certificate-expired',
    causes: ['certificate_expired'],
    where: all(aService, (_, { mesh }) => mesh),
    of: 'pods',
    series: [gauge('envoy_server_days_until_first_cert_expiring', 41, 0)],
    failing: 0.4,
  },
  {
    id: 'proxy-cannot-connect',
    causes: ['dependency_unavailable'],
    where: all(aService, (_, { mesh }) => mesh),
    of: 'pods',
    series: [counter('envoy_cluster_upstream_cx_connect_fail', 0.002, 3)],
    failing: 0.3,
  },
  {
    id: 'search-cluster-red',
    causes: ['dependency_unavailable'],
    where: all(kubernetes, aService),
    of: { used: 'search' },
    series: [gauge('elasticsearch_cluster_health_status', 0, 1, { cluster: 'search', color: 'red' })],
    failing: 0.3,
  },
  {
    id: 'artemis-disk-full',
    causes: ['message_broker_alarm'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: { used: 'artemis' },
    series: [gauge('artemis_disk_store_usage', 0.41, 0.97)],
    failing: 0.3,
  },
  {
    id: 'transaction-log-full',
    causes: ['database_storage_full'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: { used: 'mssql' },
    series: [gauge('windows_mssql_databases_log_used_percent', 31, 99.6, { database: 'ledger' })],
    failing: 0.3,
  },
  {
    id: 'ledger-disk-full',
    causes: ['database_storage_full'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: { used: 'bookie' },
    series: [gauge('bookie_ledger_dir_data_bookkeeper_usage', 52, 98.5)],
    failing: 0.3,
  },
  {
    id: 'resolver-slow',
    causes: ['dns_server_slow'],
    where: all(kubernetes, aService),
    of: { used: 'resolver' },
    series: [gauge('probe_dns_lookup_time_seconds', 0.004, 2.2)],
    slower: 900,
  },
];

/** Kinds of fault that one figure tells of, in systems that measure it. */
export const FIGURE_KINDS: readonly FaultKind[] = FIGURES.map(figureKind);
