import type { Export } from '../../core/model.ts';

/** The usual figures of stores and brokers, as their exporters name them. */
export const cassandraExport: Export = (m, l, s) => {
  for (const operation of ['read', 'write']) {
    m.counter('cassandra_client_request_timeouts_total', { ...l, operation }, () => 0, 4);
    m.counter('cassandra_client_request_latency_seconds_count', { ...l, operation }, s.flat(210, 0.06));
    m.counter('cassandra_client_request_latency_seconds_sum', { ...l, operation }, s.flat(0.42, 0.06));
  }
  m.counter('cassandra_jvm_gc_collection_seconds_sum', { ...l, collector: 'G1 Old Generation' }, () => 0, 1.2);
  m.counter('cassandra_jvm_gc_collection_seconds_count', { ...l, collector: 'G1 Old Generation' }, () => 0, 2);
  m.gauge('cassandra_jvm_memory_pool_used_bytes', { ...l, pool: 'G1 Old Gen' }, s.flat(3.1e9, 0.05));
  m.gauge('cassandra_jvm_memory_pool_maximum_bytes', { ...l, pool: 'G1 Old Gen' }, () => 8_589_934_592);
  m.gauge('cassandra_thread_pool_pending_tasks', { ...l, pool: 'MutationStage' }, () => 0);
};
export const pulsarExport: Export = (m, l, s) => {
  for (const topic of ['scans', 'notices']) {
    const t = { ...l, topic: `persistent://vela/default/${topic}` };
    m.gauge('pulsar_rate_in', t, s.flat(140, 0.06));
    m.gauge('pulsar_rate_out', t, s.flat(140, 0.06));
    m.gauge('pulsar_msg_backlog', t, s.whole(s.flat(60, 0.3)));
  }
};
export const bookieExport: Export = (m, l, s) => {
  m.gauge('bookie_SERVER_STATUS', l, () => 1);
  m.gauge('bookie_ledger_writable_dirs', l, () => 1);
  m.gauge('bookie_ledger_dir_data_bookkeeper_ledgers_usage', l, s.flat(61, 0.002));
  m.counter('bookkeeper_server_ADD_ENTRY_count', l, s.flat(280, 0.05));
};
export const pgbouncerExport: Export = (m, l, s) => {
  const p = { ...l, database: 'crate', user: 'app' };
  m.gauge('pgbouncer_up', l, () => 1);
  m.gauge('pgbouncer_pools_client_active_connections', p, s.whole(s.flat(9, 0.3)));
  m.gauge('pgbouncer_pools_client_waiting_connections', p, () => 0);
  m.gauge('pgbouncer_pools_client_maxwait_seconds', p, () => 0);
  m.gauge('pgbouncer_pools_server_active_connections', p, s.whole(s.flat(8, 0.3)));
  m.gauge('pgbouncer_pools_server_idle_connections', p, s.whole(s.flat(16, 0.2)));
  m.gauge('pgbouncer_databases_pool_size', { ...l, name: 'crate', database: 'crate' }, () => 40);
};
export const sidekiqExport: Export = (m, l, s) => {
  for (const queue of ['default', 'mailers']) {
    m.gauge('sidekiq_jobs_waiting_count', { ...l, queue }, s.whole(s.flat(6, 0.6)));
    m.gauge('sidekiq_queue_latency', { ...l, queue }, s.flat(0.4, 0.4));
    m.counter('sidekiq_jobs_executed_total', { ...l, queue, worker: 'All' }, s.flat(8, 0.1));
    m.counter('sidekiq_jobs_failed_total', { ...l, queue, worker: 'All' }, s.flat(0.01, 0.5));
  }
};
export const cockroachExport: Export = (m, l, s) => {
  m.gauge('liveness_livenodes', l, () => 3);
  m.gauge('ranges_unavailable', l, () => 0);
  m.gauge('ranges_underreplicated', l, () => 0);
  m.gauge('sql_conns', l, s.whole(s.flat(44, 0.06)));
  m.counter('sql_query_count', l, s.flat(320, 0.06));
  m.counter('sql_failure_count', l, s.flat(0.1, 0.5));
  m.counter('txn_restarts_writetooold', l, s.flat(0.2, 0.5));
  m.gauge('clock_offset_meannanos', l, s.flat(310_000, 0.3));
  m.gauge('sys_cpu_combined_percent_normalized', l, s.flat(0.31, 0.08));
  m.gauge('capacity_available', l, s.flat(2.1e11, 0.001));
  m.gauge('capacity', l, () => 4e11);
};
export const natsExport: Export = (m, l, s) => {
  m.gauge('gnatsd_varz_connections', l, s.whole(s.flat(14, 0.05)));
  m.counter('gnatsd_varz_in_msgs', l, s.flat(90, 0.08));
  m.counter('gnatsd_varz_slow_consumers', l, () => 0, 0);
  m.gauge(
    'jetstream_consumer_num_pending',
    { ...l, stream_name: 'SAILINGS', consumer_name: 'manifest' },
    s.whole(s.flat(3, 0.8)),
  );
};
export const scyllaExport: Export = (m, l, s) => {
  for (const shard of ['0', '1']) {
    m.gauge('scylla_reactor_utilization', { ...l, shard }, s.flat(34, 0.1));
    m.counter('scylla_storage_proxy_coordinator_read_timeouts', { ...l, shard }, () => 0, 2);
    m.gauge('scylla_compaction_manager_pending_compactions', { ...l, shard }, s.whole(s.flat(3, 0.5)));
  }
  m.gauge('scylla_node_operation_mode', l, () => 3);
};
export const elasticsearchExport: Export = (m, l, s) => {
  for (const color of ['green', 'yellow', 'red'])
    m.gauge('elasticsearch_cluster_health_status', { ...l, color }, () => (color === 'green' ? 1 : 0));
  m.gauge('elasticsearch_filesystem_data_available_bytes', { ...l, name: 'es-0' }, s.flat(8.1e10, 0.001));
  m.gauge('elasticsearch_filesystem_data_size_bytes', { ...l, name: 'es-0' }, () => 2e11);
  m.gauge('elasticsearch_jvm_memory_used_bytes', { ...l, area: 'heap', name: 'es-0' }, s.flat(2.2e9, 0.1));
  m.gauge('elasticsearch_jvm_memory_max_bytes', { ...l, area: 'heap', name: 'es-0' }, () => 4_294_967_296);
  m.counter('elasticsearch_thread_pool_rejected_count', { ...l, type: 'write', name: 'es-0' }, () => 0, 0);
};
export const celeryExport: Export = (m, l, s) => {
  m.gauge('celery_active_worker_count', { ...l, queue_name: 'celery' }, () => 2);
  m.gauge('celery_queue_length', { ...l, queue_name: 'celery' }, s.whole(s.flat(5, 0.7)));
  m.counter(
    'celery_task_succeeded_total',
    { ...l, name: 'shelf.tasks.send_mail', queue_name: 'celery' },
    s.flat(3, 0.1),
  );
  m.counter(
    'celery_task_failed_total',
    { ...l, name: 'shelf.tasks.resize', queue_name: 'celery', exception: 'ValueError' },
    s.flat(0.002, 0.5),
  );
};
export const galeraExport: Export = (m, l, s) => {
  m.gauge('mysql_up', l, () => 1);
  m.gauge('mysql_global_status_threads_connected', l, s.whole(s.flat(31, 0.1)));
  m.gauge('mysql_global_status_threads_running', l, s.whole(s.flat(3, 0.5)));
  m.gauge('mysql_global_variables_max_connections', l, () => 300);
  m.gauge('mysql_global_status_wsrep_cluster_size', l, () => 3);
  m.gauge('mysql_global_status_wsrep_ready', l, () => 1);
  m.gauge('mysql_global_status_wsrep_local_state', l, () => 4);
  m.gauge('mysql_global_status_wsrep_flow_control_paused', l, s.flat(0.0004, 0.6));
  m.gauge('mysql_global_status_wsrep_local_recv_queue', l, () => 0);
  m.counter('mysql_global_status_queries', l, s.flat(410, 0.06));
};
export const solrExport: Export = (m, l, s) => {
  const c = { ...l, core: 'books_shard1_replica_n1', collection: 'books', category: 'QUERY', searchHandler: '/select' };
  m.counter('solr_metrics_core_requests_total', c, s.flat(40, 0.06));
  m.counter('solr_metrics_core_errors_total', c, s.flat(0.01, 0.5));
  m.gauge('solr_metrics_core_query_p99_ms', c, s.flat(88, 0.08));
  m.gauge('solr_metrics_jvm_memory_heap_bytes', { ...l, item: 'used' }, s.flat(1.1e9, 0.1));
  m.gauge('solr_metrics_jvm_memory_heap_bytes', { ...l, item: 'max' }, () => 2_147_483_648);
  m.gauge('solr_metrics_jvm_threads', { ...l, item: 'current' }, s.whole(s.flat(140, 0.05)));
};
export const flinkExport: Export = (m, l, s) => {
  const j = { ...l, job_name: 'fares', job_id: '9f2c61' };
  m.gauge('flink_jobmanager_numRunningJobs', l, () => 1);
  m.gauge('flink_jobmanager_job_numRestarts', j, () => 0);
  m.gauge('flink_jobmanager_job_numberOfFailedCheckpoints', j, () => 1);
  m.gauge('flink_jobmanager_job_lastCheckpointDuration', j, s.whole(s.flat(900, 0.3)));
  m.gauge(
    'flink_taskmanager_job_task_backPressuredTimeMsPerSecond',
    { ...j, task_name: 'window' },
    s.whole(s.flat(11, 0.6)),
  );
  m.gauge('flink_taskmanager_job_task_numRecordsOutPerSecond', { ...j, task_name: 'window' }, s.flat(820, 0.06));
};
export const streamsExport: Export = (m, l, s) => {
  m.gauge('kafka_streams_stream_thread_process_rate', { ...l, thread_id: 'main-1' }, s.flat(610, 0.06));
  m.gauge('kafka_streams_stream_thread_failed_stream_threads', l, () => 0);
  m.gauge('kafka_consumer_fetch_manager_records_lag_max', { ...l, client_id: 'main-1' }, s.whole(s.flat(80, 0.5)));
};
export const brokerExport: Export = (m, l, s) => {
  m.gauge('kafka_server_replica_manager_underreplicatedpartitions_value', l, () => 0);
  m.gauge('kafka_server_replica_manager_underminisrpartitioncount_value', l, () => 0);
  m.counter('kafka_server_broker_topic_metrics_messagesinpersec_count', l, s.flat(900, 0.06));
};
export const dynamoExport: Export = (m, _l, s, service) => {
  const t = { job: 'aws_dynamodb', instance: '', table_name: service.name };
  m.gauge('aws_dynamodb_consumed_write_capacity_units_sum', t, s.whole(s.flat(2100, 0.08)));
  m.gauge('aws_dynamodb_provisioned_write_capacity_units_average', t, () => 60);
  m.gauge('aws_dynamodb_write_throttle_events_sum', t, () => 0);
};
export const sqsExport: Export = (m, _l, s, service) => {
  const q = { job: 'aws_sqs', instance: '', queue_name: service.name };
  m.gauge('aws_sqs_approximate_age_of_oldest_message_maximum', q, s.whole(s.flat(3, 0.5)));
  m.gauge('aws_sqs_approximate_number_of_messages_visible_average', q, s.whole(s.flat(4, 0.6)));
  m.gauge('aws_sqs_number_of_messages_deleted_sum', q, s.whole(s.flat(118, 0.1)));
};
export const auroraExport: Export = (m, _l, s, service) => {
  for (const role of ['writer', 'reader']) {
    const d = { job: 'aws_rds', instance: '', dbinstance_identifier: `${service.name}-${role}` };
    m.gauge('aws_rds_cpuutilization_average', d, s.flat(24, 0.1));
    m.gauge('aws_rds_database_connections_average', d, s.whole(s.flat(38, 0.08)));
    m.gauge('aws_rds_freeable_memory_average', d, s.flat(4.1e9, 0.02));
    if (role === 'reader') m.gauge('aws_rds_aurora_replica_lag_average', d, s.flat(18, 0.2));
  }
};

export const nodeOtel: Export = (m, l, s) => {
  m.gauge('nodejs_eventloop_delay_p99_seconds', l, s.flat(0.021, 0.1));
  m.gauge('nodejs_eventloop_utilization_ratio', l, s.flat(0.31, 0.08));
  m.gauge('v8js_memory_heap_used_bytes', { ...l, v8js_heap_space_name: 'old_space' }, s.flat(9.1e7, 0.05));
};
export const goOtel: Export = (m, l, s) => {
  m.gauge('go_goroutine_count', l, s.whole(s.flat(120, 0.08)));
  m.gauge('go_memory_used_bytes', { ...l, go_memory_type: 'other' }, s.flat(6.1e7, 0.05));
};
export const javaOtel: Export = (m, l, s) => {
  m.gauge(
    'jvm_memory_used_bytes',
    { ...l, jvm_memory_type: 'heap', jvm_memory_pool_name: 'G1 Old Gen' },
    s.flat(3.2e8, 0.05),
  );
  m.gauge(
    'jvm_memory_limit_bytes',
    { ...l, jvm_memory_type: 'heap', jvm_memory_pool_name: 'G1 Old Gen' },
    () => 1.07e9,
  );
  for (const state of ['idle', 'used'])
    m.gauge(
      'db_client_connection_count',
      { ...l, db_client_connection_pool_name: 'main', db_client_connection_state: state },
      s.whole(s.flat(state === 'idle' ? 7 : 3, 0.3)),
    );
  m.gauge('jvm_cpu_recent_utilization_ratio', l, s.flat(0.22, 0.1));
};
