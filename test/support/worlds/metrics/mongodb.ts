import type { Exported } from './exporter.ts';

/** Percona's mongodb_exporter 0.40 with diagnostic data. */
export function mongodb(e: Exported): void {
  const { sink, target, labels, part } = e;
  const rate = (i: number) => e.rps(i);
  const connections = (i: number) => e.read('idle connections', i, 48);
  sink.gauge(target, 'mongodb_up', labels, (i) => e.read('up', i, 1));
  sink.gauge(target, 'mongodb_ss_connections', { ...labels, conn_type: 'current' }, (i) => Math.round(connections(i)));
  sink.gauge(target, 'mongodb_ss_connections', { ...labels, conn_type: 'available' }, (i) =>
    Math.max(0, Math.round(e.read('max connections', i, 819) - connections(i))),
  );
  sink.gauge(target, 'mongodb_ss_connections', { ...labels, conn_type: 'active' }, (i) =>
    Math.round(e.read('active', i, 3)),
  );
  for (const [op, share] of [
    ['query', 0.75],
    ['insert', 0.15],
    ['update', 0.1],
  ] as const)
    sink.counter(target, 'mongodb_ss_opcounters', { ...labels, legacy_op_type: op }, (i) => rate(i) * share);
  for (const [type, share] of [
    ['reads', 0.75],
    ['writes', 0.25],
  ] as const) {
    sink.counter(target, 'mongodb_ss_opLatencies_ops', { ...labels, op_type: type }, (i) => rate(i) * share);
    sink.counter(
      target,
      'mongodb_ss_opLatencies_latency',
      { ...labels, op_type: type },
      (i) => rate(i) * share * e.course.latencyMs[i]! * 1000,
      true,
    );
  }
  for (const type of ['readers', 'writers'])
    sink.gauge(target, 'mongodb_ss_globalLock_currentQueue', { ...labels, count_type: type }, (i) =>
      Math.round(e.read('lock waits', i, 0)),
    );
  sink.counter(
    target,
    'mongodb_ss_metrics_queryExecutor_scannedObjects',
    labels,
    (i) => rate(i) * e.read('rows scanned', i, 3),
  );
  sink.counter(
    target,
    'mongodb_ss_metrics_queryExecutor_scanned',
    labels,
    (i) => rate(i) * e.read('keys scanned', i, 3),
  );
  sink.counter(target, 'mongodb_ss_metrics_queryExecutor_collectionScans_total', labels, (i) =>
    e.read('sequential scans', i, 0.002),
  );
  sink.counter(target, 'mongodb_ss_metrics_document', { ...labels, doc_op_type: 'returned' }, (i) => rate(i) * 2.5);
  const cache = part.memoryLimit / 2;
  sink.gauge(target, 'mongodb_ss_wt_cache_maximum_bytes_configured', labels, () => cache);
  sink.gauge(
    target,
    'mongodb_ss_wt_cache_bytes_currently_in_the_cache',
    labels,
    (i) => cache * e.read('cache share', i, 0.72),
  );
  sink.counter(
    target,
    'mongodb_ss_wt_cache_pages_read_into_cache',
    labels,
    (i) => rate(i) * e.read('blocks read', i, 0.2),
  );
  sink.gauge(
    target,
    'mongodb_mongod_replset_member_replication_lag',
    { ...labels, name: `${part.name}-1:27017`, state: 'SECONDARY' },
    (i) => Math.round(e.read('replica lag', i, 0)),
  );
  sink.gauge(target, 'mongodb_rs_myState', labels, (i) => e.read('member state', i, 1));
  sink.counter(target, 'mongodb_ss_asserts', { ...labels, assert_type: 'user' }, (i) => e.read('asserts', i, 0.02));
}
