import { counter, type Figure } from './figure.ts';
import { aCache, aDatabase, all, aProgram, aService, isEngine, kubernetes, runs, usesDatabase } from './places.ts';

const onAws: Figure['where'] = (_, { platform }) => platform === 'aws';

/**
 * Figures that tell of a limit once they are at it, of what has no past to be judged by: by themselves, and where they have
 * always been so high that they rose by little.
 */
export const reachedFigures: readonly Figure[] = [
  {
    id: 'pool-has-waiters',
    causes: ['connection_pool_exhausted'],
    where: all(aService, runs('jvm'), usesDatabase),
    of: 'pods',
    measures: { signal: 'pool pending', worst: 6 },
    slower: 600,
  },
  {
    id: 'killed-now-and-then',
    causes: ['oom_killed'],
    where: all(kubernetes, aProgram),
    of: 'pods',
    series: [counter('container_oom_events_total', 0, 0.001)],
    failing: 0.2,
  },
  {
    id: 'disk-fills-within-hours',
    causes: ['node_disk_filling'],
    where: all(kubernetes, aService),
    shape: 'gradual',
    of: 'node',
    measures: { signal: 'disk share', base: 0.855, worst: 0.935 },
    failing: 0.06,
  },
  {
    id: 'storage-of-unknown-size-spent',
    causes: ['database_storage_full'],
    where: all(aDatabase, onAws),
    shape: 'gradual',
    of: 'part',
    measures: { signal: 'disk share', worst: 0.9995 },
    failing: 0.3,
  },
  {
    id: 'transaction-ids-run-out',
    causes: ['transaction_id_wraparound'],
    where: all(kubernetes, isEngine('postgresql')),
    of: 'part',
    measures: { signal: 'xid age', worst: 2.14e9 },
    failing: 0.3,
  },
  {
    id: 'replica-far-behind',
    causes: ['replication_lag'],
    where: all(kubernetes, aDatabase, ({ replicas }) => replicas > 1),
    of: 'part',
    measures: { signal: 'replica lag', worst: 900 },
    failing: 0.15,
  },
  {
    id: 'many-sessions-wait-for-locks',
    causes: ['lock_contention'],
    where: all(kubernetes, isEngine('postgresql')),
    of: 'part',
    measures: { signal: 'exclusive locks', worst: 30 },
    slower: 50,
  },
  {
    id: 'many-evictions',
    causes: ['cache_eviction'],
    where: all(kubernetes, aCache),
    of: 'part',
    measures: { signal: 'evictions', worst: 3 },
    slower: 200,
  },
  {
    id: 'clock-is-wrong',
    causes: ['clock_skew'],
    where: all(kubernetes, aService),
    of: 'node',
    measures: { signal: 'clock offset', worst: 3 },
    failing: 0.06,
  },
  {
    id: 'database-takes-no-writes',
    causes: ['database_read_only'],
    where: all(kubernetes, isEngine('mysql')),
    of: 'part',
    measures: { signal: 'read only', worst: 1 },
    failing: 0.3,
  },
  {
    id: 'files-of-node-read-only',
    causes: ['node_filesystem_read_only'],
    where: all(kubernetes, aService),
    of: 'node',
    measures: { signal: 'read only', worst: 1 },
    failing: 0.06,
  },
  {
    id: 'clock-goes-on-going-wrong',
    causes: ['clock_skew'],
    where: all(kubernetes, aService),
    of: 'node',
    measures: { signal: 'clock offset', base: 0.35, worst: 1.6 },
    failing: 0.06,
  },
  {
    id: 'replica-always-behind',
    causes: ['replication_lag'],
    where: all(kubernetes, aDatabase, ({ replicas }) => replicas > 1),
    of: 'part',
    measures: { signal: 'replica lag', base: 160, worst: 440 },
    failing: 0.15,
  },
  {
    id: 'evictions-as-ever-and-more',
    causes: ['cache_eviction'],
    where: all(kubernetes, aCache),
    of: 'part',
    measures: { signal: 'evictions', base: 0.55, worst: 1.6 },
    slower: 200,
  },
  {
    id: 'some-sessions-always-wait',
    causes: ['lock_contention'],
    where: all(kubernetes, isEngine('postgresql')),
    of: 'part',
    measures: { signal: 'exclusive locks', base: 5, worst: 14 },
    slower: 50,
  },
  {
    // A cache that has always thrown something out is one that works: that its callers wait has another reason.
    id: 'cache-evicts-as-ever',
    causes: ['latency_regression', 'pod_network_delay'],
    where: all(kubernetes, aCache),
    of: 'part',
    measures: { signal: 'evictions', base: 3, worst: 3 },
    slower: 200,
  },
];
