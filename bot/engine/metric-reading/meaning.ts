/**
 * What a metric says, from its name, unit and labels, whatever the naming scheme: Prometheus exporters, CloudWatch,
 * OpenTelemetry. A rule is a pattern over the name in words; the first that fits wins, so the specific stand first.
 */
import type { MetricSeries } from '../../domain/signals.ts';

export type MetricSignal =
  | 'latency'
  | 'errors'
  | 'availability'
  | 'traffic'
  | 'up'
  | 'restarts'
  | 'cpu-throttling'
  | 'cpu-limit'
  | 'cpu'
  | 'memory-limit'
  | 'memory-free'
  | 'memory'
  | 'disk-limit'
  | 'disk-free'
  | 'disk'
  | 'connection-limit'
  | 'connections'
  | 'pool-limit'
  | 'pool-waiting'
  | 'pool-use'
  | 'replication-lag'
  | 'lock-waits'
  | 'slow-queries'
  | 'checkpoints'
  | 'network-delay'
  | 'network-loss'
  | 'network-bytes'
  | 'queue'
  | 'replicas-limit'
  | 'replicas-wanted'
  | 'replicas'
  | 'replica-role'
  | 'throttled-requests';

export interface MetricMeaning {
  readonly signal: MetricSignal;
  /** The direction that hurts; absent where neither does by itself. */
  readonly bad?: 'up' | 'down';
  /** Multiply by this to get seconds, a ratio of 1, or bytes; absent when the scale is unknown. */
  readonly scale: number;
  /** The statistic the series holds, lower case: `average`, `p99`, `sum`; absent when not told. */
  readonly stat?: string;
}

interface MeaningRule {
  readonly signal: MetricSignal;
  readonly bad?: 'up' | 'down';
  readonly name: RegExp;
  readonly not?: RegExp;
}

const RULES: readonly MeaningRule[] = [
  {
    signal: 'replication-lag',
    bad: 'up',
    name: /repl\w*_(?:lag|delay)|replica_lag|seconds_behind|lag_(?:seconds|bytes).*repl|slave_.*lag/,
  },
  { signal: 'replica-role', name: /is_replica|in_recovery|replication_role|is_(?:primary|master|leader)$|failover/ },
  { signal: 'checkpoints', bad: 'up', name: /checkpoint/ },
  {
    signal: 'lock-waits',
    bad: 'up',
    name: /deadlock|lock_?wait|waiting_lock|blocked_(?:quer|session|transaction)|row_lock|locks?_(?:count|waiting|held)|locks$/,
  },
  {
    signal: 'slow-queries',
    bad: 'up',
    name: /slow_quer|long_running_(?:quer|transaction)|max_tx_duration|quer(?:y|ies)_(?:mean|max|exec\w*)?_?(?:time|duration|seconds|latency)|statements?_(?:mean|max)?_?(?:time|seconds)/,
  },
  {
    signal: 'pool-waiting',
    bad: 'up',
    name: /pool.*(?:wait|pending|queue|timeout|acquir)|(?:wait|pending).*(?:pool|connections?_pool)|connections?_(?:pending|wait)|cl_waiting/,
  },
  { signal: 'pool-limit', name: /pool.*(?:max|size|capacity|limit|total)|max_open_connections/ },
  {
    signal: 'pool-use',
    bad: 'up',
    name: /pool.*(?:active|in_use|used|usage|busy|utili)|(?:open|in_use)_connections|hikaricp_connections_active/,
  },
  { signal: 'connection-limit', name: /max_(?:connections|backends)|connections?_(?:max|limit)|settings_max_conn/ },
  {
    signal: 'connections',
    bad: 'up',
    name: /connections?(?:_|$)|stat_activity_count|numbackends|threads_connected|num_connections/,
    not: /refus|fail|error|abort|reset|accept/,
  },
  {
    signal: 'throttled-requests',
    bad: 'up',
    name: /throttled?_(?:requests|events|count)|throttles|rate_limit|(?:^|_)429/,
  },
  { signal: 'cpu-throttling', bad: 'up', name: /throttl/ },
  {
    signal: 'network-delay',
    bad: 'up',
    name: /(?:^|_)rtt|round_trip|ping_|network_(?:latency|delay)|icmp_.*duration|smoothed_rtt/,
  },
  {
    signal: 'network-loss',
    bad: 'up',
    name: /packet_?loss|packets?_(?:drop|lost)|dropped_packets|_drop(?:ped|s)?(?:_|$)|retrans|network_\w*(?:errors?|errs)(?:_|$)/,
  },
  { signal: 'replicas-limit', name: /hpa_\w*max|horizontalpodautoscaler_\w*max|max_replicas/ },
  { signal: 'replicas-wanted', name: /(?:hpa|horizontalpodautoscaler)_\w*desired|desired_replicas|spec_replicas/ },
  {
    signal: 'replicas',
    bad: 'down',
    name: /replicas_(?:available|ready)|(?:available|ready|current)_replicas|healthy_host_count/,
  },
  { signal: 'errors', bad: 'up', name: /un_?healthy_host|reject/ },
  { signal: 'restarts', bad: 'up', name: /restart/ },
  { signal: 'cpu-limit', name: /cpu_(?:limit|quota)|limits?_cpu|spec_cpu_quota|resource_limits.*cpu/ },
  {
    signal: 'memory-limit',
    name: /memory_(?:limit|max)|limits?_memory|spec_memory_limit|mem(?:ory)?_total|memtotal|max_memory/,
  },
  {
    signal: 'memory-free',
    bad: 'down',
    name: /freeable_?memory|mem(?:ory)?_(?:available|free)|memavailable|memfree|free_memory/,
  },
  {
    signal: 'cpu',
    bad: 'up',
    name: /cpu|load_?average|(?:^|_)load(?:1|5|15)$|processor_util/,
    not: /request(?:s|ed)$|credit|idle/,
  },
  {
    signal: 'memory',
    bad: 'up',
    name: /memory|working_set|(?:^|_)rss(?:_|$)|heap|mem_used/,
    not: /memory_request|failcnt|non_?heap_max/,
  },
  {
    signal: 'disk-limit',
    name: /(?:filesystem|disk|storage|volume|persistentvolume\w*)_(?:\w+_)?(?:size|total|capacity)|allocated_storage/,
    not: /free|avail|used/,
  },
  {
    signal: 'disk-free',
    bad: 'down',
    name: /free_storage|free_local_storage|(?:filesystem|disk|volume)\w*_(?:avail|free)|available_bytes/,
  },
  {
    signal: 'disk',
    bad: 'up',
    name: /(?:filesystem|disk|storage|volume)\w*_(?:used|usage|util|full)|(?:disk|storage)_percent/,
  },
  { signal: 'up', bad: 'down', name: /(?:^|_)up$|probe_success|health_?check_status|status_check_passed/ },
  {
    signal: 'availability',
    bad: 'down',
    name: /availab|success|healthy|good_(?:requests|ratio)|(?:^|_)sli(?:_|$)|apdex/,
    not: /unhealthy|unavailab|un_success/,
  },
  { signal: 'errors', bad: 'up', name: /error|fail|fault|5_?xx|exception|unavailab|timeouts?(?:_|$)|abort|refused/ },
  { signal: 'traffic', name: /(?:duration|latency|time|seconds|milliseconds)\w*_count$/ },
  {
    signal: 'latency',
    bad: 'up',
    name: /latency|duration|response_?time|elapsed|(?:requests?|rq)_(?:time|seconds|milliseconds|ms)(?:_|$)|(?:processing|handling)_?(?:time|seconds|milliseconds)|(?:^|_)(?:rt|resp_time)(?:_|$)/,
    not: /uptime|gc_|garbage|scrape|interval|_bucket$/,
  },
  {
    signal: 'queue',
    bad: 'up',
    name: /queue_?(?:depth|size|length|lag)|messages_(?:visible|ready|unack)|consumer_?(?:group_?)?lag|records_lag|age_of_oldest|backlog|inflight|in_flight|pending/,
  },
  {
    signal: 'network-bytes',
    name: /(?:receive|transmit|sent|rx|tx|in|out|network)\w*_bytes|bytes_(?:in|out|sent|received)|network_(?:receive|transmit|throughput)/,
  },
  {
    signal: 'traffic',
    name: /requests?(?:_|$)|(?:^|_)(?:rq|responses?|handled)_(?:total|count|xx|completed)(?:_|$)|(?:^|_)(?:rps|qps|tps|calls|invocations|hits|throughput|transactions|ops)(?:_|$)|messages_(?:sent|received)|commands_processed|queries(?:_|$)|request_count/,
  },
];

const READ = new Map<string, MeaningRule | null>();
const READ_LIMIT = 10_000;

/** A name in words: lower case, joined by single underscores, camel case and acronyms split. */
export function nameInWords(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toLowerCase()
    .replace(/^_+|_+$/g, '');
}

/** What a series says; undefined when its name says nothing known. */
export function meaningOf(series: Pick<MetricSeries, 'name' | 'labels' | 'unit'>): MetricMeaning | undefined {
  const words = nameInWords(series.name);
  const rule = ruleFor(words);
  if (!rule) return undefined;
  const bad = errorLabelled(series.labels, rule.signal) ? 'up' : rule.bad;
  const signal = errorLabelled(series.labels, rule.signal) ? 'errors' : rule.signal;
  const stat = statOf(words, series.labels);
  const base = { signal, scale: scaleOf(words, series.unit, signal), ...(bad === undefined ? {} : { bad }) };
  return stat === undefined ? base : { ...base, stat };
}

function ruleFor(words: string): MeaningRule | undefined {
  let rule = READ.get(words);
  // A histogram's buckets say nothing alone, and there are many.
  if (words.endsWith('_bucket')) return undefined;
  if (rule === undefined) {
    rule = RULES.find((candidate) => candidate.name.test(words) && !candidate.not?.test(words)) ?? null;
    if (READ.size > READ_LIMIT) READ.clear();
    READ.set(words, rule);
  }
  return rule ?? undefined;
}

/** Codes of gRPC by which the server, not the caller, is at fault; by name and by number. */
const GRPC_FAULTS = /^(?:unknown|deadline_?exceeded|unimplemented|internal|unavailable|data_?loss|2|4|12|13|14|15)$/i;

/** Requests counted by status: those of a 5xx code, or of a failed outcome, are errors. */
function errorLabelled(labels: MetricSeries['labels'], signal: MetricSignal): boolean {
  if (signal !== 'traffic') return false;
  return Object.entries(labels).some(([label, value]) => {
    const name = label.replaceAll(/[.\-/]/g, '_');
    if (/(?:^|_)grpc_(?:code|status)|^grpc_/.test(name)) return GRPC_FAULTS.test(value);
    if (/(?:^|_)code_class$/.test(name)) return /^5(?:xx)?$/i.test(value);
    if (/^(?:\w+_)?(?:status|code)$/.test(name)) return /^5\w\w$/i.test(value) || /^STATUS_CODE_ERROR$/.test(value);
    return (
      /^(?:outcome|result|success|classification)$/.test(name) &&
      /^(?:(?:server_)?error|fail(?:ure|ed)?|false)$/i.test(value)
    );
  });
}

function statOf(words: string, labels: MetricSeries['labels']): string | undefined {
  const quantile = labels.quantile ?? labels.percentile;
  if (quantile !== undefined) {
    const share = Number(quantile);
    if (Number.isFinite(share)) return `p${Number((share <= 1 ? share * 100 : share).toPrecision(4))}`;
  }
  const label = labels.stat ?? labels.statistic ?? labels.aggregation;
  if (label !== undefined) return label.toLowerCase() === 'avg' ? 'average' : label.toLowerCase();
  const inName = /(?:^|_)(p\d{2,3}|average|avg|mean|median|maximum|max|sum)(?:_|$)/.exec(words)?.[1];
  if (inName === 'avg' || inName === 'mean') return 'average';
  return inName === 'median' ? 'p50' : inName;
}

function scaleOf(words: string, unit: string | undefined, signal: MetricSignal): number {
  const text = `${words}_${(unit ?? '').toLowerCase()}`;
  if (signal === 'latency' || signal === 'network-delay' || signal === 'replication-lag') {
    if (/milli|(?:^|_)ms(?:_|$)/.test(text)) return 1e-3;
    if (/micro|(?:^|_)us(?:_|$)/.test(text)) return 1e-6;
    return /nano|(?:^|_)ns(?:_|$)/.test(text) ? 1e-9 : 1;
  }
  if (
    /percent|(?:^|_)pct(?:_|$)|%/.test(text) ||
    (signal === 'cpu' && /utili[sz]ation/.test(words) && !/ratio/.test(words))
  )
    return 1e-2;
  if (/kilo_?bytes|(?:^|_)(?:kb|kib)(?:_|$)/.test(text)) return 1024;
  return /mega_?bytes|(?:^|_)(?:mb|mib)(?:_|$)/.test(text) ? 1_048_576 : 1;
}
