import type { CauseCode } from '../../../domain/cause.ts';
import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { AlertRecord, EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { conclude } from '../../cluster/observe.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { callGraph, reachableFrom } from '../../propagation/call-graph.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { alertComponent, firingAlerts } from './evidence-text.ts';

/** What an alert's words say is short at the service itself. */
const SHORTAGES: readonly (readonly [RegExp, CauseCode, number])[] = [
  [
    /\bcpu\b(?=.*(satur|throttl|overload|usage|utili[sz]ation|high))|(satur|throttl|overload|high).*\bcpu\b|cpu_(cfs|usage|throttl)/i,
    'pod_cpu_overload',
    STRENGTH.fair,
  ],
  [
    /memory.*(satur|pressure|usage|utili[sz]ation|high)|(satur|pressure|high).*memory/i,
    'pod_memory_pressure',
    STRENGTH.moderate,
  ],
  [/retrans|packet.?loss/i, 'pod_network_packet_loss', STRENGTH.leaning],
];
const SLOW = /latency|slow|duration|response.?time/i;
const FAILING = /error|success|5xx/i;
const MEASURED = ['latency', 'errors', 'availability', 'cpu'];

/**
 * Where no series of services can be read, the alerts' own words must do: a service that is said to be short of
 * something, else the deepest one along the calls that is said to be slow or failing.
 */
export const alertedService = defineAnalyzer({
  id: 'alerted-service',
  title: 'Alerts point to one service',
  causes: [
    ...SHORTAGES.map(([, cause]) => cause),
    'pod_network_delay',
    'latency_regression',
    'availability_regression',
  ],
  needs: ['alerts'],
  example: 'Three services are said to be slow; the one that the others call is also said to be short of CPU.',
  analyze: (evidence) => {
    const measured = measuredServices(evidence);
    const alerts = firingAlerts(evidence);
    const nodes = alerts.filter(
      (alert) => alertComponent(alert, evidence)?.startsWith('node/') && /network|retrans|packet/i.test(wordsOf(alert)),
    );
    const findings = nodes.length > 0 ? [] : [...shortages(alerts, evidence), ...deepest(alerts, evidence)];
    const unmeasured = findings.filter(({ component }) => !measured.has(component));
    return conclude(unmeasured, `${alerts.length} firing alerts, ${measured.size} services whose series tell more`);
  },
});

/** Services of which series tell more than an alert's words could; the alerts of others still count. */
function measuredServices(evidence: EvidenceSet): ReadonlySet<Component> {
  const read = readMetrics(evidence).all.filter(({ meaning }) => MEASURED.includes(meaning.signal));
  const indicated = evidence.slis?.status === 'observed' ? evidence.slis.value.items : [];
  return new Set([
    ...read.map(({ component }) => component),
    ...indicated.map(({ service }) => componentOf({ kind: 'service', name: service })),
  ]);
}

function wordsOf(alert: AlertRecord): string {
  return [alert.labels.alertname, ...Object.values(alert.annotations)].join(' ');
}

function seenAlert(alert: AlertRecord, component: Component): EvidenceDraft {
  return {
    source: 'metrics',
    tool: 'list_alerts',
    target: component,
    text: wordsOf(alert),
    observedAt: alert.startsAt,
  };
}

function shortages(alerts: readonly AlertRecord[], evidence: EvidenceSet): readonly Finding[] {
  return alerts.flatMap((alert) => {
    const component = alertComponent(alert, evidence);
    const match = SHORTAGES.find(([words]) => words.test(wordsOf(alert)));
    if (component === undefined || !component.startsWith('service/') || match === undefined) return [];
    return [
      {
        analyzer: 'alerted-service',
        component,
        cause: match[1],
        statement: `${component.slice('service/'.length)} is said to be short: ${wordsOf(alert)}`,
        strength: match[2],
        evidence: [seenAlert(alert, component)],
        onset: alert.startsAt,
      },
    ];
  });
}

/** Slow or failing services below which nobody is slow or failing. */
function deepest(alerts: readonly AlertRecord[], evidence: EvidenceSet): readonly Finding[] {
  const suffering = new Map<string, AlertRecord>();
  for (const alert of alerts) {
    const component = alertComponent(alert, evidence);
    if (component?.startsWith('service/') && (SLOW.test(wordsOf(alert)) || FAILING.test(wordsOf(alert))))
      suffering.set(component.slice('service/'.length), alert);
  }
  const graph = callGraph(evidence);
  return [...suffering].flatMap(([name, alert]) => {
    const below = [...reachableFrom(graph, name)].filter((other) => other !== name && suffering.has(other));
    if (below.length > 0) return [];
    const component = componentOf({ kind: 'service', name });
    const above = [...suffering.keys()].filter((other) => other !== name && reachableFrom(graph, other).has(name));
    const finding = (cause: CauseCode, strength: number): Finding => ({
      analyzer: 'alerted-service',
      component,
      cause,
      statement: `${name} is said to be slow or failing, and nothing that it calls is.`,
      strength,
      evidence: [seenAlert(alert, component)],
      onset: alert.startsAt,
      explains: above.map((other) => componentOf({ kind: 'service', name: other })),
    });
    // What fails does not wait: an alert on errors says nothing of the network.
    if (!SLOW.test(wordsOf(alert))) return [finding('availability_regression', STRENGTH.weak)];
    return [finding('pod_network_delay', STRENGTH.even), finding('latency_regression', STRENGTH.weak)];
  });
}
