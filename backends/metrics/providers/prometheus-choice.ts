import { namePattern } from '../name-pattern.ts';
import { type Topic, topicOf } from '../topics.ts';

/** What is read of a large Prometheus when no metric is named. */
export interface MetricChoice {
  /** Names or patterns with `*`; empty means by meaning. */
  readonly names: readonly string[];
  /** Metric names read at most. */
  readonly maxNames: number;
  /** Series read at most, in all. */
  readonly maxSeries: number;
  /** A metric with more series than this is left out unless it is asked for by name. */
  readonly maxSeriesPerName: number;
}

/** Metrics that tell of the measuring itself, or of edges, which are read as topology and traces. */
const NOT_BY_DEFAULT =
  /^(go|process|python|nodejs|jvm_info|prometheus|promhttp|scrape|alertmanager|net_conntrack|traces_service_graph|vm|vmagent|loki|cortex|thanos|grafana)_|^ALERTS|_(bucket|created|info)$/;
const ORDER: Readonly<Record<Topic, number>> = {
  response_time: 0,
  errors: 0,
  availability: 0,
  throughput: 1,
  cpu: 2,
  memory: 2,
  disk: 2,
  network: 2,
  other: 3,
};

/** The names worth reading, those that carry latency, errors and availability first, then load, saturation, the rest. */
export function chooseNames(
  held: readonly string[],
  asked: string | undefined,
  choice: MetricChoice,
): { names: string[]; leftOut: string | undefined } {
  const wanted = (asked === undefined ? choice.names : [asked]).map(namePattern);
  const fits = (name: string): boolean =>
    wanted.length === 0 ? !NOT_BY_DEFAULT.test(name) : wanted.some((test) => test(name));
  const rank = new Map(held.filter(fits).map((name) => [name, ORDER[topicOf({ name, labels: {} })]]));
  const names = [...rank.keys()].sort((a, b) => rank.get(a)! - rank.get(b)! || (a < b ? -1 : 1));
  if (names.length <= choice.maxNames) return { names, leftOut: undefined };
  const leftOut = `${names.length - choice.maxNames} of ${names.length} metric names`;
  return { names: names.slice(0, choice.maxNames), leftOut };
}

const BATCH_SERIES = 1_000;
const BATCH_NAMES = 100;

/** Groups names into queries of bounded answers, within the series limits. `counts` may lack names: those are small. */
export function planBatches(
  names: readonly string[],
  counts: ReadonlyMap<string, number>,
  choice: MetricChoice & { readonly byName: boolean },
): { batches: string[][]; leftOut: string[] } {
  const batches: string[][] = [];
  const leftOut: string[] = [];
  let batchSeries = 0;
  let total = 0;
  for (const name of names) {
    const series = counts.get(name) ?? 1;
    const tooMany = !choice.byName && series > choice.maxSeriesPerName;
    if (tooMany || total + series > choice.maxSeries) {
      leftOut.push(`${name} (${series} series)`);
      continue;
    }
    const batch = batches.at(-1);
    if (batch === undefined || batchSeries + series > BATCH_SERIES || batch.length >= BATCH_NAMES) {
      batches.push([name]);
      batchSeries = series;
    } else {
      batch.push(name);
      batchSeries += series;
    }
    total += series;
  }
  return { batches, leftOut };
}
