/**
 * Settings of how long a program waits on purpose, mostly for more to come: Triton (`max_queue_delay_microseconds`), TensorFlow
 * Serving (`batch_timeout_micros`), TorchServe (`maxBatchDelay`), Ray Serve (`batch_wait_timeout_s`), BentoML
 * (`max_latency_ms`), Kafka's producers (`linger.ms`), MySQL's and PostgreSQL's group commit, debouncing and pacing of programs.
 * A time-out is none: what comes in time does not wait for it.
 */
const DELAY = /delay|linger|wait|batch|debounce|throttle|sleep|pause|pacing|gather|flush|max_?latency/i;
const NO_DELAY = /time_?-?\.?out|ttl|expir|retention|max_?age|keep_?-?alive|initial|startup|probe|grace|drain|backoff/i;
/** Time-outs of these words are how long a batch waits to fill. */
const OF_BATCH = /batch|linger|queue_?wait/i;

const SECOND = 1;
const MILLISECOND = 0.001;
const MICROSECOND = 0.000_001;
const MINUTE = 60;

/** Units that the name of a setting ends with, in seconds. */
const NAMED_UNITS: readonly (readonly [RegExp, number])[] = [
  [/(?:micros(?:econds?)?|[_.-]us|usec)$/i, MICROSECOND],
  [/(?:[Mm]illis(?:econds?)?|_MILLIS(?:ECONDS?)?|[_.-]ms|_MS|msecs?|Ms)$/, MILLISECOND],
  [/(?:seconds?|[_.-]secs?|[_.-]s)$/i, SECOND],
  // MySQL, `binlog_group_commit_sync_delay`; PostgreSQL, `commit_delay`; TorchServe's and most programs' own: milliseconds.
  [/(?:commit_sync_delay|^commit_delay)$/i, MICROSECOND],
  [/(?:batch|queue)_?delay$/i, MILLISECOND],
];

/** Units as values carry them, in seconds. */
const WRITTEN_UNITS: Readonly<Record<string, number>> = {
  us: MICROSECOND,
  µs: MICROSECOND,
  ms: MILLISECOND,
  s: SECOND,
  m: MINUTE,
};

/** True for the name of a setting of how long a program waits on purpose. */
export function isDelaySetting(name: string): boolean {
  return DELAY.test(name) && (OF_BATCH.test(name) || !NO_DELAY.test(name));
}

/** The seconds that a value of a setting stands for; undefined where neither tells its unit. */
export function secondsOfSetting(name: string, figure: number, unit: string | undefined): number | undefined {
  const factor = unit === undefined ? NAMED_UNITS.find(([ending]) => ending.test(name))?.[1] : WRITTEN_UNITS[unit];
  return factor === undefined ? undefined : figure * factor;
}
