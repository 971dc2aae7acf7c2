import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { counter, level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const machine = 'lighthouse-2';
const echo = (phase: string, during: number): MadeSeries => ({
  name: 'probe_icmp_duration_seconds',
  labels: { job: 'icmp', instance: machine, phase },
  value: level(0.02, during),
});
const load: MadeSeries = { name: 'node_load1', labels: { job: 'node', instance: `${machine}:9100` }, value: () => 1 };
const quiet = { service: machine, lines: 0, levels: {}, patterns: [] };
const lamp = { job: 'lamp', instance: `${machine}:8080`, status: '200' };
const requests = (during: number): MadeSeries[] => [
  counter('http_server_requests_seconds_count', lamp, 600),
  counter('http_server_requests_seconds_sum', lamp, 600 * 0.03, 600 * during),
];

test('the way there and back of an echo is the machine’s, though a log is called after it; what comes before it is not', () => {
  const { of } = readMetrics(metricEvidence({ series: [echo('rtt', 0.02), load], logs: [quiet] }));
  expect(of(`node/${machine}`, 'network-delay')).toHaveLength(1);
  const resolved = readMetrics(metricEvidence({ series: [echo('resolve', 0.9), load] }));
  expect(resolved.of(`node/${machine}`, 'network-delay')).toHaveLength(0);
});

test('who is slow on a machine whose echoes take as much longer is slow for its way', () => {
  const first = (during: number) =>
    diagnose(metricEvidence({ series: [echo('rtt', during), load, ...requests(2)] })).hypotheses[0];
  expect(first(0.9)).toMatchObject({ component: `node/${machine}`, cause: 'node_network_delay' });
  expect(first(0.02)?.cause).not.toBe('node_network_delay');
});

test('an echo that takes half a millisecond longer slows nobody, though it doubled', () => {
  const first = (during: number) =>
    diagnose(
      metricEvidence({
        series: [{ ...echo('rtt', 0), value: level(0.0004, during) }, load, ...requests(2)],
      }),
    ).hypotheses[0];
  expect(first(0.3)).toMatchObject({ component: `node/${machine}`, cause: 'node_network_delay' });
  expect(first(0.001)?.cause).not.toBe('node_network_delay');
});
