import type { CAUSES } from '../../../domain/cause.ts';
import { type CauseTraits, is, isMadeBy } from './traits.ts';

export const routingCauses: Readonly<Record<(typeof CAUSES)['routing'][number], CauseTraits>> = {
  service_selector_mismatch: is('condition', 'unreachable'),
  service_port_mapping_mismatch: is('condition', 'unreachable', 'failing'),
  service_protocol_mismatch: is('condition', 'unreachable', 'failing', 'crashing'),
  service_env_var_address_mismatch: is('condition', 'failing', 'crashing', 'not-ready'),
  network_policy_blocks_traffic: is('condition', 'unreachable', 'failing', 'crashing', 'slow'),
  ingress_backend_missing: is('condition', 'unreachable', 'failing'),
  // Who is to issue the certificate writes its Secret when it is done.
  ingress_tls_secret_missing: isMadeBy(
    ['upstream_rate_limited', 'credentials_expired', 'cloud_permission_denied'],
    is('condition', 'unreachable', 'failing'),
  ),
  dns_resolution_failure: isMadeBy(
    ['coredns_unavailable', 'service_env_var_address_mismatch'],
    is('state', 'failing', 'crashing', 'not-ready', 'lookup'),
  ),
  certificate_expired: is('condition', 'failing', 'unreachable', 'crashing'),
  gateway_route_mismatch: is('condition', 'unreachable', 'failing'),
  gateway_route_rejected: is('condition', 'unreachable', 'failing'),
  ingress_class_missing: is('condition', 'unreachable', 'failing'),
  // BoringSSL's CERTIFICATE_VERIFY_FAILED and OpenSSL's like leave open why: a peer that has expired is why.
  certificate_untrusted: isMadeBy(['certificate_expired'], is('condition', 'failing', 'unreachable', 'crashing')),
  dns_server_slow: isMadeBy(['conntrack_table_full'], is('condition', 'lookup', 'slow')),
  pod_dns_config_incorrect: is('condition', 'failing', 'crashing', 'not-ready', 'lookup'),
  idle_timeout_mismatch: is('condition', 'failing'),
};
