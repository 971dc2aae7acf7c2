import { nameInWords } from '../../../schemas/name-in-words.ts';

/** What to multiply a duration by to get seconds, by the words of its name and its declared unit; seconds by default. */
export function secondsPerUnit(name: string, unit: string | undefined): number {
  const text = `_${nameInWords(name)}_${(unit ?? '').toLowerCase()}_`;
  if (/milli|_ms_/.test(text) || isGoogles(text) || isAmazons(text) || isEnvoys(text)) return 1e-3;
  if (/micro(?!soft)|_us_/.test(text)) return 1e-6;
  return /nano|_ns_/.test(text) ? 1e-9 : 1;
}

/** Latencies of Google Cloud are milliseconds, which its exporter's names do not say (Cloud Monitoring's list of metrics). */
function isGoogles(words: string): boolean {
  return /googleapis_com\w*_latencies/.test(words);
}

/**
 * Latencies of Amazon's that are milliseconds, which its exporters' names do not say (CloudWatch's lists of metrics of
 * Lambda, API Gateway, AppSync, DynamoDB, S3, Step Functions); those of its load balancers and of RDS are seconds.
 */
function isAmazons(words: string): boolean {
  return (
    /_aws_lambda_(?:post_runtime_extensions_)?duration_/.test(words) ||
    /_aws_(?:apigateway|appsync|dynamodb|s3|cloudfront)_\w*latency_/.test(words) ||
    /_aws_(?:states|sfn)_\w*time_/.test(words)
  );
}

/** Envoy's request times are milliseconds, which their names do not say (Envoy manual, statistics of clusters and HTTP). */
function isEnvoys(words: string): boolean {
  return /_envoy_\w*(?:upstream|downstream)_rq_time_/.test(words);
}

/** What to multiply a share by to get 1 for every request. */
export function ratioPerUnit(name: string, unit: string | undefined, most: number): number {
  const text = `_${nameInWords(name)}_${(unit ?? '').toLowerCase()}_`;
  return /percent|_pct_|_%_/.test(text) || most > 1.5 ? 0.01 : 1;
}

/** How a latency's statistic is written: p50, p95, mean, max; undefined when neither labels nor name tell. */
export function statisticOf(
  name: string,
  labels: Readonly<Record<string, string>>,
  quantileLabels: readonly string[],
): string | undefined {
  for (const label of quantileLabels) {
    const value = labels[label]?.toLowerCase();
    if (value === undefined || value === '') continue;
    const share = Number(value);
    if (Number.isFinite(share)) return `p${Number((share <= 1 ? share * 100 : share).toPrecision(4))}`;
    return WORDS.get(value) ?? value;
  }
  const word = /(?:^|_)(p\d{2,3}|average|avg|mean|median|maximum|max)(?:_|$)/.exec(nameInWords(name))?.[1];
  return word === undefined ? undefined : (WORDS.get(word) ?? word);
}

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    avg: 'mean',
    average: 'mean',
    median: 'p50',
    maximum: 'max',
    p999: 'p99.9',
  }),
);
