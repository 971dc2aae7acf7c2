import { expect, test } from '@jest/globals';
import { signalMoved } from '../../../../../bot/engine/analyzers/metrics/signal-moved.ts';
import { type MadeSeries, metricEvidence } from '../../../../support/metric-evidence.ts';

/** A disk that is busy from one minute of the four hours to another; what is looked at is the last hour. */
function busy(from: number, to: number): MadeSeries {
  const totals: number[] = [];
  for (let i = 0; i < 240; i++) totals.push((totals[i - 1] ?? 0) + 60 * (i >= from && i < to ? 0.98 : 0.1));
  const labels = { instance: 'field-1:9100', job: 'node', device: 'sda' };
  return { name: 'node_disk_io_time_seconds_total', labels, type: 'counter', value: (i) => totals[i] ?? 0 };
}

function spans(from: number, to: number) {
  const result = signalMoved.analyze(metricEvidence({ series: [busy(from, to)] }));
  return result.status === 'found' ? result.findings.map(({ onset, until }) => [onset, until]) : [];
}

test.each([
  ['what began before the window and ended in it was part of what is asked about', 165, 210, 1],
  ['what began and ended before the window was not', 90, 130, 0],
  ['what began before the window and lasts is how things are', 165, 240, 0],
  ['what began in the window lasts', 210, 240, 1],
])('%s', (_, from, to, findings) => {
  expect(spans(from, to)).toHaveLength(findings);
});

test('what ended says when', () => {
  const [[onset, until] = []] = spans(165, 210);
  expect(Date.parse(until!) - Date.parse(onset!)).toBeGreaterThan(40 * 60_000);
});
