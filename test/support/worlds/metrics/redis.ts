import type { Exported } from './exporter.ts';

/** oliver006's redis_exporter 1.62. */
export function redis(e: Exported): void {
  const { sink, target, labels, part } = e;
  const db = { ...labels, db: 'db0' };
  const max = part.memoryLimit * 0.8;
  sink.gauge(target, 'redis_up', labels, (i) => e.read('up', i, 1));
  sink.gauge(target, 'redis_connected_clients', labels, (i) => Math.round(e.read('clients', i, 26)));
  sink.gauge(target, 'redis_config_maxclients', labels, (i) => e.read('max clients', i, 10_000));
  sink.gauge(target, 'redis_blocked_clients', labels, (i) => Math.round(e.read('blocked clients', i, 0)));
  sink.gauge(
    target,
    'redis_memory_used_bytes',
    labels,
    (i) => e.read('memory used share', i, 0.56 + 0.01 * Math.sin(i / 9)) * max,
  );
  sink.gauge(target, 'redis_memory_max_bytes', labels, () => max);
  sink.counter(target, 'redis_evicted_keys_total', labels, (i) => e.read('evictions', i, 0));
  sink.counter(target, 'redis_expired_keys_total', labels, (i) => e.read('expirations', i, 0.8));
  const hits = (i: number) => e.read('hit ratio', i, 0.94);
  sink.counter(target, 'redis_keyspace_hits_total', labels, (i) => e.rps(i) * 0.8 * hits(i));
  sink.counter(target, 'redis_keyspace_misses_total', labels, (i) => e.rps(i) * 0.8 * (1 - hits(i)));
  sink.counter(target, 'redis_commands_processed_total', labels, (i) => e.rps(i) * 1.1);
  for (const cmd of ['get', 'set']) {
    const share = cmd === 'get' ? 0.8 : 0.2;
    sink.counter(target, 'redis_commands_total', { ...labels, cmd }, (i) => e.rps(i) * share);
    sink.counter(
      target,
      'redis_commands_duration_seconds_total',
      { ...labels, cmd },
      (i) => (e.rps(i) * share * e.course.latencyMs[i]!) / 8_000,
      true,
    );
  }
  sink.counter(target, 'redis_rejected_connections_total', labels, (i) => e.read('refused connections', i, 0));
  sink.gauge(target, 'redis_db_keys', db, (i) => Math.round(e.read('keys', i, 182_000)));
  sink.gauge(target, 'redis_rdb_last_bgsave_status', labels, (i) => e.read('save ok', i, 1));
  sink.gauge(target, 'redis_slowlog_length', labels, (i) => Math.round(e.read('slow log', i, 3)));
  sink.gauge(target, 'redis_connected_slaves', labels, () => 0);
}
