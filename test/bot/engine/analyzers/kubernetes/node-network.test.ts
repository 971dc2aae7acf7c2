import { describe, expect, test } from '@jest/globals';
import type { AlertRecord, MetricSeries } from '../../../../../bot/domain/signals.ts';
import { nodeNetwork } from '../../../../../bot/engine/analyzers/kubernetes/node-network.ts';
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

function dropSeries(instance: string): MetricSeries {
  return {
    name: 'node_network_receive_drop_total',
    labels: { instance },
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
    expect(found([], [dropSeries('field-2:9100')])).toBe('node/field-2 node_network_packet_loss');
  });

  test('is late when only others resend, and the slow calls lead over its link', () => {
    const alerts = [
      alert({ node: 'field-2' }, 'TCP retransmissions: current: 1.1/s'),
      alert({ service: 'stall' }, 'latency is 40 times as high'),
      alert({ service: 'ledger' }, 'latency is 20 times as high'),
      alert({ service: 'vault' }, 'packets per second fell by half'),
      alert({ service: 'parcel' }, 'throughput fell by half'),
    ];
    expect(found(alerts)).toBe('node/field-1 node_network_delay');
  });

  test('that does not resend among others that do is the late one, and the next likely is named beside it', () => {
    const alerts = [
      alert({ node: 'field-2' }, 'TCP retransmissions: current: 0.9/s'),
      alert({ service: 'greeter' }, 'latency is 9 times as high'),
      alert({ service: 'ledger' }, 'latency is 20 times as high'),
    ];
    const analysis = nodeNetwork.analyze(evidenceOf(market(), { alerts: observed(alerts), metrics: observed([]) }));
    const late =
      analysis.status === 'found' ? analysis.findings.filter(({ cause }) => cause === 'node_network_delay') : [];
    const ordered = [...late].sort((a, b) => b.strength - a.strength);
    expect(ordered.map(({ component }) => component)).toEqual(['node/field-1', 'node/field-2']);
  });

  test('is guessed where no node complains, but the slow calls of many services lead over one link', () => {
    const alerts = [
      alert({ service: 'stall' }, 'latency is 40 times as high'),
      alert({ service: 'ledger' }, 'latency is 20 times as high'),
      alert({ service: 'vault' }, 'network packets fell by half'),
      alert({ service: 'parcel' }, 'network packets fell by half'),
    ];
    expect(found(alerts)).toBe('node/field-1 node_network_delay');
    expect(found(alerts.slice(0, 3))).toBe('clear');
  });

  test('is known by the address that an exporter gives', () => {
    const addressed = market();
    const field = addressed.objects.find((one) => one.kind === 'Node' && one.metadata.name === 'field-2')!;
    Object.assign(field.status as object, { addresses: [{ type: 'InternalIP', address: '10.4.0.9' }] });
    const series = dropSeries('10.4.0.9:9100');
    const analysis = nodeNetwork.analyze(evidenceOf(addressed, { alerts: observed([]), metrics: observed([series]) }));
    expect(analysis).toMatchObject({ status: 'found', findings: [{ component: 'node/field-2' }, {}] });
  });

  test('is not suspected for slow services alone, nor for alerts that have ended', () => {
    expect(found([alert({ service: 'stall' }, 'latency is high')])).toBe('clear');
    const ended = { ...alert({ node: 'field-1' }, 'packet loss: current: 9'), state: 'resolved' as const };
    expect(found([ended])).toBe('clear');
  });
});
