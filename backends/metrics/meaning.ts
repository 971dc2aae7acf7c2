import { METRIC_KNOWLEDGE } from '../../schemas/generated/metric-knowledge.ts';
import type { SeriesMeaning } from '../../schemas/generated/metrics.ts';
import { isOfItems, itemKeyInWords, itemKeyOf } from '../../schemas/item-key.ts';
import type { MetricRow } from '../../schemas/metric-knowledge.ts';
import { nameInWords } from '../../schemas/name-in-words.ts';
import { asExported } from './cloudwatch-name.ts';
import { plainLabels } from './plain-labels.ts';
import { failedBy } from './slis/outcome.ts';
import { secondsPerUnit, statisticOf } from './slis/units.ts';

interface Described {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string | undefined;
}

interface Row extends MetricRow {
  readonly fits: (words: string) => boolean;
}

const ROWS: readonly Row[] = METRIC_KNOWLEDGE.exporters.flatMap(({ of, engine, metrics }) =>
  metrics.map((row) => {
    const name = new RegExp(row.name);
    const not = row.not === undefined ? undefined : new RegExp(row.not);
    return {
      ...(of === undefined ? {} : { of }),
      ...(engine === undefined ? {} : { engine }),
      ...row,
      fits: (words: string) => name.test(words) && not?.test(words) !== true,
    };
  }),
);

/** Series share few names: each is judged once. */
const known = new Map<string, readonly Row[]>();
const MOST_KNOWN = 10_000;

/** What a series measures; undefined when its name says nothing known. Requests that failed by their labels are errors. */
export function meaningOf({ name: given, labels, unit }: Described): SeriesMeaning | undefined {
  const name = nameByLabels(given, labels);
  const words = asExported(nameInWords(name));
  // A histogram's buckets say nothing alone, and there are many.
  if (words.endsWith('_bucket')) return undefined;
  const row = rowsOf(words).find(({ where }) => where === undefined || holds(where, labels));
  if (row === undefined) return undefined;
  const failed = row.signal === 'traffic' && failedBy(labels) === true;
  const bad = failed ? 'up' : row.bad;
  const statistic = statisticOf(name, labels, METRIC_KNOWLEDGE.requests.quantile);
  return {
    signal: failed ? 'errors' : row.signal,
    ...(bad === undefined ? {} : { bad }),
    scale: scaleOf(words, row.unit ?? unit, row.signal),
    ...(statistic === undefined ? {} : { statistic }),
    ...(row.of === undefined ? {} : { of: row.of }),
    ...(row.engine === undefined ? {} : { engine: row.engine }),
  };
}

/**
 * Metrics that hold all figures of a cloud under one name, which a label tells apart: azure-metrics-exporter (webdevops)
 * writes `azurerm_resource_metric` with `metric` and `aggregation` unless it is given a template.
 */
const NAMED_BY_LABEL: ReadonlyMap<string, readonly string[]> = new Map([
  ['azurerm_resource_metric', ['metric', 'aggregation']],
]);

/** The name that a figure has in its source: `azure_HttpResponseTime_average`; that of the series for any other. */
function nameByLabels(name: string, labels: Described['labels']): string {
  const key = itemKeyOf(name, labels);
  if (key !== undefined) return itemKeyInWords(key) ?? name;
  const parts = NAMED_BY_LABEL.get(name)?.flatMap((label) => labels[label] ?? []) ?? [];
  return parts.length === 0 ? name : `azure_${parts.join('_')}`;
}

/** Whether a metric of this name means something that a rule can read, whatever its labels. */
export function mayMean(name: string): boolean {
  if (NAMED_BY_LABEL.has(name) || isOfItems(name)) return true;
  return rowsOf(asExported(nameInWords(name))).some(({ signal }) => signal !== 'other');
}

/** Whether the table says that a metric of this name counts up, or that it does not; undefined where it says neither. */
export function kindOf(name: string): 'counter' | 'gauge' | undefined {
  return rowsOf(asExported(nameInWords(name)))[0]?.kind;
}

function rowsOf(words: string): readonly Row[] {
  const found = known.get(words) ?? ROWS.filter(({ fits }) => fits(words));
  if (known.size > MOST_KNOWN) known.clear();
  known.set(words, found);
  return found;
}

/** Whether every label that the row asks for and the series has is of a wanted value. */
function holds(where: Readonly<Record<string, string>>, labels: Described['labels']): boolean {
  const plain = plainLabels(labels);
  return Object.entries(where).every(([label, values]) => {
    const value = plain.get(label);
    return value === undefined || values.split('|').includes(value);
  });
}

const SCALES: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    milliseconds: 1e-3,
    ms: 1e-3,
    microseconds: 1e-6,
    percent: 1e-2,
    megabytes: 2 ** 20,
    cores: 1,
    ratio: 1,
    bytes: 1,
    seconds: 1,
    timestamp: 1,
    'per minute': 1 / 60,
  }),
);
const DURATIONS = new Set(['latency', 'network-delay', 'replication-lag', 'event-loop-lag', 'message-age', 'gc-pause']);

function scaleOf(words: string, unit: string | undefined, signal: string): number {
  const told = SCALES.get((unit ?? '').toLowerCase());
  const text = `${words}_${(unit ?? '').toLowerCase()}`;
  if (DURATIONS.has(signal)) return secondsPerUnit(words, unit);
  if (/percent|(?:^|_)pct(?:_|$)|%/.test(text)) return 1e-2;
  if (signal === 'cpu' && /utili[sz]ation/.test(words) && !/ratio/.test(words)) return 1e-2;
  if (told !== undefined) return told;
  if (/kilo_?bytes|(?:^|_)(?:kb|kib)(?:_|$)/.test(text)) return 1024;
  return /mega_?bytes|(?:^|_)(?:mb|mib)(?:_|$)/.test(text) ? 2 ** 20 : 1;
}
