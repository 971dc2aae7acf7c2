import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import { declarationOf, type FamilyDeclaration } from '../../common/snapshot/series-builder.ts';
import type { Series } from '../provider.ts';
import { createSliCollector } from '../slis/from-series.ts';
import type { Grid } from '../slis/grid.ts';
import { mayTellOfRequests } from '../slis/request-metrics.ts';
import type { LeftOut, SliReading } from '../slis/sli-series.ts';
import { type PrometheusApi, type Span, selectorOf } from './prometheus-api.ts';

export interface SliReadingOptions {
  readonly api: PrometheusApi;
  readonly matchers: string;
  /** Metric names held in the span. */
  readonly names: readonly string[];
  readonly declared: ReadonlyMap<string, FamilyDeclaration>;
  readonly window: Span;
  /** Services that are read whatever it costs, with their neighbours. */
  readonly focus: ReadonlySet<string>;
  readonly stepSeconds: number;
  /** Samples that the server may read for this, about; what is beyond is narrowed to the focus, and told. */
  readonly maxSamples: number;
  readonly serviceOfPod: (pod: string) => string;
}

const { entity, requests } = METRIC_KNOWLEDGE;
/** Labels of one process: they multiply the answer and tell nothing of the service, where a better one is there. */
const OF_A_PROCESS = new Set(['pod', 'pod_name', 'k8s_pod_name', 'container', 'container_name', 'instance', 'target']);
const NAMING = entity.service.filter((label) => !OF_A_PROCESS.has(label));
const SIDES = requests.families.flatMap(({ needs, sides }) => [
  ...(needs ?? []),
  ...sides.flatMap(({ where, service, namespace, peer }) => [
    ...Object.keys(where ?? {}),
    ...(service ?? []),
    ...(namespace ?? []),
    ...(peer ?? []),
  ]),
]);
const KEPT = [
  ...new Set([...NAMING, ...entity.namespace, ...SIDES, ...requests.status, ...requests.grpc, ...requests.outcome]),
].filter((label) => !OF_A_PROCESS.has(label));
const SLICES = 60;
const PAST_WINDOWS = 4;
/** The past is read at every so many slices: what is normal is a median of many. */
const PAST_STRIDE = 5;
/** Rates over less may hold a single sample of a slow scrape. */
const LEAST_RATE_SECONDS = 120;
const USUAL_SCRAPE_SECONDS = 15;

/**
 * Computes the indicators of every service by PromQL: counters and buckets are summed by the server, so that the size of an
 * answer follows the services and not their series. No metric is dropped for being large: where the samples would be too
 * many, buckets first and then counters are read for the focus alone, and `leftOut` names them.
 */
export async function readPrometheusSlis(options: SliReadingOptions, signal: AbortSignal): Promise<SliReading> {
  const { api, matchers, window, declared, serviceOfPod } = options;
  const length = Math.max(60, window.end - window.start);
  const step = Math.max(options.stepSeconds, Math.ceil(length / SLICES));
  const slices = Math.ceil((length * (1 + PAST_WINDOWS)) / step);
  const grid: Grid = { start: window.end - slices * step, step, length: slices };
  const telling = options.names.filter(mayTellOfRequests);
  const plain = telling.filter((name) => !name.endsWith('_bucket'));
  if (plain.length === 0) return { present: false, grid, items: [], leftOut: [] };

  const shapes = await shapesOf(options, plain, signal);
  const leftOut: LeftOut[] = [];
  const budget = { left: options.maxSamples };
  const rateSeconds = Math.max(step, LEAST_RATE_SECONDS);
  const perSeries = (length + (slices / PAST_STRIDE) * rateSeconds) / USUAL_SCRAPE_SECONDS;
  const collector = createSliCollector(serviceOfPod, grid);
  const spans = [
    { start: window.end - length, end: window.end, step },
    { start: grid.start + step, end: window.end - length - step, step: step * PAST_STRIDE },
  ];
  const read = async (names: readonly string[], extra: readonly string[], narrow: (name: string) => string) => {
    if (names.length === 0) return;
    const queries = names.map((name) => queryOf(name, { declared, matchers, extra, narrow, rateSeconds, shapes }));
    const answers = await Promise.all(spans.map((span) => api.range(queries.join(' or '), span, span.step, signal)));
    const joined = new Map<string, Series>();
    for (const { labels, timestamps, values } of answers.flat()) {
      const { sli_metric: name = '', ...rest } = labels;
      const key = JSON.stringify([name, rest]);
      const before = joined.get(key);
      joined.set(
        key,
        before === undefined ? seriesOf(name, rest, timestamps, values, declared) : merged(before, timestamps, values),
      );
    }
    for (const one of joined.values()) collector.add(one);
  };

  // Counts, sums and gauges: what tells rate, errors and means of everything.
  const wide: string[] = [];
  const narrowed: string[] = [];
  for (const name of plain) {
    const cost = (shapes.get(name)?.series ?? 1) * perSeries;
    if (cost <= budget.left || options.focus.size === 0) wide.push(name);
    else narrowed.push(name);
    budget.left -= Math.min(cost, budget.left);
  }
  const toFocus = (name: string): string => focusMatcher(shapes.get(name)?.naming, options.focus);
  await read(wide, ['quantile'], () => '');
  await read(narrowed, ['quantile'], toFocus);
  for (const name of narrowed)
    leftOut.push({
      metric: name,
      ...seriesCount(shapes.get(name)),
      reason: 'read for what was asked about and its neighbours only',
      touchesFocus: false,
    });

  const buckets = telling.filter((name) => name.endsWith('_bucket'));
  const bucketCost = (name: string) =>
    (shapes.get(name.replace(/_bucket$/, '_count'))?.series ?? 1) * BUCKETS * perSeries;
  const whole = buckets.reduce((sum, name) => sum + bucketCost(name), 0) <= budget.left;
  const focused = (name: string) => toFocus(name.replace(/_bucket$/, '_count'));
  if (whole || options.focus.size > 0) await read(buckets, ['le'], whole ? () => '' : focused);
  if (!whole)
    for (const name of buckets)
      leftOut.push({
        metric: name,
        reason: 'quantiles only of what was asked about and its neighbours; of others, means',
        touchesFocus: false,
      });
  return { present: true, grid, items: collector.indicators(), leftOut };
}

/** Buckets that a histogram usually has. */
const BUCKETS = 12;

interface Shape {
  readonly series: number;
  /** The label by which most of its series name their service; absent where only a pod or target does. */
  readonly naming?: string;
}

/** How many series each metric has, and which label names its service: one query, at the end of the window. */
async function shapesOf(
  { api, matchers, window }: SliReadingOptions,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Shape>> {
  const query = `count by (__name__, ${NAMING.join(', ')}) (${selectorOf(names, matchers)})`;
  const shapes = new Map<string, Shape>();
  for (const { labels, value } of await api.instant(query, window.end, signal)) {
    const name = labels.__name__ ?? '';
    const known = shapes.get(name);
    const naming = known?.naming ?? NAMING.find((label) => label !== 'job' && (labels[label] ?? '') !== '');
    shapes.set(name, { series: (known?.series ?? 0) + value, ...(naming === undefined ? {} : { naming }) });
  }
  return shapes;
}

interface QueryContext {
  readonly declared: ReadonlyMap<string, FamilyDeclaration>;
  readonly matchers: string;
  readonly extra: readonly string[];
  readonly narrow: (name: string) => string;
  readonly rateSeconds: number;
  readonly shapes: ReadonlyMap<string, Shape>;
}

/** One metric, summed by the labels that tell service, side, peer and outcome, its name kept in a label of its own. */
function queryOf(name: string, { declared, matchers, extra, narrow, rateSeconds, shapes }: QueryContext): string {
  const shape = shapes.get(name.replace(/_bucket$/, '_count')) ?? shapes.get(name);
  const by = [...KEPT, ...extra, ...(shape?.naming === undefined ? ['pod', 'instance'] : [])].join(', ');
  const all = [matchers, narrow(name)].filter((text) => text !== '').join(',');
  const selector = selectorOf([name], all);
  const counts = isCounted(name, declared);
  const inner = counts ? `sum by (${by}) (rate(${selector}[${rateSeconds}s]))` : `avg by (${by}) (${selector})`;
  return `label_replace(${inner}, "sli_metric", "${name}", "", "")`;
}

function isCounted(name: string, declared: ReadonlyMap<string, FamilyDeclaration>): boolean {
  return declarationOf(name, declared).type === 'counter' || /_(?:total|count|sum|bucket)$/.test(name);
}

function focusMatcher(label: string | undefined, focus: ReadonlySet<string>): string {
  if (label === undefined) return '';
  const names = [...focus].map((name) => name.replaceAll(/[.*+?()|[\]{}^$\\]/g, String.raw`\$&`)).join('|');
  return `${label}=~${JSON.stringify(names)}`;
}

function seriesCount(shape: Shape | undefined): Pick<LeftOut, 'series'> {
  return shape === undefined ? {} : { series: shape.series };
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
  const rated = isCounted(name, declared) ? { unit: `${unit ?? ''}/s` } : unit === undefined ? {} : { unit };
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
