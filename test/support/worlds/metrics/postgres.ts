import type { Exported } from './exporter.ts';

/** postgres_exporter 0.15 on PostgreSQL 16, and pg_stat_statements. */
export function postgres(e: Exported): void {
  const { sink, target, labels } = e;
  const db = { ...labels, datname: 'app' };
  const rate = (i: number) => e.rps(i);
  const seconds = (i: number) => e.course.latencyMs[i]! / 1000;
  const busy = (i: number) => e.read('active', i, Math.max(1, rate(i) * seconds(i)));
  sink.gauge(target, 'pg_up', labels, (i) => e.read('up', i, 1));
  const state = (name: string) => ({ ...db, state: name, usename: 'app' });
  sink.gauge(target, 'pg_stat_activity_count', state('active'), (i) => Math.round(busy(i)));
  const idle = (i: number) => e.read('idle connections', i, 22);
  sink.gauge(target, 'pg_stat_activity_count', state('idle'), (i) => Math.round(idle(i)));
  sink.gauge(target, 'pg_stat_activity_count', state('idle in transaction'), (i) =>
    Math.round(e.read('idle in transaction', i, 0.4)),
  );
  sink.gauge(target, 'pg_stat_activity_max_tx_duration', { ...db, state: 'active' }, (i) =>
    e.read('longest transaction', i, seconds(i) * 6),
  );
  sink.gauge(target, 'pg_settings_max_connections', labels, (i) => e.read('max connections', i, 100));
  sink.counter(target, 'pg_stat_database_xact_commit', db, (i) => rate(i) * (1 - e.course.errors[i]!));
  sink.counter(target, 'pg_stat_database_xact_rollback', db, (i) => rate(i) * (0.002 + e.course.errors[i]!));
  sink.counter(target, 'pg_stat_database_deadlocks', db, (i) => e.read('deadlocks', i, 0));
  sink.counter(target, 'pg_stat_database_blks_hit', db, (i) => rate(i) * e.read('blocks hit', i, 60));
  sink.counter(target, 'pg_stat_database_blks_read', db, (i) => rate(i) * e.read('blocks read', i, 0.6));
  sink.counter(target, 'pg_stat_database_tup_returned', db, (i) => rate(i) * e.read('rows scanned', i, 40));
  sink.counter(target, 'pg_stat_database_tup_fetched', db, (i) => rate(i) * 12);
  sink.counter(target, 'pg_stat_database_temp_bytes', db, (i) => e.read('temp bytes', i, 0));
  sink.gauge(target, 'pg_locks_count', { ...db, mode: 'rowexclusivelock' }, (i) => Math.round(busy(i) * 1.5));
  sink.gauge(target, 'pg_locks_count', { ...db, mode: 'accessexclusivelock' }, (i) =>
    Math.round(e.read('exclusive locks', i, 0)),
  );
  const waiting = { ...state('active'), wait_event_type: 'Lock', wait_event: 'transactionid' };
  sink.gauge(target, 'pg_stat_activity_count', waiting, (i) => Math.round(e.read('lock waits', i, 0)));
  sink.gauge(target, 'pg_database_size_bytes', db, (i) => e.read('database bytes', i, 3.1e10 + i * 4e4));
  sink.counter(target, 'pg_stat_bgwriter_checkpoints_timed_total', labels, (i) =>
    e.read('checkpoints timed', i, 1 / 300),
  );
  sink.counter(target, 'pg_stat_bgwriter_checkpoints_req_total', labels, (i) => e.read('checkpoints requested', i, 0));
  sink.counter(
    target,
    'pg_stat_bgwriter_checkpoint_write_time_total',
    labels,
    (i) => e.read('checkpoint write ms', i, 90),
    true,
  );
  sink.counter(
    target,
    'pg_stat_bgwriter_checkpoint_sync_time_total',
    labels,
    (i) => e.read('checkpoint sync ms', i, 0.4),
    true,
  );
  sink.counter(target, 'pg_stat_archiver_archived_count', labels, (i) => e.read('archived', i, 0.01));
  sink.counter(target, 'pg_stat_archiver_failed_count', labels, (i) => e.read('archive failures', i, 0));
  sink.gauge(target, 'pg_wal_size_bytes', labels, (i) => e.read('wal bytes', i, 1.07e9));
  sink.gauge(target, 'pg_database_wraparound_age_datfrozenxid_seconds', db, (i) => e.read('xid age', i, 4.2e7));
  if (e.ordinal > 0) sink.gauge(target, 'pg_replication_lag_seconds', labels, (i) => e.read('replica lag', i, 0.2));
  sink.gauge(target, 'pg_replication_is_replica', labels, (i) => e.read('is replica', i, e.ordinal > 0 ? 1 : 0));
  sink.gauge(target, 'pg_settings_default_transaction_read_only', labels, (i) => e.read('read only', i, 0));
  const table = { ...db, schemaname: 'public', relname: 'line_items' };
  sink.counter(target, 'pg_stat_user_tables_seq_scan', table, (i) => e.read('sequential scans', i, 0.01));
  sink.counter(target, 'pg_stat_user_tables_idx_scan', table, (i) => e.read('index scans', i, rate(i)));
  sink.gauge(target, 'pg_stat_user_tables_n_dead_tup', table, (i) =>
    Math.round(e.read('dead rows', i, 4_000 + (i % 30) * 90)),
  );
  const statement = (queryid: string) => ({ ...db, user: 'app', queryid });
  for (const [queryid, share] of [
    ['5217344120984871245', 0.4],
    ['-3301928374650192837', 0.6],
  ] as const) {
    sink.counter(target, 'pg_stat_statements_calls_total', statement(queryid), (i) => rate(i) * share);
    sink.counter(
      target,
      'pg_stat_statements_seconds_total',
      statement(queryid),
      (i) => rate(i) * share * e.read(`statement ${queryid}`, i, seconds(i)),
      true,
    );
  }
}
