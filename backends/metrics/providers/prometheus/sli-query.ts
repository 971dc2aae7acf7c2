import { METRIC_KNOWLEDGE } from '../../../../schemas/generated/metric-knowledge.ts';
import { declarationOf, type FamilyDeclaration } from '../../../common/snapshot/series-builder.ts';
import { LIVE } from '../../parameters.ts';
import type { Series } from '../../provider.ts';
import { isCloudAmount, mayBeCloudMetric } from '../../slis/cloud-metrics.ts';
import { alternatives, isCounted, type RangeSeries, selectorOf } from './api.ts';
import { type Extents, NAMING, OF_A_PROCESS } from './extents.ts';

const { entity, requests } = METRIC_KNOWLEDGE;
const SIDES = requests.families.flatMap(({ needs, sides }) => [
  ...(needs ?? []),
  ...sides.flatMap(({ where, service, namespace, peer }) => [
    ...Object.keys(where ?? {}),
    ...(service ?? []),
    ...(namespace ?? []),
    ...(peer ?? []),
  ]),
]);
/** Labels that tell who is called or calls, whatever else the same word names elsewhere (`target`). */
const PEERS = new Set(requests.families.flatMap(({ sides }) => sides.flatMap(({ peer }) => peer ?? [])));
/** Labels that tell service, side, peer and outcome: the others are summed away by the server. */
const KEPT = [
  ...new Set([...NAMING, ...entity.namespace, ...SIDES, ...requests.status, ...requests.grpc, ...requests.outcome]),
].filter((label) => PEERS.has(label) || !OF_A_PROCESS.has(label));
/** Labels that an exporter's target is given. */
const SCRAPED = ['job', ...OF_A_PROCESS].join(', ');
/** The label that carries a metric's name through an aggregation. */
const NAME = 'sli_metric';

export interface QueryContext {
  readonly declared: ReadonlyMap<string, FamilyDeclaration>;
  readonly matchers: string;
  /** Seconds over which a rate is taken. */
  readonly rateSeconds: number;
  readonly extents: Extents;
  /** Services whose requests alone are read; empty for all. */
  readonly only: ReadonlySet<string>;
}

/** One query for many metrics, each summed by the labels that tell service, side, peer and outcome. */
export function sliQuery(names: readonly string[], context: QueryContext): string {
  return names.map((name) => queryOf(name, context)).join(' or ');
}

function queryOf(name: string, context: QueryContext): string {
  if (mayBeCloudMetric(name)) return cloudQueryOf(name, context);
  const { declared, matchers, rateSeconds, extents, only } = context;
  const naming = extents.namingOf(countOf(name));
  const extra = name.endsWith('_bucket') ? 'le' : 'quantile';
  const by = [...KEPT, extra, ...(naming === undefined ? ['pod', 'instance'] : [])].join(', ');
  const selector = selectorOf([name], [matchers, onlyOf(naming, only)].filter((text) => text !== '').join(','));
  const inner = isCounted(name, declared)
    ? `sum by (${by}) (rate(${selector}[${rateSeconds}s]))`
    : `avg by (${by}) (${selector})`;
  return `label_replace(${inner}, "${NAME}", "${name}", "", "")`;
}

/**
 * A statistic of CloudWatch by all its dimensions, of which none may be summed away before it is known what they part; its
 * points alone, for what has none did not happen, and the server would go on with the last one.
 */
function cloudQueryOf(name: string, { matchers, rateSeconds }: QueryContext): string {
  const figure = `avg without (${SCRAPED}) (avg_over_time(${selectorOf([name], matchers)}[${rateSeconds}s]))`;
  const inner = isCloudAmount(name) ? `${figure} / ${LIVE.cloudPeriodSeconds}` : figure;
  return `label_replace(${inner}, "${NAME}", "${name}", "", "")`;
}

/** The metric by which a histogram's buckets are counted. */
export function countOf(name: string): string {
  return name.replace(/_bucket$/, '_count');
}

function onlyOf(naming: string | undefined, only: ReadonlySet<string>): string {
  if (only.size === 0) return '';
  return naming === undefined ? `pod=~${alternatives([...only], '-.+')}` : `${naming}=~${alternatives([...only])}`;
}

/** The series of several answers to `sliQuery`, those of one metric and the same labels joined in order of time. */
export function seriesOfAnswers(
  answers: readonly (readonly RangeSeries[])[],
  declared: ReadonlyMap<string, FamilyDeclaration>,
): Iterable<Series> {
  const joined = new Map<string, Series>();
  for (const { labels, timestamps, values } of answers.flat()) {
    const { [NAME]: name = '', ...rest } = labels;
    const key = JSON.stringify([name, rest]);
    const before = joined.get(key);
    joined.set(
      key,
      before === undefined ? seriesOf(name, rest, timestamps, values, declared) : merged(before, timestamps, values),
    );
  }
  return joined.values();
}

function seriesOf(
  name: string,
  labels: Record<string, string>,
  timestamps: Float64Array,
  values: Float64Array,
  declared: ReadonlyMap<string, FamilyDeclaration>,
): Series {
  const known = Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
  const { unit } = declarationOf(name, declared);
  // Rates a second already: a gauge to whoever reads them.
  const rated = (mayBeCloudMetric(name) ? isCloudAmount(name) : isCounted(name, declared))
    ? { unit: `${unit ?? ''}/s` }
    : unit === undefined
      ? {}
      : { unit };
  return { name, labels: known, type: 'gauge', ...rated, timestamps, values };
}

function merged(series: Series, timestamps: Float64Array, values: Float64Array): Series {
  const points = [
    ...Array.from(series.timestamps, (time, i) => [time, series.values[i]!] as const),
    ...Array.from(timestamps, (time, i) => [time, values[i]!] as const),
  ].sort((a, b) => a[0] - b[0]);
  return {
    ...series,
    timestamps: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, value]) => value),
  };
}
