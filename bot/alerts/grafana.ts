import type { Alert } from '../domain/alert.ts';
import { readPrometheusAlert } from './alertmanager.ts';
import { eachRow, rowAt } from './facts.ts';

/** Grafana Alerting's webhook contact point: Alertmanager's form with links to the dashboard, the panel and a silence. */
export function readGrafana(payload: unknown, now: Date): readonly Alert[] {
  const body = rowAt(payload, 'the body');
  return eachRow(body.alerts, 'alerts', (row) =>
    readPrometheusAlert('grafana', row, now, [['Grafana', body.externalURL]]),
  );
}
