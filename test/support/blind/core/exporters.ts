import type { Metrics } from './metrics.ts';
import type { Service } from './model.ts';
import type { Span } from './span.ts';

type Labels = Record<string, string>;
type Writer = (m: Metrics, l: Labels, s: Span) => void;

/** The usual figures of databases, brokers and runtimes, as their exporters name them. */
const writers: Record<string, Writer> = {
  postgres: (m, l, s) => {
    m.gauge('pg_up', l, () => 1);
    m.gauge('pg_settings_max_connections', l, () => 200);
    for (const [state, n] of Object.entries({ active: 9, idle: 34, 'idle in transaction': 2 })) {
      m.gauge('pg_stat_activity_count', { ...l, datname: 'app', state }, s.whole(s.flat(n, 0.3)));
    }
    m.gauge('pg_stat_activity_max_tx_duration', { ...l, datname: 'app', state: 'active' }, s.flat(0.4, 0.5));
    m.gauge('pg_locks_count', { ...l, datname: 'app', mode: 'accessexclusivelock' }, () => 0);
    m.gauge('pg_locks_count', { ...l, datname: 'app', mode: 'rowexclusivelock' }, s.whole(s.flat(7, 0.4)));
    m.counter('pg_stat_database_xact_commit', { ...l, datname: 'app' }, s.flat(140, 0.1));
    m.counter('pg_stat_database_xact_rollback', { ...l, datname: 'app' }, s.flat(0.3, 0.5));
    m.counter('pg_stat_database_blks_hit', { ...l, datname: 'app' }, s.flat(21_000, 0.1));
    m.counter('pg_stat_database_blks_read', { ...l, datname: 'app' }, s.flat(60, 0.3));
    m.counter('pg_stat_database_deadlocks', { ...l, datname: 'app' }, () => 0, 3);
    m.gauge('pg_replication_lag_seconds', l, s.flat(0.08, 0.5));
    m.gauge('pg_database_size_bytes', { ...l, datname: 'app' }, s.flat(84e9));
  },
  mysql: (m, l, s) => {
    m.gauge('mysql_up', l, () => 1);
    m.gauge('mysql_global_status_threads_connected', l, s.whole(s.flat(46, 0.15)));
    m.gauge('mysql_global_status_threads_running', l, s.whole(s.flat(5, 0.4)));
    m.gauge('mysql_global_variables_max_connections', l, () => 151);
    m.counter('mysql_global_status_queries', l, s.flat(900, 0.08));
    m.counter('mysql_global_status_slow_queries', l, s.flat(0.01, 0.5));
    m.counter('mysql_global_status_innodb_row_lock_waits', l, s.flat(0.2, 0.5));
    m.counter('mysql_global_status_aborted_connects', l, s.flat(0.02, 0.5));
    m.gauge('mysql_slave_status_seconds_behind_master', l, () => 0);
    m.gauge('mysql_global_variables_read_only', l, () => 0);
  },
  redis: (m, l, s) => {
    m.gauge('redis_up', l, () => 1);
    m.gauge('redis_connected_clients', l, s.whole(s.flat(58, 0.1)));
    m.gauge('redis_memory_used_bytes', l, s.flat(1.4e9, 0.01));
    m.gauge('redis_memory_max_bytes', l, () => 4e9);
    m.counter('redis_keyspace_hits_total', l, s.flat(820, 0.06));
    m.counter('redis_keyspace_misses_total', l, s.flat(34, 0.1));
    m.counter('redis_evicted_keys_total', l, () => 0, 0);
    m.counter('redis_commands_processed_total', l, s.flat(1100, 0.06));
    m.gauge('redis_db_keys', { ...l, db: 'db0' }, s.whole(s.flat(912_000, 0.004)));
  },
  kafka: (m, l, s) => {
    m.gauge('kafka_brokers', l, () => 3);
    m.gauge('kafka_server_replicamanager_underreplicatedpartitions', l, () => 0);
    m.counter('kafka_server_brokertopicmetrics_messagesin_total', { ...l, topic: 'events' }, s.flat(2400, 0.06));
    m.gauge('kafka_controller_kafkacontroller_offlinepartitionscount', l, () => 0);
  },
  rabbitmq: (m, l, s) => {
    m.gauge('rabbitmq_alarms_memory_used_watermark', l, () => 0);
    m.gauge('rabbitmq_alarms_free_disk_space_watermark', l, () => 0);
    m.gauge('rabbitmq_process_resident_memory_bytes', l, s.flat(6.2e8, 0.04));
    m.gauge('rabbitmq_resident_memory_limit_bytes', l, () => 1.6e9);
    m.gauge('rabbitmq_disk_space_available_bytes', l, s.flat(3.1e10, 0.002));
    m.gauge('rabbitmq_connections', l, s.whole(s.flat(38, 0.05)));
    m.counter('rabbitmq_global_messages_received_total', { ...l, protocol: 'amqp091' }, s.flat(120, 0.1));
  },
  mssql: (m, l, s) => {
    m.gauge('mssql_up', l, () => 1);
    m.gauge('mssql_connections', { ...l, database: 'app' }, s.whole(s.flat(61, 0.1)));
    m.counter('mssql_batch_requests_total', l, s.flat(410, 0.08));
    m.counter('mssql_deadlocks_total', l, () => 0, 12);
    m.gauge('mssql_page_life_expectancy_seconds', l, s.flat(5200, 0.05));
    m.gauge('mssql_lock_waits', l, s.whole(s.flat(1, 0.9)));
  },
  java: (m, l, s) => {
    m.gauge('jvm_memory_used_bytes', { ...l, area: 'heap', id: 'G1 Old Gen' }, s.flat(3.1e8, 0.06));
    m.gauge('jvm_memory_max_bytes', { ...l, area: 'heap', id: 'G1 Old Gen' }, () => 1.07e9);
    m.counter('jvm_gc_pause_seconds_sum', { ...l, action: 'end of minor GC' }, s.flat(0.004, 0.3));
    m.counter('jvm_gc_pause_seconds_count', { ...l, action: 'end of minor GC' }, s.flat(0.2, 0.2));
    m.gauge('tomcat_threads_busy_threads', { ...l, name: 'http-nio-8080' }, s.whole(s.flat(6, 0.5)));
    m.gauge('tomcat_threads_config_max_threads', { ...l, name: 'http-nio-8080' }, () => 200);
    m.gauge('hikaricp_connections_active', { ...l, pool: 'HikariPool-1' }, s.whole(s.flat(3, 0.6)));
    m.gauge('hikaricp_connections_pending', { ...l, pool: 'HikariPool-1' }, () => 0);
    m.gauge('hikaricp_connections_max', { ...l, pool: 'HikariPool-1' }, () => 20);
  },
  node: (m, l, s) => {
    m.gauge('nodejs_eventloop_lag_seconds', l, s.flat(0.004, 0.4));
    m.gauge('nodejs_eventloop_lag_p99_seconds', l, s.flat(0.021, 0.2));
    m.gauge('nodejs_heap_size_used_bytes', l, s.flat(9.1e7, 0.08));
  },
  go: (m, l, s) => {
    m.gauge('go_goroutines', l, s.whole(s.flat(140, 0.1)));
    m.gauge('process_open_fds', l, s.whole(s.flat(64, 0.1)));
    m.gauge('process_max_fds', l, () => 1024);
  },
  dotnet: (m, l, s) => {
    m.gauge('dotnet_threadpool_num_threads', l, s.whole(s.flat(14, 0.1)));
    m.gauge('dotnet_threadpool_queue_length', l, s.whole(s.flat(0.3, 0.9)));
  },
  elixir: (m, l, s) => {
    m.gauge('erlang_vm_process_count', l, s.whole(s.flat(4200, 0.03)));
    m.gauge('erlang_vm_statistics_run_queues_length', l, s.whole(s.flat(1, 0.9)));
  },
};

const alias: Record<string, string> = { zap: 'go', logfmt: 'go', serilog: 'dotnet' };

export function writeExporter(m: Metrics, service: Service, labels: Labels, span: Span): void {
  const kind = alias[service.speaks] ?? service.speaks;
  writers[kind]?.(m, labels, span);
}

/** node_exporter's figures of a machine; they sum up to its processors and its memory. */
export function writeNode(
  m: Metrics,
  node: string,
  span: Span,
  over: Partial<Record<'busy' | 'wait' | 'memory' | 'disk' | 'io', (at: number) => number>>,
): void {
  const l = { instance: `${node}:9100`, job: 'node-exporter', node };
  const busy = over.busy ?? span.flat(0.27, 0.1);
  const wait = over.wait ?? span.flat(0.01, 0.3);
  m.counter('node_cpu_seconds_total', { ...l, cpu: '0', mode: 'idle' }, (at) =>
    Math.max(0.003, 1 - busy(at) - wait(at)),
  );
  m.counter('node_cpu_seconds_total', { ...l, cpu: '0', mode: 'user' }, (at) => busy(at) * 0.8);
  m.counter('node_cpu_seconds_total', { ...l, cpu: '0', mode: 'system' }, (at) => busy(at) * 0.2);
  m.counter('node_cpu_seconds_total', { ...l, cpu: '0', mode: 'iowait' }, wait);
  m.gauge('node_load1', l, (at) => 8 * (busy(at) + wait(at)) * span.random.around(0.08));
  m.gauge('node_memory_MemTotal_bytes', l, () => 33_654_128_640);
  m.gauge('node_memory_MemAvailable_bytes', l, over.memory ?? span.flat(1.7e10, 0.02));
  m.gauge('node_filesystem_size_bytes', { ...l, mountpoint: '/', fstype: 'ext4' }, () => 210_304_475_136);
  m.gauge(
    'node_filesystem_avail_bytes',
    { ...l, mountpoint: '/', fstype: 'ext4' },
    over.disk ?? span.flat(1.2e11, 0.001),
  );
  m.counter('node_disk_io_time_seconds_total', { ...l, device: 'nvme0n1' }, over.io ?? span.flat(0.08, 0.2));
  m.counter('node_network_receive_bytes_total', { ...l, device: 'eth0' }, span.flat(9.1e6, 0.1));
  m.counter('node_network_receive_errs_total', { ...l, device: 'eth0' }, () => 0, 0);
  m.counter('node_network_receive_drop_total', { ...l, device: 'eth0' }, span.flat(0.01, 0.9));
}
