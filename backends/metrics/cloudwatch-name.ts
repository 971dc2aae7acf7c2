import { nameInWords } from '../../schemas/name-in-words.ts';

type Labels = Readonly<Record<string, string>>;

/** What a metric of CloudWatch is called there, each without separators: exporters part the words each in their own way. */
export interface CloudwatchName {
  /** Namespace and metric: `lambdaerrors`. */
  readonly metric: string;
  /** `sum`, `samplecount`, `mean`, or a percentile as `p99`; undefined for any other, or where none is told. */
  readonly statistic: string | undefined;
}

/**
 * What stands before the namespace: nothing more for cloudwatch_exporter and YACE (`aws_lambda_errors_sum`); the plugin's name
 * for Telegraf (`cloudwatch_aws_lambda_errors_sum`); what metric streams write in OpenTelemetry's format
 * (`amazonaws.com/AWS/Lambda/Errors`), as Prometheus is given it.
 */
const PREFIX = /^(?:cloudwatch_|amazonaws_com_)?aws_(?=.)/;
/** Statistics behind the metric's name, as exporters write them; a summary of a stream has a `_count`. */
const STATISTIC =
  /(?:^|_)(sum|average|avg|mean|maximum|max|minimum|min|sample_?count|count|p\d{2}(?:_\d+)?|t[cms]\d+)$/;
/** Units that OpenTelemetry's translation puts behind a name. */
const UNIT = /_(?:milliseconds|seconds|percent)$/;
const STATISTICS: ReadonlyMap<string, string> = new Map([
  ['sum', 'sum'],
  ['samplecount', 'samplecount'],
  ['count', 'samplecount'],
  ['average', 'mean'],
  ['avg', 'mean'],
  ['mean', 'mean'],
]);
/** Namespaces whose words run together in one exporter's names and not in another's. */
const RUN_TOGETHER =
  /^(application|network|gateway)_(elb)|^(api)_(gateway)|^(cloud)_(front)|^(dynamo)_(db)|^(elasti)_(cache)/;

/** A name in words as cloudwatch_exporter and YACE write it: `aws_` before the namespace, and that in one word. */
export function asExported(words: string): string {
  if (!PREFIX.test(words)) return words;
  return `aws_${words.replace(PREFIX, '').replace(RUN_TOGETHER, (match) => match.replace('_', ''))}`;
}

/**
 * The names that a metric may have in CloudWatch, the likelier first: what looks like a statistic may end the name of the
 * metric itself (`RequestCount`). None for a metric that is not CloudWatch's.
 */
export function cloudwatchNames(name: string, labels: Labels): readonly CloudwatchName[] {
  if (!/aws/i.test(name)) return [];
  const words = nameInWords(name);
  if (!PREFIX.test(words)) return [];
  const rest = words.replace(PREFIX, '');
  const found = STATISTIC.exec(rest)?.[1];
  const bare = found === undefined ? undefined : rest.slice(0, -found.length - 1);
  // Telegraf's dense format has one name for a namespace, and a tag for the metric.
  const dense = labels.metric_name === undefined ? '' : `_${nameInWords(labels.metric_name)}`;
  const told = statisticOf(labels.statistic ?? labels.stat) ?? percentileOf(labels.quantile);
  return [
    ...(bare === undefined ? [] : [{ metric: plain(bare + dense), statistic: statisticOf(found) }]),
    { metric: plain(rest + dense), statistic: told },
  ];
}

function plain(words: string): string {
  return words.replace(UNIT, '').replaceAll('_', '');
}

function statisticOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const text = given.toLowerCase();
  return /^p\d/.test(text) ? text.replace('_', '.') : STATISTICS.get(text.replaceAll(/[_ ]/g, ''));
}

/** The lowest and the highest are no percentiles that anybody is judged by. */
function percentileOf(quantile: string | undefined): string | undefined {
  const share = Number(quantile);
  return share > 0 && share < 1 ? `p${Number((share * 100).toPrecision(4))}` : undefined;
}
