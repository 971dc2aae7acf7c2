import type { AlertLink, AlertSeverity } from '../domain/alert.ts';
import { SreError } from '../domain/errors.ts';
import type { Target } from '../domain/target.ts';
import { wellFormed } from '../domain/well-formed.ts';

// What every source's reader needs to take facts out of a payload that may be anything.

export type Row = Readonly<Record<string, unknown>>;

const MOST_LABELS = 100;
const LONGEST_LABEL = 1_000;
const LONGEST_SUMMARY = 1_000;

/** The value as an object; throws SreError `invalid-input` that names the field otherwise. */
export function rowAt(value: unknown, field: string): Row {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  throw new SreError('invalid-input', `${field} is not an object`);
}

/**
 * Each row of a list, read by itself: a bad one costs itself only. Throws SreError `invalid-input` when the value is no
 * list, or when no row of it can be read.
 */
export function eachRow<T>(value: unknown, field: string, read: (row: Row) => T): readonly T[] {
  if (!Array.isArray(value)) throw new SreError('invalid-input', `${field} is not a list`);
  const problems: unknown[] = [];
  const taken = value.flatMap((one, index): T[] => {
    try {
      return [read(rowAt(one, `${field}[${index}]`))];
    } catch (problem) {
      problems.push(problem);
      return [];
    }
  });
  if (taken.length === 0 && problems.length > 0) throw problems[0];
  return taken;
}

/** The value as text; throws SreError `invalid-input` when it is none or empty. */
export function textAt(row: Row, field: string): string {
  const value = row[field];
  if (typeof value === 'string' && value !== '') return wellFormed(value, LONGEST_LABEL);
  throw new SreError('invalid-input', `${field} is missing or not a text`);
}

/** The first of several fields that holds text; '' when none does. */
export function textIn(row: Row, ...fields: readonly string[]): string {
  for (const field of fields) {
    const value = row[field];
    if (typeof value === 'string' && value.trim() !== '') return wellFormed(value, LONGEST_SUMMARY);
    if (typeof value === 'number') return String(value);
  }
  return '';
}

/** Labels as text by name; what is no text, number or boolean is left out, and so is what exceeds a hundred. */
export function labelsAt(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const kept = Object.entries(value).flatMap(([name, label]) =>
    ['string', 'number', 'boolean'].includes(typeof label)
      ? [[wellFormed(name, 200), wellFormed(String(label), LONGEST_LABEL)] as const]
      : [],
  );
  return Object.fromEntries(kept.slice(0, MOST_LABELS));
}

/** A time in RFC 3339, whatever form it came in; `otherwise` for none, an unreadable one or year 1 ("not yet"). */
export function timeAt(value: unknown, otherwise: string): string;
export function timeAt(value: unknown, otherwise: undefined): string | undefined;
export function timeAt(value: unknown, otherwise: string | undefined): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return otherwise;
  const numeric = typeof value === 'number' || /^\d{9,14}$/.test(value);
  const seconds = Number(value);
  const at = numeric ? new Date(seconds < 1e11 ? seconds * 1_000 : seconds) : new Date(String(value));
  const year = at.getUTCFullYear();
  return Number.isNaN(at.getTime()) || year < 2000 || year > 2200 ? otherwise : at.toISOString();
}

/** Links whose address is http or https; the rest are left out. */
export function linksFrom(candidates: readonly (readonly [title: string, url: unknown])[]): readonly AlertLink[] {
  return candidates.flatMap(([title, url]) => {
    if (typeof url !== 'string' || url.length > 2_000 || !URL.canParse(url)) return [];
    return /^https?:$/.test(new URL(url).protocol) ? [{ title, url }] : [];
  });
}

/** The harm that a source's own word means; `warning` for words that are not known. */
export function severityFrom(word: string): AlertSeverity {
  if (/^(?:critical|crit|page|emergency|fatal|high|error|p1|sev-?[01]|major|disaster)$/i.test(word)) return 'critical';
  if (/^(?:info|informational|none|ok|low|debug|p[45]|sev-?[45]|minor)$/i.test(word)) return 'info';
  return 'warning';
}

const SERVICE_LABELS = [
  'service',
  'service_name',
  'app',
  'app_kubernetes_io_name',
  'app.kubernetes.io/name',
  'deployment',
  'statefulset',
  'daemonset',
  'workload',
  'servicename',
  'FunctionName',
  'ServiceName',
  'destination_service_name',
  'component',
  'job_name',
  'cronjob',
] as const;
const NODE_LABELS = ['node', 'nodename', 'kubernetes_node', 'NodeName', 'host'] as const;
/** Labels that name the exporter and not what it watches. */
const EXPORTERS = /^(?:kube-state-metrics|node-exporter|prometheus.*|kubelet|cadvisor|alertmanager.*)$/;
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;

/** What an alert is about, from its labels: a service, else a node, else a namespace. Undefined when they name none. */
export function targetFrom(labels: Readonly<Record<string, string>>): Target | undefined {
  const namespace = [labels.namespace, labels.kubernetes_namespace, labels.kube_namespace].find(isName);
  const service = SERVICE_LABELS.map((label) => labels[label]).find((name) => isName(name) && !EXPORTERS.test(name));
  const named = service ?? workloadOfPod(labels.pod ?? labels.pod_name);
  if (named !== undefined) return { kind: 'service', name: named, ...(namespace && { namespace }) };
  const node = NODE_LABELS.map((label) => labels[label]).find(isName);
  if (node !== undefined) return { kind: 'node', name: node };
  return namespace === undefined ? undefined : { kind: 'namespace', name: namespace };
}

/** `checkout` of the pod `checkout-6d5f7c9b8-x2x9z`, `db` of `db-0`. */
function workloadOfPod(pod: string | undefined): string | undefined {
  if (!isName(pod)) return undefined;
  return pod.replace(/-[a-f0-9]{6,10}-[a-z0-9]{5}$/, '').replace(/-(?:\d{1,3}|[bcdfghjklmnpqrstvwxz2456789]{5})$/, '');
}

function isName(value: string | undefined): value is string {
  return value !== undefined && NAME.test(value);
}
