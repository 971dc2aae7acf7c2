import type { EvidenceSet, LogPattern } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { FORMAT, type Parameters } from '../parameters.ts';

/**
 * When what logs say of an expired certificate of a component was over, RFC 3339: a probe of it sees valid ones only, and by
 * then the lines had stayed away for several of their usual gaps (blackbox_exporter's `probe_ssl_earliest_cert_expiry` tells
 * of what is served now). Undefined where no probe looked, or where it is still said.
 */
export function renewedAt(
  component: Component,
  patterns: readonly LogPattern[],
  evidence: EvidenceSet,
  { silentGaps }: Parameters,
): string | undefined {
  const seen = readMetrics(evidence)
    .of(component, 'certificate-expiry')
    .flatMap(({ series, meaning }) => {
      const [time, end] = series.sketch.at(-1) ?? [];
      return time === undefined || end === undefined ? [] : [{ time, isValid: end * meaning.scale > time }];
    });
  if (seen.length === 0 || !seen.every(({ isValid }) => isValid)) return undefined;
  const looked = Math.min(...seen.map(({ time }) => time)) * FORMAT.millis;
  const isSilent = patterns.every(({ firstSeen, lastSeen, count }) => {
    const [first, last] = [Date.parse(firstSeen ?? ''), Date.parse(lastSeen ?? '')];
    return count > 2 && looked - last > (silentGaps * (last - first)) / (count - 1);
  });
  const last = patterns
    .flatMap(({ lastSeen = [] }) => lastSeen)
    .toSorted()
    .at(-1);
  return isSilent ? last : undefined;
}
