import { summarizeSeries } from '../../backends/metrics/detection/index.ts';
import type {
  AlertRecord,
  ChangeRecord,
  EvidenceSet,
  KubernetesObject,
  Observed,
  ServiceLogs,
  TraceEdge,
} from '../../bot/domain/signals.ts';
import type { Target } from '../../bot/domain/target.ts';
import { createRandomSource } from './random-source.ts';
import { serviceLevelsOf } from './service-levels.ts';

/** The moment at which every made-up evidence set ends; its incident begins a quarter of an hour earlier. */
export const AS_OF = 1_760_000_400;

export interface MadeSeries {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly type?: string;
  readonly unit?: string;
  /** The value at minute i of 240, the last being AS_OF; the incident begins at ONSET_MINUTE. */
  readonly value: (i: number) => number;
}

export const ONSET_MINUTE = 224;

/** A counter that grows by `before` a minute and by `during` from the onset on. */
export const counter = (name: string, labels: Record<string, string>, before: number, during = before): MadeSeries => ({
  name,
  labels,
  type: 'counter',
  value: (i) => Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during,
});

export interface MadeEvidence {
  readonly series?: readonly MadeSeries[];
  readonly topology?: Record<string, string[]>;
  readonly alerts?: readonly AlertRecord[];
  readonly changes?: readonly ChangeRecord[];
  readonly traces?: readonly TraceEdge[];
  readonly logs?: readonly ServiceLogs[];
  readonly objects?: readonly KubernetesObject[];
  readonly question?: string;
  readonly target?: Target;
}

/** An evidence set of four hours of minutes; what is not given was not observed. */
export function metricEvidence(made: MadeEvidence): EvidenceSet {
  const asOf = iso(AS_OF);
  const seen = <T>(value: T | undefined, tool: string): Observed<T> =>
    value === undefined
      ? { status: 'unknown', tool, reason: 'not in this source' }
      : { status: 'observed', value, tool, query: 'all', at: asOf };
  const window = { start: AS_OF - 3600, end: AS_OF };
  const timestamps = Float64Array.from({ length: 240 }, (_, i) => AS_OF - (239 - i) * 60);
  const series = made.series?.map(({ name, labels, type, unit, value }) => ({
    name,
    labels,
    type: type ?? 'gauge',
    ...(unit === undefined ? {} : { unit }),
    timestamps,
    values: Float64Array.from({ length: 240 }, (_, i) => value(i)),
  }));
  return {
    asOf,
    window: { start: iso(window.start), end: asOf },
    namespaces: ['shop'],
    ...(made.question === undefined ? {} : { question: made.question }),
    ...(made.target === undefined ? {} : { target: made.target }),
    objects: seen(made.objects, 'list_objects'),
    events: { status: 'unknown', tool: 'list_events', reason: 'not in this source' },
    changes: seen(made.changes, 'list_changes'),
    logs: seen(made.logs, 'summarize_logs'),
    topology: seen(made.topology, 'get_topology'),
    alerts: seen(made.alerts, 'list_alerts'),
    traces: seen(made.traces, 'summarize_traces'),
    metrics: seen(
      series?.map((one) => summarizeSeries(one, window)),
      'summarize_series',
    ),
    slis: seen(series && serviceLevelsOf(series, window), 'list_slis'),
  };
}

export function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** A noisy level that changes at the onset; 2 % noise, the same in every run. */
export function level(before: number, during = before, from = ONSET_MINUTE): (i: number) => number {
  const random = createRandomSource(Math.round(before * 1000 + during * 7) + from);
  return (i) => (i >= from ? during : before) * (1 + 0.02 * random.normal());
}

export function alert(
  alertname: string,
  labels: Record<string, string>,
  minutesAgo = 14,
  state: AlertRecord['state'] = 'active',
): AlertRecord {
  return { labels: { alertname, ...labels }, annotations: {}, startsAt: iso(AS_OF - minutesAgo * 60), state };
}
