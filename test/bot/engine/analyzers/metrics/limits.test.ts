import { describe, expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../../bot/domain/cause.ts';
import { limitReached } from '../../../../../bot/engine/analyzers/metrics/limit-reached.ts';
import { signalMoved } from '../../../../../bot/engine/analyzers/metrics/signal-moved.ts';
import type { Analyzer } from '../../../../../bot/engine/define-analyzer.ts';
import { LIMITS } from '../../../../../bot/engine/knowledge/limits/index.ts';
import { MOVES } from '../../../../../bot/engine/knowledge/limits/moves.ts';
import { AS_OF, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

type Labels = Record<string, string>;

/** A gauge that goes from one level to another at the onset, with a little noise. */
function gauge(name: string, labels: Labels, before: number, during = before): MadeSeries {
  const noise = (i: number) => 1 + 0.004 * (((i * 7919) % 11) / 11 - 0.5);
  return { name, labels, type: 'gauge', value: (i) => (i >= ONSET_MINUTE ? during : before) * noise(i) };
}

/** What goes down in a straight line from what it was three hours ago to what it is. */
function falling(name: string, labels: Labels, first: number, last: number): MadeSeries {
  return { name, labels, type: 'gauge', value: (i) => first - ((first - last) * Math.max(0, i - 60)) / 179 };
}

/** A value that stays exactly what it is. */
function fixed(name: string, labels: Labels, value: number): MadeSeries {
  return { name, labels, type: 'gauge', value: () => value };
}

/** What is one of 0 and 1. */
function flag(name: string, labels: Labels, before: number, during = before): MadeSeries {
  return { name, labels, type: 'gauge', value: (i) => (i >= ONSET_MINUTE ? during : before) };
}

/** A counter that rises by so much a second before and from the onset on. */
function counter(name: string, labels: Labels, before: number, during = before): MadeSeries {
  const rises = (i: number) => 60 * (Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during);
  return { name, labels, type: 'counter', value: (i) => 1000 + rises(i) };
}

const db = { service: 'orders-db' };
const web = { service: 'web', namespace: 'shop' };
const node = { instance: 'worker-1:9100', job: 'node' };
const pod = { namespace: 'shop', pod: 'web-7f9c5d8b6-x2x9z', container: 'web' };
const GiB = 2 ** 30;
const MAX_XID = 2 ** 31;

interface Pair {
  readonly broken: readonly MadeSeries[];
  readonly well: readonly MadeSeries[];
  readonly component: string;
  readonly cause: CauseCode;
}

/** One pair of systems a limit: with it, and a healthy twin that is as near as healthy systems come. */
const REACHED: Readonly<Record<string, Pair>> = {
  files: {
    broken: [gauge('process_open_fds', web, 200, 1020), fixed('process_max_fds', web, 1024)],
    well: [gauge('process_open_fds', web, 200, 700), fixed('process_max_fds', web, 1024)],
    component: 'service/web',
    cause: 'file_descriptor_limit_reached',
  },
  threads: {
    broken: [gauge('container_threads', pod, 60, 1000), fixed('container_threads_max', pod, 1024)],
    well: [gauge('container_threads', pod, 60, 500), fixed('container_threads_max', pod, 1024)],
    component: 'service/web',
    cause: 'thread_limit_reached',
  },
  'thread-pool': {
    broken: [gauge('tomcat_threads_busy_threads', web, 20, 200), fixed('tomcat_threads_config_max_threads', web, 200)],
    well: [gauge('tomcat_threads_busy_threads', web, 20, 150), fixed('tomcat_threads_config_max_threads', web, 200)],
    component: 'service/web',
    cause: 'thread_pool_exhausted',
  },
  'pool-rejections': {
    broken: [counter('executor_rejected_tasks_total', web, 0, 3)],
    well: [counter('executor_rejected_tasks_total', web, 0, 0.001)],
    component: 'service/web',
    cause: 'thread_pool_exhausted',
  },
  'work-waiting': {
    broken: [gauge('dotnet_thread_pool_queue_length', web, 1, 400)],
    well: [gauge('dotnet_thread_pool_queue_length', web, 1, 3)],
    component: 'service/web',
    cause: 'thread_pool_exhausted',
  },
  'connection-pool': {
    broken: [
      gauge('hikaricp_connections_active', { ...web, pool: 'main' }, 3, 10.02),
      fixed('hikaricp_connections_max', { ...web, pool: 'main' }, 10),
    ],
    well: [
      gauge('hikaricp_connections_active', { ...web, pool: 'main' }, 3, 8),
      fixed('hikaricp_connections_max', { ...web, pool: 'main' }, 10),
    ],
    component: 'service/web',
    cause: 'connection_pool_exhausted',
  },
  'pool-waiting': {
    broken: [gauge('hikaricp_connections_pending', web, 0, 25)],
    well: [gauge('hikaricp_connections_pending', web, 0, 0.2)],
    component: 'service/web',
    cause: 'connection_pool_exhausted',
  },
  'pool-timeouts': {
    broken: [counter('hikaricp_connections_timeout_total', web, 0, 1)],
    well: [counter('hikaricp_connections_timeout_total', web, 0)],
    component: 'service/web',
    cause: 'connection_pool_exhausted',
  },
  'pool-wait': {
    broken: [gauge('pgbouncer_pools_client_maxwait_seconds', web, 0, 12)],
    well: [gauge('pgbouncer_pools_client_maxwait_seconds', web, 0, 0.1)],
    component: 'service/web',
    cause: 'connection_pool_exhausted',
  },
  'heap-floor': {
    broken: [
      gauge('jvm_memory_used_bytes', { ...web, area: 'heap' }, 0.97 * GiB),
      fixed('jvm_memory_max_bytes', { ...web, area: 'heap' }, GiB),
    ],
    well: [
      {
        name: 'jvm_memory_used_bytes',
        labels: { ...web, area: 'heap' },
        value: (i) => GiB * (0.4 + 0.55 * ((i % 12) / 12)),
      },
      fixed('jvm_memory_max_bytes', { ...web, area: 'heap' }, GiB),
    ],
    component: 'service/web',
    cause: 'garbage_collection_pressure',
  },
  'heap-share-floor': {
    broken: [gauge('JVM_Heap_Used_Pct', web, 97)],
    well: [{ ...fixed('JVM_Heap_Used_Pct', web, 0), value: (i) => 40 + (i % 9) * 7 }],
    component: 'service/web',
    cause: 'garbage_collection_pressure',
  },
  'heap-after-gc': {
    broken: [gauge('jvm_memory_usage_after_gc_percent', web, 40, 97)],
    well: [gauge('jvm_memory_usage_after_gc_percent', web, 40, 60)],
    component: 'service/web',
    cause: 'garbage_collection_pressure',
  },
  'gc-time': {
    broken: [counter('jvm_gc_pause_seconds_sum', web, 0.01, 0.4)],
    well: [counter('jvm_gc_pause_seconds_sum', web, 0.01, 0.02)],
    component: 'service/web',
    cause: 'garbage_collection_pressure',
  },
  'gc-share': {
    broken: [gauge('jvm_gc_overhead_percent', web, 1, 42)],
    well: [gauge('jvm_gc_overhead_percent', web, 1, 2)],
    component: 'service/web',
    cause: 'garbage_collection_pressure',
  },
  'event-loop': {
    broken: [gauge('nodejs_eventloop_lag_p99_seconds', web, 0.012, 1.4)],
    well: [gauge('nodejs_eventloop_lag_p99_seconds', web, 0.012, 0.02)],
    component: 'service/web',
    cause: 'event_loop_blocked',
  },
  'event-loop-share': {
    broken: [gauge('nodejs_eventloop_utilization_ratio', web, 0.3, 0.999)],
    well: [gauge('nodejs_eventloop_utilization_ratio', web, 0.3, 0.8)],
    component: 'service/web',
    cause: 'event_loop_blocked',
  },
  memory: {
    broken: [
      gauge('container_memory_working_set_bytes', pod, 200 * 2 ** 20, 254 * 2 ** 20),
      fixed('container_spec_memory_limit_bytes', pod, 256 * 2 ** 20),
    ],
    well: [
      gauge('container_memory_working_set_bytes', pod, 200 * 2 ** 20, 220 * 2 ** 20),
      fixed('container_spec_memory_limit_bytes', pod, 256 * 2 ** 20),
    ],
    component: 'service/web',
    cause: 'pod_memory_pressure',
  },
  oom: {
    broken: [counter('container_oom_events_total', pod, 0, 0.005)],
    well: [counter('container_oom_events_total', pod, 0)],
    component: 'service/web',
    cause: 'oom_killed',
  },
  throttled: {
    broken: [gauge('container_cpu_cfs_throttled_periods_ratio', pod, 0.02, 0.66)],
    well: [gauge('container_cpu_cfs_throttled_periods_ratio', pod, 0.02, 0.05)],
    component: 'service/web',
    cause: 'pod_cpu_throttled',
  },
  'database-throttled': {
    broken: [gauge('container_cpu_cfs_throttled_periods_ratio', db, 0.02, 0.66)],
    well: [gauge('container_cpu_cfs_throttled_periods_ratio', db, 0.02, 0.05)],
    component: 'service/orders-db',
    cause: 'database_cpu_saturation',
  },
  'processor-limit': {
    broken: [
      gauge('container_cpu_usage_cores', pod, 0.2, 0.5),
      fixed('kube_pod_container_resource_limits', { ...pod, resource: 'cpu' }, 0.5),
    ],
    well: [
      gauge('container_cpu_usage_cores', pod, 0.2, 0.3),
      fixed('kube_pod_container_resource_limits', { ...pod, resource: 'cpu' }, 0.5),
    ],
    component: 'service/web',
    cause: 'pod_cpu_throttled',
  },
  conntrack: {
    broken: [
      gauge('node_nf_conntrack_entries', node, 90_000, 131_000),
      fixed('node_nf_conntrack_entries_limit', node, 131_072),
    ],
    well: [gauge('node_nf_conntrack_entries', node, 90_000), fixed('node_nf_conntrack_entries_limit', node, 131_072)],
    component: 'node/worker-1',
    cause: 'conntrack_table_full',
  },
  inodes: {
    broken: [
      gauge('node_filesystem_files_free', { ...node, mountpoint: '/' }, 4000),
      fixed('node_filesystem_files', { ...node, mountpoint: '/' }, 3_000_000),
    ],
    well: [
      gauge('node_filesystem_files_free', { ...node, mountpoint: '/' }, 900_000),
      fixed('node_filesystem_files', { ...node, mountpoint: '/' }, 3_000_000),
    ],
    component: 'node/worker-1',
    cause: 'node_disk_filling',
  },
  'node-disk': {
    broken: [
      gauge('node_filesystem_avail_bytes', { ...node, mountpoint: '/' }, 0.8 * GiB, 0.2 * GiB),
      fixed('node_filesystem_size_bytes', { ...node, mountpoint: '/' }, 80 * GiB),
    ],
    well: [
      gauge('node_filesystem_avail_bytes', { ...node, mountpoint: '/' }, 20 * GiB),
      fixed('node_filesystem_size_bytes', { ...node, mountpoint: '/' }, 80 * GiB),
    ],
    component: 'node/worker-1',
    cause: 'node_disk_filling',
  },
  'node-disk-falling': {
    broken: [
      falling('node_filesystem_avail_bytes', { ...node, mountpoint: '/' }, 26 * GiB, 6 * GiB),
      fixed('node_filesystem_size_bytes', { ...node, mountpoint: '/' }, 80 * GiB),
    ],
    // As little, and so it stays.
    well: [
      falling('node_filesystem_avail_bytes', { ...node, mountpoint: '/' }, 6.4 * GiB, 6 * GiB),
      fixed('node_filesystem_size_bytes', { ...node, mountpoint: '/' }, 80 * GiB),
    ],
    component: 'node/worker-1',
    cause: 'node_disk_filling',
  },
  volume: {
    broken: [
      gauge(
        'kubelet_volume_stats_available_bytes',
        { namespace: 'shop', persistentvolumeclaim: 'orders-db-0' },
        2 * GiB,
        0.01 * GiB,
      ),
      fixed(
        'kubelet_volume_stats_capacity_bytes',
        { namespace: 'shop', persistentvolumeclaim: 'orders-db-0' },
        20 * GiB,
      ),
    ],
    well: [
      gauge(
        'kubelet_volume_stats_available_bytes',
        { namespace: 'shop', persistentvolumeclaim: 'orders-db-0' },
        6 * GiB,
      ),
      fixed(
        'kubelet_volume_stats_capacity_bytes',
        { namespace: 'shop', persistentvolumeclaim: 'orders-db-0' },
        20 * GiB,
      ),
    ],
    component: 'service/orders-db',
    cause: 'database_storage_full',
  },
  'node-disk-share': {
    broken: [gauge('FS_used_pct', { host: 'app-1', mount: '/var' }, 70, 99)],
    well: [gauge('FS_used_pct', { host: 'app-1', mount: '/var' }, 70, 91)],
    component: 'node/app-1',
    cause: 'node_disk_filling',
  },
  'node-inodes-share': {
    broken: [gauge('disk_inodes_used_percent', { host: 'app-1', path: '/' }, 70, 99.6)],
    well: [gauge('disk_inodes_used_percent', { host: 'app-1', path: '/' }, 70, 90)],
    component: 'node/app-1',
    cause: 'node_disk_filling',
  },
  'storage-share': {
    broken: [gauge('bookie_ledger_dir_data_ledgers_usage', { app: 'ledgers' }, 90, 96.4)],
    well: [gauge('bookie_ledger_dir_data_ledgers_usage', { app: 'ledgers' }, 90, 92)],
    component: 'service/ledgers',
    cause: 'database_storage_full',
  },
  'storage-spent': {
    broken: [
      {
        name: 'FreeStorageSpace',
        labels: { DBInstanceIdentifier: 'orders-db' },
        value: (i) => Math.max(1e6, 1e10 - 4.2e7 * i),
      },
    ],
    well: [{ name: 'FreeStorageSpace', labels: { DBInstanceIdentifier: 'orders-db' }, value: (i) => 1e10 - 1e6 * i }],
    component: 'service/orders-db',
    cause: 'database_storage_full',
  },
  pids: {
    broken: [gauge('node_processes_pids', node, 900, 32_700), fixed('node_processes_max_processes', node, 32_768)],
    well: [gauge('node_processes_pids', node, 900), fixed('node_processes_max_processes', node, 32_768)],
    component: 'node/worker-1',
    cause: 'node_pid_pressure',
  },
  'node-memory': {
    broken: [
      gauge('node_memory_MemAvailable_bytes', node, 3 * GiB, 0.2 * GiB),
      fixed('node_memory_MemTotal_bytes', node, 16 * GiB),
    ],
    well: [gauge('node_memory_MemAvailable_bytes', node, 3 * GiB), fixed('node_memory_MemTotal_bytes', node, 16 * GiB)],
    component: 'node/worker-1',
    cause: 'node_memory_pressure',
  },
  'node-memory-share': {
    broken: [gauge('node_memory_usage_percent', { node: 'worker-1' }, 70, 99)],
    well: [gauge('node_memory_usage_percent', { node: 'worker-1' }, 70, 85)],
    component: 'node/worker-1',
    cause: 'node_memory_pressure',
  },
  'node-processor': {
    broken: [gauge('node_cpu_utilization_ratio', { node: 'worker-1' }, 0.98)],
    well: [gauge('node_cpu_utilization_ratio', { node: 'worker-1' }, 0.7)],
    component: 'node/worker-1',
    cause: 'node_cpu_saturation',
  },
  'node-processor-idle': {
    broken: [gauge('cpu_usage_idle', { host: 'app-1' }, 70, 1.5)],
    well: [gauge('cpu_usage_idle', { host: 'app-1' }, 70, 15)],
    component: 'node/app-1',
    cause: 'node_cpu_saturation',
  },
  'node-echo-loss': {
    broken: [gauge('ICMP_ping_loss_pct', { cmdb_id: 'app-1' }, 0, 30)],
    well: [gauge('ICMP_ping_loss_pct', { cmdb_id: 'app-1' }, 0, 2)],
    component: 'node/app-1',
    cause: 'node_network_packet_loss',
  },
  'pod-echo-loss': {
    broken: [gauge('ping_percent_packet_loss', web, 0, 30)],
    well: [gauge('ping_percent_packet_loss', web, 0, 100)],
    component: 'service/web',
    cause: 'pod_network_packet_loss',
  },
  steal: {
    broken: [gauge('node_cpu_steal_ratio', node, 0.01, 0.35)],
    well: [gauge('node_cpu_steal_ratio', node, 0.01, 0.02)],
    component: 'node/worker-1',
    cause: 'noisy_neighbor',
  },
  'pressure-cpu': {
    broken: [counter('node_pressure_cpu_waiting_seconds_total', node, 0.05, 0.8)],
    well: [counter('node_pressure_cpu_waiting_seconds_total', node, 0.05, 0.1)],
    component: 'node/worker-1',
    cause: 'node_cpu_saturation',
  },
  'pressure-io': {
    broken: [counter('node_pressure_io_stalled_seconds_total', node, 0.02, 0.7)],
    well: [counter('node_pressure_io_stalled_seconds_total', node, 0.02, 0.05)],
    component: 'node/worker-1',
    cause: 'node_disk_io_saturation',
  },
  'pressure-memory': {
    broken: [counter('node_pressure_memory_stalled_seconds_total', node, 0, 0.5)],
    well: [counter('node_pressure_memory_stalled_seconds_total', node, 0, 0.01)],
    component: 'node/worker-1',
    cause: 'node_memory_pressure',
  },
  'disk-busy': {
    broken: [counter('node_disk_io_time_seconds_total', { ...node, device: 'sda' }, 0.1, 0.99)],
    well: [counter('node_disk_io_time_seconds_total', { ...node, device: 'sda' }, 0.1, 0.3)],
    component: 'node/worker-1',
    cause: 'node_disk_io_saturation',
  },
  'burst-balance': {
    broken: [gauge('aws_rds_burst_balance_average', { dbinstance_identifier: 'orders-db' }, 60, 0)],
    well: [gauge('aws_rds_burst_balance_average', { dbinstance_identifier: 'orders-db' }, 60, 40)],
    component: 'service/orders-db',
    cause: 'node_disk_io_saturation',
  },
  clock: {
    broken: [gauge('node_timex_offset_seconds', node, 0.001, -95)],
    well: [gauge('node_timex_offset_seconds', node, 0.001, 0.004)],
    component: 'node/worker-1',
    cause: 'clock_skew',
  },
  connections: {
    broken: [
      gauge('pg_stat_activity_count', { ...db, state: 'active' }, 20, 50),
      gauge('pg_stat_activity_count', { ...db, state: 'idle' }, 20, 48),
      fixed('pg_settings_max_connections', db, 100),
    ],
    well: [
      gauge('pg_stat_activity_count', { ...db, server: 'a' }, 50),
      gauge('pg_stat_activity_count', { ...db, server: 'b' }, 50),
      fixed('pg_settings_max_connections', { ...db, server: 'a' }, 100),
      fixed('pg_settings_max_connections', { ...db, server: 'b' }, 100),
    ],
    component: 'service/orders-db',
    cause: 'database_connection_exhausted',
  },
  'connections-share': {
    broken: [gauge('Sess_Used_Pct', db, 40, 100)],
    well: [gauge('Sess_Used_Pct', db, 40, 85)],
    component: 'service/orders-db',
    cause: 'database_connection_exhausted',
  },
  tablespace: {
    broken: [gauge('Tbs_Used_Pct', { ...db, tablespace: 'USERS' }, 80, 100)],
    well: [fixed('Tbs_Used_Pct', { ...db, tablespace: 'USERS' }, 97)],
    component: 'service/orders-db',
    cause: 'database_storage_full',
  },
  sessions: {
    broken: [
      gauge('haproxy_frontend_current_sessions', { service: 'edge', proxy: 'http' }, 200, 2000),
      fixed('haproxy_frontend_limit_sessions', { service: 'edge', proxy: 'http' }, 2000),
    ],
    well: [
      gauge('haproxy_frontend_current_sessions', { service: 'edge', proxy: 'http' }, 200),
      fixed('haproxy_frontend_limit_sessions', { service: 'edge', proxy: 'http' }, 2000),
    ],
    component: 'service/edge',
    cause: 'connection_pool_exhausted',
  },
  'connections-refused': {
    broken: [counter('redis_rejected_connections_total', { service: 'cache-redis' }, 0, 2)],
    well: [counter('redis_rejected_connections_total', { service: 'cache-redis' }, 0)],
    component: 'service/cache-redis',
    cause: 'database_connection_exhausted',
  },
  'database-processor': {
    broken: [gauge('CPUUtilization', { DBInstanceIdentifier: 'orders-db' }, 30, 97)],
    well: [gauge('CPUUtilization', { DBInstanceIdentifier: 'orders-db' }, 30, 50)],
    component: 'service/orders-db',
    cause: 'database_cpu_saturation',
  },
  xid: {
    broken: [gauge('pg_database_xid_age', { ...db, datname: 'orders' }, 0.98 * MAX_XID)],
    well: [gauge('pg_database_xid_age', { ...db, datname: 'orders' }, 0.1 * MAX_XID)],
    component: 'service/orders-db',
    cause: 'transaction_id_wraparound',
  },
  archiver: {
    broken: [counter('pg_stat_archiver_failed_count', db, 0, 0.017)],
    well: [counter('pg_stat_archiver_failed_count', db, 0)],
    component: 'service/orders-db',
    cause: 'wal_archiving_failed',
  },
  'replication-lag': {
    broken: [gauge('pg_replication_lag_seconds', db, 1240)],
    well: [gauge('pg_replication_lag_seconds', db, 0.4)],
    component: 'service/orders-db',
    cause: 'replication_lag',
  },
  'transaction-log': {
    broken: [gauge('windows_mssql_databases_log_used_percent', { instance: 'sql01:9182', job: 'windows' }, 40, 100)],
    well: [gauge('windows_mssql_databases_log_used_percent', { instance: 'sql01:9182', job: 'windows' }, 40, 80)],
    component: 'service/sql01',
    cause: 'database_storage_full',
  },
  'replication-stopped': {
    broken: [{ name: 'mysql_slave_status_slave_sql_running', labels: db, value: (i) => (i < ONSET_MINUTE ? 1 : 0) }],
    well: [fixed('mysql_slave_status_slave_sql_running', db, 1)],
    component: 'service/orders-db',
    cause: 'replication_lag',
  },
  deadlocks: {
    broken: [counter('pg_stat_database_deadlocks', { ...db, datname: 'orders' }, 0, 0.3)],
    well: [counter('pg_stat_database_deadlocks', { ...db, datname: 'orders' }, 0.0005)],
    component: 'service/orders-db',
    cause: 'lock_contention',
  },
  'lock-waits': {
    broken: [gauge('pg_locks_waiting_count', db, 0.2, 30)],
    well: [gauge('pg_locks_waiting_count', db, 0.2, 0.3)],
    component: 'service/orders-db',
    cause: 'lock_contention',
  },
  eviction: {
    broken: [counter('redis_evicted_keys_total', { service: 'cache-redis' }, 0, 240)],
    well: [counter('redis_evicted_keys_total', { service: 'cache-redis' }, 0)],
    component: 'service/cache-redis',
    cause: 'cache_eviction',
  },
  'broker-disk': {
    broken: [gauge('artemis_disk_store_usage', { service: 'queue' }, 0.7, 0.91)],
    well: [gauge('artemis_disk_store_usage', { service: 'queue' }, 0.7, 0.86)],
    component: 'service/queue',
    cause: 'message_broker_alarm',
  },
  'broker-alarm': {
    broken: [
      {
        name: 'rabbitmq_alarms_memory_used_watermark',
        labels: { pod: 'rabbit-0' },
        value: (i) => (i < ONSET_MINUTE ? 0 : 1),
      },
    ],
    well: [fixed('rabbitmq_alarms_memory_used_watermark', { pod: 'rabbit-0' }, 0)],
    component: 'service/rabbit',
    cause: 'message_broker_alarm',
  },
  'etcd-quota': {
    broken: [
      gauge('etcd_mvcc_db_total_size_in_bytes', { job: 'etcd', instance: 'master-0:2379' }, 1.9 * GiB, 2 * GiB),
      fixed('etcd_server_quota_backend_bytes', { job: 'etcd', instance: 'master-0:2379' }, 2 * GiB),
    ],
    well: [
      gauge('etcd_mvcc_db_total_size_in_bytes', { job: 'etcd', instance: 'master-0:2379' }, 0.9 * GiB),
      fixed('etcd_server_quota_backend_bytes', { job: 'etcd', instance: 'master-0:2379' }, 2 * GiB),
    ],
    component: 'service/etcd',
    cause: 'etcd_quota_exceeded',
  },
  'message-age': {
    broken: [gauge('aws_sqs_approximate_age_of_oldest_message_maximum', { queue_name: 'orders' }, 5, 2400)],
    well: [gauge('aws_sqs_approximate_age_of_oldest_message_maximum', { queue_name: 'orders' }, 5, 9)],
    component: 'service/orders',
    cause: 'queue_backlog',
  },
  'lag-time': {
    broken: [gauge('kafka_consumergroup_group_lag_seconds', { group: 'orders' }, 2, 1300)],
    well: [gauge('kafka_consumergroup_group_lag_seconds', { group: 'orders' }, 2, 4)],
    component: 'service/orders',
    cause: 'queue_backlog',
  },
  'cluster-red': {
    broken: [
      {
        name: 'elasticsearch_cluster_health_status',
        labels: { service: 'search-es', color: 'red' },
        value: (i) => (i < ONSET_MINUTE ? 0 : 1),
      },
    ],
    well: [fixed('elasticsearch_cluster_health_status', { service: 'search-es', color: 'green' }, 1)],
    component: 'service/search-es',
    cause: 'dependency_unavailable',
  },
  'dns-failures': {
    broken: [
      counter('coredns_dns_responses_total', { service: 'coredns', rcode: 'SERVFAIL' }, 0, 30),
      counter('coredns_dns_requests_total', { service: 'coredns' }, 100),
    ],
    well: [
      counter('coredns_dns_responses_total', { service: 'coredns', rcode: 'SERVFAIL' }, 0.1),
      counter('coredns_dns_requests_total', { service: 'coredns' }, 100),
    ],
    component: 'service/coredns',
    cause: 'dns_resolution_failure',
  },
  'dns-latency': {
    broken: [gauge('probe_dns_lookup_time_seconds', { service: 'coredns' }, 0.004, 4)],
    well: [gauge('probe_dns_lookup_time_seconds', { service: 'coredns' }, 0.004, 0.006)],
    component: 'service/coredns',
    cause: 'dns_server_slow',
  },
  concurrency: {
    broken: [
      gauge('aws_lambda_concurrent_executions_maximum', { function_name: 'resize' }, 40, 100),
      fixed('aws_lambda_concurrency_limit', { function_name: 'resize' }, 100),
    ],
    well: [
      gauge('aws_lambda_concurrent_executions_maximum', { function_name: 'resize' }, 40),
      fixed('aws_lambda_concurrency_limit', { function_name: 'resize' }, 100),
    ],
    component: 'service/resize',
    cause: 'cloud_quota_exceeded',
  },
  credits: {
    broken: [gauge('aws_ec2_cpucredit_balance_average', { service: 'web' }, 60, 0)],
    well: [gauge('aws_ec2_cpucredit_balance_average', { service: 'web' }, 60)],
    component: 'service/web',
    cause: 'node_cpu_saturation',
  },
  certificate: {
    broken: [fixed('probe_ssl_earliest_cert_expiry', { instance: 'https://pay.example.com/' }, AS_OF - 900)],
    well: [fixed('probe_ssl_earliest_cert_expiry', { instance: 'https://pay.example.com/' }, AS_OF + 40 * 86_400)],
    component: 'service/pay.example.com',
    cause: 'certificate_expired',
  },
  'certificate-days': {
    broken: [fixed('envoy_server_days_until_first_cert_expiring', { service: 'edge' }, 0)],
    well: [fixed('envoy_server_days_until_first_cert_expiring', { service: 'edge' }, 60)],
    component: 'service/edge',
    cause: 'certificate_expired',
  },
};

const causesOf = (analyzer: Analyzer, series: readonly MadeSeries[]) => {
  const analysis = analyzer.analyze(metricEvidence({ series }));
  return analysis.status === 'found' ? analysis.findings.map(({ component, cause }) => `${component} ${cause}`) : [];
};

test('an Erlang program that has used up its processes is at a limit, one far from it is not', () => {
  const vm = (during: number) => [
    gauge('erlang_vm_process_count', web, 3200, during),
    fixed('erlang_vm_process_limit', web, 262_144),
  ];
  const full = limitReached.analyze(metricEvidence({ series: vm(262_000) }));
  expect(full).toMatchObject({ findings: [{ component: 'service/web', cause: 'thread_limit_reached' }] });
  const well = limitReached.analyze(metricEvidence({ series: vm(3300) }));
  expect(well.status).not.toBe('found');
});

describe('a limit that is reached', () => {
  test('has a pair of systems each', () => {
    expect(Object.keys(REACHED).sort()).toEqual(LIMITS.map(({ id }) => id).sort());
  });

  test.each(Object.entries(REACHED))(
    '%s: found, and not in the healthy twin',
    (_, { broken, well, component, cause }) => {
      expect(causesOf(limitReached, broken)).toContain(`${component} ${cause}`);
      expect(causesOf(limitReached, well)).toEqual([]);
      expect(causesOf(signalMoved, well)).toEqual([]);
    },
  );

  test('two pools that are half full are none that is full', () => {
    const pool = (one: string, used: number) => [
      gauge('db_client_connection_count', { ...web, k8s_pod_name: one, db_client_connection_state: 'used' }, used),
      gauge('db_client_connection_count', { ...web, k8s_pod_name: one, db_client_connection_state: 'idle' }, 10 - used),
      fixed('db_client_connection_max', { ...web, k8s_pod_name: one }, 10),
    ];
    expect(causesOf(limitReached, [...pool('web-1', 5), ...pool('web-2', 5)])).toEqual([]);
    expect(causesOf(limitReached, [...pool('web-1', 10), ...pool('web-2', 1)])).toEqual([
      'service/web connection_pool_exhausted',
    ]);
  });

  test('what two exporters tell of one container belongs together', () => {
    const used = gauge(
      'container_memory_working_set_bytes',
      { ...pod, job: 'kubelet', instance: 'worker-1:10250' },
      255e6,
    );
    const limit = { ...pod, job: 'kube-state-metrics', instance: '10.0.0.7:8080', resource: 'memory' };
    expect(causesOf(limitReached, [used, fixed('kube_pod_container_resource_limits', limit, 256e6)])).toEqual([
      'service/web pod_memory_pressure',
    ]);
    const other = { ...limit, pod: 'web-7f9c5d8b6-aaaaa' };
    expect(causesOf(limitReached, [used, fixed('kube_pod_container_resource_limits', other, 256e6)])).toEqual([]);
  });

  test('counts less where it was so all the time that is known', () => {
    const strengthOf = (before: number) => {
      const made = [gauge('process_open_fds', web, before, 1020), fixed('process_max_fds', web, 1024)];
      const analysis = limitReached.analyze(metricEvidence({ series: made }));
      return analysis.status === 'found' ? analysis.findings[0]!.strength : 0;
    };
    expect(strengthOf(1020)).toBeLessThan(strengthOf(200));
  });

  test('unknown where nothing has a limit, clear where none is reached', () => {
    expect(limitReached.analyze(metricEvidence({ series: [gauge('latency_seconds', web, 1)] })).status).toBe('unknown');
    expect(limitReached.analyze(metricEvidence({ series: [...REACHED.files!.well] })).status).toBe('clear');
    expect(limitReached.analyze(metricEvidence({})).status).toBe('unknown');
  });
});

/** For each cause and signal that moves: a metric, its level before and during, and a rise that stays below the floor. */
const MOVED: readonly (readonly [CauseCode, MadeSeries, MadeSeries])[] = [
  [
    'garbage_collection_pressure',
    counter('jvm_gc_pause_seconds_sum', web, 0.005, 0.09),
    counter('jvm_gc_pause_seconds_sum', web, 0.005, 0.03),
  ],
  [
    'garbage_collection_pressure',
    gauge('jvm_gc_overhead_percent', web, 1, 9),
    gauge('jvm_gc_overhead_percent', web, 1, 3.5),
  ],
  [
    'event_loop_blocked',
    gauge('nodejs_eventloop_lag_seconds', web, 0.01, 0.12),
    gauge('nodejs_eventloop_lag_seconds', web, 0.001, 0.02),
  ],
  [
    'pod_cpu_throttled',
    gauge('container_cpu_cfs_throttled_periods_ratio', pod, 0.04, 0.2),
    gauge('container_cpu_cfs_throttled_periods_ratio', pod, 0.01, 0.08),
  ],
  [
    'database_cpu_saturation',
    gauge('container_cpu_cfs_throttled_periods_ratio', db, 0.04, 0.2),
    gauge('container_cpu_cfs_throttled_periods_ratio', db, 0.01, 0.08),
  ],
  [
    'replication_lag',
    gauge('pg_replication_lag_seconds', db, 0.2, 90),
    gauge('pg_replication_lag_seconds', db, 0.2, 3),
  ],
  ['lock_contention', gauge('pg_locks_waiting_count', db, 0.3, 6), gauge('pg_locks_waiting_count', db, 0.1, 1)],
  [
    'lock_contention',
    counter('pg_stat_database_deadlocks', db, 0.0005, 0.01),
    counter('pg_stat_database_deadlocks', db, 0.0002, 0.002),
  ],
  [
    'database_read_only',
    flag('mysql_global_variables_read_only', db, 0, 1),
    fixed('mysql_global_variables_read_only', db, 1),
  ],
  [
    'node_filesystem_read_only',
    flag('node_filesystem_readonly', { ...node, mountpoint: '/var' }, 0, 1),
    fixed('node_filesystem_readonly', { ...node, mountpoint: '/snap/core' }, 1),
  ],
  [
    'slow_query',
    counter('mysql_global_status_slow_queries', db, 0.1, 4),
    counter('mysql_global_status_slow_queries', db, 0.002, 0.05),
  ],
  [
    'slow_query',
    gauge('pg_stat_activity_max_tx_duration', db, 3, 400),
    gauge('pg_stat_activity_max_tx_duration', db, 3, 30),
  ],
  [
    'checkpoint_storm',
    counter('pg_stat_bgwriter_checkpoints_req_total', db, 0.001, 0.1),
    counter('pg_stat_bgwriter_checkpoints_req_total', db, 0.0005, 0.004),
  ],
  [
    'cache_eviction',
    counter('redis_evicted_keys_total', { service: 'cache-redis' }, 0.1, 0.8),
    counter('redis_evicted_keys_total', { service: 'cache-redis' }, 0.01, 0.1),
  ],
  [
    'cloud_quota_exceeded',
    gauge('aws_lambda_throttles_sum', { function_name: 'resize' }, 0.2, 90),
    gauge('aws_lambda_throttles_sum', { function_name: 'resize' }, 0.2, 0.4),
  ],
  [
    'upstream_rate_limited',
    gauge('ThrottledRequests', { TableName: 'orders' }, 0.02, 50),
    gauge('ThrottledRequests', { TableName: 'orders' }, 0.005, 0.06),
  ],
  [
    'queue_backlog',
    gauge('aws_sqs_approximate_age_of_oldest_message_maximum', { queue_name: 'orders' }, 5, 200),
    gauge('aws_sqs_approximate_age_of_oldest_message_maximum', { queue_name: 'orders' }, 5, 40),
  ],
  [
    'queue_backlog',
    gauge('kafka_consumergroup_lag', { consumergroup: 'orders', topic: 'paid' }, 50, 90_000),
    gauge('kafka_consumergroup_lag', { consumergroup: 'orders', topic: 'paid' }, 50, 400),
  ],
  [
    'queue_backlog',
    gauge('rabbitmq_queue_messages_ready', { queue: 'orders' }, 10, 9000),
    gauge('rabbitmq_queue_messages_ready', { queue: 'orders' }, 10, 80),
  ],
  [
    'consumer_rebalance_loop',
    counter('kafka_consumer_coordinator_rebalance_total', { service: 'orders' }, 0.0002, 0.06),
    counter('kafka_consumer_coordinator_rebalance_total', { service: 'orders' }, 0.0002, 0.002),
  ],
  [
    'dependency_unavailable',
    gauge('container_net_tcp_failed_connects_per_second', { service: 'orders' }, 0.02, 8),
    gauge('container_net_tcp_failed_connects_per_second', { service: 'orders' }, 0.01, 0.06),
  ],
  ['noisy_neighbor', gauge('node_cpu_steal_ratio', node, 0.01, 0.08), gauge('node_cpu_steal_ratio', node, 0.002, 0.02)],
  [
    'node_disk_io_saturation',
    counter('node_disk_io_time_seconds_total', node, 0.2, 0.9),
    counter('node_disk_io_time_seconds_total', node, 0.1, 0.5),
  ],
  [
    'node_disk_io_saturation',
    counter('node_pressure_io_stalled_seconds_total', node, 0.02, 0.3),
    counter('node_pressure_io_stalled_seconds_total', node, 0.005, 0.1),
  ],
  [
    'node_cpu_saturation',
    gauge('node_cpu_utilization_ratio', { node: 'worker-1' }, 0.5, 0.92),
    gauge('node_cpu_utilization_ratio', { node: 'worker-1' }, 0.3, 0.7),
  ],
  [
    'node_cpu_saturation',
    counter('node_pressure_cpu_waiting_seconds_total', node, 0.03, 0.4),
    counter('node_pressure_cpu_waiting_seconds_total', node, 0.01, 0.12),
  ],
  [
    'database_cpu_saturation',
    gauge('aws_rds_cpuutilization_average', { dbinstance_identifier: 'orders-db' }, 30, 88),
    gauge('aws_rds_cpuutilization_average', { dbinstance_identifier: 'orders-db' }, 30, 60),
  ],
  ['thread_pool_exhausted', gauge('jetty_threads_jobs', web, 0.5, 12), gauge('jetty_threads_jobs', web, 0.2, 2)],
  [
    'dns_resolution_failure',
    counter('coredns_dns_responses_total', { service: 'coredns', rcode: 'SERVFAIL' }, 0.02, 4),
    counter('coredns_dns_responses_total', { service: 'coredns', rcode: 'SERVFAIL' }, 0.01, 0.2),
  ],
  [
    'dns_server_slow',
    gauge('probe_dns_lookup_time_seconds', { service: 'coredns' }, 0.004, 0.4),
    gauge('probe_dns_lookup_time_seconds', { service: 'coredns' }, 0.002, 0.03),
  ],
  [
    'clock_skew',
    gauge('node_timex_offset_seconds', node, 0.002, 0.4),
    gauge('node_timex_offset_seconds', node, 0.001, 0.02),
  ],
  [
    'etcd_slow',
    counter('etcd_server_slow_apply_total', { job: 'etcd' }, 0.001, 3),
    counter('etcd_server_slow_apply_total', { job: 'etcd' }, 0.001, 0.02),
  ],
];

describe('a signal that moved', () => {
  test('has a pair of systems each', () => {
    const kinds = (pairs: readonly (readonly [string])[]) => pairs.map(([cause]) => cause).sort();
    expect(kinds(MOVED.map(([cause]) => [cause]))).toEqual(kinds(MOVES.map(({ cause }) => [cause])));
  });

  test.each(MOVED)('%s: found above its floor, and not below it', (cause, moved, slight) => {
    const found = causesOf(signalMoved, [moved]).map((text) => text.split(' ')[1]);
    expect(found).toContain(cause);
    expect(causesOf(signalMoved, [slight])).toEqual([]);
  });

  test('a container that waits for the disk is told as a machine is', () => {
    const delay = (during: number) =>
      counter('container_resources_disk_delay_seconds_total', { container: 'orders' }, 0.002, during);
    expect(causesOf(signalMoved, [delay(0.7)])).toEqual(['service/orders node_disk_io_saturation']);
    expect(causesOf(signalMoved, [delay(0.1)])).toEqual([]);
  });

  test('unknown where no signal of a cause is measured', () => {
    expect(signalMoved.analyze(metricEvidence({ series: [gauge('latency_seconds', web, 1)] })).status).toBe('unknown');
    expect(signalMoved.analyze(metricEvidence({ series: [MOVED[0]![2]] })).status).toBe('clear');
    expect(signalMoved.analyze(metricEvidence({})).status).toBe('unknown');
  });
});

test('a moment at a limit that is over is no level, and one that lasts is', () => {
  const busy = (until: number): MadeSeries => ({
    name: 'node_cpu_busy_ratio',
    labels: node,
    value: (i) => (i >= ONSET_MINUTE && i < until ? 1 : 0.1 + 0.01 * (i % 3)),
  });
  const found = (until: number) => limitReached.analyze(metricEvidence({ series: [busy(until)] }));
  expect(found(ONSET_MINUTE + 1)).toMatchObject({ status: 'clear' });
  expect(found(240)).toMatchObject({
    status: 'found',
    findings: [{ cause: 'node_cpu_saturation', grade: 'measured' }],
  });
});

test('a level that fills most of the window and came back is over, and one that stays lasts', () => {
  const stolen = (until: number): MadeSeries => ({
    name: 'node_cpu_steal_ratio',
    labels: node,
    value: (i) => (i >= 182 && i < until ? 0.4 : 0.01 + 0.001 * (i % 3)),
  });
  const found = (until: number) => {
    const evidence = metricEvidence({ series: [stolen(until)] });
    if (evidence.metrics.status !== 'observed') throw new Error('no metrics');
    const value = evidence.metrics.value.map((one) => ({ ...one, changes: [] }));
    const analysis = limitReached.analyze({ ...evidence, metrics: { ...evidence.metrics, value } });
    return analysis.status === 'found' ? analysis.findings : [];
  };
  expect(found(224)).toMatchObject([{ cause: 'noisy_neighbor', until: expect.any(String), onset: expect.any(String) }]);
  expect(found(240)).toMatchObject([{ cause: 'noisy_neighbor', lasts: true }]);
});

test('waits for row locks are counted since the server started: their rate tells, not their sum', () => {
  const waits = { name: 'mysql_global_status_innodb_row_lock_waits', labels: { service: 'orders-mysql' } };
  const series = (rate: number): MadeSeries => ({ ...waits, type: 'unknown', value: (i) => 52_000 + 60 * rate * i });
  expect(causesOf(limitReached, [series(0.02)])).toEqual([]);
  expect(causesOf(limitReached, [series(20)])).toEqual(['service/orders-mysql lock_contention']);
});

// sys.dm_os_performance_counters adds up what is named "Lock Waits/sec"; the blocked processes are those of the moment.
test('a SQL Server whose total of lock waits grows is well, whatever type it is given, until sessions are blocked', () => {
  const labels = { service: 'ledger-mssql' };
  const waits = (type: string, rate: number): MadeSeries => ({
    name: 'mssql_lock_waits',
    labels,
    type,
    value: (i) => 52_000 + 60 * 0.02 * Math.min(i, ONSET_MINUTE) + 60 * rate * Math.max(0, i - ONSET_MINUTE),
  });
  for (const type of ['unknown', 'gauge']) {
    expect(causesOf(limitReached, [waits(type, 0.02)])).toEqual([]);
    expect(causesOf(limitReached, [waits(type, 20)])).toEqual(['service/ledger-mssql lock_contention']);
  }
  const blocked = (during: number) => gauge('mssql_processes_blocked', labels, 0, during);
  expect(causesOf(limitReached, [waits('gauge', 0.02), blocked(1)])).toEqual([]);
  expect(causesOf(limitReached, [waits('gauge', 0.02), blocked(24)])).toEqual(['service/ledger-mssql lock_contention']);
});

test('memory near its limit is shown where it rose, and only coincides where it was always so', () => {
  const MiB = 2 ** 20;
  const limit = fixed('container_spec_memory_limit_bytes', pod, 640 * MiB);
  const found = (before: number) =>
    limitReached.analyze(
      metricEvidence({
        series: [gauge('container_memory_working_set_bytes', pod, before * MiB, 625 * MiB), limit],
      }),
    );
  expect(found(300)).toMatchObject({ findings: [{ cause: 'pod_memory_pressure', grade: 'shown' }] });
  expect(found(625)).toMatchObject({ findings: [{ cause: 'pod_memory_pressure', grade: 'coincides' }] });
});

test('a cache that throws entries out as it always did only coincides, one that began to is shown', () => {
  const found = (before: number) =>
    limitReached.analyze(
      metricEvidence({ series: [counter('redis_evicted_keys_total', { service: 'cache-redis' }, before, 6)] }),
    );
  expect(found(0)).toMatchObject({ findings: [{ cause: 'cache_eviction', grade: 'shown' }] });
  expect(found(6)).toMatchObject({ findings: [{ cause: 'cache_eviction', grade: 'coincides' }] });
});

test('a loop that lags as three times the requests come is not blocked, it is full', () => {
  const lag = gauge('nodejs_eventloop_lag_p99_seconds', web, 0.012, 0.4);
  const requests = (during: number) => counter('http_requests_total', { ...web, status: '200' }, 20, during);
  const graded = (analyzer: Analyzer, during: number) => {
    const result = analyzer.analyze(metricEvidence({ series: [lag, requests(during)] }));
    return result.status === 'found'
      ? result.findings.flatMap(({ cause, grade }) => (cause === 'event_loop_blocked' ? [grade] : []))
      : [];
  };
  for (const analyzer of [limitReached, signalMoved]) {
    expect(graded(analyzer, 62)).toEqual(['coincides']);
    expect(graded(analyzer, 22)).not.toContain('coincides');
  }
});

// netfilter, "nf_conntrack_max": new connections are dropped while the table is full, and no longer.
describe('what was used up and is not any more', () => {
  const filled = (name: string, labels: Labels, most: number, before: number, lasts = 25): MadeSeries => ({
    name,
    labels,
    type: 'gauge',
    value: (i) => (i >= ONSET_MINUTE - 30 && i < ONSET_MINUTE - 30 + lasts ? most : before + (i % 5)),
  });
  const find = (...series: MadeSeries[]) => limitReached.analyze(metricEvidence({ series }));

  test.each([
    ['node_nf_conntrack_entries', 'node_nf_conntrack_entries_limit', node, 'conntrack_table_full'],
    ['process_open_fds', 'process_max_fds', web, 'file_descriptor_limit_reached'],
  ] as const)('%s was, from when to when', (name, limit, labels, cause) => {
    expect(find(filled(name, labels, 8_191, 900), fixed(limit, labels, 8_192))).toMatchObject({
      findings: [{ cause, onset: expect.any(String), until: expect.any(String) }],
    });
  });

  test('is none where it was half full, or full for a moment', () => {
    const limit = fixed('node_nf_conntrack_entries_limit', node, 8_192);
    expect(find(filled('node_nf_conntrack_entries', node, 4_000, 900), limit).status).toBe('clear');
    expect(find(filled('node_nf_conntrack_entries', node, 8_191, 900, 1), limit).status).toBe('clear');
  });
});
