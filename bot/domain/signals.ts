/**
 * What the four backends can show, as the analyzers read it. `collect` fills an EvidenceSet from tool results;
 * a source that failed stays `unknown` with its reason, so that no analyzer can mistake silence for health.
 */
import type { Coverage } from './coverage.ts';
import type { ErrorKind } from './errors.ts';
import type { NotRead } from './observation.ts';
import type { ServiceLevels } from './service-level.ts';
import type { Target } from './target.ts';

/** A source's result: observed (possibly empty, possibly truncated) or unknown. */
export type Observed<T> =
  | {
      readonly status: 'observed';
      readonly value: T;
      /** The operation that was called, e.g. `list_objects`. */
      readonly tool: string;
      /** What was asked, in words or as a query string. */
      readonly query: string;
      /** RFC 3339 time of the observation. */
      readonly at: string;
      /** Set when not everything was read: what is missing, in words. */
      readonly truncated?: string;
      /** How far the source was read; ask it with `coverageOf`. */
      readonly coverage?: Coverage;
    }
  | {
      readonly status: 'unknown';
      readonly tool: string;
      readonly reason: string;
      readonly coverage?: Coverage;
      /** How the reading failed; absent where it did not. */
      readonly failure?: ErrorKind;
      /** The source answered, and holds nothing of the kind: a system without Kubernetes has no objects. */
      readonly absent?: true;
    };

/** A Kubernetes object as the API server returns it (secret values removed). Unknown fields stay. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid?: string }[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Logs are read this many windows back, so that what is new can be told from what was there before. */
export const LOG_LOOK_BACK = 4;

/** Milliseconds that one of so many slices of a log's lines is long, where the window is from one moment to another. */
export function logSliceMs(fromMs: number, toMs: number, slices: number): number {
  return (LOG_LOOK_BACK * (toMs - fromMs)) / slices;
}

/** Lines of one service that share a template, with enough to quote and to see surges. */
export interface LogPattern {
  /** The template; variable parts are `<*>`. */
  readonly template: string;
  readonly count: number;
  readonly level: LogLevel;
  /** RFC 3339, absent where the lines carry no time. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** Lines per equal slice of the `LOG_LOOK_BACK` windows that were read, oldest first; absent where the lines carry no time. */
  readonly buckets?: readonly number[];
  /** Up to three whole entries (stack traces kept together), cut at 2,000 characters each. */
  readonly samples: readonly { readonly timestamp?: string; readonly text: string; readonly traceId?: string }[];
}

export interface ServiceLogs {
  readonly service: string;
  readonly namespace?: string;
  readonly lines: number;
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  readonly levels: Readonly<Partial<Record<LogLevel, number>>>;
  readonly patterns: readonly LogPattern[];
}

/** A change that the metrics backend detected in one series. */
export interface SeriesChange {
  readonly kind: 'level-shift' | 'spike' | 'drift' | 'gap';
  readonly direction: 'up' | 'down';
  /** RFC 3339: where the change begins. */
  readonly onset: string;
  /** RFC 3339: where it ended; absent when it lasts to the end of the window. */
  readonly until?: string;
  /** Typical value (median) before and during, in the series' unit. */
  readonly before: number;
  readonly during: number;
  /** Size over the robust spread of the series' own past; at least 0, unbounded above. */
  readonly score: number;
}

/** What a series measures, as the metrics backend tells it. */
export interface SeriesMeaning {
  /** A word of schemas/metric-signals.yaml; `other` is known to be of no use for finding causes. */
  readonly signal: string;
  /** The direction that hurts; absent where neither does by itself. */
  readonly bad?: 'up' | 'down';
  /** Multiply by this to get seconds, a ratio of 1, bytes or cores. */
  readonly scale: number;
  readonly statistic?: string;
  /** What it is about, where that is no service: node, volume, queue, consumer, upstream, client. */
  readonly of?: string;
  /** The database, cache or broker it tells of. */
  readonly engine?: string;
}

/** One series, summarised near its data. */
export interface MetricSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type?: string;
  readonly unit?: string;
  /** Absent where the name says nothing known. */
  readonly meaning?: SeriesMeaning;
  /** Exact figures over the points of the window; absent without a point in it. */
  readonly recent?: { readonly points: number; readonly min: number; readonly median: number; readonly max: number };
  readonly points: number;
  readonly from: string;
  readonly to: string;
  /** Median distance between points, in seconds; absent with fewer than two points. */
  readonly stepSeconds?: number;
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly changes: readonly SeriesChange[];
  /** At most 60 points `[unix seconds, value]` for drawing. */
  readonly sketch: readonly (readonly [number, number])[];
}

export interface ChangeRecord {
  readonly timestamp: string;
  readonly kind: 'deploy' | 'commit' | 'config' | 'flag';
  readonly service?: string;
  readonly id: string;
  readonly summary: string;
  readonly author?: string;
  readonly files?: readonly string[];
  readonly diff?: string;
}

export interface AlertRecord {
  readonly fingerprint?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt?: string;
  readonly state: 'active' | 'suppressed' | 'unprocessed' | 'resolved';
}

/** Spans aggregated per caller, callee and operation. */
export interface TraceEdge {
  readonly caller: string;
  readonly callee: string;
  readonly operation: string;
  readonly calls: number;
  readonly errors: number;
  /** Median and 99th percentile of the duration, in milliseconds; own time excludes children. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ownP50Ms: number;
  /** The machine that all spans of the callee come from; absent where they name none, or several. */
  readonly host?: string;
  readonly exampleTraceId?: string;
}

/** caller -> callees, by service name. */
export type Topology = Readonly<Record<string, readonly string[]>>;

export interface RunbookMatch {
  readonly id: string;
  readonly title: string;
  /** 0 to 1, relative to the best match. */
  readonly score: number;
  readonly step?: string;
  readonly excerpt: string;
  /** True for a passage of a Knowledge Base; its score is then that of the search, and its id where it lies. */
  readonly knowledgeBase?: boolean;
}

/** Everything the analyzers may read about one investigation. */
export interface EvidenceSet {
  /** RFC 3339: the moment investigated; "now" for every age computed from the evidence. */
  readonly asOf: string;
  readonly window: { readonly start: string; readonly end: string };
  /** The complaint, as a person or alert put it. */
  readonly question?: string;
  /** What was asked about; absent means the whole system. */
  readonly target?: Target;
  readonly namespaces: readonly string[];
  readonly objects: Observed<readonly KubernetesObject[]>;
  readonly events: Observed<readonly KubernetesObject[]>;
  readonly changes: Observed<readonly ChangeRecord[]>;
  readonly logs: Observed<readonly ServiceLogs[]>;
  readonly metrics: Observed<readonly MetricSeries[]>;
  readonly slis: Observed<ServiceLevels>;
  readonly topology: Observed<Topology>;
  readonly alerts: Observed<readonly AlertRecord[]>;
  readonly traces: Observed<readonly TraceEdge[]>;
  /** What the sources could not understand, by file or kind; absent or empty when all was read. */
  readonly notRead?: readonly NotRead[];
}

/** The names an analyzer lists in `needs`. */
export type Signal = 'objects' | 'events' | 'changes' | 'logs' | 'metrics' | 'slis' | 'topology' | 'alerts' | 'traces';
