import type { Hypothesis } from '../../domain/answer.ts';
import type { CauseCode } from '../../domain/cause.ts';
import { confidenceInWords as inWords } from '../../investigation/answer-text.ts';

const ACRONYMS: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  dns: 'DNS',
  hpa: 'autoscaler',
  oom: 'out-of-memory',
  pvc: 'volume claim',
  pv: 'volume',
  rbac: 'permission (RBAC)',
  tls: 'TLS',
  env: 'environment',
  var: 'variable',
};

/** Codes whose words do not read well as they stand. */
const PHRASES: Partial<Record<CauseCode, string>> = {
  oom_killed: 'killed for using too much memory',
  incorrect_image_reference: 'wrong image name or tag',
  image_registry_dns_failure: 'the image registry’s name cannot be resolved',
  image_registry_unreachable: 'the image registry cannot be reached',
  application_crash_on_start: 'crashes on start',
  application_error: 'errors in the application itself',
  service_selector_mismatch: 'the Service selects none of its pods',
  service_port_mapping_mismatch: 'the Service points to a port nobody listens on',
  service_env_var_address_mismatch: 'a wrong address in its environment',
  network_policy_blocks_traffic: 'a network policy blocks its traffic',
  ingress_backend_missing: 'the ingress points to a service that is not there',
  node_not_ready: 'the node is not ready',
  hpa_at_maximum: 'the autoscaler is at its maximum',
  hpa_metrics_unavailable: 'the autoscaler gets no metrics',
  latency_regression: 'became slow by itself',
  availability_regression: 'began to fail by itself',
  dependency_unavailable: 'something it depends on does not answer',
  upstream_rate_limited: 'rate limited by what it calls',
  database_connection_exhausted: 'out of database connections',
  connection_pool_exhausted: 'its connection pool is exhausted',
  pod_cpu_overload: 'overloaded, out of CPU',
  pod_cpu_throttled: 'throttled by its CPU limit',
  bad_config_change: 'a bad configuration change',
  bad_deploy: 'a bad deploy',
};

/** A cause code as a person says it: `pvc_capacity_mismatch` is "volume claim capacity mismatch". */
export function causeInWords(cause: CauseCode): string {
  return PHRASES[cause] ?? spelled(cause);
}

/** The cause in one short line: `basket: killed for using too much memory`. */
export function causeLine(hypothesis: Pick<Hypothesis, 'component' | 'cause'>): string {
  return `${hypothesis.component.replace(/^service\//, '')}: ${causeInWords(hypothesis.cause)}`;
}

/** As `causeLine`, with how sure that is: `basket: killed for using too much memory (very likely)`. */
export function causeWithConfidence(hypothesis: Pick<Hypothesis, 'component' | 'cause' | 'confidence'>): string {
  return `${causeLine(hypothesis)} (${inWords(hypothesis.confidence)})`;
}

function spelled(cause: CauseCode): string {
  return cause
    .split('_')
    .map((word) => ACRONYMS[word] ?? word)
    .join(' ');
}

/** Belief in words, from 0 to 1, as the beginning of a line: `Very likely`, `A guess`. */
export function confidenceInWords(confidence: number): string {
  const text = inWords(confidence);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
