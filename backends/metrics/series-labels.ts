import { plainServiceName } from '../../schemas/service-name.ts';
import { badParameter } from '../common/backend-error.ts';
import { compilePattern } from '../common/pattern.ts';

type Labels = Readonly<Record<string, string>>;

/** Labels that name a service, most telling first. */
const SERVICE_LABELS = [
  'service',
  'service_name',
  'app',
  'app_kubernetes_io_name',
  'destination_service_name',
  'destination_workload',
  'workload',
  'deployment',
  'statefulset',
  'daemonset',
  'component',
  'container',
  'job',
];
const POD_LABELS = ['pod', 'pod_name', 'kubernetes_pod_name'];
/** Label values that Kubernetes exporters write where there is no workload. */
const NO_SERVICE = new Set(['', 'POD', 'kube-state-metrics', 'node-exporter', 'cadvisor', 'kubelet', 'blackbox']);

/** The service a series is about, by its labels; undefined when they name none. */
export function serviceOf(labels: Labels, serviceOfPod: (pod: string) => string): string | undefined {
  for (const label of SERVICE_LABELS.slice(0, -2)) {
    const value = labels[label];
    if (value !== undefined && !isNobody(value)) return plainServiceName(label, value);
  }
  for (const label of POD_LABELS) if (labels[label]) return serviceOfPod(labels[label]);
  for (const label of SERVICE_LABELS.slice(-2)) {
    const value = labels[label];
    if (value !== undefined && !isNobody(value)) return plainServiceName(label, value);
  }
  return undefined;
}

/** CloudWatch's exporters name the job after the namespace that they read, `aws_sqs`. */
function isNobody(value: string): boolean {
  return NO_SERVICE.has(value) || value.startsWith('aws_');
}

/** True when any label that can name a service or pod names this one. */
export function concernsService(labels: Labels, service: string, serviceOfPod: (pod: string) => string): boolean {
  const names = (label: string, value: string | undefined) =>
    value !== undefined && (value === service || plainServiceName(label, value) === service);
  if (SERVICE_LABELS.some((label) => names(label, labels[label]))) return true;
  return POD_LABELS.some((label) => {
    const pod = labels[label];
    return pod !== undefined && (pod === service || serviceOfPod(pod) === service);
  });
}

/**
 * Compiles label matchers as Prometheus writes them, without braces: `a=b`, `a!=b`, `a=~regex`, `a!~regex`, values bare
 * or quoted, joined by commas. An absent label is empty text. Anything else is refused.
 */
export function compileMatchers(text: string, field: string): (labels: Labels) => boolean {
  const pattern = /\s*([\w.:-]+)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^,"]*?))\s*(?:,|$)/y;
  const tests: ((labels: Labels) => boolean)[] = [];
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) throw badParameter(field, 'must be key=value pairs separated by commas');
    const name = match[1]!;
    const value = match[3]?.replace(/\\(.)/g, '$1') ?? match[4] ?? '';
    const operator = match[2]!;
    if (operator.endsWith('~')) {
      const fits = compilePattern(`^(?:${value})$`, field, { caseSensitive: true });
      tests.push((labels) => fits(labels[name] ?? '') === (operator === '=~'));
    } else tests.push((labels) => ((labels[name] ?? '') === value) === (operator === '='));
  }
  return (labels) => tests.every((holds) => holds(labels));
}
