import { describe, expect, test } from '@jest/globals';
import type { AlertRecord, MetricSeries } from '../../../../../bot/domain/signals.ts';
import { nodeNetwork } from '../../../../../bot/investigation/analyzers/kubernetes/node-network.ts';
import { ago, evidenceOf, market, NOW, observed } from '../../../../support/kubernetes.ts';

function alert(labels: Record<string, string>, description: string): AlertRecord {
  return { labels: { alertname: 'X', ...labels }, annotations: { description }, startsAt: ago(120), state: 'active' };
}

function found(alerts: readonly AlertRecord[], metrics: readonly MetricSeries[] = []) {
  const analysis = nodeNetwork.analyze(evidenceOf(market(), { alerts: observed(alerts), metrics: observed(metrics) }));
  if (analysis.status !== 'found') return analysis.status;
  const [first] = [...analysis.findings].sort((a, b) => b.strength - a.strength);
  return `${first?.component} ${first?.cause}`;
}

describe('a node whose network is ill', () => {
  test('loses packets when resends there are many and others have few', () => {
    const alerts = [
      alert({ node: 'field-1' }, 'TCP retransmissions: was 0.1/s, current: 0.4/s'),
      alert({ node: 'field-2' }, 'TCP retransmissions: was 0.0/s, current: 8.2/s'),
      alert({ service: 'stall' }, 'slow responses'),
    ];
    expect(found(alerts)).toBe('node/field-2 node_network_packet_loss');
  });

  test('is late when resends are few and the slow services are placed there', () => {
    const alerts = [
      alert({ node: 'field-2' }, 'TCP retransmissions: current: 0.5/s'),
      alert({ service: 'stall' }, 'latency is 40 times as high'),
      alert({ service: 'vault' }, 'latency is 20 times as high'),
      alert({ service: 'greeter' }, 'traffic fell by half'),
    ];
    expect(found(alerts)).toBe('node/field-1 node_network_delay');
  });

  test('is known by a series of the node exporter too', () => {
    const series: MetricSeries = {
      name: 'node_network_receive_drop_total',
      labels: { instance: 'field-2:9100' },
      points: 60,
      from: ago(3600),
      to: NOW,
      last: 40,
      min: 0,
      max: 50,
      median: 0,
      changes: [{ kind: 'level-shift', direction: 'up', onset: ago(300), before: 0, during: 40, score: 30 }],
      sketch: [],
    };
    expect(found([], [series])).toBe('node/field-2 node_network_packet_loss');
  });

  test('is not suspected for slow services alone, nor for alerts that have ended', () => {
    expect(found([alert({ service: 'stall' }, 'latency is high')])).toBe('clear');
    const ended = { ...alert({ node: 'field-1' }, 'packet loss: current: 9'), state: 'resolved' as const };
    expect(found([ended])).toBe('clear');
  });
});
