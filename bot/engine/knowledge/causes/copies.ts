import type { CauseCode } from '../../../domain/cause.ts';

/**
 * Copies that a quota does not let in, that no node takes, or that get no image, volume or address on theirs, leave their share
 * of the requests to those that run.
 */
export const COPIES_NOT_STARTED: readonly CauseCode[] = [
  'namespace_cpu_quota_exceeded',
  'namespace_memory_quota_exceeded',
  'namespace_pod_quota_exceeded',
  'incorrect_image_reference',
  'image_pull_rate_limited',
  'registry_credentials_expired',
  'missing_image_pull_secret',
  'image_registry_dns_failure',
  'image_registry_unreachable',
  'insufficient_node_cpu',
  'insufficient_node_memory',
  'insufficient_extended_resource',
  'node_selector_mismatch',
  'node_affinity_mismatch',
  'pod_anti_affinity_conflict',
  'taint_toleration_mismatch',
  'node_cordoned',
  'topology_spread_unsatisfiable',
  'host_port_conflict',
  'cni_address_exhaustion',
  'cloud_capacity_insufficient',
  'cloud_quota_exceeded',
];
