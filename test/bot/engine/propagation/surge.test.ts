import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { callGraph } from '../../../../bot/engine/propagation/call-graph.ts';
import { surgesFor } from '../../../../bot/engine/propagation/surge.ts';
import { symptomsOf } from '../../../../bot/engine/propagation/symptoms.ts';
import { alert, level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const made = (name: string, service: string, before: number, during: number): MadeSeries => ({
  name,
  labels: { service, stat: name === 'requests' ? 'Sum' : 'Average' },
  value: level(before, during),
});

function surges(series: readonly MadeSeries[], topology: Record<string, string[]>): readonly string[] {
  const evidence = metricEvidence({ series, topology, alerts: [alert('LatencyHigh', { service: 'edge' })] });
  const metrics = readMetrics(evidence);
  const graph = callGraph(evidence);
  return symptomsOf(evidence, metrics, graph).flatMap((one) => surgesFor(one, graph, metrics).map(({ name }) => name));
}

const slow = made('request_latency_seconds', 'edge', 0.2, 0.5);

test('a rise below is its caller’s, however steep it looks where requests are few', () => {
  const series = [slow, made('requests', 'edge', 100, 180), made('requests', 'rare', 40, 101)];
  expect(surges(series, { edge: ['rare'], rare: [] })).toEqual(['edge']);
});

test('it is so too where the service between them is not measured', () => {
  const series = [slow, made('requests', 'edge', 100, 200), made('requests', 'deep', 40, 82)];
  expect(surges(series, { edge: ['unmeasured'], unmeasured: ['deep'], deep: [] })).toEqual(['edge']);
});

test('a rise that no caller has enters where it is', () => {
  const series = [slow, made('requests', 'edge', 100, 100), made('requests', 'deep', 40, 120)];
  expect(surges(series, { edge: ['deep'], deep: [] })).toEqual(['deep']);
});
