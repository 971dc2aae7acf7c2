import type { Exported } from './exporter.ts';

/** mysqld_exporter 0.15 on MySQL 8.0. */
export function mysqld(e: Exported): void {
  const { sink, target, labels } = e;
  const rate = (i: number) => e.rps(i);
  const running = (i: number) => e.read('active', i, Math.max(2, (rate(i) * e.course.latencyMs[i]!) / 1000));
  sink.gauge(target, 'mysql_up', labels, (i) => e.read('up', i, 1));
  sink.gauge(target, 'mysql_global_status_threads_connected', labels, (i) =>
    Math.round(e.read('idle connections', i, 34) + running(i)),
  );
  sink.gauge(target, 'mysql_global_status_threads_running', labels, (i) => Math.round(running(i)));
  sink.gauge(target, 'mysql_global_variables_max_connections', labels, (i) => e.read('max connections', i, 151));
  sink.counter(target, 'mysql_global_status_queries', labels, (i) => rate(i) * 1.3);
  sink.counter(target, 'mysql_global_status_questions', labels, rate);
  sink.counter(target, 'mysql_global_status_slow_queries', labels, (i) => e.read('slow queries', i, 0.002));
  sink.counter(target, 'mysql_global_status_aborted_connects', labels, (i) => e.read('aborted connects', i, 0.001));
  sink.counter(target, 'mysql_global_status_connection_errors_total', { ...labels, error: 'max_connections' }, (i) =>
    e.read('refused connections', i, 0),
  );
  sink.counter(target, 'mysql_global_status_innodb_row_lock_waits', labels, (i) => e.read('lock wait rate', i, 0.02));
  sink.counter(target, 'mysql_global_status_innodb_row_lock_time', labels, (i) => e.read('lock wait ms', i, 0.5), true);
  sink.gauge(target, 'mysql_global_status_innodb_row_lock_current_waits', labels, (i) =>
    Math.round(e.read('lock waits', i, 0)),
  );
  sink.counter(target, 'mysql_global_status_innodb_deadlocks', labels, (i) => e.read('deadlocks', i, 0));
  sink.counter(
    target,
    'mysql_global_status_innodb_buffer_pool_read_requests',
    labels,
    (i) => rate(i) * e.read('blocks hit', i, 70),
  );
  sink.counter(
    target,
    'mysql_global_status_innodb_buffer_pool_reads',
    labels,
    (i) => rate(i) * e.read('blocks read', i, 0.4),
  );
  sink.counter(
    target,
    'mysql_global_status_handlers_total',
    { ...labels, handler: 'read_rnd_next' },
    (i) => rate(i) * e.read('rows scanned', i, 12),
  );
  sink.counter(target, 'mysql_global_status_handlers_total', { ...labels, handler: 'read_key' }, (i) => rate(i) * 9);
  sink.counter(target, 'mysql_global_status_innodb_log_waits', labels, (i) => e.read('log waits', i, 0));
  sink.gauge(target, 'mysql_global_variables_read_only', labels, (i) => e.read('read only', i, 0));
  if (e.ordinal > 0) {
    sink.gauge(target, 'mysql_slave_status_seconds_behind_master', labels, (i) =>
      Math.round(e.read('replica lag', i, 0.3)),
    );
    sink.gauge(target, 'mysql_slave_status_slave_sql_running', labels, (i) => e.read('replica running', i, 1));
  }
}
