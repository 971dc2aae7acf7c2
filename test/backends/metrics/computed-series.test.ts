import { expect, test } from '@jest/globals';
import { computedSeries } from '../../../backends/metrics/derived/computed-series.ts';

const MINUTES = 20;
const CORES = 2;

/** The idle seconds of one processor, of which nine tenths are idle; the machine is started anew at one minute. */
function idle(cpu: number, restartAt: number) {
  const timestamps = Float64Array.from({ length: MINUTES }, (_, i) => i * 60);
  const values = timestamps.map((time, i) =>
    i < restartAt ? 100_000 + 0.9 * time : 0.9 * (time - restartAt * 60) + 2,
  );
  const labels = { instance: 'a', cpu: String(cpu), mode: 'idle' };
  return { name: 'node_cpu_seconds_total', labels, type: 'counter', timestamps, values };
}

test('a machine that was started anew was not busy at that moment: what it had counted is lost', () => {
  const series = Array.from({ length: CORES }, (_, cpu) => idle(cpu, 10));
  const [busy] = computedSeries(series).filter(({ name }) => name === 'node_cpu_busy_ratio');
  expect(busy?.values.length).toBe(MINUTES - 2);
  for (const value of busy?.values ?? []) expect(value).toBeCloseTo(0.1, 5);
});
