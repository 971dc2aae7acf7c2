import { METRIC_KNOWLEDGE } from '../../../../schemas/generated/metric-knowledge.ts';
import type { FamilyDeclaration } from '../../../common/snapshot/series-builder.ts';
import { LIVE } from '../../parameters.ts';
import { alternatives, isCounted, type PrometheusApi, type RangeSeries, type Span, selectorOf } from './api.ts';
import type { Extents } from './extents.ts';

export interface PartialReading {
  readonly series: readonly RangeSeries[];
  /** Names of which a part was read, in words. */
  readonly told: readonly string[];
}

/** What is read, of which part of the source, and how much of it. */
export interface ReadingOptions {
  readonly api: PrometheusApi;
  readonly matchers: string;
  readonly declared: ReadonlyMap<string, FamilyDeclaration>;
  readonly extents: Extents;
  readonly span: Span;
  readonly step: number;
  /** Seconds of the window that is asked about, at the end of the span. */
  readonly windowSeconds: number;
  /** Services whose series are read whatever moved. */
  readonly focus: ReadonlySet<string>;
  /** Samples that the server may look at, about. */
  readonly maxSamples: number;
}

interface Options extends ReadingOptions {
  /** Series that may still be read, in all. */
  readonly seriesLeft: number;
}

const PODS = new Set(['pod', 'pod_name', 'k8s_pod_name', 'kubernetes_pod_name']);

/**
 * Reads a part of metrics that are too large to be read whole: the series that moved most, as the server computes it, and
 * those of `focus`. Two queries, whatever the number of metrics; what they cost is bounded by samples.
 */
export async function readMoved(
  large: readonly (readonly [name: string, series: number])[],
  options: Options,
  signal: AbortSignal,
): Promise<PartialReading> {
  const { api, matchers, span, focus } = options;
  if (large.length === 0) return { series: [], told: [] };
  const affordable = withinBudget(large, options);
  const each = Math.floor(options.seriesLeft / Math.max(1, affordable.length));
  const most = Math.min(LIVE.movedSeries.most, Math.max(LIVE.movedSeries.least, each));
  const moved =
    affordable.length === 0 ? new Map<string, Labels[]>() : await mostMoved(affordable, most, options, signal);
  const selectors = [
    ...[...moved].map(([name, labels]) => selectorOf([name], [matchers, ...told(labels)].filter(Boolean).join(','))),
    ...focusSelectors(
      large.map(([name]) => name),
      matchers,
      focus,
    ),
  ];
  const series = selectors.length === 0 ? [] : await api.range(selectors.join(' or '), span, options.step, signal);
  const compared = new Set(affordable);
  const whose = focus.size === 0 ? '' : `what is of ${[...focus].slice(0, 3).join(', ')}`;
  return {
    series,
    told: large.map(([name, count]) => {
      const parts = [compared.has(name) ? 'what moved most' : '', whose].filter((part) => part !== '');
      return `${name} (${count} series): ${parts.length === 0 ? 'none' : parts.join(' and ')}`;
    }),
  };
}

type Labels = Readonly<Record<string, string>>;

/** The names, smaller ones first, that can be compared with their past for the samples that a reading may cost. */
function withinBudget(
  large: readonly (readonly [string, number])[],
  { extents, windowSeconds, maxSamples }: Options,
): readonly string[] {
  const { recent, past } = spansOf(windowSeconds);
  let left = maxSamples;
  return large
    .toSorted((a, b) => a[1] - b[1])
    .filter(([, series]) => {
      left -= (series * (recent + past)) / extents.scrapeSeconds;
      return left >= 0;
    })
    .map(([name]) => name);
}

function spansOf(windowSeconds: number): { readonly recent: number; readonly past: number } {
  const recent = Math.max(LIVE.movedLeastSeconds, Math.round(windowSeconds * LIVE.movedShare));
  return { recent, past: recent * LIVE.movedPast };
}

/**
 * The labels of the series of each name that moved most, by the square of the difference over the sum of both levels: a
 * change from much to more counts as one from little to some, and counts of events as their chance fluctuation has it.
 */
async function mostMoved(
  names: readonly string[],
  most: number,
  { api, matchers, declared, span, windowSeconds }: Options,
  signal: AbortSignal,
): Promise<Map<string, Labels[]>> {
  const { recent, past } = spansOf(windowSeconds);
  const query = names
    .map((name) => {
      const over = isCounted(name, declared) ? 'rate' : 'avg_over_time';
      const selector = selectorOf([name], matchers);
      const now = `${over}(${selector}[${recent}s])`;
      const before = `${over}(${selector}[${past}s] offset ${recent}s)`;
      const shift = `(${now} - ${before}) ^ 2 / (abs(${now}) + abs(${before}))`;
      return `label_replace(topk(${most}, ${shift}), "moved_metric", "${name}", "", "")`;
    })
    .join(' or ');
  const found = new Map<string, Labels[]>();
  for (const { labels, value } of await api.instant(query, span.end, signal)) {
    const { moved_metric: name = '', ...rest } = labels;
    if (value > 0) found.set(name, [...(found.get(name) ?? []), rest]);
  }
  return found;
}

/** One matcher that these series fit: of the label that tells most of them apart. Others of the same value come with them. */
function told(labels: readonly Labels[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  for (const one of labels)
    for (const [label, value] of Object.entries(one)) values.set(label, (values.get(label) ?? new Set()).add(value));
  const [best] = [...values].filter(([label]) => /^[a-zA-Z_]\w*$/.test(label)).sort((a, b) => b[1].size - a[1].size);
  return best === undefined ? [] : [`${best[0]}=~${alternatives([...best[1]])}`];
}

/** Selectors of what is of some services, by any label that may name one, or by the names of their pods. */
function focusSelectors(names: readonly string[], matchers: string, focus: ReadonlySet<string>): string[] {
  if (focus.size === 0 || names.length === 0) return [];
  const values = alternatives([...focus]);
  const pods = alternatives([...focus], '-.+');
  return METRIC_KNOWLEDGE.entity.service
    .filter((label) => !['instance', 'target', 'pool', 'queue'].includes(label))
    .map((label) => {
      const own = `${label}=~${PODS.has(label) ? pods : values}`;
      return selectorOf(names, [matchers, own].filter((text) => text !== '').join(','));
    });
}
