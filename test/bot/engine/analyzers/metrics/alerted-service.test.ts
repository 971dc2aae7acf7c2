import { expect, test } from '@jest/globals';
import type { AlertRecord, EvidenceSet } from '../../../../../bot/domain/signals.ts';
import { alertedService } from '../../../../../bot/engine/analyzers/metrics/alerted-service.ts';
import { ago, evidenceOf, market, observed, unobserved } from '../../../../support/kubernetes.ts';

function alert(labels: Record<string, string>, description: string): AlertRecord {
  return { labels: { alertname: 'X', ...labels }, annotations: { description }, startsAt: ago(120), state: 'active' };
}

function strongest(alerts: readonly AlertRecord[], over: Partial<EvidenceSet> = {}) {
  const analysis = alertedService.analyze(evidenceOf(market(), { alerts: observed(alerts), ...over }));
  if (analysis.status !== 'found') return analysis.status;
  const [first] = [...analysis.findings].sort((a, b) => b.strength - a.strength);
  return `${first?.component} ${first?.cause}`;
}

test('a service that is said to be short of CPU is found among slow ones', () => {
  const alerts = [
    alert({ service: 'stall' }, 'p95 latency is high'),
    alert({ service: 'vault' }, 'CPU saturation: throttled'),
  ];
  expect(strongest(alerts)).toBe('service/vault pod_cpu_overload');
});

test('else the deepest slow service along the calls', () => {
  const alerts = ['stall', 'ledger', 'vault'].map((service) => alert({ service }, 'p95 latency is high'));
  expect(strongest(alerts)).toBe('service/vault pod_network_delay');
});

test('an alert on errors says nothing of waiting', () => {
  expect(strongest([alert({ service: 'vault' }, 'answers more than 5% of requests with errors')])).toBe(
    'service/vault availability_regression',
  );
});

test('is clear without alerts, where a node is said to be ill, and where series tell more', () => {
  expect(strongest([])).toBe('clear');
  expect(
    strongest([alert({ service: 'stall' }, 'latency'), alert({ node: 'field-1' }, 'network retransmissions')]),
  ).toBe('clear');
  const series = {
    name: 'http_request_duration_seconds',
    labels: { service: 'vault', quantile: '0.5' },
    points: 9,
    from: ago(600),
    to: ago(0),
    last: 1,
    min: 1,
    max: 1,
    median: 1,
    changes: [],
    sketch: [],
  };
  expect(strongest([alert({ service: 'stall' }, 'latency')], { metrics: observed([series]) })).toBe('clear');
});

test('is unknown without alerts to read', () => {
  expect(strongest([], { alerts: unobserved() })).toBe('unknown');
});
