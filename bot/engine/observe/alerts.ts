import { nameInWords } from '../../../schemas/name-in-words.ts';
import type { Observation, ObservationClass } from '../../domain/observation.ts';
import type { AlertRecord, EvidenceSet } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import { certificatePlace } from '../cluster/certificate-holder.ts';
import { readCluster } from '../cluster/cluster.ts';
import { BENIGN_ALERTS, HEADROOM_ALERTS, QUIET_SEVERITIES, URGENT_SEVERITIES } from '../knowledge/conditions.ts';
import { entityOf } from '../metric-reading/entity.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Parameters } from '../parameters.ts';
import { wholeSystem } from './place.ts';
import { areRequestsWell } from './service-levels.ts';
import { isOld, millis } from './time.ts';

/** Firing alerts and those that ended inside the window, with or without a label that names a place. */
export function observeAlerts(evidence: EvidenceSet, parameters: Parameters): readonly Observation[] {
  if (evidence.alerts.status !== 'observed') return [];
  return evidence.alerts.value.flatMap((alert): Observation[] => {
    const { alertname: name = 'unnamed alert' } = alert.labels;
    if (BENIGN_ALERTS.test(name)) return [];
    const over = isResolved(alert, evidence);
    const until = over ? (alert.endsAt ?? evidence.asOf) : undefined;
    if (until !== undefined && isOld(until, evidence, parameters)) return [];
    const summary = alert.annotations.summary ?? alert.annotations.description ?? alert.annotations.message ?? '';
    const target = placeOf(alert, evidence);
    const state = over ? `fired from ${alert.startsAt} to ${until}` : `fires since ${alert.startsAt}`;
    const silenced = alert.state === 'suppressed' ? ' (silenced)' : '';
    const text = `${name} ${state}${silenced}${summary === '' ? '' : `: ${summary}`}`;
    return [
      {
        kind: 'alert',
        name,
        component: target,
        ...(alert.labels.namespace && { namespace: alert.labels.namespace }),
        from: alert.startsAt,
        ...(until && { until }),
        evidence: [{ source: 'metrics', tool: 'list_alerts', target, text, observedAt: alert.startsAt }],
        class: classOf(alert, evidence, parameters),
      },
    ];
  });
}

/** Whether an alert has been resolved by the moment looked at: Alertmanager sets `endsAt` ahead while it fires. */
function isResolved(alert: AlertRecord, evidence: EvidenceSet): boolean {
  const end = millis(alert.endsAt);
  return alert.state === 'resolved' || (end !== undefined && end < (millis(evidence.asOf) ?? 0));
}

function classOf(alert: AlertRecord, evidence: EvidenceSet, parameters: Parameters): ObservationClass {
  const severity = alert.labels.severity ?? alert.labels.priority ?? '';
  if (QUIET_SEVERITIES.test(severity)) return 'benign';
  if (alert.state === 'suppressed') return 'standing';
  if (URGENT_SEVERITIES.test(severity)) return 'relevant';
  return isOld(alert.startsAt, evidence, parameters) || harmsNobody(alert, evidence, parameters)
    ? 'standing'
    : 'relevant';
}

/** Whether an alert that wakes nobody is on what is in reserve, and all requests are well. */
export function harmsNobody({ labels }: AlertRecord, evidence: EvidenceSet, parameters: Parameters): boolean {
  if (URGENT_SEVERITIES.test(labels.severity ?? labels.priority ?? '')) return false;
  return HEADROOM_ALERTS.test(`_${nameInWords(labels.alertname ?? '')}_`) && areRequestsWell(evidence, parameters);
}

/** The component its labels name, else its namespace, else the whole system. */
function placeOf(alert: AlertRecord, evidence: EvidenceSet) {
  const { namespace, name = '' } = alert.labels;
  // cert-manager's alerts name the Certificate.
  const cluster = readCluster(evidence);
  const certificate = cluster.find('Certificate', namespace ?? '', name);
  if (certificate !== undefined) return certificatePlace(certificate, cluster);
  return (
    entityOf(alert.labels, nameInWords(alert.labels.alertname ?? ''), readMetrics(evidence).known) ??
    (namespace ? componentOf({ kind: 'namespace', name: namespace }) : wholeSystem(evidence))
  );
}
