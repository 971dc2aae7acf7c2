import type { CAUSES } from '../../../domain/cause.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const dependencyCauses: Readonly<Record<(typeof CAUSES)['dependencies'][number], CauseTraits>> = {
  dependency_unavailable: isMadeBy(['node_not_ready'], is('symptom', 'failing', 'crashing', 'not-ready', 'slow')),
  // A connection is held for as long as its query takes: what makes the store wait or fall silent empties the pool. So does
  // what lets no new connection be made: each that reaches its `maxLifetime` (HikariCP, database/sql) is not replaced.
  connection_pool_exhausted: isMadeBy(
    [
      'database_credentials_invalid',
      'credentials_expired',
      'certificate_expired',
      'certificate_untrusted',
      'dns_resolution_failure',
      'network_policy_blocks_traffic',
      'database_storage_full',
      'slow_query',
      'lock_contention',
      'database_connection_exhausted',
      'database_failover',
      'database_cpu_saturation',
      'dependency_unavailable',
      'workload_unavailable',
      'node_not_ready',
      'node_disk_io_saturation',
      'traffic_spike',
    ],
    is('state', 'failing', 'slow', 'crashing'),
  ),
  database_connection_exhausted: isMadeBy(
    ['slow_query', 'lock_contention'],
    is('condition', 'failing', 'slow', 'crashing'),
  ),
  database_cpu_saturation: isMadeBy(['slow_query', 'traffic_spike'], is('state', 'slow')),
  // What fills it is another matter: it stays full when that ends.
  database_storage_full: is('condition', 'failing', 'crashing'),
  database_failover: isMadeBy(['node_not_ready', 'oom_killed'], is('condition', 'failing', 'slow')),
  replication_lag: isMadeBy(
    ['checkpoint_storm', 'slow_query', 'node_disk_io_saturation'],
    is('state', 'late', 'failing', 'slow'),
  ),
  checkpoint_storm: is('condition', 'slow'),
  // Who is refused is refused for what others used up of what all share.
  upstream_rate_limited: isMadeBy(['retry_storm', 'cloud_quota_exceeded'], is('condition', 'failing', 'slow')),
  database_read_only: isMadeBy(['database_failover', 'database_storage_full'], is('condition', 'failing', 'crashing')),
  database_credentials_invalid: isMadeBy(['credentials_expired'], is('condition', 'failing', 'crashing', 'not-ready')),
  credentials_expired: isMadeBy(['clock_skew'], is('condition', 'failing', 'crashing', 'not-ready')),
  cloud_permission_denied: is('condition', 'failing', 'crashing', 'not-ready', 'absent'),
  external_service_outage: is('condition', 'failing', 'slow', 'crashing'),
  consumer_rebalance_loop: isMadeBy(['poison_message'], is('condition', 'late', 'slow', 'failing')),
  poison_message: is('condition', 'late', 'failing', 'crashing'),
  message_broker_alarm: is('condition', 'late', 'failing', 'slow'),
  wal_archiving_failed: isMadeBy(
    ['cloud_permission_denied', 'credentials_expired'],
    is('condition', 'late', 'failing'),
  ),
  transaction_id_wraparound: is('condition', 'failing', 'slow'),
};

export const changeCauses: Readonly<Record<(typeof CAUSES)['change'][number], CauseTraits>> = {
  bad_deploy: is('change', 'failing', 'slow', 'crashing', 'not-ready', 'late'),
  bad_config_change: is('change', 'failing', 'slow', 'crashing', 'not-ready', 'unreachable', 'late'),
  feature_flag_change: is('change', 'failing', 'slow', 'crashing', 'late'),
};
