import { summarizeSeries } from '../../backends/metrics/detection/index.ts';
import type { EvidenceSet, Observed } from '../../bot/domain/signals.ts';
import type { ModelledIncident } from './application-model.ts';
import { serviceLevelsOf } from './service-levels.ts';

/** What the bot would have collected of a modelled incident: summarised series, the call graph and one alert. */
export function evidenceOf(incident: ModelledIncident, sinceSeconds = 3600): EvidenceSet {
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const asOf = iso(incident.end);
  const window = { start: incident.end - sinceSeconds, end: incident.end };
  const observed = <T>(value: T, tool: string): Observed<T> => ({
    status: 'observed',
    value,
    tool,
    query: 'all',
    at: asOf,
  });
  const unknown = (tool: string) => ({ status: 'unknown', tool, reason: 'not part of the model' }) as const;
  const series = incident.series.map(({ name, labels, timestamps, values }) => ({
    name,
    labels,
    type: 'gauge',
    timestamps: Float64Array.from(timestamps),
    values: Float64Array.from(values),
  }));
  return {
    asOf,
    window: { start: iso(window.start), end: asOf },
    namespaces: [],
    objects: unknown('list_objects'),
    events: unknown('list_events'),
    changes: unknown('list_changes'),
    logs: unknown('summarize_logs'),
    traces: unknown('summarize_traces'),
    topology: observed(incident.topology, 'get_topology'),
    alerts: observed(
      [
        {
          labels: { alertname: incident.alert.name, service: incident.alert.service, stat: 'Average' },
          annotations: {},
          startsAt: iso(incident.alert.startsAt),
          state: 'active' as const,
        },
      ],
      'list_alerts',
    ),
    metrics: observed(
      series.map((one) => summarizeSeries(one, window)),
      'summarize_series',
    ),
    slis: observed(serviceLevelsOf(series, window), 'list_slis'),
  };
}
