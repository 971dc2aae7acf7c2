import { mayMean } from '../../meaning.ts';
import { namePattern } from '../../name-pattern.ts';
import { LIVE } from '../../parameters.ts';
import { mayTellOfRequests } from '../../slis/request-metrics.ts';
import { type Topic, topicOf } from '../../topics.ts';
import type { Extents } from './extents.ts';

/** What is read of a large Prometheus when no metric is named. */
export interface MetricChoice {
  /** Names or patterns with `*`; empty means by meaning. */
  readonly names: readonly string[];
  /** Metric names read at most. */
  readonly maxNames: number;
  /** Series read at most, in all. */
  readonly maxSeries: number;
  /** Of a metric with more series than this only those are read that moved most, and those of what was asked about. */
  readonly maxSeriesPerName: number;
}

/** Names in the order in which they are worth reading. */
export interface ChosenNames {
  readonly names: readonly string[];
  /** Those among them of requests, which are read as service level indicators too. */
  readonly requests: ReadonlySet<string>;
  /** Those among them that no rule reads, and people may. */
  readonly unknown: ReadonlySet<string>;
  /** What is beyond `maxNames`, in words. */
  readonly leftOut: string | undefined;
}

/** What tells nothing alone: buckets are read as quantiles, alerts as alerts, service graphs as calls. */
const NEVER = /^(?:ALERTS|traces_service_graph_)|_(?:bucket|created|info)$/;
const ORDER: Readonly<Record<Topic, number>> = {
  errors: 0,
  availability: 0,
  response_time: 0,
  cpu: 1,
  memory: 1,
  disk: 1,
  network: 1,
  throughput: 2,
  other: 2,
};

/**
 * The names worth reading: what a rule can read before what only people can, availability and saturation before the rest.
 * Nobody's metric is left out for its name, whoever exports it.
 */
export function chooseNames(held: readonly string[], asked: string | undefined, choice: MetricChoice): ChosenNames {
  const wanted = (asked === undefined ? choice.names : [asked]).map(namePattern);
  const fits = (name: string): boolean => (wanted.length === 0 ? !NEVER.test(name) : wanted.some((test) => test(name)));
  const fitting = held.filter(fits);
  const byMeaning = wanted.length === 0;
  const requests = new Set(fitting.filter((name) => byMeaning && mayTellOfRequests(name)));
  const unknown = new Set(fitting.filter((name) => byMeaning && !requests.has(name) && !mayMean(name)));
  const rank = new Map(
    fitting.map((name) => {
      const kind = unknown.has(name) ? 20 : requests.has(name) ? 10 : 0;
      return [name, kind + ORDER[topicOf({ name, labels: {} })]] as const;
    }),
  );
  const names = fitting.toSorted((a, b) => rank.get(a)! - rank.get(b)! || (a < b ? -1 : 1));
  const kept = names.slice(0, choice.maxNames);
  const leftOut =
    names.length > kept.length ? `${names.length - kept.length} of ${names.length} metric names` : undefined;
  return { names: kept, requests, unknown, leftOut };
}

/** How the series of chosen names are read. */
export interface ReadingPlan {
  /** Names read whole, a query each group. */
  readonly whole: readonly (readonly string[])[];
  /** Names too large for that, with their series: only a part of each is read. */
  readonly large: readonly (readonly [name: string, series: number])[];
  /** Names of requests that are read as indicators only. */
  readonly indicated: readonly string[];
}

/** Which names are read whole, within the limits on series; a name that is asked for counts against the total only. */
export function planReading(
  { names, requests, unknown }: ChosenNames,
  extents: Pick<Extents, 'seriesOf'>,
  choice: Pick<MetricChoice, 'maxSeries' | 'maxSeriesPerName'> & { readonly byName: boolean },
): ReadingPlan {
  const whole: (readonly [string, number])[] = [];
  const large: (readonly [string, number])[] = [];
  const indicated: string[] = [];
  let total = 0;
  let totalUnknown = 0;
  for (const name of names) {
    const series = Math.max(1, extents.seriesOf(name));
    const tooMany = !choice.byName && series > choice.maxSeriesPerName;
    const isUnknown = unknown.has(name);
    if (isUnknown && totalUnknown + series > LIVE.unknownSeries) continue;
    if (tooMany || total + series > choice.maxSeries) {
      if (requests.has(name)) indicated.push(name);
      else if (!isUnknown) large.push([name, series]);
      continue;
    }
    whole.push([name, series]);
    total += series;
    if (isUnknown) totalUnknown += series;
  }
  return { whole: batchesOf(whole, total), large, indicated };
}

/** A query costs the server little by itself, and a long answer holds up the others. */
const FEWEST_IN_BATCH = 500;

function batchesOf(whole: readonly (readonly [string, number])[], total: number): string[][] {
  const most = Math.max(FEWEST_IN_BATCH, Math.ceil(total / LIVE.batches));
  const batches = Array.from({ length: LIVE.batches }, (): string[] => []);
  let before = 0;
  for (const [name, series] of whole) {
    batches[Math.min(LIVE.batches - 1, Math.floor(before / most))]?.push(name);
    before += series;
  }
  return batches.filter((batch) => batch.length > 0);
}
