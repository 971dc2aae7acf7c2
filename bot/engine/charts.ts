import { nameInWords } from '../../schemas/name-in-words.ts';
import type { Hypothesis, SeriesChart } from '../domain/answer.ts';
import type { Evidence } from '../domain/finding.ts';
import type { EvidenceSet, MetricSeries, SeriesChange } from '../domain/signals.ts';
import { CHARTS } from './chart-parameters.ts';
import { type ReadSeries, readMetrics } from './metric-reading/read-metrics.ts';
import { FORMAT } from './parameters.ts';

/**
 * The series that the likeliest hypothesis' evidence cites, to be drawn beside it; where it cites none by name, the one
 * of its component that changed most. Empty without metrics.
 */
export function chartsOf(
  best: Hypothesis | undefined,
  evidence: readonly Evidence[],
  set: EvidenceSet,
): readonly SeriesChart[] {
  if (best === undefined || set.metrics.status !== 'observed') return [];
  const series = readMetrics(set).all;
  const cited = evidence.filter(({ id, source }) => source === 'metrics' && best.evidence.includes(id));
  const chosen: ReadSeries[] = [];
  for (const { target, text } of cited) {
    const named = series
      .filter((read) => read.component === target && text.includes(read.series.name) && statIn(read.series, text))
      .sort(byChange)[0];
    if (named !== undefined && !chosen.includes(named)) chosen.push(named);
  }
  if (chosen.length === 0) {
    const own = series.filter((read) => read.component === best.component && read.series.changes.length > 0);
    chosen.push(...own.sort(byChange).slice(0, 1));
  }
  return chosen
    .filter((read) => read.series.sketch.length >= 2)
    .slice(0, CHARTS.shown)
    .map((read) => chartOf(read, best.onset));
}

function chartOf({ series, component, meaning }: ReadSeries, onset: string | undefined): SeriesChart {
  const stat = series.labels.stat ?? series.labels.quantile;
  const name = nameInWords(series.name)
    .replace(/[_.]+/g, ' ')
    .replace(/\b(?:seconds|bytes|total|ratio|milliseconds|http)\b/g, ' ');
  const place = component.slice(component.indexOf('/') + 1);
  const title = `${name.replace(/\s+/g, ' ').trim() || series.name}${stat === undefined ? '' : `, ${statInWords(stat)},`} of ${place}`;
  const began = strongest(series)?.onset ?? onset;
  const unit = UNITS.find(([signals]) => signals.test(meaning.signal))?.[1];
  const named = /_(bytes|ratio|percent)(?:_|$)/.exec(series.name)?.[1];
  const written = unit ?? series.unit ?? named;
  return {
    title,
    ...(written && { unit: written }),
    points: newestOf(series.sketch).map(([at, value]) =>
      unit === undefined ? ([at, value] as const) : ([at, value * meaning.scale] as const),
    ),
    ...(began !== undefined && { onset: began }),
  };
}

/** A sketch is dense in its newest hour only: drawn are those points, evenly apart, where there are enough of them. */
function newestOf(sketch: MetricSeries['sketch']): MetricSeries['sketch'] {
  const end = sketch.at(-1)?.[0] ?? 0;
  const newest = sketch.filter(([at]) => at >= end - CHARTS.newestSeconds);
  return newest.length >= CHARTS.enoughPoints ? newest : sketch;
}

/** `0.5` is the median, `0.99` is p99; a word stays. */
function statInWords(stat: string): string {
  const quantile = Number(stat);
  if (!(quantile > 0 && quantile < 1)) return stat;
  return quantile === CHARTS.median
    ? 'median'
    : `p${Number((quantile * FORMAT.percent).toPrecision(CHARTS.quantileDigits))}`;
}

/** The unit that a meaning's scale leads to. */
const UNITS: readonly (readonly [signals: RegExp, unit: string])[] = [
  [/^(?:latency|network-delay|replication-lag)$/, 'seconds'],
  [/^availability$/, 'ratio'],
];

function strongest(series: MetricSeries): SeriesChange | undefined {
  return [...series.changes].sort((a, b) => b.score - a.score)[0];
}

const byChange = (a: ReadSeries, b: ReadSeries): number =>
  (strongest(b.series)?.score ?? 0) - (strongest(a.series)?.score ?? 0);

/** `latency (0.99)` means that statistic only. */
function statIn(series: MetricSeries, text: string): boolean {
  const stat = series.labels.stat ?? series.labels.quantile;
  return stat === undefined || text.includes(`(${stat})`);
}
