import type { CAUSES } from '../../../domain/cause.ts';
import { COPIES_NOT_STARTED } from './copies.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const performanceCauses: Readonly<Record<(typeof CAUSES)['performance'][number], CauseTraits>> = {
  pod_cpu_overload: isMadeBy(
    [
      'traffic_spike',
      'retry_storm',
      'garbage_collection_pressure',
      'hpa_metrics_unavailable',
      // A database that runs in a pod burns its processor with the rows that it looks through.
      'slow_query',
      ...COPIES_NOT_STARTED,
    ],
    is('state', 'slow'),
  ),
  pod_cpu_throttled: isMadeBy(
    ['traffic_spike', 'retry_storm', ...COPIES_NOT_STARTED],
    is('condition', 'slow', 'not-ready', 'crashing'),
  ),
  pod_memory_pressure: isMadeBy(['memory_leak', 'traffic_spike'], is('state', 'slow', 'crashing')),
  // Told by waiting without work: whatever else is known to be waited for comes first.
  pod_network_delay: isMadeBy(
    [
      'connection_pool_exhausted',
      'thread_pool_exhausted',
      'lock_contention',
      'slow_query',
      'upstream_rate_limited',
      'external_service_outage',
      'dns_server_slow',
      'event_loop_blocked',
      'garbage_collection_pressure',
      // A packet that is sent again comes a fifth of a second later, or more (RFC 6298).
      'pod_network_packet_loss',
      // Who counts how long a call takes counts its further tries with it.
      'retry_storm',
    ],
    is('state', 'slow', 'failing'),
  ),
  pod_network_packet_loss: is('state', 'slow', 'failing'),
  // More requests are borne where an autoscaler that could still add pods sees them coming.
  traffic_spike: isMadeBy(
    ['retry_storm', 'cache_stampede', 'cache_eviction', 'hpa_metrics_unavailable'],
    is('condition', 'slow', 'failing'),
  ),
  hpa_at_maximum: isMadeBy(['traffic_spike', 'pod_cpu_overload', 'retry_storm'], is('state', 'slow')),
  hpa_metrics_unavailable: isMadeBy(['api_service_unavailable', 'workload_unavailable'], is('condition', 'slow')),
  // A program that ends as it starts is slow and fails for that; neither makes it end.
  latency_regression: isMadeBy(['application_crash_on_start'], is('symptom', 'slow')),
  availability_regression: isMadeBy(['application_crash_on_start'], is('symptom', 'failing')),
  slow_query: isMadeBy(
    ['lock_contention', 'database_cpu_saturation', 'checkpoint_storm', 'node_disk_io_saturation'],
    is('state', 'slow', 'failing'),
  ),
  lock_contention: is('condition', 'slow', 'failing'),
  hpa_target_missing: is('condition', 'slow', 'blocked'),
  // Work piles up where what takes it fails, waits, starts over or goes short of something.
  queue_backlog: isMadeBy(
    [
      'poison_message',
      'consumer_rebalance_loop',
      'message_broker_alarm',
      'workload_unavailable',
      'application_error',
      'dependency_unavailable',
      'latency_regression',
      'availability_regression',
      'connection_pool_exhausted',
      'thread_pool_exhausted',
      'database_cpu_saturation',
      'slow_query',
      'pod_cpu_overload',
      'pod_memory_pressure',
      'startup_probe_failed',
      'application_crash_on_start',
      'liveness_probe_incorrect_timing',
      // Who may not take from it, is not let in or is not scaled any further leaves the work lying.
      'cloud_permission_denied',
      'credentials_expired',
      'hpa_at_maximum',
      // Whoever takes it calls a provider for each piece, and is refused or not answered there.
      'upstream_rate_limited',
      'external_service_outage',
      'cloud_quota_exceeded',
    ],
    is('symptom', 'late'),
  ),
  cache_eviction: is('condition', 'slow', 'failing'),
  cache_stampede: isMadeBy(['cache_eviction'], is('condition', 'slow', 'failing')),
  retry_storm: is('condition', 'slow', 'failing'),
};
