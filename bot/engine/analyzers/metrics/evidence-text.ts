import { nameInWords } from '../../../../schemas/name-in-words.ts';
import type { EvidenceDraft } from '../../../domain/finding.ts';
import type { AlertRecord, EvidenceSet, MetricSeries, SeriesChange } from '../../../domain/signals.ts';
import { BENIGN_ALERTS, QUIET_SEVERITIES, RESERVED_ALERTS } from '../../knowledge/conditions.ts';
import { BYTES } from '../../knowledge/units.ts';
import { entityOf } from '../../metric-reading/entity.ts';
import type { MetricMeaning } from '../../metric-reading/meaning.ts';
import { type ReadSeries, readMetrics } from '../../metric-reading/read-metrics.ts';
import { FORMAT } from '../../parameters.ts';
import { SYMPTOMS } from '../../propagation/parameters.ts';
import { FIGURES } from './parameters.ts';

/** A figure as a person reads it: seconds as ms, bytes as MiB, ratios as percent, three digits. */
export function figure(value: number, meaning: MetricMeaning): string {
  const scaled = value * meaning.scale;
  switch (meaning.signal) {
    case 'latency':
    case 'network-delay':
    case 'replication-lag':
      return scaled >= 1 || scaled === 0 ? `${digits(scaled)} s` : `${digits(scaled * FORMAT.millis)} ms`;
    case 'availability':
      return `${digits(scaled * FORMAT.percent)} %`;
    case 'memory':
    case 'memory-limit':
    case 'memory-free':
    case 'disk':
    case 'disk-free':
      return scaled > FIGURES.mebibytesFrom ? `${digits(scaled / BYTES.MiB)} MiB` : digits(value);
    default:
      return digits(value);
  }
}

function digits(value: number): string {
  if (value !== 0 && Math.abs(value) < FIGURES.exponentBelow) return value.toExponential(1);
  return String(Number(value.toPrecision(FORMAT.digits)));
}

/** How a series is named to a person: its metric and the statistic it holds. */
export function seriesName(series: MetricSeries): string {
  const stat = series.labels.stat ?? series.labels.quantile;
  return stat === undefined ? series.name : `${series.name} (${stat})`;
}

/** Evidence that a series changed. */
export function changeSeen(read: ReadSeries, change: SeriesChange): EvidenceDraft {
  const { series, meaning, component } = read;
  const from = figure(change.before, meaning);
  const to = figure(change.during, meaning);
  const verb = change.kind !== 'drift' ? 'went' : change.direction === 'up' ? 'climbed' : 'sank';
  const lasted = change.until === undefined ? '' : `, until ${change.until}`;
  return {
    source: 'metrics',
    tool: 'summarize_series',
    target: component,
    text: `${seriesName(series)} of ${component} ${verb} from ${from} to ${to} at ${change.onset}${lasted} (${digits(change.score)} times its usual spread).`,
    observedAt: change.onset,
  };
}

/** Evidence of a series' last value. */
export function levelSeen(read: ReadSeries, text: string): EvidenceDraft {
  return { source: 'metrics', tool: 'summarize_series', target: read.component, text, observedAt: read.series.to };
}

/** When the incident began, as the firing alerts tell it (the earliest of this incident); undefined without alerts. */
export function alertedSince(evidence: EvidenceSet): string | undefined {
  const firing = firingAlerts(evidence);
  // What asks nobody to act fires on all days, and tells of no beginning where something else does.
  const urging = firing.filter(
    ({ labels: { severity = '', alertname = '' } }) =>
      !QUIET_SEVERITIES.test(severity) && !RESERVED_ALERTS.test(alertname),
  );
  return (urging.length > 0 ? urging : firing).map(({ startsAt }) => startsAt).sort()[0];
}

/**
 * Alerts that fire and began within the window or the hour before it; older ones are standing conditions. Those that fire
 * all the time to show that alerting works tell of no incident.
 */
export function firingAlerts(evidence: EvidenceSet): readonly AlertRecord[] {
  if (evidence.alerts.status !== 'observed') return [];
  const earliest = Date.parse(evidence.window.start) - SYMPTOMS.beforeWindowMs;
  return evidence.alerts.value.filter(
    ({ state, startsAt, endsAt, labels }) =>
      state !== 'resolved' &&
      !BENIGN_ALERTS.test(labels.alertname ?? '') &&
      labels.severity !== 'none' &&
      Date.parse(startsAt) >= earliest &&
      !(endsAt !== undefined && Date.parse(endsAt) < Date.parse(evidence.asOf)),
  );
}

/** The component that an alert's labels name. */
export function alertComponent(alert: AlertRecord, evidence: EvidenceSet) {
  return entityOf(alert.labels, nameInWords(alert.labels.alertname ?? ''), readMetrics(evidence).known);
}
