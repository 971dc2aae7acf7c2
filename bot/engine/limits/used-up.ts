import type { EvidenceSet, MetricSeries } from '../../domain/signals.ts';
import { FORMAT } from '../parameters.ts';

/**
 * In how many seconds after the reading a level comes to nothing, by a straight line through the drawn points of the window
 * (least squares, as Prometheus' `predict_linear`); undefined where it does not fall, or fewer than three points tell.
 */
export function usedUpIn({ sketch }: MetricSeries, { window, asOf }: EvidenceSet): number | undefined {
  const end = Date.parse(asOf) / FORMAT.millis;
  const start = Date.parse(window.start) / FORMAT.millis;
  const points = sketch.flatMap(([at, value]) => (at < start ? [] : [{ x: at - end, y: value }]));
  if (points.length <= 2) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const variance = mean(points.map((point) => (point.x - x) ** 2));
  const slope = mean(points.map((point) => (point.x - x) * (point.y - y))) / variance;
  return slope < 0 ? x - y / slope : undefined;
}
