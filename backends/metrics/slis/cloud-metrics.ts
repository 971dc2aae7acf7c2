import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import type { CloudNamespace } from '../../../schemas/metric-knowledge.ts';
import { cloudwatchNames } from '../cloudwatch-name.ts';

type Labels = Readonly<Record<string, string>>;

/** What one metric of CloudWatch tells of requests. */
export interface CloudMetric {
  readonly space: CloudNamespace;
  /** Its name there, without separators. */
  readonly metric: string;
  readonly statistic: string;
}

/** The metrics that tell of requests, each after the names of its namespace. */
const KNOWN: ReadonlyMap<string, Omit<CloudMetric, 'statistic'>> = new Map(
  METRIC_KNOWLEDGE.cloudwatch.flatMap((space) =>
    space.namespaces.flatMap((namespace) =>
      metricsOf(space).map((metric) => [`${namespace}${metric}`, { space, metric }] as const),
    ),
  ),
);

function metricsOf({ requests, things, shares = {}, durations }: CloudNamespace): readonly string[] {
  return [
    ...(requests === undefined ? [] : [requests]),
    ...things.flatMap(({ failures }) => failures),
    ...Object.keys(shares),
    ...Object.keys(durations),
  ];
}

/** What a metric of this name and these labels tells of requests that CloudWatch counted; undefined when nothing. */
export function cloudMetricOf(name: string, labels: Labels): CloudMetric | undefined {
  for (const { metric, statistic } of cloudwatchNames(name, labels)) {
    const known = KNOWN.get(metric);
    if (known !== undefined && statistic !== undefined) return { ...known, statistic };
  }
  return undefined;
}

/** Whether a metric of this name may tell of requests that CloudWatch counted, whatever its labels. */
export function mayBeCloudMetric(name: string): boolean {
  return cloudwatchNames(name, {}).some(({ metric }) => KNOWN.has(metric));
}

/** Whether such a metric is of amounts in a period, which its name says: a sum, or a number of samples. */
export function isCloudAmount(name: string): boolean {
  const [first] = cloudwatchNames(name, {}).filter(({ metric }) => KNOWN.has(metric));
  return first?.statistic === 'sum' || first?.statistic === 'samplecount';
}
