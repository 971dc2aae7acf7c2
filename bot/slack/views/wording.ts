import type { Answer, Hypothesis } from '../../domain/answer.ts';
import type { CauseCode } from '../../domain/cause.ts';
import type { Source } from '../../domain/finding.ts';
import type { Target } from '../../domain/target.ts';
import { confidenceInWords as inWords } from '../../investigation/answer-text.ts';

/** How an investigation ended, for the line at the top of its thread. */
export interface Outcome {
  readonly mark: ':dart:' | ':white_check_mark:' | ':grey_question:' | ':octagonal_sign:' | ':x:';
  /** One line, from outside. */
  readonly text: string;
}

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

/** The answer for the top of the thread. */
export function answerInOneLine(answer: Answer): Outcome {
  const best = answer.hypotheses[0];
  if (answer.verdict === 'fault' && best) {
    return { mark: ':dart:', text: causeWithConfidence(best) };
  }
  if (answer.verdict === 'healthy') return { mark: ':white_check_mark:', text: 'Nothing wrong found' };
  return { mark: ':grey_question:', text: 'Cannot tell, too little could be seen' };
}

/** Belief in words, from 0 to 1, as the beginning of a line: `Very likely`, `A guess`. */
export function confidenceInWords(confidence: number): string {
  const text = inWords(confidence);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  kubernetes: 'Kubernetes',
  logs: 'Logs',
  metrics: 'Metrics',
  runbooks: 'Runbooks',
};

/** A length of time, in seconds, in its largest whole units: `2 h`, `1 h 30 min`, `3 d`. */
export function spanInWords(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [name, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** A short duration in milliseconds: `0.4 s`, `12 s`. */
export function tookInWords(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return spanInWords(ms / 1000);
}

/** `checkout`, `node worker-2`, `the whole system`. */
export function targetInWords(target: Target | undefined): string {
  if (target === undefined) return 'the whole system';
  return target.kind === 'service' ? target.name : `${target.kind} ${target.name}`;
}

/** A time as tools print it, with a date: RFC 3339 in full. */
const TIMES = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g;

/** A text cut at the times in it: text, time, text, … The times are valid; the parts joined give the text again. */
export function splitAtTimes(text: string): readonly { readonly text: string; readonly at?: Date }[] {
  const parts: { text: string; at?: Date }[] = [];
  let from = 0;
  for (const match of text.matchAll(TIMES)) {
    const at = new Date(match[0]);
    if (Number.isNaN(at.getTime())) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: match[0], at });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** `02:34 UTC`, for where a reader's own time zone is not known. */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}
