/** Generated from schemas/metrics.yaml by `npm run generate`; do not edit. */

/**
 * Parameters and response of each operation, by operationId.
 */
export interface Operations {
  get_performance_metrics: {
    parameters: GetPerformanceMetricsParameters;
    response: SeriesStatisticsList;
  };
  get_error_rates: {
    parameters: GetErrorRatesParameters;
    response: ErrorRateList;
  };
  get_resource_metrics: {
    parameters: GetResourceMetricsParameters;
    response: SeriesStatisticsList;
  };
  get_availability_metrics: {
    parameters: GetAvailabilityMetricsParameters;
    response: AvailabilityList;
  };
  analyze_trends: {
    parameters: AnalyzeTrendsParameters;
    response: TrendList;
  };
  summarize_series: {
    parameters: SummarizeSeriesParameters;
    response: MetricSeriesList;
  };
  list_slis: {
    parameters: ListSlisParameters;
    response: SliList;
  };
  query_series: {
    parameters: QuerySeriesParameters;
    response: SeriesPointsList;
  };
  get_topology: {
    parameters: GetTopologyParameters;
    response: TopologyAnswer;
  };
  list_alerts: {
    parameters: ListAlertsParameters;
    response: AlertList;
  };
  summarize_traces: {
    parameters: SummarizeTracesParameters;
    response: TraceEdgeList;
  };
  describe_source: {
    parameters: DescribeSourceParameters;
    response: SourceDescription;
  };
}
/**
 * What a handler of get_performance_metrics receives: validated, with defaults applied.
 */
export interface GetPerformanceMetricsParameters {
  /**
   * The meaning wanted. Absent means all four.
   */
  metric_type?: 'response_time' | 'throughput' | 'cpu_usage' | 'memory_usage';
  /**
   * Start of the window: RFC 3339, unix seconds, or a duration before now such as 2h. Absent means one hour before the end.
   */
  start_time?: string;
  /**
   * End of the window, written like start_time. Absent means the source's now.
   */
  end_time?: string;
  /**
   * Service name, as a service, app, job, workload or pod label shows it.
   */
  service?: string;
  /**
   * At most this many series; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Series with statistics.
 */
export interface SeriesStatisticsList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: SeriesStatistics[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * What was searched, so that an empty answer can be read: the words, the window, and whether the source has this kind of signal at all.
 */
export interface Searched {
  /**
   * What was searched, in words, with the filters applied.
   */
  what: string;
  /**
   * False when the source holds no such signal at all: the empty answer then means unknown, not healthy.
   */
  present: boolean;
  /**
   * Start of the window searched; absent when no window applies.
   */
  start?: string;
  /**
   * End of the window searched.
   */
  end?: string;
  /**
   * What matches and was not read because of a limit, in words; absent when all was read.
   */
  leftOut?: string;
  coverage?: Coverage;
}
/**
 * What of the source was read and what was not: an object that is not listed is absent only where its kind was seen. In an answer: of the kinds and namespaces that it is about.
 */
export interface Coverage {
  /**
   * A kind that is in none of them was not read.
   */
  readings: CoverageReading[];
  /**
   * Files and parts of files that were not understood, in name order; the first ones where there are many.
   */
  notUnderstood: NotUnderstood[];
  /**
   * How many there are in all, where not all are listed.
   */
  notUnderstoodTotal?: number;
}
/**
 * How far one kind was read, in all of the source or in some namespaces.
 */
export interface CoverageReading {
  /**
   * The kind of object as Kubernetes writes it, such as Pod or Event, or another signal: changes, logs, metrics, topology, alerts, traces, runbooks.
   */
  kind: string;
  /**
   * The namespaces this is about; absent means all of the source, and kinds that have no namespace.
   */
  namespaces?: string[];
  /**
   * seen: read to the end, also when there is none. truncated: there are more, or there may be. forbidden: the rights do not reach there. unread: it failed, or its file is damaged. not-served: the server does not know the kind, so there is none.
   */
  state: 'seen' | 'truncated' | 'forbidden' | 'unread' | 'not-served';
  /**
   * How many were read.
   */
  items?: number;
  /**
   * What is missing and why, in words; absent when all was seen.
   */
  reason?: string;
}
/**
 * A file, or a part of one, that could not be read as what it should be.
 */
export interface NotUnderstood {
  /**
   * Its path in the snapshot.
   */
  file: string;
  /**
   * Where; absent when it is about the whole file.
   */
  line?: number;
  /**
   * Why, in words.
   */
  reason: string;
}
/**
 * One series over the window.
 */
export interface SeriesStatistics {
  /**
   * Metric name.
   */
  name: string;
  /**
   * Labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Service read from the labels, where there is one.
   */
  service?: string;
  /**
   * What it was taken to measure, such as response_time or cpu.
   */
  meaning: string;
  /**
   * Unit, where known.
   */
  unit?: string;
  /**
   * Points in the window.
   */
  points: number;
  /**
   * First point.
   */
  from: string;
  /**
   * Last point.
   */
  to: string;
  /**
   * Last value.
   */
  latest: number;
  /**
   * Mean.
   */
  average: number;
  /**
   * Least.
   */
  min: number;
  /**
   * Greatest.
   */
  max: number;
  /**
   * 95th percentile.
   */
  p95: number;
  /**
   * Rate of increase per second, for counters.
   */
  perSecond?: number;
}
/**
 * What a handler of get_error_rates receives: validated, with defaults applied.
 */
export interface GetErrorRatesParameters {
  /**
   * Length of the window that ends at the source's now.
   */
  time_window: '1h' | '6h' | '24h' | '7d';
  /**
   * Service name, as the labels show it.
   */
  service?: string;
  /**
   * At most this many rates; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Error rates, highest first.
 */
export interface ErrorRateList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: ErrorRate[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Errors of one service.
 */
export interface ErrorRate {
  /**
   * Service; empty where the labels name none.
   */
  service: string;
  /**
   * The series read.
   */
  metric: string;
  /**
   * Its labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * count: errors in the window; ratio: share of requests; rate: errors per second.
   */
  kind: 'count' | 'ratio' | 'rate';
  /**
   * Errors in the window, mean share (0 to 1) or mean rate, by kind.
   */
  value: number;
  /**
   * Last value, in the series' unit.
   */
  latest: number;
  /**
   * Greatest value, in the series' unit.
   */
  max: number;
  /**
   * Requests in the window, where a request count exists.
   */
  requests?: number;
  /**
   * Errors over requests, 0 to 1, where both are known.
   */
  ratio?: number;
  /**
   * Points in the window.
   */
  points: number;
}
/**
 * What a handler of get_resource_metrics receives: validated, with defaults applied.
 */
export interface GetResourceMetricsParameters {
  /**
   * The resource wanted. Absent means all four.
   */
  resource_type?: 'cpu' | 'memory' | 'disk' | 'network';
  /**
   * Service name, as the labels show it.
   */
  service?: string;
  /**
   * Length of the window that ends at the source's now.
   */
  time_window: '1h' | '6h' | '24h' | '7d';
  /**
   * At most this many series; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * What a handler of get_availability_metrics receives: validated, with defaults applied.
 */
export interface GetAvailabilityMetricsParameters {
  /**
   * Service name, as the labels show it.
   */
  service?: string;
  /**
   * Length of the window that ends at the source's now.
   */
  time_window: '1h' | '6h' | '24h' | '7d' | '30d';
  /**
   * At most this many services; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Availability, lowest first.
 */
export interface AvailabilityList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Availability[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Availability of one service.
 */
export interface Availability {
  /**
   * Service or target.
   */
  service: string;
  /**
   * 0 to 100.
   */
  availabilityPercent: number;
  /**
   * The series it comes from.
   */
  metric: string;
  /**
   * Points in the window.
   */
  samples: number;
  /**
   * Points below full availability.
   */
  belowFull: number;
  /**
   * Last point below full availability; absent when there is none.
   */
  lastDownAt?: string;
  /**
   * Last value, in percent.
   */
  latest: number;
}
/**
 * What a handler of analyze_trends receives: validated, with defaults applied.
 */
export interface AnalyzeTrendsParameters {
  /**
   * Metric name; a series matches when its name equals it, or contains it when none equals it.
   */
  metric_name: string;
  /**
   * Service name, as the labels show it.
   */
  service?: string;
  /**
   * Length of the window that ends at the source's now.
   */
  time_window: '1h' | '6h' | '24h' | '7d';
  /**
   * Confidence in percent that a change must reach: 95 reports changes about two robust deviations or more from the past, 99.9 only very clear ones.
   */
  anomaly_threshold: number;
  /**
   * At most this many series; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Trends, most anomalous first.
 */
export interface TrendList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Trend[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * The trend of one series.
 */
export interface Trend {
  /**
   * Metric name.
   */
  name: string;
  /**
   * Labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Where the series goes over the window.
   */
  direction: 'rising' | 'falling' | 'steady';
  /**
   * Points in the window.
   */
  points: number;
  /**
   * Median.
   */
  median: number;
  /**
   * Last value.
   */
  last: number;
  /**
   * Changes that reach the threshold, strongest first.
   */
  anomalies: SeriesChange[];
}
/**
 * A change detected in one series.
 */
export interface SeriesChange {
  /**
   * What kind.
   */
  kind: 'level-shift' | 'spike' | 'drift' | 'gap';
  /**
   * Which way.
   */
  direction: 'up' | 'down';
  /**
   * Where it begins.
   */
  onset: string;
  /**
   * Where it ended; absent when it lasts to the end of the window.
   */
  until?: string;
  /**
   * Typical value before, in the series' unit.
   */
  before: number;
  /**
   * Typical value during.
   */
  during: number;
  /**
   * Size over the robust spread of the series' own past; at least 0.
   */
  score: number;
}
/**
 * What a handler of summarize_series receives: validated, with defaults applied.
 */
export interface SummarizeSeriesParameters {
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time. Absent means everything the source holds.
   */
  since?: string;
  /**
   * Metric name, exactly, or with * for any run of characters.
   */
  name?: string;
  /**
   * Service name, as the labels show it.
   */
  service?: string;
  /**
   * Services whose series are read whatever limits there are, with those of what they call and what calls them; names separated by commas.
   */
  focus?: string;
  /**
   * Leave out series without a detected change.
   */
  changed_only: boolean;
  /**
   * At most this many series; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Series, strongest changes first.
 */
export interface MetricSeriesList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: MetricSeries[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * One series, summarised near its data.
 */
export interface MetricSeries {
  /**
   * Metric name.
   */
  name: string;
  /**
   * Labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * counter, gauge, histogram, summary… where declared.
   */
  type?: string;
  /**
   * Unit, where declared.
   */
  unit?: string;
  meaning?: SeriesMeaning;
  recent?: SeriesExtent;
  /**
   * Points read.
   */
  points: number;
  /**
   * First point.
   */
  from: string;
  /**
   * Last point.
   */
  to: string;
  /**
   * Median distance between points; absent with fewer than two.
   */
  stepSeconds?: number;
  /**
   * Last value.
   */
  last: number;
  /**
   * Least.
   */
  min: number;
  /**
   * Greatest.
   */
  max: number;
  /**
   * Median.
   */
  median: number;
  changes: SeriesChange[];
  /**
   * At most 60 points [unix seconds, value] for drawing.
   */
  sketch: [number, number][];
}
/**
 * What a series measures, by schemas/metric-signals.yaml.
 */
export interface SeriesMeaning {
  /**
   * What is measured, such as disk-free, connections, gc-time; `other` is known to be of no use here.
   */
  signal: string;
  /**
   * The direction that hurts; absent where neither does by itself.
   */
  bad?: 'up' | 'down';
  /**
   * Multiply by this to get seconds, a ratio of 1, bytes or cores.
   */
  scale: number;
  /**
   * The statistic the series holds, lower case: average, p99, sum.
   */
  statistic?: string;
  /**
   * What it is about, where that is no service, such as node, volume, queue, consumer, upstream or client.
   */
  of?: string;
  /**
   * The database, cache or broker it tells of, such as postgresql.
   */
  engine?: string;
}
/**
 * Exact figures over the points of the window.
 */
export interface SeriesExtent {
  /**
   * Points in the window.
   */
  points: number;
  /**
   * Least.
   */
  min: number;
  /**
   * Median.
   */
  median: number;
  /**
   * Greatest.
   */
  max: number;
}
/**
 * What a handler of list_slis receives: validated, with defaults applied.
 */
export interface ListSlisParameters {
  /**
   * The window: how far back to look from the source's now, such as 15m or 1h, or an RFC 3339 time. Absent means everything the source holds.
   */
  since?: string;
  /**
   * Services that must be read whatever it costs, with what they call and what calls them; names separated by commas.
   */
  focus?: string;
  /**
   * At most this many indicators; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Indicators by service, and what was left out: a service of which nothing was read is unknown, not healthy.
 */
export interface SliList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Sli[];
  leftOut: LeftOutMetric[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * One service level indicator. Figures are observed ones, in `unit`; a figure that could not be told is absent.
 */
export interface Sli {
  /**
   * The service that serves the requests (side server) or sends them (side client).
   */
  service: string;
  /**
   * Its namespace, where the labels say so.
   */
  namespace?: string;
  /**
   * Measured where requests are served, or where they are sent.
   */
  side: 'server' | 'client';
  /**
   * The other side, where the labels say so: the caller of a server, the callee of a client.
   */
  peer?: string;
  /**
   * What is indicated.
   */
  indicator: 'rate' | 'error_ratio' | 'latency';
  /**
   * Of a latency: p50, p95, p99 (or the quantile recorded), mean or max.
   */
  statistic?: string;
  /**
   * requests/s, ratio (1 is every request) or s.
   */
  unit: 'requests/s' | 'ratio' | 's';
  /**
   * How it was computed.
   */
  basis: 'histogram' | 'summary' | 'mean' | 'counter' | 'gauge';
  /**
   * The metric it was computed from.
   */
  metric: string;
  /**
   * Points behind it, the past included.
   */
  points: number;
  /**
   * Distance of the points of the course.
   */
  stepSeconds: number;
  /**
   * Median of the time before the change, or before the window; absent where no past was read.
   */
  normal?: number;
  /**
   * Robust spread around normal (interquartile range over 1.349).
   */
  spread?: number;
  /**
   * Median during the change; without a change, over the window.
   */
  value: number;
  /**
   * The last figure.
   */
  last: number;
  /**
   * The most extreme figure in the window, in the direction that hurts.
   */
  worst: number;
  /**
   * Where a change begins; absent when nothing changed in the window.
   */
  onset?: string;
  /**
   * Where it ended; absent when it lasts to the end.
   */
  until?: string;
  /**
   * Which way it changed.
   */
  direction?: 'up' | 'down';
  /**
   * A new level, a short excursion, or a steady slope.
   */
  shape?: 'level-shift' | 'spike' | 'drift';
  /**
   * Size of the change over the spread; 0 or more.
   */
  score?: number;
  /**
   * Requests behind `value`; absent where they were not counted.
   */
  requests?: number;
  /**
   * Failed requests among them.
   */
  failed?: number;
  /**
   * Requests behind `normal`.
   */
  normalRequests?: number;
  /**
   * [unix seconds, figure] at the ends of equal slices, the same for every indicator of an answer: exact figures of each slice, nothing thinned. Slices without requests are missing.
   */
  course: [number, number][];
}
/**
 * A metric that was not, or not wholly, read.
 */
export interface LeftOutMetric {
  /**
   * Metric name.
   */
  metric: string;
  /**
   * How many series it has; absent when unknown.
   */
  series?: number;
  /**
   * Why, and what was read in its place, in words.
   */
  reason: string;
  /**
   * Services it tells of that are not covered by what was read; absent when that is unknown.
   */
  services?: string[];
  /**
   * True when it tells, or may tell, of a service of `focus`.
   */
  touchesFocus?: boolean;
}
/**
 * What a handler of query_series receives: validated, with defaults applied.
 */
export interface QuerySeriesParameters {
  /**
   * Metric name, exactly.
   */
  name: string;
  /**
   * Labels that must match: key=value pairs separated by commas; key!=value and key=~regex are understood.
   */
  labels?: string;
  /**
   * Start of the window: RFC 3339, unix seconds, or a duration before now. Absent means everything held.
   */
  start?: string;
  /**
   * End of the window, written like start. Absent means now.
   */
  end?: string;
  /**
   * At most this many points for each series.
   */
  max_points: number;
  /**
   * At most this many series; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Points of series.
 */
export interface SeriesPointsList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: SeriesPoints[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Points of one series.
 */
export interface SeriesPoints {
  /**
   * Metric name.
   */
  name: string;
  /**
   * Labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Type, where declared.
   */
  type?: string;
  /**
   * Unit, where declared.
   */
  unit?: string;
  /**
   * Points in the window before thinning.
   */
  total: number;
  /**
   * [unix seconds, value], in order of time.
   */
  points: [number, number][];
}
/**
 * What a handler of get_topology receives: validated, with defaults applied.
 */
export interface GetTopologyParameters {}
/**
 * Who calls whom.
 */
export interface TopologyAnswer {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  /**
   * caller to callees.
   */
  topology: {
    [k: string]: string[];
  };
}
/**
 * What a handler of list_alerts receives: validated, with defaults applied.
 */
export interface ListAlertsParameters {
  /**
   * Keep only alerts of this state. Absent means all.
   */
  state?: 'active' | 'suppressed' | 'unprocessed' | 'resolved';
  /**
   * At most this many alerts; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Alerts, newest first.
 */
export interface AlertList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: Alert[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * A machine's notice.
 */
export interface Alert {
  /**
   * Alertmanager's fingerprint.
   */
  fingerprint?: string;
  /**
   * Labels.
   */
  labels: {
    [k: string]: string;
  };
  /**
   * Annotations.
   */
  annotations: {
    [k: string]: string;
  };
  /**
   * When it began to fire.
   */
  startsAt: string;
  /**
   * When it ends or ended.
   */
  endsAt?: string;
  /**
   * State.
   */
  state: 'active' | 'suppressed' | 'unprocessed' | 'resolved';
}
/**
 * What a handler of summarize_traces receives: validated, with defaults applied.
 */
export interface SummarizeTracesParameters {
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time. Absent means everything the source holds.
   */
  since?: string;
  /**
   * Keep only edges whose caller or callee is this service.
   */
  service?: string;
  /**
   * At most this many edges; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Edges, most errors first.
 */
export interface TraceEdgeList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: TraceEdge[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * Spans aggregated per caller, callee and operation. Durations in milliseconds.
 */
export interface TraceEdge {
  /**
   * Calling service; empty for a root span.
   */
  caller: string;
  /**
   * Called service.
   */
  callee: string;
  /**
   * Span name.
   */
  operation: string;
  /**
   * Spans.
   */
  calls: number;
  /**
   * Spans with error status.
   */
  errors: number;
  /**
   * Median duration.
   */
  p50Ms: number;
  /**
   * 99th percentile duration.
   */
  p99Ms: number;
  /**
   * Median of the time not spent in children.
   */
  ownP50Ms: number;
  /**
   * The machine that all spans of the callee come from (`host.name`); absent where they name none, or several.
   */
  host?: string;
  /**
   * A trace to look at: a failed one, else the slowest.
   */
  exampleTraceId?: string;
}
/**
 * What a handler of describe_source receives: validated, with defaults applied.
 */
export interface DescribeSourceParameters {}
/**
 * What this backend reads from.
 */
export interface SourceDescription {
  /**
   * The kind of provider, such as snapshot.
   */
  provider: string;
  /**
   * Name of the cluster or system observed.
   */
  cluster: string;
  /**
   * Kubernetes namespaces in scope; empty when the source names none.
   */
  namespaces: string[];
  /**
   * The source's now: every age and window is relative to it.
   */
  asOf: string;
  /**
   * The complaint as it was recorded; absent when none was.
   */
  report?: string;
  /**
   * The kinds of signal this backend holds.
   */
  signals: ('objects' | 'events' | 'changes' | 'logs' | 'metrics' | 'topology' | 'alerts' | 'traces' | 'runbooks')[];
  /**
   * One line for each damaged or skipped file, naming the file and line.
   */
  warnings: string[];
  coverage: Coverage;
  recording?: Recording;
}
/**
 * What is read is a recording, not a running system.
 */
export interface Recording {
  /**
   * The moment of the recording, as recorded.
   */
  capturedAt: string;
  /**
   * How far all times were moved; 0 where they are those of the recording.
   */
  shiftedSeconds: number;
}
/**
 * Every failure has this shape.
 */
export interface Error {
  /**
   * What went wrong.
   */
  error: {
    /**
     * The class of failure.
     */
    kind:
      | 'invalid-input'
      | 'unauthenticated'
      | 'forbidden'
      | 'not-found'
      | 'rate-limited'
      | 'timeout'
      | 'cancelled'
      | 'unavailable'
      | 'bad-upstream'
      | 'internal';
    /**
     * One sentence for a person.
     */
    message: string;
    /**
     * The parameter at fault, for invalid-input.
     */
    field?: string;
    /**
     * Why the parameter was refused, for invalid-input.
     */
    reason?: string;
    /**
     * Finds the request in the log.
     */
    requestId?: string;
  };
}
