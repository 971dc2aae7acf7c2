import type { CAUSES } from '../../../domain/cause.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const startupCauses: Readonly<Record<(typeof CAUSES)['startup'][number], CauseTraits>> = {
  incorrect_image_reference: is('condition', 'not-started'),
  image_registry_dns_failure: is('condition', 'not-started'),
  image_registry_unreachable: isMadeBy(['image_registry_dns_failure'], is('condition', 'not-started')),
  missing_image_pull_secret: is('condition', 'not-started'),
  image_architecture_mismatch: is('condition', 'crashing', 'not-started'),
  missing_config_map: is('condition', 'not-started', 'crashing'),
  // A Secret that an operator fetches from a vault is there once that lets it in.
  missing_secret: isMadeBy(
    ['credentials_expired', 'cloud_permission_denied', 'upstream_rate_limited'],
    is('condition', 'not-started', 'crashing'),
  ),
  volume_mount_permission_denied: is('condition', 'crashing', 'not-started'),
  volume_attach_failed: isMadeBy(
    ['kubelet_unavailable', 'node_not_ready', 'persistent_volume_claim_lost'],
    is('state', 'not-started'),
  ),
  init_container_failed: is('symptom', 'not-started', 'crashing'),
  invalid_command: is('condition', 'crashing', 'not-started'),
  application_crash_on_start: is('symptom', 'crashing'),
  image_pull_rate_limited: is('condition', 'not-started'),
  registry_credentials_expired: is('condition', 'not-started'),
  container_port_conflict: is('condition', 'crashing', 'not-ready'),
  sidecar_not_ready: is('condition', 'not-ready', 'crashing', 'failing'),
  cni_address_exhaustion: is('condition', 'not-started', 'pending'),
  deployment_scaled_to_zero: is('condition', 'absent', 'unreachable'),
};
