import type { CAUSES } from '../../../domain/cause.ts';
import { COPIES_NOT_STARTED } from './copies.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const runtimeCauses: Readonly<Record<(typeof CAUSES)['runtime'][number], CauseTraits>> = {
  oom_killed: isMadeBy(['memory_leak'], is('condition', 'crashing', 'failing')),
  liveness_probe_incorrect_port: is('condition', 'crashing'),
  liveness_probe_incorrect_protocol: is('condition', 'crashing'),
  liveness_probe_incorrect_timing: isMadeBy(
    ['pod_cpu_throttled', 'pod_cpu_overload', 'garbage_collection_pressure', 'event_loop_blocked'],
    is('state', 'crashing'),
  ),
  readiness_probe_incorrect_port: is('condition', 'not-ready'),
  readiness_probe_incorrect_protocol: is('condition', 'not-ready'),
  readiness_probe_incorrect_timing: isMadeBy(
    ['pod_cpu_throttled', 'pod_cpu_overload', 'garbage_collection_pressure', 'event_loop_blocked'],
    is('state', 'not-ready'),
  ),
  startup_probe_failed: is('state', 'crashing', 'not-ready'),
  application_error: is('symptom', 'failing'),
  evicted_disk_pressure: isMadeBy(
    ['node_disk_pressure', 'node_disk_filling', 'ephemeral_storage_limit_exceeded'],
    is('state', 'crashing', 'absent'),
  ),
  evicted_memory_pressure: isMadeBy(['node_memory_pressure', 'memory_leak'], is('state', 'crashing', 'absent')),
  job_backoff_limit_exceeded: is('symptom', 'failing', 'late', 'crashing'),
  cron_job_suspended: is('condition', 'late', 'absent'),
  memory_leak: is('condition', 'crashing', 'slow', 'failing'),
  liveness_probe_incorrect_path: is('condition', 'crashing'),
  readiness_probe_incorrect_path: is('condition', 'not-ready'),
  ephemeral_storage_limit_exceeded: is('condition', 'crashing', 'absent'),
  cron_job_missed_starts: is('condition', 'late', 'absent'),
  file_descriptor_limit_reached: is('condition', 'failing', 'slow', 'crashing'),
  thread_limit_reached: is('condition', 'failing', 'crashing', 'slow'),
  // Workers in use are requests a second times how long each takes: more of either fills the pool, and so do fewer copies.
  thread_pool_exhausted: isMadeBy(
    [
      'slow_query',
      'lock_contention',
      'database_cpu_saturation',
      'external_service_outage',
      'traffic_spike',
      'retry_storm',
      'cache_stampede',
      'cache_eviction',
      'noisy_neighbor',
      'node_cpu_saturation',
      'dns_server_slow',
      ...COPIES_NOT_STARTED,
    ],
    is('state', 'slow', 'failing', 'not-ready'),
  ),
  garbage_collection_pressure: isMadeBy(['memory_leak'], is('condition', 'slow', 'failing', 'crashing')),
  // What measures a loop's delay waits for the processor as the loop does (Node's `monitorEventLoopDelay`).
  event_loop_blocked: isMadeBy(
    [
      'noisy_neighbor',
      'node_cpu_saturation',
      'pod_cpu_throttled',
      'garbage_collection_pressure',
      'memory_leak',
      'traffic_spike',
    ],
    is('condition', 'slow', 'failing', 'crashing'),
  ),
  clock_skew: is('condition', 'failing', 'crashing', 'unreachable'),
  graceful_shutdown_missing: is('condition', 'failing'),
  workload_unavailable: is('symptom', 'unreachable', 'failing', 'slow'),
};
