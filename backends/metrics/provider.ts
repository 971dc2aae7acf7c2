import type { Alert, Coverage, SourceDescription, TraceEdge } from '../../schemas/generated/metrics.ts';
import type { TimeWindow } from '../common/time.ts';
import type { SliReading } from './slis/sli-series.ts';

/** Options of every provider call. */
export interface CallOptions {
  readonly signal: AbortSignal;
}

/** What a provider read; `present` is false when the source holds no such signal at all. */
export interface Reading<T> {
  readonly present: boolean;
  readonly items: readonly T[];
  /** How far the signal was read; absent where that goes without saying. */
  readonly coverage?: Coverage;
}

/** One series with its points, ascending in time. The arrays may be shared; they are read only. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The OpenMetrics type, where declared. */
  readonly type?: string;
  readonly unit?: string;
  /** Unix seconds. */
  readonly timestamps: Float64Array;
  /** May hold NaN and infinities. */
  readonly values: Float64Array;
}

/** Series, and the service a pod belongs to: by what the source knows of pods, or by the form of the name. */
export interface SeriesReading extends Reading<Series> {
  readonly serviceOfPod: (pod: string) => string;
  /** Which series were not read because of a limit, in words; absent when all were. */
  readonly leftOut?: string | undefined;
  /** Metrics of which only a part was read: nothing may be summed over them. */
  readonly partOf?: ReadonlySet<string>;
  /** Metrics of requests that were not read series by series, since their indicators tell of them whole. */
  readonly indicated?: readonly string[];
}

/** Which series are wanted; an absent field is no restriction. */
export interface SeriesQuery {
  /** A metric name, or a pattern in which `*` stands for any run of characters. */
  readonly name?: string | undefined;
  /** The points the caller needs; a provider may return more, never fewer. Absent means all. */
  readonly window?: TimeWindow;
  /** Services whose series are read whatever limits there are, with those of their neighbours. */
  readonly focus?: readonly string[];
}

export interface SliQuery {
  readonly window: TimeWindow;
  readonly focus: readonly string[];
}

/**
 * A source of metrics, topology, alerts and traces. Failures are BackendErrors: `unavailable`, `timeout`,
 * `rate-limited`, `bad-upstream`.
 */
export interface MetricsProvider {
  /** The moment every window is relative to. */
  now(): Date;
  describe(options: CallOptions): Promise<SourceDescription>;
  series(query: SeriesQuery, options: CallOptions): Promise<SeriesReading>;
  /**
   * Indicators of every service over the window and its past. Services of `focus`, with what they call and what calls them,
   * are read whatever it costs; what else is not read is named in `leftOut`.
   */
  slis(query: SliQuery, options: CallOptions): Promise<SliReading>;
  /** caller -> callees; `present` is false when nothing tells. */
  topology(options: CallOptions): Promise<{
    readonly present: boolean;
    readonly topology: Record<string, string[]>;
    readonly coverage?: Coverage;
  }>;
  alerts(options: CallOptions): Promise<Reading<Alert>>;
  /** Spans that began in the window, aggregated. */
  traceEdges(query: { readonly window: TimeWindow }, options: CallOptions): Promise<Reading<TraceEdge>>;
}
