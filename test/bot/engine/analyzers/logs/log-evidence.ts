import type { Analysis, Finding } from '../../../../../bot/domain/finding.ts';
import type { Observation, ObservationClass } from '../../../../../bot/domain/observation.ts';
import type {
  EvidenceSet,
  KubernetesObject,
  LogLevel,
  LogPattern,
  Observed,
  ServiceLogs,
  Topology,
} from '../../../../../bot/domain/signals.ts';
import { quotePattern } from '../../../../../bot/engine/log-reading/quoting.ts';

const START = Date.parse('2026-03-04T05:00:00Z');
const SLICE_MS = 60_000;
const SLICES = 30;

/** The time of minute `minute` of the tests' window of thirty minutes. */
export function minute(minute: number): string {
  return new Date(START + minute * SLICE_MS).toISOString();
}

/** A pattern whose lines fall into the given minutes, `perMinute` lines each; no minutes: lines without time. */
export function pattern(level: LogLevel, text: string, minutes: readonly number[] = [], perMinute = 2): LogPattern {
  const samples = [{ text }];
  if (minutes.length === 0) return { template: text, count: perMinute, level, samples };
  const buckets = Array.from({ length: SLICES }, (_, slice) => (minutes.includes(slice) ? perMinute : 0));
  const last = new Date(Date.parse(minute(Math.max(...minutes))) + SLICE_MS - 1).toISOString();
  return {
    template: text,
    count: minutes.length * perMinute,
    level,
    firstSeen: minute(Math.min(...minutes)),
    lastSeen: last,
    buckets,
    samples,
  };
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** A service that writes an ordinary line every minute beside the patterns given. */
export function logsOf(
  service: string,
  patterns: readonly LogPattern[],
  writes: readonly number[] = range(0, SLICES),
): ServiceLogs {
  const all = writes.length === 0 ? patterns : [...patterns, pattern('info', 'served a request', writes, 20)];
  const first = all.flatMap((one) => one.firstSeen ?? []).sort()[0];
  const last = all
    .flatMap((one) => one.lastSeen ?? [])
    .sort()
    .at(-1);
  const lines = all.reduce((sum, one) => sum + one.count, 0);
  return {
    service,
    namespace: 'shop',
    lines,
    levels: {},
    patterns: all,
    ...(first === undefined ? {} : { firstSeen: first, lastSeen: last }),
  };
}

const unknown = <T>(tool: string): Observed<T> => ({ status: 'unknown', tool, reason: 'not read' });
const observed = <T>(tool: string, value: T): Observed<T> => ({
  status: 'observed',
  value,
  tool,
  query: 'all',
  at: minute(SLICES),
});

export interface Given {
  readonly logs?: readonly ServiceLogs[];
  readonly objects?: readonly KubernetesObject[];
  readonly topology?: Topology;
}

/** An evidence set of what is given; everything else is unknown. */
export function evidenceOf({ logs, objects, topology }: Given): EvidenceSet {
  return {
    asOf: minute(SLICES),
    window: { start: minute(0), end: minute(SLICES) },
    namespaces: ['shop'],
    objects: objects === undefined ? unknown('list_objects') : observed('list_objects', objects),
    events: unknown('list_events'),
    changes: unknown('list_changes'),
    logs: logs === undefined ? unknown('summarize_logs') : observed('summarize_logs', logs),
    metrics: unknown('summarize_series'),
    slis: unknown('list_slis'),
    topology: topology === undefined ? unknown('get_topology') : observed('get_topology', topology),
    alerts: unknown('list_alerts'),
    traces: unknown('summarize_traces'),
  };
}

/** The findings of an analysis; fails the test when there are none. */
export function findingsOf(analysis: Analysis): readonly Finding[] {
  if (analysis.status !== 'found') throw new Error(`expected findings, got ${JSON.stringify(analysis)}`);
  return analysis.findings;
}

interface Made {
  readonly name: string;
  readonly ip?: string;
  readonly port?: number;
  readonly podIp?: string;
  readonly node?: string;
  readonly image?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ready?: boolean;
  /** Leaves the Service out. */
  readonly hidden?: boolean;
  readonly waiting?: string;
  readonly exitCode?: number;
}

/** A Service, its Deployment and its one pod. */
export function application(made: Made): KubernetesObject[] {
  const { name, ip = '10.96.0.1', port = 80, podIp = '10.1.0.1', node = 'node-a', ready = true } = made;
  const labels = { app: name };
  const container = {
    name: 'main',
    image: made.image ?? `registry.test/${name}:1`,
    env: Object.entries(made.env ?? {}).map(([key, value]) => ({ name: key, value })),
    ports: [{ containerPort: port }],
  };
  const state =
    made.waiting === undefined
      ? ready
        ? { running: {} }
        : { terminated: { exitCode: made.exitCode ?? 1 } }
      : { waiting: { reason: made.waiting } };
  const status = {
    name: 'main',
    ready,
    restartCount: ready ? 0 : 4,
    state,
    lastState: made.exitCode === undefined ? {} : { terminated: { exitCode: made.exitCode } },
  };
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'shop', uid: `d-${name}`, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-1`,
        namespace: 'shop',
        uid: `r-${name}`,
        labels,
        ownerReferences: [{ kind: 'Deployment', name, uid: `d-${name}` }],
      },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
    {
      kind: 'Pod',
      metadata: {
        name: `${name}-1-x`,
        namespace: 'shop',
        uid: `p-${name}`,
        labels,
        ownerReferences: [{ kind: 'ReplicaSet', name: `${name}-1`, uid: `r-${name}` }],
      },
      spec: { nodeName: node, containers: [container] },
      status: {
        phase: 'Running',
        podIP: podIp,
        conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
        containerStatuses: [status],
      },
    },
  ];
  const service: KubernetesObject = {
    kind: 'Service',
    metadata: { name, namespace: 'shop' },
    spec: { clusterIP: ip, selector: labels, ports: [{ port, targetPort: port }] },
  };
  return made.hidden === true ? objects : [...objects, service];
}

/** A ready node. */
export function node(name: string, address: string): KubernetesObject {
  return {
    kind: 'Node',
    metadata: { name },
    status: { addresses: [{ type: 'InternalIP', address }], conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** Errors of a service's log as they are observed, in a class. */
export function observedErrors(service: string, one: LogPattern, kind: ObservationClass): Observation {
  return {
    kind: 'log-errors',
    name: 'error',
    component: `service/${service}`,
    class: kind,
    evidence: [quotePattern(logsOf(service, [one]), one, 'summarize_logs')],
  };
}
