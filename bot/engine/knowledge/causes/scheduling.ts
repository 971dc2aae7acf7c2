import type { CAUSES } from '../../../domain/cause.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const schedulingCauses: Readonly<Record<(typeof CAUSES)['scheduling'][number], CauseTraits>> = {
  insufficient_node_cpu: isMadeBy(['cloud_capacity_insufficient', 'cloud_quota_exceeded'], is('condition', 'pending')),
  insufficient_node_memory: isMadeBy(
    ['cloud_capacity_insufficient', 'cloud_quota_exceeded'],
    is('condition', 'pending'),
  ),
  insufficient_ephemeral_storage: is('condition', 'pending'),
  node_selector_mismatch: is('condition', 'pending'),
  node_affinity_mismatch: is('condition', 'pending'),
  pod_anti_affinity_conflict: is('condition', 'pending'),
  taint_toleration_mismatch: is('condition', 'pending'),
  node_cordoned: is('condition', 'pending'),
  topology_spread_unsatisfiable: is('condition', 'pending'),
  pvc_storage_class_mismatch: is('condition', 'pending'),
  pvc_access_mode_mismatch: is('condition', 'pending'),
  pvc_capacity_mismatch: is('condition', 'pending'),
  pvc_selector_mismatch: is('condition', 'pending'),
  pv_binding_occupied: is('condition', 'pending'),
  host_port_conflict: is('condition', 'pending'),
  insufficient_extended_resource: isMadeBy(
    ['cloud_capacity_insufficient', 'cloud_quota_exceeded'],
    is('condition', 'pending'),
  ),
  pod_scheduling_gated: is('condition', 'pending'),
  persistent_volume_claim_lost: is('condition', 'pending', 'not-started'),
  cloud_capacity_insufficient: is('condition', 'pending', 'node'),
  cloud_quota_exceeded: is('condition', 'pending', 'node', 'failing'),
};
