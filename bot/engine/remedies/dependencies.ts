import type { CAUSES } from '../../domain/cause.ts';
import type { Advice } from './advice.ts';

export const dependenciesAdvice: Readonly<Partial<Record<(typeof CAUSES.dependencies)[number], Advice>>> = {
  dependency_unavailable: {
    check: ['See whether it answers.', 'kubectl -n {namespace} get endpoints {service}'],
    remedy: ['Bring it back, or let its callers go on without it.'],
  },
  connection_pool_exhausted: {
    check: ['Compare pool use with its size.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['Find what holds connections; only then enlarge the pool.'],
  },
  database_connection_exhausted: {
    check: [
      'Count connections by client.',
      'SELECT usename, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC;',
    ],
    remedy: ['End idle connections, and pool them in front of the database.'],
  },
  database_cpu_saturation: {
    check: [
      'Find the queries that use most time.',
      'SELECT calls, total_exec_time, query FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT 10;',
    ],
    remedy: ['Put the heaviest query right, or give the database more CPU.'],
  },
  database_storage_full: {
    check: [
      'See what uses the space.',
      'SELECT datname, pg_size_pretty(pg_database_size(datname)) FROM pg_database ORDER BY pg_database_size(datname) DESC;',
    ],
    remedy: ['Enlarge the storage, then remove what is not needed.'],
  },
  database_failover: {
    check: ['See which server is primary and since when.', 'SELECT pg_is_in_recovery(), pg_postmaster_start_time();'],
    remedy: ['Let clients reconnect to the new primary; find why the old one fell.'],
  },
  replication_lag: {
    check: ['Measure the lag.', 'SELECT application_name, replay_lag FROM pg_stat_replication;'],
    remedy: ['Send reads that must be fresh to the primary, and ease the writes.'],
  },
  checkpoint_storm: {
    check: ['Count checkpoints that were forced.', 'SELECT * FROM pg_stat_checkpointer;'],
    remedy: ['Raise max_wal_size and spread checkpoints.'],
  },
  upstream_rate_limited: {
    check: ['Look for 429 answers.', 'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200'],
    remedy: ['Slow the calls, cache, or ask for a higher limit.'],
  },
};
