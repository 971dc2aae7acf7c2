import type { Finding } from '../../../domain/finding.ts';
import type { AlertRecord, EvidenceSet } from '../../../domain/signals.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { QUIET_SEVERITIES } from '../../knowledge/conditions.ts';
import { harmsNobody } from '../../observe/alerts.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { alertComponent, firingAlerts } from './evidence-text.ts';

/** Alerts that watch the watching, or fire always by design. */
const ALWAYS = /^(?:watchdog|infoinhibitor|deadmans?switch)$/i;

/** Alerts that fire, as symptoms: where and since when. An alert never is a cause, a resolved one not even a symptom. */
export const firingAlertsAnalyzer = defineAnalyzer({
  id: 'firing-alerts',
  title: 'Firing alerts',
  causes: [],
  needs: ['alerts'],
  example: 'An alert on the latency of the entry fires since 13:20; another one resolved by itself and does not count.',
  analyze: (evidence, parameters) => {
    const alerts = evidence.alerts.status === 'observed' ? evidence.alerts.value : [];
    const current = new Set(firingAlerts(evidence));
    const findings = alerts
      .filter((alert) => alert.state !== 'resolved' && !ALWAYS.test(alert.labels.alertname ?? ''))
      .flatMap((alert) =>
        alertFinding(alert, evidence, current.has(alert) && !harmsNobody(alert, evidence, parameters)),
      );
    if (findings.length > 0) return { status: 'found', findings };
    return {
      status: 'clear',
      checked: alerts.length === 0 ? 'no alert fires' : `${alerts.length} alerts, none of which fires for a component`,
    };
  },
});

function alertFinding(alert: AlertRecord, evidence: EvidenceSet, current: boolean): readonly Finding[] {
  const component = alertComponent(alert, evidence);
  if (!component) return [];
  const summary = alert.annotations.summary ?? alert.annotations.description ?? alert.annotations.message ?? '';
  const named = alert.labels.alertname ?? 'An alert';
  const silenced = alert.state === 'suppressed';
  const quiet = QUIET_SEVERITIES.test(alert.labels.severity ?? alert.labels.priority ?? '');
  const text = `${named} fires for ${component} since ${alert.startsAt}${silenced ? ' (silenced)' : ''}${summary === '' ? '' : `: ${summary}`}`;
  return [
    {
      analyzer: 'firing-alerts',
      component,
      statement: text,
      strength: current && !silenced && !quiet ? STRENGTH.trace : STRENGTH.standing,
      evidence: [{ source: 'metrics', tool: 'list_alerts', target: component, text, observedAt: alert.startsAt }],
      onset: alert.startsAt,
    },
  ];
}
