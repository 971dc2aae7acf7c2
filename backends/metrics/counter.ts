import { kindOf } from './meaning.ts';

/** MicroProfile Metrics and WildFly write the unit of a time behind the total: `base_gc_time_total_seconds`. */
const COUNTER_NAME = /[._](?:total|count|sum|bucket|total[._](?:seconds|milliseconds|nanoseconds))$/;
/** Parts of a histogram or summary, which count whatever type they are given. */
const PART_NAME = /[._](?:count|sum|bucket)$/;
/** CloudWatch's statistics are those of a period, which its exporters (cloudwatch_exporter, YACE) give as gauges. */
const OF_A_PERIOD = /^(?:(?:cloudwatch_)?aws_\w+_(?:sum|sample_?count)|amazonaws[._]com\W?\w+)$/i;
/** Words of a level: what they name is no counter, however steadily it climbs. */
const LEVEL =
  /bytes$|(?:^|[._])(?:age|usage|used|size|ratio|percent|current|lag|depth|free|avail\w*|limit|max|min|open|active|temperature|level|connections|threads|length|entries|utili[sz]ation|per_second|rate|info|time|timestamp|seconds|memory|mem|heap|rss)(?:[._]|$)/i;
const NEVER_COUNTER = new Set(['gauge', 'gaugehistogram', 'info', 'stateset']);
/** A declared counter restarts when its process does; one that falls all the time is a gauge with a wrong type. */
const RESTARTS_DECLARED = 0.2;
/** What its exporter's documentation calls a counter begins anew with each start of a container that crashes all the time. */
const RESTARTS_DOCUMENTED = 0.5;
const RESTARTS_NAMED = 0.05;
/** Fewer points cannot tell a counter by its shape alone. */
const FEWEST_FOR_SHAPE = 8;
/** Share of the steps in which what has no counter's name must rise to be taken for one. */
const RISING_STEPS = 0.5;

/** Whether nobody said what a series is, or only that it is not known (OpenMetrics' `unknown`, Prometheus' `untyped`). */
export function isUndeclared(type: string | undefined): boolean {
  return type === undefined || type === 'unknown' || type === 'untyped';
}

/** Whether a series counts up: by its declared type, its name, or the shape of its values, the last only without a type. */
export function isCounter({
  name,
  type,
  values,
}: {
  readonly name: string;
  readonly type?: string | undefined;
  readonly values: Float64Array;
}): boolean {
  const told = kindOf(name);
  if (told === 'gauge' || OF_A_PERIOD.test(name)) return false;
  const declared = type === 'counter';
  if (values.length < 2) return declared || COUNTER_NAME.test(name);
  const undeclared = isUndeclared(type);
  let falls = 0;
  let rises = 0;
  let previous = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < previous) falls++;
    else if (value > previous) rises++;
    if (value < least) least = value;
    previous = value;
  }
  if (least < 0) return false;
  // A wrong type does not make a gauge of what has a counter's name and never falls, nor of what is documented to count:
  // exporters that ask a server for its own totals show them as gauges (SQL Server, sys.dm_os_performance_counters).
  if (!declared && !undeclared && NEVER_COUNTER.has(type!)) {
    if (told === 'counter' && falls <= Math.max(1, values.length * RESTARTS_NAMED)) return true;
    return (
      PART_NAME.test(name) &&
      falls === 0 &&
      values.length >= FEWEST_FOR_SHAPE &&
      rises >= RISING_STEPS * (values.length - 1)
    );
  }
  if (declared || told === 'counter' || COUNTER_NAME.test(name)) {
    const restarts = told === 'counter' ? RESTARTS_DOCUMENTED : declared ? RESTARTS_DECLARED : RESTARTS_NAMED;
    return falls <= Math.max(1, values.length * restarts);
  }
  if (!undeclared || LEVEL.test(name) || values.length < FEWEST_FOR_SHAPE) return false;
  return (
    falls <= 1 &&
    rises >= RISING_STEPS * (values.length - 1) &&
    values.every((value) => Number.isInteger(value) || !Number.isFinite(value))
  );
}

/**
 * What a counter grew by. A fall is a restart from zero, as Prometheus takes it; but one that leaves more than half is of a
 * sum, of which one part began anew, and tells no growth: undefined.
 */
export function grownBy(before: number, after: number): number | undefined {
  if (after >= before) return after - before;
  return after * 2 < before ? after : undefined;
}
