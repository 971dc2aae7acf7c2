import { describe, expect, test } from '@jest/globals';
import { meaningOf } from '../../../backends/metrics/meaning.ts';
import type { MetricSignal } from '../../../schemas/generated/metric-knowledge.ts';
import { nameInWords } from '../../../schemas/name-in-words.ts';

const read = (name: string, labels: Record<string, string> = {}, unit?: string) => meaningOf({ name, labels, unit });

test('Microsoft is no unit', () => {
  expect(read('azure_microsoft_web_sites_httpresponsetime_average_seconds')).toMatchObject({
    signal: 'latency',
    scale: 1,
  });
  expect(read('request_duration_microseconds')?.scale).toBe(1e-6);
});

test('Aurora tells the lag of a replica in milliseconds, RDS in seconds', () => {
  expect(read('aws_rds_aurora_replica_lag_average')?.scale).toBe(1e-3);
  expect(read('AuroraReplicaLagMaximum')?.scale).toBe(1e-3);
  expect(read('aws_rds_replica_lag_average')?.scale).toBe(1);
  expect(read('AuroraBinlogReplicaLag')?.scale).toBe(1);
});

test('the processor of a Windows machine is told by its idle time, as that of any other', () => {
  expect(read('windows_cpu_time_total', { core: '0,1', mode: 'idle' })?.signal).toBe('cpu-idle');
  expect(read('windows_cpu_time_total', { core: '0,1', mode: 'user' })?.signal).toBe('other');
});

describe('the signal of a name', () => {
  test.each<[string, MetricSignal]>([
    ['windows_process_private_bytes', 'memory'],
    ['windows_iis_requests_total', 'traffic'],
    ['windows_logical_disk_free_bytes', 'disk-free'],
    ['host_in_bytes', 'network-bytes'],
    ['scan_time_average', 'latency'],
    ['http_request_duration_seconds', 'latency'],
    ['http.server.request.duration', 'latency'],
    ['TargetResponseTime', 'latency'],
    ['aws_lambda_duration_average', 'latency'],
    ['istio_request_duration_milliseconds', 'latency'],
    ['http_server_requests_seconds_sum', 'latency'],
    ['http_server_requests_seconds_count', 'traffic'],
    ['grpc_server_handling_seconds_sum', 'latency'],
    ['grpc_server_handled_total', 'traffic'],
    ['envoy_cluster_upstream_rq_time_sum', 'latency'],
    ['envoy_cluster_upstream_rq_xx', 'traffic'],
    ['response_total', 'traffic'],
    ['kafka_consumergroup_lag', 'consumer-lag'],
    ['http_requests_total', 'traffic'],
    ['stackdriver_cloud_run_revision_run_googleapis_com_request_latencies_sum', 'latency'],
    ['azure_microsoft_servicebus_namespaces_activemessages_average_count', 'queue'],
    ['RequestCount', 'traffic'],
    ['http_requests_per_second', 'traffic'],
    ['rpc.server.requests_per_rpc', 'traffic'],
    ['Invocations', 'traffic'],
    ['HTTPCode_Target_5XX_Count', 'errors'],
    ['http_request_error_ratio', 'errors'],
    ['request_availability_percent', 'availability'],
    ['http_success_ratio', 'availability'],
    ['up', 'up'],
    ['probe_success', 'up'],
    ['docker.container_info.state.running', 'up'],
    ['On_Off_State', 'up'],
    ['mysql_global_status_threads_running', 'database-threads'],
    ['chrony_tracking_last_offset_seconds', 'clock-offset'],
    ['ntpq_offset', 'clock-offset'],
    ['kafka_consumergroup_current_offset', 'other'],
    ['kube_pod_container_status_restarts_total', 'restarts'],
    ['flink_jobmanager_job_numberOfFailedCheckpoints', 'other'],
    ['flink_jobmanager_job_lastCheckpointDuration', 'other'],
    ['pg_stat_bgwriter_checkpoints_req_total', 'checkpoints'],
    ['cassandra_thread_pool_pending_tasks', 'threads-queued'],
    ['hikaricp_connections_pending', 'pool-waiting'],
    ['cassandra_jvm_gc_collection_seconds_sum', 'gc-time'],
    ['django_db_execute_total', 'statements'],
    ['activerecord_queries_total', 'statements'],
    ['graphql_queries_total', 'traffic'],
    ['aws_rds_aurora_replica_lag_average', 'replication-lag'],
    ['container_cpu_usage_seconds_total', 'cpu'],
    ['CPUUtilization', 'cpu-share'],
    ['system.cpu.utilization', 'cpu-share'],
    ['container_cpu_cfs_throttled_periods_total', 'cpu-throttled-periods'],
    ['container_cpu_cfs_throttled_seconds_total', 'cpu-throttling'],
    ['container_memory_working_set_bytes', 'memory'],
    ['kube_pod_container_resource_limits_memory_bytes', 'memory-limit'],
    ['FreeableMemory', 'memory-free'],
    ['node_memory_MemAvailable_bytes', 'memory-free'],
    ['FreeStorageSpace', 'disk-free'],
    ['node_filesystem_avail_bytes', 'disk-free'],
    ['node_filesystem_size_bytes', 'disk-limit'],
    ['DatabaseConnections', 'connections'],
    ['pg_stat_activity_count', 'connections'],
    ['mysql_global_status_threads_connected', 'connections'],
    ['pg_settings_max_connections', 'connection-limit'],
    ['hikaricp_connections_pending', 'pool-waiting'],
    ['hikaricp_connections_active', 'pool-use'],
    ['agroal_awaiting_count', 'pool-waiting'],
    ['vendor_agroal_active_count', 'pool-use'],
    ['agroal_blocking_time_average_milliseconds', 'other'],
    ['kestrel_queued_requests', 'threads-queued'],
    ['http_server_active_requests', 'other'],
    ['envoy_http_downstream_rq_active', 'other'],
    ['aws_ecs_containerinsights_running_task_count_average', 'replicas'],
    ['aws_elasticache_cache_misses_sum', 'cache-misses'],
    ['nv_inference_request_failure', 'errors'],
    ['db_client_connections_pool_max', 'pool-limit'],
    ['pg_replication_lag_seconds', 'replication-lag'],
    ['ReplicaLag', 'replication-lag'],
    ['pg_replication_is_replica', 'replica-role'],
    ['pg_stat_database_deadlocks_per_second', 'deadlocks'],
    ['pg_stat_bgwriter_checkpoints_req_total', 'checkpoints'],
    ['mysql_global_status_slow_queries', 'slow-queries'],
    ['ThrottledRequests', 'throttled-requests'],
    ['node_netstat_Tcp_RetransSegs', 'network-loss'],
    ['container_network_receive_packets_dropped_total', 'network-loss'],
    ['tcp_rtt_seconds', 'network-delay'],
    ['container_network_receive_bytes_per_second', 'network-bytes'],
    ['kube_horizontalpodautoscaler_spec_max_replicas', 'replicas-limit'],
    ['kube_horizontalpodautoscaler_status_desired_replicas', 'autoscaler-wanted'],
    ['rabbitmq_queue_messages_ready', 'queue'],
    ['mysql_global_status_innodb_rows_read', 'rows-read'],
    ['unbound_recursion_time_seconds_avg', 'dns-latency'],
    ['unbound_queries_total', 'traffic'],
    ['unbound_request_list_current_all', 'other'],
    ['unbound_request_list_exceeded_total', 'dns-failures'],
    ['bind_resolver_query_duration_seconds', 'dns-latency'],
    ['bind_incoming_queries_total', 'traffic'],
    ['pdns_recursor_concurrent_queries', 'other'],
    ['postfix_showq_message_age_seconds_sum', 'other'],
    ['exim_queue', 'queue'],
  ])('%s is %s', (name, signal) => {
    expect(read(name)?.signal).toBe(signal);
  });

  test.each<[Record<string, string>, string]>([
    [{ command: 'get', status: 'miss' }, 'cache-misses'],
    [{ command: 'get', status: 'hit' }, 'cache-hits'],
    [{ command: 'set', status: 'hit' }, 'traffic'],
  ])('memcached counts commands by their outcome: %j is %s', (labels, signal) => {
    expect(read('memcached_commands_total', labels)?.signal).toBe(signal);
  });

  test('what is in hand is no count of what came', () => {
    for (const name of ['shop_requests_waiting', 'search_queries_current', 'requests_running', 'request_list_size'])
      expect(read(name)?.signal).not.toBe('traffic');
    expect(read('unbound_answer_rcodes_total', { rcode: 'SERVFAIL' })?.signal).toBe('dns-failures');
    expect(read('unbound_answer_rcodes_total', { rcode: 'NOERROR' })?.signal).toBe('dns-answers');
  });

  test('mail that lies in a queue of Postfix waits, mail that is held does not', () => {
    const signal = (queue: string) => read('postfix_showq_message_size_bytes_count', { queue })?.signal;
    expect(['active', 'deferred', 'hold'].map(signal)).toEqual(['queue', 'queue', 'other']);
  });

  test('a name that says nothing has no meaning', () => {
    expect(read('go_info')?.signal).toBe('other');
    expect(read('build_version')).toBeUndefined();
    // Nor does one that every object of JavaScript has.
    expect(read('constructor')).toBeUndefined();
  });
});

describe('what hurts', () => {
  test('latency up, availability down, requests neither', () => {
    expect(read('latency_seconds')?.bad).toBe('up');
    expect(read('request_availability_percent')?.bad).toBe('down');
    expect(read('requests_total')?.bad).toBeUndefined();
  });

  test('requests of a failed status are errors', () => {
    expect(read('http_requests_total', { code: '503' })).toMatchObject({ signal: 'errors', bad: 'up' });
    expect(read('http_requests_total', { code: '200' })?.signal).toBe('traffic');
    expect(read('calls_total', { outcome: 'failure' })?.signal).toBe('errors');
  });
});

describe('scale and statistic', () => {
  test('milliseconds and percent are told from the name or the unit', () => {
    expect(read('http_request_latency_p50_milliseconds')).toMatchObject({ scale: 1e-3, statistic: 'p50' });
    expect(read('latency', {}, 'ms')?.scale).toBe(1e-3);
    expect(read('request_availability_percent')?.scale).toBe(1e-2);
    expect(read('latency_seconds')?.scale).toBe(1);
  });

  test('a quantile label, a stat label and a suffix are statistics', () => {
    expect(read('latency_seconds', { quantile: '0.99' })?.statistic).toBe('p99');
    expect(read('latency_seconds', { stat: 'Average' })?.statistic).toBe('mean');
    expect(read('aws_lambda_duration_maximum')?.statistic).toBe('max');
    expect(read('latency_seconds')?.statistic).toBeUndefined();
  });
});

test('names are split at camel case, acronyms and punctuation', () => {
  expect(nameInWords('HTTPCode_Target_5XX_Count')).toBe('http_code_target_5_xx_count');
  expect(nameInWords('http.server.request.duration')).toBe('http_server_request_duration');
});

test('locks of ordinary reading and writing are load; those that shut others out are waiting', () => {
  const signalOf = (mode: string) => read('pg_locks_count', { datname: 'shop', mode })?.signal;
  expect(['accesssharelock', 'rowexclusivelock', 'rowsharelock'].map(signalOf)).toEqual(['other', 'other', 'other']);
  expect(['accessexclusivelock', 'exclusivelock'].map(signalOf)).toEqual(['lock-waits', 'lock-waits']);
});

test("Amazon's latencies are milliseconds where its lists of metrics say so, and seconds of its balancers", () => {
  const scale = (name: string) => read(name)?.scale;
  expect(['aws_lambda_duration_average', 'aws_apigateway_latency_average'].map(scale)).toEqual([1e-3, 1e-3]);
  expect(scale('aws_applicationelb_target_response_time_average')).toBe(1);
  expect(scale('aws_rds_read_latency_average')).toBe(1);
});

test("one name for all of Azure's figures is read by the labels that tell them apart", () => {
  const signal = (metric: string, aggregation: string) =>
    read('azurerm_resource_metric', { metric, aggregation })?.signal;
  expect(signal('HttpResponseTime', 'average')).toBe('latency');
  expect(signal('Http5xx', 'total')).toBe('errors');
  expect(signal('Requests', 'total')).toBe('traffic');
  expect(read('azurerm_resource_metric', {})).toBeUndefined();
});

test('one name for all figures of a Zabbix server is read by the key that tells them apart', () => {
  const signal = (item: string, name = 'zabbix_item_value') => read(name, { host: 'vm1', item })?.signal;
  const keys = {
    'system.cpu.util[,iowait]': 'cpu-iowait-share',
    'vfs.fs.size[/srv,pused]': 'disk-share',
    'vfs.dev.util[sdb]': 'disk-busy',
    'vm.memory.utilization': 'memory-share',
    icmppingloss: 'echo-loss-share',
    'system.cpu.util[,user]': 'cpu-share',
  };
  for (const [key, meant] of Object.entries(keys)) expect([key, signal(key)]).toEqual([key, meant]);
  expect(read('zabbix_history_value', { host: 'vm1', key_: 'vfs.fs.size["/srv",pused]' })?.signal).toBe('disk-share');
  expect([signal('shop.sold.pears'), signal(''), signal('vm.memory.utilization', 'shop_item_value')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the time that a transaction takes is a latency by its statistic and unit, a count or an amount of them is not', () => {
  expect(read('app_tx_avg_ms', { service: 'till' })).toMatchObject({ signal: 'latency', scale: 1e-3 });
  expect(read('till_transactions_p95_seconds')).toMatchObject({ signal: 'latency', scale: 1 });
  for (const name of ['till_tx_per_min', 'till_tx_avg_bytes', 'node_tx_ms'])
    expect(read(name)?.signal).not.toBe('latency');
});
