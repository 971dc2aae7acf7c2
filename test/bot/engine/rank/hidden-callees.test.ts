import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import { alert, level, type MadeSeries, metricEvidence } from '../../../support/metric-evidence.ts';

const gauge = (name: string, service: string, before: number, during = before): MadeSeries => ({
  name,
  labels: { service },
  value: level(before, during),
});

test('slowness is not surely of the caller where nobody measures the requests of what it calls', () => {
  const answer = (measured: readonly MadeSeries[]) =>
    diagnose(
      metricEvidence({
        topology: { edge: ['cart'], cart: [] },
        alerts: [alert('LatencyHigh', { service: 'edge' })],
        logs: [],
        series: [gauge('latency_seconds', 'edge', 0.2, 2), gauge('process_cpu_usage', 'cart', 0.2), ...measured],
      }),
    ).hypotheses[0];
  const edge = { component: 'service/edge', cause: 'latency_regression' };
  expect(answer([])).toMatchObject({ ...edge, basis: { blind: true } });
  expect(answer([])!.confidence).toBeLessThan(0.6);
  expect(answer([gauge('latency_seconds', 'cart', 0.02)])).toMatchObject({ ...edge, basis: { blind: false } });
});
