import type { CAUSES } from '../../../domain/cause.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const admissionCauses: Readonly<Record<(typeof CAUSES)['admission'][number], CauseTraits>> = {
  missing_service_account: is('condition', 'absent'),
  namespace_cpu_quota_exceeded: is('condition', 'absent'),
  namespace_memory_quota_exceeded: is('condition', 'absent'),
  namespace_pod_quota_exceeded: is('condition', 'absent'),
  namespace_service_quota_exceeded: is('condition', 'absent', 'unreachable'),
  namespace_storage_quota_exceeded: is('condition', 'pending', 'absent'),
  limit_range_violated: is('condition', 'absent'),
  admission_webhook_denied: is('condition', 'absent', 'blocked'),
  admission_webhook_unavailable: isMadeBy(
    ['workload_unavailable', 'certificate_expired', 'certificate_untrusted', 'network_policy_blocks_traffic'],
    is('condition', 'absent', 'blocked'),
  ),
  rbac_forbidden: is('condition', 'failing', 'crashing', 'absent', 'blocked'),
  api_version_removed: is('condition', 'blocked', 'absent', 'crashing'),
  api_service_unavailable: isMadeBy(
    ['workload_unavailable', 'service_selector_mismatch', 'certificate_expired'],
    is('condition', 'blocked', 'failing'),
  ),
  namespace_stuck_terminating: isMadeBy(['api_service_unavailable'], is('state', 'blocked')),
};
