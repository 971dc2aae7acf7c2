import type { ServiceLevels, Sli } from '../../domain/service-level.ts';
import type { MetricSeries, SeriesChange } from '../../domain/signals.ts';
import { FORMAT } from '../parameters.ts';
import { behindProxy, componentNamed, type KnownNames } from './entity.ts';
import type { MetricMeaning } from './meaning.ts';
import type { ReadSeries } from './read-series.ts';

const SIGNALS = { rate: 'traffic', error_ratio: 'errors', latency: 'latency' } as const;

/**
 * Indicators as series of their service: those of the server's side, all callers together; what callers see of a service
 * that measures nothing itself stands for it.
 */
export function readServiceLevels({ items }: ServiceLevels, known: KnownNames): readonly ReadSeries[] {
  const served = new Set(items.filter(({ side }) => side === 'server').map(({ service }) => service));
  return items.flatMap((sli) => {
    if (sli.side === 'server') return sli.peer === undefined ? [readSli(sli, sli.service, known)] : [];
    return sli.peer === undefined || served.has(sli.peer) ? [] : [readSli(sli, sli.peer, known)];
  });
}

/** The metrics whose requests the indicators have counted already: their raw series say nothing more. */
export function metricsOfLevels({ items }: ServiceLevels): (name: string) => boolean {
  const names = new Set(items.map(({ metric }) => metric));
  return (name) => names.has(name) || names.has(name.replace(/[._](?:bucket|sum|count|total)$/, ''));
}

function readSli(sli: Sli, service: string, known: KnownNames): ReadSeries {
  return {
    series: seriesOf(sli),
    meaning: meaningOf(sli),
    component: componentNamed(behindProxy(service, sli.metric, known), known),
    sli,
  };
}

function meaningOf({ indicator, statistic }: Sli): MetricMeaning {
  return {
    signal: SIGNALS[indicator],
    scale: 1,
    ...(indicator === 'rate' ? {} : { bad: 'up' as const }),
    ...(statistic === undefined ? {} : { stat: statistic === 'mean' ? 'average' : statistic }),
  };
}

function seriesOf(sli: Sli): MetricSeries {
  const figures = sli.course.map(([, figure]) => figure);
  const sorted = figures.toSorted((a, b) => a - b);
  return {
    name: nameOfSli(sli),
    labels: sli.statistic === undefined ? {} : { stat: sli.statistic },
    unit: sli.unit,
    points: sli.points,
    from: iso(sli.course[0]?.[0]),
    to: iso(sli.course.at(-1)?.[0]),
    stepSeconds: sli.stepSeconds,
    last: sli.last,
    min: sorted[0] ?? sli.last,
    max: sorted.at(-1) ?? sli.last,
    median: sorted[sorted.length >> 1] ?? sli.value,
    changes: changesOf(sli),
    sketch: sli.course,
  };
}

function nameOfSli({ metric, indicator, side }: Sli): string {
  const seen = side === 'client' ? ', as its callers see it' : '';
  if (indicator === 'error_ratio') return `${metric} (share of failed requests${seen})`;
  return indicator === 'rate'
    ? `${metric} (requests a second${seen})`
    : seen === ''
      ? metric
      : `${metric} (${seen.slice(2)})`;
}

function changesOf({ onset, until, direction, shape, score, normal, value }: Sli): readonly SeriesChange[] {
  if (onset === undefined || direction === undefined || normal === undefined) return [];
  const kind = shape ?? 'level-shift';
  return [
    {
      kind,
      direction,
      onset,
      ...(until === undefined ? {} : { until }),
      before: normal,
      during: value,
      score: score ?? 0,
    },
  ];
}

function iso(seconds: number | undefined): string {
  return new Date((seconds ?? 0) * FORMAT.millis).toISOString();
}
