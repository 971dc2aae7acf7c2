import { type Alert, type AlertSource, fingerprintOf } from '../domain/alert.ts';
import { wellFormed } from '../domain/well-formed.ts';
import { eachRow, labelsAt, linksFrom, type Row, rowAt, severityFrom, targetFrom, textIn, timeAt } from './facts.ts';

/** Prometheus Alertmanager's webhook, version 4: every alert of a notification, firing or resolved. */
export function readAlertmanager(payload: unknown, now: Date): readonly Alert[] {
  const body = rowAt(payload, 'the body');
  // Without labels of its own a group holds whatever fires.
  const isGrouped = Object.keys(labelsAt(body.groupLabels)).length > 0;
  const groupKey = isGrouped && typeof body.groupKey === 'string' ? { groupKey: wellFormed(body.groupKey, 500) } : {};
  return eachRow(body.alerts, 'alerts', (row) => ({
    ...readPrometheusAlert('alertmanager', row, now, [['Alertmanager', body.externalURL]]),
    ...groupKey,
  }));
}

/** One alert of Alertmanager's form, which Grafana uses too. */
export function readPrometheusAlert(
  source: AlertSource,
  row: Row,
  now: Date,
  more: readonly (readonly [string, unknown])[],
): Alert {
  const labels = labelsAt(row.labels);
  const annotations = labelsAt(row.annotations);
  const target = targetFrom(labels);
  const endsAt = row.status === 'resolved' ? timeAt(row.endsAt, undefined) : undefined;
  return {
    fingerprint: fingerprintOf(source, labels),
    source,
    name: labels.alertname ?? 'alert',
    status: row.status === 'resolved' ? 'resolved' : 'firing',
    severity: severityFrom(labels.severity ?? labels.priority ?? ''),
    labels,
    summary: textIn(annotations, 'summary', 'description', 'message'),
    ...(target && { target }),
    startsAt: timeAt(row.startsAt, now.toISOString()),
    ...(endsAt !== undefined && { endsAt }),
    links: linksFrom([
      ['Runbook', annotations.runbook_url],
      ['Dashboard', row.dashboardURL ?? annotations.dashboard_url],
      ['Rule', row.generatorURL],
      ['Panel', row.panelURL],
      ['Silence it there', row.silenceURL],
      ...more,
    ]),
  };
}
